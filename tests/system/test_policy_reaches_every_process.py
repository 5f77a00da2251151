"""A change of the policy counts in every server process within a second."""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from tests.system.served_bank import ServedBank, run_bank

pytestmark = pytest.mark.slow

DAYS = {"change": "withdraw", "role": "administrator", "action": "business_day.list"}
_SECONDS = 1.0
_ASKED = 60
"""Requests on connections of their own, so that both processes are asked over and over."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBank]:
    home = tmp_path_factory.mktemp("policy") / "home"
    with ServedBank(home, "--bank.server.workers=2") as bank:
        bank.start()
        yield bank


@pytest.fixture
def administrator(served: ServedBank) -> dict[str, str]:
    return _somebody(served, "administrator")


def _somebody(served: ServedBank, role: str) -> dict[str, str]:
    said = ["--subject=root", f"--role={role}", "--factors=2"]
    issued = run_bank("token", "issue", *said, *served.settings)
    assert issued.returncode == 0, issued.stderr
    return {"Authorization": f"Bearer {issued.stdout.strip()}"}


def _change(
    served: ServedBank, who: dict[str, str], version: int, *changes: Any, approvals: Any = None
) -> None:
    answer = httpx.post(
        f"{served.url}/v1/policies",
        json={"if_version": version, "changes": changes, "approvals": approvals},
        headers={**who, "Idempotency-Key": f"change {version}"},
    )
    assert answer.status_code == httpx.codes.CREATED, answer.text


def _statuses(served: ServedBank, who: dict[str, str]) -> set[int]:
    url = f"{served.url}/v1/business-days"
    return {httpx.get(url, headers=who).status_code for _ in range(_ASKED)}


def test_what_was_withdrawn_is_withdrawn_everywhere(
    served: ServedBank, administrator: dict[str, str]
) -> None:
    """Scenario: an action is withdrawn over one of two server processes, and given back.

    Outcome: a second later neither process permits it; then both do.
    """
    assert len(served.workers) == 2
    assert _statuses(served, administrator) == {200}
    _change(served, administrator, 0, DAYS)
    time.sleep(_SECONDS)
    assert _statuses(served, administrator) == {403}
    _change(served, administrator, 1)
    time.sleep(_SECONDS)
    assert _statuses(served, administrator) == {200}


def test_a_bank_that_starts_again_has_not_forgotten(
    served: ServedBank, administrator: dict[str, str]
) -> None:
    """Scenario: an action is withdrawn, and the bank stopped and started.

    Outcome: not one request is permitted by what is shipped.
    """
    _change(served, administrator, 2, DAYS)
    served.stop()
    served.start()
    assert _statuses(served, administrator) == {403}
    _change(served, administrator, 3)


def test_commands_on_the_machine_obey_it_too(
    served: ServedBank, administrator: dict[str, str]
) -> None:
    checks = {"change": "withdraw", "role": "operator", "action": "ledger.check"}
    _change(served, administrator, 4, checks)
    refused = run_bank("ledger", "check", *served.settings)
    assert refused.returncode != 0
    assert "Your roles do not permit this." in refused.stderr + refused.stdout
    _change(served, administrator, 5)


def test_a_rule_about_approvals_is_asked_everywhere(
    served: ServedBank, administrator: dict[str, str]
) -> None:
    """Scenario: new customers are to be approved, as the policy says over one of two processes.

    Outcome: a second later both ask for it, and after another version neither does.
    """
    service = _somebody(served, "service_account")
    ada = {"kind": "person", "full_name": "Ada", "email": "ada@example.com"}

    def statuses() -> set[int]:
        url = f"{served.url}/v1/customers?dry_run=true"
        return {httpx.post(url, json=ada, headers=service).status_code for _ in range(_ASKED)}

    current = httpx.get(f"{served.url}/v1/policies/current", headers=administrator)
    version = current.json()["version"]
    assert statuses() == {200}
    rule = {"actions": ["customer.create"], "roles": ["branch_manager"]}
    alone = {"roles": ["administrator"], "waived_while_alone": True, "exempt": ["break_glass"]}
    kept = {"actions": ["policy.change", "staff.register", "staff.change"], **alone}
    _change(served, administrator, version, approvals=[rule, kept])
    time.sleep(_SECONDS)
    assert statuses() == {202}
    _change(served, administrator, version + 1)
    time.sleep(_SECONDS)
    assert statuses() == {200}
