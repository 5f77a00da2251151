from typing import Any
from uuid import UUID

import pytest
from tests.interfaces.http.scene import House, euros, fields, problem

from bank.domain.customer_accounts import CustomerAccount

CHOSEN = "0b0e5f5e-9d7a-4e0c-8d3b-1f2a3b4c5d6e"


def between(one: CustomerAccount, other: CustomerAccount, amount: str = "2.50") -> dict[str, Any]:
    return {
        "debit_account_id": str(one.id),
        "credit_account_id": str(other.id),
        "amount": euros(amount),
    }


async def test_a_transfer_answers_with_both_resulting_balances(house: House) -> None:
    one, other = await house.account(1000), await house.account(500)
    answer = await house.call("POST", "/v1/transfers", between(one, other) | {"reference": "rent"})
    assert answer.status_code == 201
    body = answer.json()
    assert answer.headers["location"] == f"/v1/transfers/{body['id']}"
    assert body == {
        "id": body["id"],
        "status": "posted",
        "kind": "transfer",
        "booking_date": "2026-11-24",
        "value_date": "2026-11-24",
        "backdated": False,
        "recorded_at": "2026-11-24T09:30:00Z",
        "debit_account_id": str(one.id),
        "credit_account_id": str(other.id),
        "amount": euros("2.50"),
        "reference": "rent",
        "balances": [
            {"account_id": str(one.id), "balance": euros("7.50"), "available": euros("7.50")},
            {"account_id": str(other.id), "balance": euros("7.50"), "available": euros("7.50")},
        ],
    }
    del body["balances"]
    assert (await house.call("GET", answer.headers["location"])).json() == body
    listed = await house.call("GET", f"/v1/transfers?account_id={other.id}")
    assert listed.json() == {"items": [body], "next_cursor": None}


async def test_a_customer_is_not_told_what_the_other_side_has(house: House) -> None:
    one, other = await house.account(1000), await house.account(500)
    who = await house.paying(one, other)
    answer = await house.call("POST", "/v1/transfers", between(one, other), **who)
    assert [each["account_id"] for each in answer.json()["balances"]] == [str(one.id)]


@pytest.mark.parametrize("roles", ["customer administrator", "administrator customer", "customer"])
async def test_another_role_shows_no_more_than_it_may_read(house: House, roles: str) -> None:
    one, other = await house.account(1000), await house.account(500)
    who = await house.paying(one, other) | {"role": roles}
    for path in ("/v1/transfers", "/v1/transfers?dry_run=true"):
        answer = await house.call("POST", path, between(one, other), **who)
        assert [each["account_id"] for each in answer.json()["balances"]] == [str(one.id)]


@pytest.mark.parametrize("roles", ["customer teller", "teller", "service_account"])
async def test_whoever_reads_every_account_sees_both_sides(house: House, roles: str) -> None:
    one, other = await house.account(1000), await house.account(500)
    answer = await house.call("POST", "/v1/transfers", between(one, other), role=roles)
    assert len(answer.json()["balances"]) == 2


async def test_a_customer_sees_both_of_their_own_accounts(house: House) -> None:
    one = await house.account(1000)
    other = await house.desk.account(owner=one.owner_id)
    who = await house.paying(one)
    answer = await house.call("POST", "/v1/transfers", between(one, other), **who)
    shown = [each["account_id"] for each in answer.json()["balances"]]
    assert shown == [str(one.id), str(other.id)]


