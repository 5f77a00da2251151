"""How a customer is reached, and where they live, is changed by two people: on a whole bank."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.application.scene import factors_of
from tests.known_people import KNOWN_SENT
from tests.system.asked_bank import AskedBank, asked_bank
from tests.system.own_registration import PASSWORD

from bank.application.approvals.rules_in_force import ApprovalRulesInForce
from bank.application.identity.notices.stored_notices import StoredNotices, WaitingNotice
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authenticator import TokenIssuer
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.approval_rules_file import read_approval_rules

IDA = {"kind": "person", "full_name": "Ida Sommer", "email": "ida@example.com"}
FIRM = {"kind": "organisation", "full_name": "Engines Ltd", "email": "office@engines.example"}
REGISTERED: dict[str, Any] = {
    "legal_name": "Engines Limited",
    "registration_number": "01234567",
    "country": "GB",
    "address": KNOWN_SENT["address"],
    "beneficial_owners": [
        {"full_name": "Ada Lovelace", "date_of_birth": "1985-12-10", "nationality": "GB"}
    ],
}
MOVED = {"street": "1 Dorset Street", "city": "London", "country": "GB", "postal_code": None}
_keys = count(1)


@dataclass
class Counter:
    """The bank, people who ask things of it, and what it sends."""

    asked: AskedBank
    manager: str = ""

    async def call(
        self,
        who: str,
        method: str,
        path: str,
        body: Any = None,
        *,
        version: int | None = None,
        key: str | None = None,
    ) -> httpx.Response:
        """Ask as somebody: ``dora`` and ``emil`` are tellers; customers go by their ids."""
        roles = {"dora": "teller", "emil": "teller", "root": "administrator"}
        role = "branch_manager" if who == self.manager else roles.get(who, "customer")
        headers = {"Idempotency-Key": key or f"counter-{next(_keys)}"}
        if who:
            headers["Authorization"] = f"Bearer {await self._token(who, role)}"
        if version is not None:
            headers["If-Match"] = f'"{version}"'
        return await self.asked.client.request(method, path, json=body, headers=headers)

    async def _token(self, who: str, role: str) -> str:
        issuer = await self.asked.bank.container.get(TokenIssuer)
        now = (await self.asked.bank.container.get(Clock)).now()
        issued = issuer.issue(
            who,
            (role,),
            now,
            timedelta(minutes=15),
            assurance=factors_of((role,)),
            proved_at=now,
            branch="main",
        )
        text: str = issued.text
        return text

    async def sent(self) -> list[WaitingNotice]:
        """Give what was sent since it was last asked."""
        container = self.asked.bank.container
        now = (await container.get(Clock)).now()
        async with container(context={UseCaseKind: UseCaseKind.COMMAND}) as scope:
            waiting = await (await scope.get(StoredNotices)).claim(now, limit=100)
            await (await scope.get(UnitOfWork)).commit()
        return list(waiting)

    async def told(self) -> list[tuple[str, str]]:
        return sorted((each.kind.value, str(each.to)) for each in await self.sent())

    async def taken_in(self, **further: Any) -> str:
        """Have a teller take somebody in, alone."""
        created = await self.call("dora", "POST", "/v1/customers", IDA | further)
        assert created.status_code == 201, created.text
        customer: str = created.json()["id"]
        return customer

    async def customer(self, customer: str) -> dict[str, Any]:
        found: dict[str, Any] = (await self.call("dora", "GET", f"/v1/customers/{customer}")).json()
        return found

    async def decided(self, waits: httpx.Response, who: str) -> httpx.Response:
        """Have somebody approve what waits."""
        assert (waits.status_code, waits.json()["status"]) == (202, "pending_approval"), waits.text
        return await self.call(who, "POST", f"{waits.headers['location']}/approve")

    async def approved(self, waits: httpx.Response) -> tuple[str, str | None]:
        """Have the manager approve; give how it ended."""
        answer = await self.decided(waits, self.manager)
        assert answer.status_code == 200, answer.text
        return answer.json()["status"], answer.json()["code"]


@pytest.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    """Open a bank with the shipped rules and a branch manager who signs in and is told things."""
    async with asked_bank(tmp_path) as asked:
        counter = Counter(asked)
        order = {"email": "anna@bank.example", "roles": ["branch_manager"], "branch": "main"}
        joined = await counter.call("root", "POST", "/v1/staff", order)
        assert joined.status_code == 201, joined.text
        (invitation,) = await counter.sent()
        await _accepted(counter, invitation)
        counter.manager = joined.json()["id"]
        await counter.sent()
        yield counter


async def _accepted(counter: Counter, invitation: WaitingNotice) -> None:
    taken = {"code": invitation.code, "password": PASSWORD}
    answer = await counter.call("", "POST", "/v1/registrations/invited", taken)
    assert answer.status_code == 200, answer.text


def _code(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


async def test_a_contact_is_changed_once_by_a_teller_and_a_manager(counter: Counter) -> None:
    ida = await counter.taken_in()
    at, both = f"/v1/customers/{ida}", {"email": "ida@sea.example", "phone": "+442079460001"}
    before = await counter.customer(ida)
    waits = await counter.call("dora", "PATCH", at, both, version=1, key="contact")
    assert waits.status_code == 202, waits.text
    again = await counter.call("dora", "PATCH", at, both, version=1, key="contact")
    assert (again.status_code, again.json()) == (202, waits.json())
    assert await counter.customer(ida) == before
    assert await counter.told() == [("approval_waits", "email:anna@bank.example")]
    assert _code(await counter.decided(waits, "dora")) == (403, "maker_may_not_approve")
    assert _code(await counter.decided(waits, "emil")) == (404, "approval_not_found")
    assert await counter.customer(ida) == before
    assert await counter.approved(waits) == ("done", None)
    assert _code(await counter.decided(waits, counter.manager)) == (409, "approval_not_pending")
    assert await counter.customer(ida) == before | both | {"version": 2}
    assert await counter.told() == [
        ("contact_changed_by_staff", "email:ida@example.com"),
        ("contact_changed_by_staff", "email:ida@sea.example"),
        ("contact_changed_by_staff", "phone:+442079460001"),
    ]


async def test_a_manager_alone_changes_none_either(counter: Counter) -> None:
    ida = await counter.taken_in()
    contact = {"email": "anna@sea.example"}
    at = f"/v1/customers/{ida}"
    waits = await counter.call(counter.manager, "PATCH", at, contact, version=1)
    refused = await counter.decided(waits, counter.manager)
    assert _code(refused) == (403, "maker_may_not_approve")
    assert (await counter.customer(ida))["email"] == "ida@example.com"


async def test_one_teller_takes_over_nobody(counter: Counter) -> None:
    """Scenario: a teller writes their own address over a customer's who never signed in.

    Then they invite the customer, and ask for a new password at their own address.

    Outcome: nothing comes to the teller but word that nobody signs in there. The invitation goes to
    the customer, and void is what has not been approved.
    """
    ida = await counter.taken_in(due_diligence=KNOWN_SENT)
    terms = {"customer_id": ida, "product": "current", "currency": "EUR"}
    assert (await counter.call("dora", "POST", "/v1/accounts", terms)).status_code == 201
    at, own = f"/v1/customers/{ida}", {"email": "dora@evil.example"}
    waits = await counter.call("dora", "PATCH", at, own, version=1)
    assert waits.status_code == 202, waits.text
    await counter.sent()
    invited = await counter.call("dora", "POST", f"{at}/invitation")
    assert invited.status_code == 202, invited.text
    (invitation,) = await counter.sent()
    assert (invitation.kind.value, str(invitation.to)) == ("invitation", "email:ida@example.com")
    await counter.call("", "POST", "/v1/password-resets", own)
    assert await counter.told() == [("not_registered", "email:dora@evil.example")]
    assert _code(await counter.decided(waits, "dora")) == (403, "maker_may_not_approve")
    await _accepted(counter, invitation)
    assert await counter.told() == [("invitation_taken", "email:ida@example.com")]
    shown = {"name": "ida@example.com", "password": PASSWORD}
    assert (await counter.call("", "POST", "/v1/sessions", shown)).status_code == 201


async def test_what_came_in_between_is_not_overwritten(counter: Counter) -> None:
    ida = await counter.taken_in()
    at, email = f"/v1/customers/{ida}", {"email": "ida@sea.example"}
    other = {"email": "ida@land.example", "phone": "+442079460001"}
    first = await counter.call("dora", "PATCH", at, email, version=1)
    second = await counter.call("emil", "PATCH", at, other, version=1)
    assert _code(await counter.call("emil", "PATCH", at, other)) == (400, "if_match_missing")
    assert await counter.approved(first) == ("done", None)
    await counter.sent()
    assert await counter.approved(second) == ("failed", "stale_version")
    found = await counter.customer(ida)
    assert (found["email"], found["phone"], found["version"]) == ("ida@sea.example", None, 2)
    assert await counter.told() == []


async def test_one_person_takes_in_and_two_change_an_address(counter: Counter) -> None:
    ida = await counter.taken_in()
    at = f"/v1/customers/{ida}/due-diligence"
    for name, value in KNOWN_SENT.items():
        given = await counter.call("dora", "PATCH", at, {name: value})
        assert given.status_code == 200, given.text
    read = await counter.call("dora", "GET", at)
    assert (read.json()["state"], read.json()["missing"]) == ("active", [])
    terms = {"customer_id": ida, "product": "current", "currency": "EUR"}
    assert (await counter.call("dora", "POST", "/v1/accounts", terms)).status_code == 201
    moved = {"address": MOVED}
    assert _code(await counter.call("dora", "PATCH", at, moved)) == (409, "already_known")
    assert await counter.told() == []
    version = int(read.headers["etag"].strip('"'))
    waits = await counter.call("dora", "POST", f"{at}/change", moved, version=version)
    assert _code(await counter.decided(waits, "dora")) == (403, "maker_may_not_approve")
    assert (await counter.call("dora", "GET", at)).json() == read.json()
    assert await counter.told() == [("approval_waits", "email:anna@bank.example")]
    assert await counter.approved(waits) == ("done", None)
    assert _code(await counter.decided(waits, counter.manager)) == (409, "approval_not_pending")
    after = await counter.call("dora", "GET", at)
    assert after.json() == read.json() | moved
    assert after.headers["etag"] == f'"{version + 1}"'
    assert await counter.told() == [("persons_data_changed", "email:ida@example.com")]


async def test_what_the_customer_said_in_between_stays(counter: Counter) -> None:
    ida = await counter.taken_in(due_diligence=KNOWN_SENT | {"tax_residence": None})
    at = f"/v1/customers/{ida}/due-diligence"
    change = {"address": MOVED, "tax_residence": "FR"}
    waits = await counter.call("dora", "POST", f"{at}/change", change, version=1)
    said = await counter.call(ida, "PATCH", "/v1/me/due-diligence", {"tax_residence": "GB"})
    assert said.status_code == 200, said.text
    assert await counter.approved(waits) == ("failed", "stale_version")
    found = (await counter.call("dora", "GET", at)).json()
    assert (found["tax_residence"], found["address"]) == (
        "GB",
        KNOWN_SENT["address"] | {"postal_code": None},
    )


async def test_two_change_the_address_of_an_organisation(counter: Counter) -> None:
    firm = await counter.taken_in(**FIRM)
    at = f"/v1/customers/{firm}/organisation-data"
    given = await counter.call("dora", "PATCH", at, REGISTERED)
    assert (given.status_code, given.json()["state"]) == (200, "active")
    moved = {"address": MOVED}
    assert _code(await counter.call("dora", "PATCH", at, moved)) == (409, "already_known")
    waits = await counter.call("dora", "POST", f"{at}/change", moved, version=2)
    assert _code(await counter.decided(waits, "dora")) == (403, "maker_may_not_approve")
    assert (await counter.call("dora", "GET", at)).json() == given.json()
    assert await counter.approved(waits) == ("done", None)
    assert (await counter.call("dora", "GET", at)).json() == given.json() | moved


async def test_a_bank_has_invitations_approved_by_one_line(
    counter: Counter, tmp_path: Path
) -> None:
    path = tmp_path / "approvals.yaml"
    line = "  - {action: customer.invite, roles: [branch_manager]}"
    path.write_text(f"rules:\n{line}\n", encoding="utf-8")
    rules = await counter.asked.bank.container.get(ApprovalRulesInForce)
    rules.now = read_approval_rules(path)
    ida = await counter.taken_in()
    at = f"/v1/customers/{ida}/invitation"
    waits = await counter.call("dora", "POST", at, key="invite")
    assert waits.status_code == 202, waits.text
    assert await counter.told() == [("approval_waits", "email:anna@bank.example")]
    assert _code(await counter.decided(waits, "dora")) == (403, "maker_may_not_approve")
    assert await counter.told() == []
    assert await counter.approved(waits) == ("done", None)
    assert _code(await counter.decided(waits, counter.manager)) == (409, "approval_not_pending")
    again = await counter.call("dora", "POST", at, key="invite")
    assert (again.status_code, again.json()) == (202, waits.json())
    (invitation,) = await counter.sent()
    assert (invitation.kind.value, str(invitation.to)) == ("invitation", "email:ida@example.com")
    await _accepted(counter, invitation)
    shown = {"name": "ida@example.com", "password": PASSWORD}
    assert (await counter.call("", "POST", "/v1/sessions", shown)).status_code == 201
