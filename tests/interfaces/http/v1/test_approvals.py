"""Acts that need others, over HTTP: one story, and what goes wrong in it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.application.scene import a_bank
from tests.interfaces.http.scene import RULES, House, euros, fields, problem
from tests.interfaces.http.v1.identity_scene import PASSWORD, Door
from tests.signing import token_ports

from bank.application.pipeline.approval_gate import OpenGate
from bank.domain.approval_rules import ApprovalRule
from bank.domain.customer_accounts import CustomerAccount
from bank.infrastructure.keystore.local_key_service import LocalKeyService

MANAGERS = frozenset({"branch_manager"})
RULES_OF_THE_BANK = (
    ApprovalRule(actions=("transfer.post",), roles=MANAGERS, currency="EUR", above_minor=50_00),
    ApprovalRule(actions=("customer.create",), roles=MANAGERS, approvers=2),
)
ADA = {"kind": "person", "full_name": "Ada Lovelace", "email": "ada@example.com"}


@pytest.fixture
async def house(keys: LocalKeyService) -> AsyncIterator[House]:
    ports = token_ports(keys, RULES)
    async with a_bank(ports=ports, approvals=RULES_OF_THE_BANK).open() as bank:
        yield House(bank, keys)


class People:
    """Who calls: Dora asks, Anna and Bert decide."""

    def __init__(self, house: House) -> None:
        self.house = house

    async def dora(self, method: str, path: str, body: Any = None, **given: Any) -> httpx.Response:
        return await self.house.call(method, path, body, role="teller", subject="dora", **given)

    async def anna(self, method: str, path: str, body: Any = None, **given: Any) -> httpx.Response:
        return await self.house.call(
            method, path, body, role="branch_manager", subject="anna", **given
        )

    async def bert(self, method: str, path: str, body: Any = None, **given: Any) -> httpx.Response:
        return await self.house.call(
            method, path, body, role="branch_manager", subject="bert", **given
        )


async def accounts(house: House) -> tuple[CustomerAccount, CustomerAccount]:
    """Open a payer with a hundred euros and a payee, past the rule about new customers."""
    rules, house.bank.pipeline._gate = house.bank.pipeline._gate, OpenGate()
    try:
        return await house.account(100_00), await house.account()
    finally:
        house.bank.pipeline._gate = rules


def order(payer: CustomerAccount, payee: CustomerAccount, amount: str) -> dict[str, Any]:
    return {
        "debit_account_id": str(payer.id),
        "credit_account_id": str(payee.id),
        "amount": euros(amount),
        "reference": "rent",
    }


async def test_a_transfer_waits_is_looked_at_and_is_done_by_the_last_approval(
    house: House,
) -> None:
    people, (payer, payee) = People(house), await accounts(house)
    body = order(payer, payee, "60.00")
    small = await people.dora("POST", "/v1/transfers", order(payer, payee, "10.00"))
    assert small.status_code == 201
    asked = await people.dora("POST", "/v1/transfers", body, key="rent")
    assert asked.status_code == 202
    place, waits = asked.headers["location"], asked.json()
    assert (place, waits["status"]) == (
        f"/v1/approvals/{waits['approval_id']}",
        "pending_approval",
    )
    again = await people.dora("POST", "/v1/transfers", body, key="rent")
    assert (again.status_code, again.json()) == (202, waits)
    assert again.headers["idempotency-replayed"] == "true"
    mine = (await people.dora("GET", "/v1/approvals")).json()["items"]
    assert [each["id"] for each in mine] == [waits["approval_id"]]
    listed = (await people.anna("GET", "/v1/approvals?whose=to_decide")).json()["items"]
    assert listed == mine
    shown = (await people.anna("GET", place)).json()
    assert (shown["status"], shown["amount"], shown["needed"]) == ("pending", euros("60.00"), 1)
    assert shown["command"]["reference"] == "rent"
    assert shown["command"]["credit"] == str(payee.id)
    approved = await people.anna("POST", f"{place}/approve", key="yes")
    assert (approved.status_code, approved.json()["status"]) == (200, "done")
    replayed = await people.anna("POST", f"{place}/approve", key="yes")
    assert (replayed.json(), replayed.headers["idempotency-replayed"]) == (
        approved.json(),
        "true",
    )
    posted = await people.dora("GET", f"/v1/transfers/{approved.json()['object_id']}")
    assert posted.json()["amount"] == euros("60.00")
    assert house.desk.balance_minor(payee) == 70_00


async def test_the_audit_trail_says_who_asked_and_who_approved(house: House) -> None:
    people = People(house)
    asked = await people.dora("POST", "/v1/customers", ADA)
    place = asked.headers["location"]
    first = await people.anna("POST", f"{place}/approve")
    assert (first.json()["status"], len(first.json()["decisions"])) == ("pending", 1)
    second = (await people.bert("POST", f"{place}/approve")).json()
    assert second["status"] == "done"
    trail = await house.call("GET", "/v1/audit/events?action=customer.create", role="auditor")
    waiting, done = trail.json()["items"]
    assert (waiting["outcome"], waiting["code"]) == ("pending", "pending_approval")
    assert (waiting["approval_id"], waiting["approved_by"]) == (None, [])
    assert done["outcome"] == "done"
    assert done["actor"] == waiting["actor"] == second["maker"]
    assert done["approval_id"] == second["id"] == waiting["object_id"]
    assert done["approved_by"] == [each["checker"] for each in second["decisions"]]
    assert (waiting["intent"], done["intent"]) == (None, waiting["after"])
    pending = await house.call("GET", "/v1/audit/events?outcome=pending", role="auditor")
    assert pending.json()["items"] == [waiting]


async def _joined(house: House, email: str) -> str:
    """Register a branch manager who takes the invitation, and give their subject."""
    door, order = Door(house), {"email": email, "roles": ["branch_manager"]}
    joined = await house.call("POST", "/v1/staff", order, role="administrator")
    assert joined.status_code == 201, joined.text
    taken = {"code": door.last_code(), "password": PASSWORD}
    answer = await door.ask("/v1/registrations/invited", taken)
    assert answer.status_code == 200, answer.text
    member: str = joined.json()["id"]
    return member


async def test_an_auditor_finds_among_the_staff_who_approved(house: House) -> None:
    people = People(house)
    members = [await _joined(house, f"{name}@bank.example") for name in ("anna", "bert")]
    place = (await people.dora("POST", "/v1/customers", ADA)).headers["location"]
    for member in members:
        approved = await house.call(
            "POST", f"{place}/approve", role="branch_manager", subject=member
        )
        assert approved.status_code == 200, approved.text
    trail = await house.call("GET", "/v1/audit/events?action=customer.create", role="auditor")
    done = trail.json()["items"][-1]
    staff = (await house.call("GET", "/v1/staff", role="auditor")).json()["items"]
    by_pseudonym = {each["pseudonym"]: each for each in staff}
    checkers = [by_pseudonym[each] for each in done["approved_by"]]
    assert [each["id"] for each in checkers] == members
    assert [each["email"] for each in checkers] == ["anna@bank.example", "bert@bank.example"]
    for role in ("branch_manager", "teller", "customer"):
        answer = await house.call("GET", "/v1/staff", role=role)
        problem(answer, 403, "action_forbidden")


async def test_a_no_comes_with_its_reason(house: House) -> None:
    people = People(house)
    place = (await people.dora("POST", "/v1/customers", ADA)).headers["location"]
    empty = await people.anna("POST", f"{place}/reject", {})
    assert fields(problem(empty, 400, "invalid_request")) == ["/reason"]
    no = await people.anna("POST", f"{place}/reject", {"reason": "Known under another name."})
    assert no.json()["status"] == "rejected"
    read = (await people.dora("GET", place)).json()
    assert read["decisions"][0]["reason"] == "Known under another name."
    late = await people.bert("POST", f"{place}/approve")
    problem(late, 409, "approval_not_pending")


async def test_nobody_but_those_concerned_learns_of_it(house: House) -> None:
    people = People(house)
    place = (await people.dora("POST", "/v1/customers", ADA)).headers["location"]
    stranger = {"role": "teller", "subject": "emil"}
    for method, path, body in (
        ("GET", place, None),
        ("POST", f"{place}/approve", None),
        ("POST", f"{place}/reject", {"reason": "No."}),
        ("POST", f"{place}/withdraw", None),
    ):
        hidden = await house.call(method, path, body, **stranger)  # type: ignore[arg-type]
        problem(hidden, 404, "approval_not_found")
    everything = await house.call("GET", "/v1/approvals?whose=all", **stranger)  # type: ignore[arg-type]
    problem(everything, 403, "action_forbidden")
    known = await house.call("GET", "/v1/approvals?whose=all", role="auditor")
    assert len(known.json()["items"]) == 1


async def test_the_maker_may_only_take_it_back(house: House) -> None:
    people = People(house)
    place = (await people.dora("POST", "/v1/customers", ADA)).headers["location"]
    own = await people.dora("POST", f"{place}/approve")
    problem(own, 403, "maker_may_not_approve")
    foreign = await people.anna("POST", f"{place}/withdraw")
    problem(foreign, 403, "only_the_maker_withdraws")
    taken = await people.dora("POST", f"{place}/withdraw")
    assert taken.json()["status"] == "withdrawn"


async def test_what_is_over_cannot_be_approved(house: House) -> None:
    people = People(house)
    place = (await people.dora("POST", "/v1/customers", ADA)).headers["location"]
    house.bank.clock.move(timedelta(days=7))
    problem(await people.anna("POST", f"{place}/approve"), 409, "approval_expired")
    listed = await people.dora("GET", "/v1/approvals?status=expired")
    assert [each["status"] for each in listed.json()["items"]] == ["expired"]


async def test_what_is_refused_when_it_is_done_says_why(house: House) -> None:
    people, (payer, payee) = People(house), await accounts(house)
    asked = await people.dora("POST", "/v1/transfers", order(payer, payee, "100.01"))
    failed = await people.anna("POST", f"{asked.headers['location']}/approve")
    assert (failed.status_code, failed.json()["status"]) == (200, "failed")
    assert failed.json()["code"] == "insufficient_funds"


async def test_a_dry_run_says_that_it_would_have_to_wait(house: House) -> None:
    people, (payer, payee) = People(house), await accounts(house)
    tried = await people.dora("POST", "/v1/transfers?dry_run=true", order(payer, payee, "60.00"))
    assert (tried.status_code, tried.json()) == (202, {"status": "would_need_approval"})
    assert tried.headers["bank-dry-run"] == "true"
    assert (await people.dora("GET", "/v1/approvals")).json()["items"] == []


async def test_lists_go_on_where_the_page_ended(house: House) -> None:
    people = People(house)
    for number in range(3):
        await people.dora("POST", "/v1/customers", ADA | {"email": f"{number}@example.com"})
    first = (await people.dora("GET", "/v1/approvals?limit=2")).json()
    rest = (await people.dora("GET", f"/v1/approvals?limit=2&cursor={first['next_cursor']}")).json()
    ids = [each["id"] for each in first["items"] + rest["items"]]
    assert (ids, rest["next_cursor"]) == (sorted(ids, reverse=True), None)
    assert len(ids) == 3
