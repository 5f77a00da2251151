import json
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from tests.interfaces.http.scene import House, euros, fields, problem

from bank.domain.customer_accounts import CustomerAccount

BULK = "/v1/transfers/bulk"


def numbered(
    number: int, one: CustomerAccount, other: CustomerAccount, **more: Any
) -> dict[str, Any]:
    return {
        "id": str(UUID(int=number)),
        "debit_account_id": str(one.id),
        "credit_account_id": str(other.id),
        "amount": euros("1.00"),
    } | more


async def test_each_transfer_is_posted_or_refused_alone_in_order(house: House) -> None:
    one, other = await house.account(300), await house.account()
    transfers = [
        numbered(1, one, other),
        numbered(2, one, other, amount=euros("1.001")),
        numbered(3, one, other, amount={"currency": "EUX", "amount": "1.00"}),
        numbered(4, one, other, amount=euros("-1.00")),
        numbered(5, one, other, credit_account_id="nobody"),
        numbered(6, one, other, reference="a\u0007b"),
        numbered(7, one, other, value_date="2026-W01-1"),
        numbered(12, one, other, debit_account_id=""),
        numbered(13, one, other, debit_account_id="a\u0000"),
        numbered(14, one, other, credit_account_id="a" * 10_000),
        numbered(15, one, other, reference="   "),
        numbered(16, one, other, reference="a\u202eb"),
        numbered(8, one, other, value_date="2026-11-25"),
        numbered(9, one, one),
        numbered(10, one, other, amount=euros("2.01")),
        numbered(11, one, other, reference="rent", value_date="2026-11-24"),
        numbered(1, one, other),
        numbered(1, one, other, reference="other"),
    ]
    answer = await house.call("POST", BULK, {"transfers": transfers})
    assert answer.status_code == 200
    outcomes = answer.json()["outcomes"]
    assert [each["id"] for each in outcomes] == [each["id"] for each in transfers]
    assert [each.get("code", each["status"]) for each in outcomes] == [
        "posted",
        "invalid_amount",
        "unknown_currency",
        "amount_not_positive",
        "account_not_found",
        "invalid_reference",
        "invalid_value_date",
        "account_not_found",
        "account_not_found",
        "account_not_found",
        "invalid_reference",
        "invalid_reference",
        "value_date_in_future",
        "same_account",
        "insufficient_funds",
        "posted",
        "posted",
        "idempotency_key_reused",
    ]
    assert outcomes[0] == {
        "id": transfers[0]["id"],
        "status": "posted",
        "debit_balance": "2.00",
        "credit_balance": "1.00",
    }
    assert outcomes[14]["detail"]
    assert outcomes[16]["replayed"] is True
    assert house.desk.balance_minor(one) == 100


async def test_a_bulk_is_repeated_byte_for_byte_or_by_its_ids(house: House) -> None:
    one, other = await house.account(300), await house.account()
    body = {"transfers": [numbered(1, one, other), numbered(2, one, other)]}
    first = await house.call("POST", BULK, body, key="k")
    again = await house.call("POST", BULK, body, key="k")
    assert again.headers["idempotency-replayed"] == "true"
    assert [each["status"] for each in again.json()["outcomes"]] == ["posted", "posted"]
    assert [each["debit_balance"] for each in first.json()["outcomes"]] == ["2.00", "1.00"]
    spaced = json.dumps(body, indent=1).encode()
    problem(await house.call("POST", BULK, content=spaced, key="k"), 422, "idempotency_key_reused")
    elsewhere = await house.call("POST", BULK, content=spaced)
    assert all(each["replayed"] for each in elsewhere.json()["outcomes"])
    assert house.desk.balance_minor(one) == 100


async def test_a_bulk_can_be_tried_dry(house: House) -> None:
    one, other = await house.account(150), await house.account()
    body = {"transfers": [numbered(1, one, other), numbered(2, one, other)]}
    told = await house.call("POST", f"{BULK}?dry_run=true", body)
    statuses = [each["status"] for each in told.json()["outcomes"]]
    assert statuses == ["would_post", "would_refuse"]
    assert house.desk.balance_minor(one) == 150


async def test_a_bulk_has_transfers_and_not_too_many(house: House) -> None:
    one, other = await house.account(300), await house.account()
    house = House(house.bank, house.keys, replace(house.settings, bulk_max=2))
    empty = problem(await house.call("POST", BULK, {"transfers": []}), 400, "invalid_request")
    assert fields(empty) == ["/transfers"]
    body = {"transfers": [numbered(number, one, other) for number in range(1, 4)]}
    problem(await house.call("POST", BULK, body), 413, "bulk_too_large")
    assert house.desk.balance_minor(one) == 300


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"amount": {"currency": "EUR", "amount": 1}}, "/transfers/1/amount/amount"),
        ({"id": None}, "/transfers/1/id"),
        ({"colour": "red"}, "/transfers/1/colour"),
    ],
)
async def test_a_wrong_type_refuses_the_bulk_and_names_the_place(
    house: House, more: dict[str, Any], field: str
) -> None:
    one, other = await house.account(300), await house.account()
    body = {"transfers": [numbered(1, one, other), numbered(2, one, other) | more]}
    found = problem(await house.call("POST", BULK, body), 400, "invalid_request")
    assert fields(found) == [field]
    assert house.desk.balance_minor(one) == 300


async def test_errors_of_a_bulk_end_after_the_first_twenty(house: House) -> None:
    body = {"transfers": [{"id": 1} for _ in range(1000)]}
    found = problem(await house.call("POST", BULK, body), 400, "invalid_request")
    assert len(found["errors"]) == 20


async def test_customers_and_auditors_post_no_bulk(house: House) -> None:
    one, other = await house.account(300), await house.account()
    body = {"transfers": [numbered(1, one, other)]}
    for role in ("customer", "auditor"):
        problem(await house.call("POST", BULK, body, role=role), 403, "action_forbidden")


async def test_an_atomic_bulk_says_which_transfer_refused_the_others(house: House) -> None:
    one, other = await house.account(300), await house.account()
    transfers = [
        numbered(1, one, other),
        numbered(2, one, other, amount=euros("9.00")),
        numbered(3, one, other, amount=euros("1.001")),
    ]
    answer = await house.call("POST", BULK, {"transfers": transfers, "atomic": True})
    assert answer.status_code == 200
    outcomes = answer.json()["outcomes"]
    assert [each["code"] for each in outcomes] == [
        "linked_request_refused",
        "insufficient_funds",
        "invalid_amount",
    ]
    assert house.desk.balance_minor(other) == 0
    fine = [numbered(4, one, other), numbered(5, one, other)]
    answer = await house.call("POST", BULK, {"transfers": fine, "atomic": True})
    assert [each["status"] for each in answer.json()["outcomes"]] == ["posted", "posted"]
