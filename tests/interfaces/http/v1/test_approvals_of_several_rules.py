"""An act that meets two rules, over HTTP: what it shows of both, and who is refused."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tests.application.scene import a_bank
from tests.interfaces.http.scene import RULES, House, problem
from tests.signing import token_ports

from bank.domain.approval_rules import ApprovalRule
from bank.infrastructure.keystore.local_key_service import LocalKeyService

TWO_RULES = (
    ApprovalRule(
        actions=("customer.create",), roles=frozenset({"branch_manager", "administrator"})
    ),
    ApprovalRule(
        actions=("customer.create",), roles=frozenset({"compliance_officer"}), approvers=2
    ),
)
ADA = {"kind": "person", "full_name": "Ada Lovelace", "email": "ada@example.com"}
BOTH = "branch_manager compliance_officer"


@pytest.fixture
async def house(keys: LocalKeyService) -> AsyncIterator[House]:
    ports = token_ports(keys, RULES)
    async with a_bank(ports=ports, approvals=TWO_RULES).open() as bank:
        yield House(bank, keys)


async def asked(house: House) -> str:
    """Have a teller ask, and give where the approval is."""
    answer = await house.call("POST", "/v1/customers", ADA, role="teller", subject="dora")
    assert answer.status_code == 202, answer.text
    return answer.headers["location"]


async def approve(
    house: House, place: str, subject: str, role: str, **given: Any
) -> httpx.Response:
    return await house.call("POST", f"{place}/approve", role=role, subject=subject, **given)


def missing(answer: httpx.Response) -> list[int]:
    assert answer.status_code == 200, answer.text
    return [each["missing"] for each in answer.json()["demands"]]


async def test_two_rules_with_two_roles_need_one_of_each_and_show_who_is_missing(
    house: House,
) -> None:
    place = await asked(house)
    shown = (await house.call("GET", place, role="branch_manager", subject="anna")).json()
    assert shown["demands"] == [
        {"roles": ["administrator", "branch_manager"], "needed": 1, "missing": 1},
        {"roles": ["compliance_officer"], "needed": 2, "missing": 2},
    ]
    assert shown["roles"] == ["administrator", "branch_manager", "compliance_officer"]
    assert shown["needed"] == 2
    first = await approve(house, place, "cora", "compliance_officer")
    assert (first.json()["status"], missing(first)) == ("pending", [1, 1])
    second = await approve(house, place, "anna", "branch_manager")
    assert (second.json()["status"], missing(second)) == ("pending", [0, 1])
    last = await approve(house, place, "carl", "compliance_officer")
    assert (last.json()["status"], missing(last)) == ("done", [0, 0])


async def test_a_person_with_both_roles_serves_both(house: House) -> None:
    place = await asked(house)
    assert missing(await approve(house, place, "dual", BOTH)) == [0, 1]
    last = await approve(house, place, "cora", "compliance_officer")
    assert last.json()["status"] == "done"


async def test_who_comes_after_enough_like_them_is_refused_and_sees_it_wait_no_more(
    house: House,
) -> None:
    place = await asked(house)
    yes = await approve(house, place, "anna", "branch_manager", key="anna's")
    for replayed in (False, True):
        answer = await approve(house, place, "bert", "branch_manager", key="bert's")
        refused = problem(answer, 409, "others_have_to_approve")
        assert "2 with the role compliance_officer" in refused["detail"]
        assert ("idempotency-replayed" in answer.headers) == replayed
    again = await approve(house, place, "anna", "branch_manager", key="anna's")
    assert again.json() == yes.json()
    for subject, role, listed in (
        ("bert", "branch_manager", 0),
        ("cora", "compliance_officer", 1),
    ):
        to_decide = await house.call(
            "GET", "/v1/approvals?whose=to_decide", role=role, subject=subject
        )
        assert len(to_decide.json()["items"]) == listed
    no = await house.call(
        "POST", f"{place}/reject", {"reason": "No."}, role="branch_manager", subject="bert"
    )
    assert no.json()["status"] == "rejected"
