from datetime import timedelta
from typing import Any

import pytest
from tests.interfaces.http.scene import House, euros, fields, problem

from bank.domain.customer_accounts import CustomerAccount

NOBODYS = "0b0e5f5e-9d7a-4e0c-8d3b-1f2a3b4c5d6e"


def yen(amount: str) -> dict[str, str]:
    return {"currency": "JPY", "amount": amount}


def between(payer: CustomerAccount, payee: CustomerAccount, **more: Any) -> dict[str, Any]:
    return {
        "debit_account_id": str(payer.id),
        "credit_account_id": str(payee.id),
        "amount": euros("12.34"),
        **more,
    }


async def quoted(house: House, payer: CustomerAccount, payee: CustomerAccount) -> str:
    answer = await house.call("POST", "/v1/exchange/quotes", between(payer, payee))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_a_quote_shows_rate_amounts_and_until_when(house: House) -> None:
    payer, payee = await house.account(2000), await house.account(code="JPY")
    answer = await house.call("POST", "/v1/exchange/quotes", between(payer, payee))
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/exchange/quotes/{body['id']}"
    assert body == {
        "id": body["id"],
        "debit_account_id": str(payer.id),
        "credit_account_id": str(payee.id),
        "debit_amount": euros("12.34"),
        "credit_amount": yen("2003"),
        "rate": "162.384",
        "created_at": "2026-11-24T09:30:00Z",
        "expires_at": "2026-11-24T09:30:30Z",
    }
    house.bank.clock.move(timedelta(minutes=5))
    assert (await house.call("GET", answer.headers["location"])).json() == body


async def test_an_exchange_is_a_transfer_of_the_quote_s_id(house: House) -> None:
    payer, payee = await house.account(2000), await house.account(code="JPY")
    quote = await quoted(house, payer, payee)
    order = {"quote_id": quote, "reference": "trip"}
    answer = await house.call("POST", "/v1/exchange/transfers", order)
    body = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/transfers/{quote}"
    assert body == {
        "id": quote,
        "status": "posted",
        "kind": "exchange",
        "booking_date": "2026-11-24",
        "value_date": "2026-11-24",
        "backdated": False,
        "recorded_at": "2026-11-24T09:30:00Z",
        "debit_account_id": str(payer.id),
        "credit_account_id": str(payee.id),
        "amount": euros("12.34"),
        "credit_amount": yen("2003"),
        "rate": "162.384",
        "reference": "trip",
        "balances": [
            {"account_id": str(payer.id), "balance": euros("7.66"), "available": euros("7.66")},
            {"account_id": str(payee.id), "balance": yen("2003"), "available": yen("2003")},
        ],
    }
    again = await house.call("POST", "/v1/exchange/transfers", order)
    assert (again.status_code, again.json()) == (201, body)
    assert again.headers["idempotency-replayed"] == "true"
    for name in ("balances", "rate"):
        del body[name]
    assert (await house.call("GET", answer.headers["location"])).json() == body


async def test_each_holder_sees_their_own_side_of_an_exchange(house: House) -> None:
    payer, payee = await house.account(2000), await house.account(code="JPY")
    quote = await quoted(house, payer, payee)
    who = await house.paying(payer, payee)
    answer = await house.call("POST", "/v1/exchange/transfers", {"quote_id": quote}, **who)
    assert [each["account_id"] for each in answer.json()["balances"]] == [str(payer.id)]
    for account, amount in ((payer, euros("-12.34")), (payee, yen("2003"))):
        entries = await house.call("GET", f"/v1/accounts/{account.id}/entries")
        entry = entries.json()["items"][0]
        assert (entry["id"], entry["kind"], entry["amount"]) == (quote, "exchange", amount)
        assert entry["debit_account_id"] == str(payer.id)
        assert entry["credit_account_id"] == str(payee.id)
    legs = (await house.call("GET", f"/v1/ledger/entries/{quote}")).json()["postings"]
    assert [(leg["side"], leg["amount"]) for leg in legs] == [
        ("debit", euros("12.34")),
        ("credit", euros("12.34")),
        ("debit", yen("2003")),
        ("credit", yen("2003")),
    ]


async def test_dry_runs_tell_and_leave_nothing_behind(house: House) -> None:
    payer, payee = await house.account(2000), await house.account(code="JPY")
    told = await house.call(
        "POST",
        "/v1/exchange/quotes?dry_run=true",
        between(payer, payee),
        without=["idempotency-key"],
    )
    assert (told.status_code, told.json()["credit_amount"]) == (200, yen("2003"))
    assert "id" not in told.json()
    quote = await quoted(house, payer, payee)
    path = "/v1/exchange/transfers?dry_run=true"
    told = await house.call("POST", path, {"quote_id": quote}, without=["idempotency-key"])
    assert (told.status_code, told.json()["status"]) == (200, "would_post")
    assert (told.json()["id"], told.json()["rate"]) == (quote, "162.384")
    assert house.desk.balance_minor(payer) == 2000
    problem(await house.call("GET", f"/v1/transfers/{quote}"), 404, "entry_not_found")


