"""The guide's conditions, on a bank as an operator runs it: branches, limits, makers, mandates."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from dishka import AsyncContainer
from tests.people_who_pay import let_pay
from tests.system.served_bank import ServedBank, opened_accounts

from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.authenticator import TokenIssuer
from bank.bootstrap.office import Office
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.identifiers import row_of
from bank.infrastructure.system.clock import SystemClock

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]


def _of_guide() -> dict[str, Any]:
    """Give the second change of the guide, as the first of a bank."""
    page = (ROOT / "docs" / "guides" / "change-who-may-do-what.md").read_text(encoding="utf-8")
    _, _, rest = page.partition("Idempotency-Key: drawers-and-branches")
    change: dict[str, Any] = json.loads(rest[: rest.index("\n}\n```") + 2])
    return change | {"if_version": 0}


class People:
    """Staff with branches, and customers, each with a token of their own."""

    def __init__(self, bank: ServedBank) -> None:
        self._office = Office.configured(bank.settings)
        self._url = bank.url
        self._asked = 0

    def ask(
        self,
        who: str,
        path: str,
        body: Any,
        *,
        role: str,
        branch: str | None = None,
    ) -> httpx.Response:
        self._asked += 1
        headers = {
            "Authorization": f"Bearer {self._token(who, role, branch)}",
            "Idempotency-Key": f"asked {self._asked}",
        }
        return httpx.post(f"{self._url}{path}", json=body, headers=headers, timeout=30)

    def let_pay(self, who: str, payee: str) -> None:
        """Give a customer two factors, and an account to which they have paid before."""

        async def work(container: AsyncContainer, _pipeline: Pipeline) -> None:
            row = row_of(UUID(payee))
            assert row is not None
            await let_pay(DishkaScopes(container), SystemClock().now(), who, row)

        self._office.run(work)

    def _token(self, who: str, role: str, branch: str | None) -> str:
        async def work(container: AsyncContainer, _pipeline: Pipeline) -> str:
            issuer = await container.get(TokenIssuer)
            now, lifetime = SystemClock().now(), timedelta(minutes=5)
            issued = issuer.issue(who, (role,), now, lifetime, assurance=2, branch=branch)
            return str(issued.text)

        return self._office.run(work)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBank]:
    with ServedBank(tmp_path_factory.mktemp("conditions") / "home") as bank:
        bank.start()
        yield bank


def _code(answer: httpx.Response) -> str:
    if answer.is_success:
        return "done"
    code: str = answer.json()["code"]
    return code


def test_the_guides_conditions_hold_on_a_served_bank(served: ServedBank) -> None:
    """Scenario: the guide's second change is made, and people act within it and beyond.

    Outcome: each condition lets in whom the guide says, and refuses the others.
    """
    people = People(served)
    with served.client() as client:
        payer, payee = opened_accounts(client, "conditions")
    changed = people.ask("root", "/v1/policies", _of_guide(), role="administrator")
    assert changed.status_code == httpx.codes.CREATED, changed.text

    def withdrawal(amount: str, *, branch: str | None, currency: str = "EUR") -> str:
        body = {"account_id": payer, "amount": {"currency": currency, "amount": amount}}
        return _code(people.ask("tom", "/v1/withdrawals", body, role="teller", branch=branch))

    served.wait_until(lambda: withdrawal("1.00", branch="harbour") != "done")
    assert withdrawal("500.00", branch="main") == "done"
    assert withdrawal("500.01", branch="main") == "action_forbidden"
    assert withdrawal("1.00", branch="main", currency="USD") == "action_forbidden"
    assert withdrawal("1.00", branch="harbour") == "action_forbidden"
    assert withdrawal("1.00", branch=None) == "action_forbidden"

    order = {
        "debit_account_id": payer,
        "credit_account_id": payee,
        "amount": {"currency": "EUR", "amount": "3.00"},
    }
    posted = people.ask("mia", "/v1/transfers", order, role="branch_manager").json()["id"]
    back = f"/v1/ledger/entries/{posted}/reverse"
    assert _code(people.ask("mia", back, {}, role="branch_manager")) == "action_forbidden"
    assert _code(people.ask("ben", back, {}, role="branch_manager")) == "done"


def test_a_mandate_that_only_reads(served: ServedBank) -> None:
    """Scenario: customers with a mandate, whom the guide's change denies payments.

    Outcome: they read the account and pay nothing from it; its owner does.
    """
    people = People(served)
    with served.client() as client:
        payer, payee = opened_accounts(client, "mandates")
        owner, agent = (
            client.get(f"/v1/accounts/{account}").json()["customer_id"]
            for account in (payer, opened_accounts(client, "agent")[0])
        )
        holder = {"customer_id": agent, "role": "mandate"}
        key = {"Idempotency-Key": "mandate"}
        added = client.post(f"/v1/accounts/{payer}/holders", json=holder, headers=key)
        assert added.is_success, added.text
    order = {
        "debit_account_id": payer,
        "credit_account_id": payee,
        "amount": {"currency": "EUR", "amount": "3.00"},
    }
    for who in (agent, owner):
        people.let_pay(who, payee)
    for who, code in ((agent, "action_forbidden"), (owner, "done")):
        assert _code(people.ask(who, "/v1/transfers", order, role="customer")) == code
