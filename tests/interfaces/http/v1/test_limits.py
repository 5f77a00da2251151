from typing import Any

import pytest
from tests.interfaces.http.scene import House, euros, fields, problem


def limits_of(account: Any, **limits: Any) -> dict[str, Any]:
    return {"account_id": str(account.id), "limits": limits}


def payment(debit: Any, credit: Any, amount: str) -> dict[str, Any]:
    return {
        "debit_account_id": str(debit.id),
        "credit_account_id": str(credit.id),
        "amount": euros(amount),
    }


async def test_limits_are_agreed_listed_and_counted(house: House) -> None:
    payer, payee = await house.account(10_000), await house.account()
    body = limits_of(payer, daily_out=euros("50.00"), overdraft=euros("20.00"))
    agreed = await house.call("POST", "/v1/limits", body, role="branch_manager")
    assert agreed.status_code == 201, agreed.text
    assert agreed.json()["account_id"] == str(payer.id)
    assert [(each["kind"], each["amount"]["amount"]) for each in agreed.json()["limits"]] == [
        ("overdraft", "20.00"),
        ("daily_out", "50.00"),
    ]
    await house.call("POST", "/v1/transfers", payment(payer, payee, "30.00"))
    in_force = await house.call(
        "GET", f"/v1/accounts/{payer.id}/limits", role="customer", subject=str(payer.owner_id)
    )
    assert in_force.json() == {
        "account_id": str(payer.id),
        "limits": [
            {
                "kind": "overdraft",
                "amount": euros("20.00"),
                "used": euros("0.00"),
                "left": euros("20.00"),
            },
            {
                "kind": "daily_out",
                "amount": euros("50.00"),
                "used": euros("30.00"),
                "left": euros("20.00"),
                "renews_on": "2026-11-25",
            },
        ],
    }
    await house.call("POST", "/v1/limits", limits_of(payer, daily_out=None))
    at = agreed.headers["location"]
    first = (await house.call("GET", f"{at}&limit=2")).json()
    rest = (await house.call("GET", f"{at}&limit=2&cursor={first['next_cursor']}")).json()
    assert [(each["kind"], each["amount"]) for each in first["items"] + rest["items"]] == [
        ("daily_out", None),
        ("daily_out", euros("50.00")),
        ("overdraft", euros("20.00")),
    ]
    assert rest["next_cursor"] is None
    account = (await house.call("GET", f"/v1/accounts/{payer.id}")).json()
    assert account["overdraft"] == euros("20.00")


async def test_a_passed_limit_says_which_and_what_is_left_and_so_does_its_replay(
    house: House,
) -> None:
    payer, payee = await house.account(10_000), await house.account()
    await house.call("POST", "/v1/limits", limits_of(payer, monthly_out=euros("5.00")))
    for times in range(2):
        answer = await house.call(
            "POST", "/v1/transfers", payment(payer, payee, "6.00"), key="the same"
        )
        assert problem(answer, 422, "limit_exceeded")["limit"] == {
            "kind": "monthly_out",
            "left": euros("5.00"),
            "renews_on": "2026-12-01",
        }
        assert ("idempotency-replayed" in answer.headers) == (times == 1)
    await house.call("POST", "/v1/limits", limits_of(payer, per_transfer=euros("1.00")))
    answer = await house.call("POST", "/v1/transfers", payment(payer, payee, "2.00"))
    found = problem(answer, 422, "limit_exceeded")
    assert found["limit"] == {"kind": "per_transfer", "left": euros("1.00")}


async def test_a_payer_is_not_told_the_payees_limit(house: House) -> None:
    payer, payee = await house.account(10_000), await house.account()
    await house.call("POST", "/v1/limits", limits_of(payee, daily_in=euros("1.00")))
    answer = await house.call(
        "POST",
        "/v1/transfers",
        payment(payer, payee, "2.00"),
        **await house.paying(payer, payee),
    )
    assert "limit" not in problem(answer, 422, "payee_cannot_receive")


async def test_a_products_limits_are_agreed_and_listed(house: House) -> None:
    body = {
        "product": "current",
        "currency": "EUR",
        "limits": {"daily_in": euros("7.00")},
        "effective_from": "2026-12-01T00:00:00Z",
    }
    dry = await house.call("POST", "/v1/limits?dry_run=true", body, without=["idempotency-key"])
    assert dry.status_code == 200, dry.text
    assert "id" not in dry.json()
    agreed = await house.call("POST", "/v1/limits", body)
    assert agreed.json()["product"] == "current"
    listed = (await house.call("GET", agreed.headers["location"], role="auditor")).json()
    assert [(each["amount"], each["effective_from"]) for each in listed["items"]] == [
        (euros("7.00"), "2026-12-01T00:00:00Z")
    ]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"limits": {}, "account_id": "a"}, "/limits"),
        ({"limits": {"daily_in": None}}, "/account_id"),
        ({"limits": {"daily_in": None}, "account_id": "a", "product": "b"}, "/account_id"),
        ({"limits": {"daily_in": None}, "account_id": "a", "currency": "EUR"}, "/currency"),
        ({"limits": {"daily_in": None}, "product": "current"}, "/currency"),
        ({"limits": {"hourly": None}, "account_id": "a"}, "/limits/hourly"),
    ],
)
async def test_a_body_that_means_nothing_is_refused(
    house: House, body: dict[str, Any], field: str
) -> None:
    answer = await house.call("POST", "/v1/limits", body)
    assert fields(problem(answer, 400, "invalid_request")) == [field]


async def test_amounts_are_of_one_currency_and_not_below_zero(house: House) -> None:
    account = await house.account()
    yen = {"currency": "JPY", "amount": "1"}
    mixed = limits_of(account, daily_in=euros("1.00"), daily_out=yen)
    problem(await house.call("POST", "/v1/limits", mixed), 422, "currency_mismatch")
    other = limits_of(account, daily_in=yen)
    problem(await house.call("POST", "/v1/limits", other), 422, "currency_mismatch")
    below = limits_of(account, daily_in=euros("-1.00"))
    problem(await house.call("POST", "/v1/limits", below), 400, "limit_negative")


async def test_a_history_is_of_an_account_or_of_a_product(house: House) -> None:
    for query in ("", "?product=current", "?account_id=a&currency=EUR"):
        problem(await house.call("GET", f"/v1/limits{query}"), 400, "invalid_request")


async def test_a_limit_cannot_begin_after_the_calendar(house: House) -> None:
    account = await house.account()
    body = {
        "account_id": str(account.id),
        "limits": {"daily_out": euros("1.00")},
        "effective_from": "9999-12-31T23:59:59-12:00",
    }
    found = problem(await house.call("POST", "/v1/limits", body), 400, "invalid_request")
    assert fields(found) == ["/effective_from"]