async def test_a_quote_that_has_expired_is_told_what_to_do(house: House) -> None:
    payer, payee = await house.account(2000), await house.account(code="JPY")
    quote = await quoted(house, payer, payee)
    house.bank.clock.move(timedelta(seconds=31))
    late = await house.call("POST", "/v1/exchange/transfers", {"quote_id": quote})
    assert "new one" in problem(late, 409, "quote_expired")["detail"]
    assert house.desk.balance_minor(payer) == 2000


@pytest.mark.parametrize(
    ("more", "status", "code", "field"),
    [
        ({"amount": euros("0")}, 400, "amount_not_positive", None),
        ({"amount": euros("1.234")}, 400, "invalid_amount", "/amount/amount"),
        ({"amount": yen("1.5")}, 400, "invalid_amount", "/amount/amount"),
        ({"amount": {"currency": "XXX", "amount": "1"}}, 400, "unknown_currency", None),
        ({"amount": {"currency": "KWD", "amount": "1"}}, 422, "currency_mismatch", None),
        ({"amount": euros("10000000000000.00")}, 400, "invalid_amount", None),
        ({"credit_account_id": "nobody"}, 404, "account_not_found", None),
        ({"debit_account_id": "nobody"}, 404, "account_not_found", None),
        ({"rate": "200"}, 400, "invalid_request", "/rate"),
    ],
)
async def test_bad_input_is_a_clear_problem(
    house: House, more: dict[str, Any], status: int, code: str, field: str | None
) -> None:
    payer, payee = await house.account(2000), await house.account(code="JPY")
    body = between(payer, payee) | more
    found = problem(await house.call("POST", "/v1/exchange/quotes", body), status, code)
    if field:
        assert fields(found) == [field]


async def test_what_cannot_be_exchanged_is_refused(house: House) -> None:
    payer, payee = await house.account(100), await house.account(code="JPY")
    same = between(payer, await house.account())
    problem(await house.call("POST", "/v1/exchange/quotes", same), 422, "same_currency")
    small = between(payee, payer, amount=yen("1"))
    small_answer = await house.call("POST", "/v1/exchange/quotes", small)
    problem(small_answer, 422, "amount_too_small_to_exchange")
    poor = {"quote_id": await quoted(house, payer, payee)}
    problem(await house.call("POST", "/v1/exchange/transfers", poor), 422, "insufficient_funds")
    for path in (f"/v1/exchange/quotes/{NOBODYS}", "/v1/exchange/transfers"):
        method, body = ("GET", None) if NOBODYS in path else ("POST", {"quote_id": NOBODYS})
        problem(await house.call(method, path, body), 404, "quote_not_found")


async def test_a_reversed_exchange_shows_both_accounts_the_other_way_round(house: House) -> None:
    payer, payee = await house.account(2000), await house.account(code="JPY")
    quote = await quoted(house, payer, payee)
    await house.call("POST", "/v1/exchange/transfers", {"quote_id": quote})
    undone = await house.call("POST", f"/v1/ledger/entries/{quote}/reverse", {})
    assert undone.status_code == 201, undone.text
    body = (await house.call("GET", f"/v1/transfers/{undone.json()['id']}")).json()
    assert body["debit_account_id"] == str(payee.id)
    assert body["credit_account_id"] == str(payer.id)
    assert (body["amount"], body["credit_amount"]) == (yen("2003"), euros("12.34"))
    assert house.desk.balance_minor(payer) == 2000


async def test_an_entry_of_more_parties_names_none_as_the_other(house: House) -> None:
    one, other, third = [await house.account(1000) for _ in range(3)]
    legs = [(one, "debit", "3.00"), (other, "credit", "1.00"), (third, "credit", "2.00")]
    body = {
        "postings": [
            {"account_id": str(account.id), "side": side, "amount": euros(amount)}
            for account, side, amount in legs
        ]
    }
    posted = await house.call("POST", "/v1/ledger/entries", body)
    assert posted.status_code == 201, posted.text
    entry_id = posted.json()["id"]
    view = (await house.call("GET", f"/v1/transfers/{entry_id}")).json()
    hidden = {"debit_account_id", "credit_account_id", "amount", "credit_amount"}
    assert not hidden & view.keys()
    entries = await house.call("GET", f"/v1/accounts/{third.id}/entries")
    entry = entries.json()["items"][0]
    assert (entry["id"], entry["amount"]) == (entry_id, euros("2.00"))
    assert (entry["debit_account_id"], entry["credit_account_id"]) == (None, None)