async def test_a_payee_is_known_by_its_number_in_any_spelling(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    spaced = f" {other.number[:4]} {other.number[4:]}\u00a0"
    body = between(one, other) | {"credit_account_id": spaced}
    assert (await house.call("POST", "/v1/transfers", body)).status_code == 201
    assert house.desk.balance_minor(other) == 250


async def test_a_customer_moves_only_what_they_hold(house: House) -> None:
    one, other = await house.account(1000), await house.account(500)
    stolen = await house.call(
        "POST", "/v1/transfers", between(other, one), role="customer", subject=str(one.owner_id)
    )
    problem(stolen, 404, "account_not_found")
    assert house.desk.balance_minor(other) == 500


async def test_accounts_may_be_named_by_number(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    body = between(one, other) | {"credit_account_id": other.number}
    assert (await house.call("POST", "/v1/transfers", body)).status_code == 201
    assert house.desk.balance_minor(other) == 250


async def test_replaying_a_key_moves_money_once(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    first = await house.call("POST", "/v1/transfers", between(one, other), key="k")
    again = await house.call("POST", "/v1/transfers", between(one, other), key="k")
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    changed = await house.call("POST", "/v1/transfers", between(one, other, "2.51"), key="k")
    problem(changed, 422, "idempotency_key_reused")
    assert house.desk.balance_minor(one) == 750


async def test_a_refusal_is_replayed_as_the_refusal_that_it_was(house: House) -> None:
    one, other = await house.account(), await house.account()
    poor = await house.call("POST", "/v1/transfers", between(one, other), key="k")
    problem(poor, 422, "insufficient_funds")
    assert "idempotency-replayed" not in poor.headers
    again = await house.call("POST", "/v1/transfers", between(one, other), key="k")
    assert again.headers["idempotency-replayed"] == "true"
    assert problem(again, 422, "insufficient_funds")["detail"] == poor.json()["detail"]


async def test_an_id_of_the_clients_choice_names_the_transfer_for_ever(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    body = between(one, other) | {"id": CHOSEN}
    first = await house.call("POST", "/v1/transfers", body)
    assert first.json()["id"] == CHOSEN
    assert (await house.call("GET", f"/v1/transfers/{CHOSEN}")).json()["amount"] == euros("2.50")
    other_body = body | {"amount": euros("3.00")}
    problem(await house.call("POST", "/v1/transfers", other_body), 422, "idempotency_key_reused")
    assert house.desk.balance_minor(one) == 750


async def test_a_dry_run_tells_and_leaves_nothing_behind(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    path = "/v1/transfers?dry_run=true"
    told = await house.call("POST", path, between(one, other), without=["idempotency-key"])
    assert told.status_code == 200
    assert told.json()["status"] == "would_post"
    assert "id" not in told.json()
    assert told.json()["balances"][0]["balance"] == euros("7.50")
    assert house.desk.balance_minor(one) == 1000
    poor = await house.call("POST", path, between(one, other, "10.01"))
    problem(poor, 422, "insufficient_funds")
    chosen = await house.call("POST", path, between(one, other) | {"id": CHOSEN})
    assert chosen.json()["id"] == CHOSEN
    problem(await house.call("GET", f"/v1/transfers/{CHOSEN}"), 404, "entry_not_found")


async def test_a_misspelt_dry_run_moves_nothing(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    for query in ("dryrun=true", "dry_run=yes", "dry_run=true&dry_run=false"):
        answer = await house.call("POST", f"/v1/transfers?{query}", between(one, other))
        assert answer.status_code == 400, query
    assert house.desk.balance_minor(one) == 1000


async def test_a_value_date_in_the_past_needs_permission_and_marks_the_transfer(
    house: House,
) -> None:
    one, other = await house.account(1000), await house.account()
    body = between(one, other) | {"value_date": "2026-11-20"}
    backdated = (await house.call("POST", "/v1/transfers", body)).json()
    assert (backdated["value_date"], backdated["backdated"]) == ("2026-11-20", True)
    teller = await house.call("POST", "/v1/transfers", body, role="teller")
    problem(teller, 403, "backdating_not_permitted")
    early = between(one, other) | {"value_date": "2026-11-25"}
    problem(await house.call("POST", "/v1/transfers", early), 422, "value_date_in_future")


@pytest.mark.parametrize(
    ("more", "status", "code", "field"),
    [
        ({"amount": euros("0")}, 400, "amount_not_positive", None),
        ({"amount": euros("-1.00")}, 400, "amount_not_positive", None),
        ({"amount": euros("1.234")}, 400, "invalid_amount", "/amount/amount"),
        ({"amount": euros("1e3")}, 400, "invalid_amount", "/amount/amount"),
        ({"amount": euros("01.00")}, 400, "invalid_amount", "/amount/amount"),
        ({"amount": euros("٣.00")}, 400, "invalid_amount", "/amount/amount"),
        ({"amount": euros("999999999999999.00")}, 400, "invalid_amount", "/amount/amount"),
        ({"amount": euros("9" * 40)}, 400, "invalid_amount", "/amount/amount"),
        ({"amount": {"currency": "XXX", "amount": "1"}}, 400, "unknown_currency", None),
        ({"amount": {"currency": "JPY", "amount": "1"}}, 422, "currency_mismatch", None),
        ({"amount": {"currency": "JPY", "amount": "1.5"}}, 400, "invalid_amount", None),
        ({"amount": {"currency": "EUR", "amount": 2.5}}, 400, "invalid_request", "/amount/amount"),
        ({"amount": "2.50"}, 400, "invalid_request", "/amount"),
        ({"amount": {"currency": "EUR"}}, 400, "invalid_request", "/amount/amount"),
        ({"credit_account_id": "nobody"}, 404, "account_not_found", None),
        ({"credit_account_id": 17}, 400, "invalid_request", "/credit_account_id"),
        ({"credit_account_id": "a\u0000"}, 400, "invalid_request", "/credit_account_id"),
        ({"credit_account_id": ""}, 400, "invalid_request", "/credit_account_id"),
        ({"credit_account_id": "  "}, 400, "invalid_request", "/credit_account_id"),
        ({"reference": "a\u0000b"}, 400, "invalid_request", "/reference"),
        ({"reference": "   "}, 400, "invalid_request", "/reference"),
        ({"reference": "a\u202eb"}, 400, "invalid_request", "/reference"),
        ({"reference": "a\n"}, 400, "invalid_request", "/reference"),
        ({"reference": "r" * 141}, 400, "invalid_request", "/reference"),
        ({"value_date": "24.11.2026"}, 400, "invalid_request", "/value_date"),
        ({"id": "17"}, 400, "invalid_request", "/id"),
        ({"to": "nobody"}, 400, "invalid_request", "/to"),
    ],
)
async def test_bad_input_is_a_clear_problem_and_nothing_moves(
    house: House, more: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    one, other = await house.account(1000), await house.account()
    answer = await house.call("POST", "/v1/transfers", between(one, other) | more)
    body = problem(answer, status, code)
    if field:
        assert fields(body) == [field]
    assert house.desk.balance_minor(one) == 1000


async def test_a_number_for_an_amount_is_told_what_to_do(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    body = between(one, other) | {"amount": {"currency": "EUR", "amount": 2.5}}
    found = problem(await house.call("POST", "/v1/transfers", body), 400, "invalid_request")
    assert "string in quotes" in found["errors"][0]["detail"]


async def test_accounts_that_cannot_take_part_are_refused(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    same = await house.call("POST", "/v1/transfers", between(one, one))
    problem(same, 422, "same_account")
    poor = await house.call("POST", "/v1/transfers", between(one, other, "10.01"))
    assert "row" not in problem(poor, 422, "insufficient_funds")
    assert (await house.call("POST", f"/v1/accounts/{other.id}/close")).status_code == 200
    problem(await house.call("POST", "/v1/transfers", between(one, other)), 409, "account_closed")
    till = house.desk.internal_accounts("EUR")[0]
    internal = (await house.call("GET", "/v1/ledger/accounts?limit=200")).json()["items"]
    bank_own = next(each["id"] for each in internal if UUID(each["id"]).int & 0xFFFF == till.row)
    sent = between(one, other) | {"credit_account_id": bank_own}
    problem(await house.call("POST", "/v1/transfers", sent), 403, "internal_account")


@pytest.mark.parametrize("key", [b"", b"k" * 256, "schlüssel".encode()])
async def test_a_key_has_the_documented_form(house: House, key: bytes) -> None:
    one, other = await house.account(1000), await house.account()
    headers: Any = {"idempotency-key": key}
    answer = await house.call("POST", "/v1/transfers", between(one, other), headers=headers)
    problem(answer, 400, "invalid_idempotency_key")
    assert house.desk.balance_minor(one) == 1000


async def test_whatever_changes_something_names_a_key(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    ada = {"kind": "person", "full_name": "Ada", "email": "ada@example.com"}
    for method, path, body in [
        ("POST", "/v1/transfers", between(one, other)),
        ("POST", "/v1/customers", ada),
        ("PATCH", f"/v1/accounts/{one.id}", {"name": "Other"}),
        ("POST", f"/v1/accounts/{other.id}/close", None),
    ]:
        answer = await house.call(method, path, body, without=["idempotency-key"])
        problem(answer, 400, "idempotency_key_missing")
    assert house.desk.balance_minor(one) == 1000


async def test_transfers_are_listed_page_by_page(house: House) -> None:
    one, other = await house.account(1000), await house.account()
    ids = [
        (await house.call("POST", "/v1/transfers", between(one, other, "1.00"))).json()["id"]
        for _ in range(3)
    ]
    at = f"/v1/transfers?account_id={one.id}&limit=2"
    first = (await house.call("GET", at)).json()
    last = (await house.call("GET", f"{at}&cursor={first['next_cursor']}")).json()
    assert [each["id"] for each in first["items"] + last["items"]] == ids[::-1]
    assert last["next_cursor"] is None
