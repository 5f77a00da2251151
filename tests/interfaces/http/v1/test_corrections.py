from typing import Any
from uuid import UUID

import pytest
from tests.interfaces.http.scene import House, euros, fields, problem

ENTRIES = "/v1/ledger/entries"


async def paid(house: House, payer: Any, payee: Any, amount: str) -> str:
    body = {
        "debit_account_id": str(payer.id),
        "credit_account_id": str(payee.id),
        "amount": euros(amount),
    }
    entry: str = (await house.call("POST", "/v1/transfers", body)).json()["id"]
    return entry


def leg(account: Any, side: str, amount: str) -> dict[str, Any]:
    return {"account_id": str(account.id), "side": side, "amount": euros(amount)}


async def test_an_entry_is_reversed_and_both_say_so(house: House) -> None:
    payer, payee = await house.account(10_000), await house.account()
    entry = await paid(house, payer, payee, "60.00")
    answer = await house.call("POST", f"{ENTRIES}/{entry}/reverse", {}, role="branch_manager")
    assert answer.status_code == 201, answer.text
    body = answer.json()
    assert (body["kind"], body["status"], body["reverses"]) == ("reversal", "posted", entry)
    assert [(each["side"], each["balance"], each["available"]) for each in body["postings"]] == [
        ("debit", euros("0.00"), euros("0.00")),
        ("credit", euros("-100.00"), euros("100.00")),
    ]
    read = (await house.call("GET", answer.headers["location"], role="auditor")).json()
    assert (read["reverses"], read["reversed_by"], read["hold_id"]) == (entry, None, None)
    as_transfer = (await house.call("GET", f"/v1/transfers/{entry}")).json()
    assert as_transfer["reversed_by"] == body["id"]
    again = await house.call("POST", f"{ENTRIES}/{entry}/reverse", {})
    problem(again, 409, "entry_already_reversed")


async def test_a_part_is_reversed_or_only_tried(house: House) -> None:
    payer, payee = await house.account(10_000), await house.account()
    entry = await paid(house, payer, payee, "60.00")
    path, part = f"{ENTRIES}/{entry}/reverse", {"amount": euros("20.00"), "reference": "too much"}
    tried = await house.call("POST", f"{path}?dry_run=true", part, without=["idempotency-key"])
    assert (tried.status_code, tried.json()["status"]) == (200, "would_post")
    assert "id" not in tried.json()
    done = await house.call("POST", path, part, key="once")
    assert done.json()["postings"][0]["amount"] == euros("20.00")
    again = await house.call("POST", path, part, key="once")
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json() == done.json()


async def test_what_cannot_be_reversed_says_why(house: House) -> None:
    payer, payee = await house.account(10_000), await house.account()
    path = f"{ENTRIES}/{await paid(house, payer, payee, '60.00')}/reverse"
    too_much = {"amount": euros("60.01")}
    problem(await house.call("POST", path, too_much), 422, "reversal_exceeds_entry")
    other = f"{ENTRIES}/{UUID(int=1)}/reverse"
    problem(await house.call("POST", other, {}), 404, "entry_not_found")
    problem(await house.call("POST", path, {}, role="teller"), 403, "action_forbidden")


async def test_a_manual_entry_answers_with_all_resulting_balances(house: House) -> None:
    one, two, three = await house.account(10_000), await house.account(), await house.account()
    body = {
        "postings": [
            leg(one, "debit", "30.00"),
            leg(two, "credit", "10.00"),
            leg(three, "credit", "20.00"),
        ],
        "reference": "divided",
        "id": str(UUID(int=5)),
    }
    answer = await house.call("POST", ENTRIES, body, role="branch_manager")
    assert answer.status_code == 201, answer.text
    found = answer.json()
    assert (found["id"], found["kind"], found["reference"]) == (body["id"], "manual", "divided")
    assert [each["balance"] for each in found["postings"]] == [
        euros("-70.00"),
        euros("-10.00"),
        euros("-20.00"),
    ]
    read = (await house.call("GET", answer.headers["location"])).json()
    assert [each["side"] for each in read["postings"]] == ["debit", "credit", "credit"]


@pytest.mark.parametrize(
    ("postings", "field"),
    [(1, "/postings"), (51, "/postings")],
)
async def test_a_manual_entry_has_two_to_fifty_postings(
    house: House, postings: int, field: str
) -> None:
    account = await house.account()
    body = {"postings": [leg(account, "debit", "1.00")] * postings}
    assert fields(problem(await house.call("POST", ENTRIES, body), 400, "invalid_request")) == [
        field
    ]


async def test_a_manual_entry_that_does_not_balance_is_refused(house: House) -> None:
    one, two = await house.account(10_000), await house.account()
    body = {"postings": [leg(one, "debit", "2.00"), leg(two, "credit", "1.00")]}
    problem(await house.call("POST", ENTRIES, body), 422, "entry_not_balanced")
    body = {"postings": [leg(one, "debit", "0.00"), leg(two, "credit", "0.00")]}
    problem(await house.call("POST", ENTRIES, body), 400, "amount_not_positive")
