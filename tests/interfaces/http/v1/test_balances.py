"""Balances of the past, closed days in their versions, and turnover, over HTTP."""

from datetime import date, timedelta
from typing import Any

import pytest
from tests.interfaces.http.scene import House, euros, fields, problem

from bank.domain.customer_accounts import CustomerAccount

DAY = timedelta(days=1)


async def _three_days(house: House) -> tuple[CustomerAccount, date]:
    """Ten on the first day, two out on the second, five in on the third back to the first."""
    account, other = await house.account(1000), await house.account(1000)
    first = house.bank.clock.now().date()
    house.bank.clock.move(DAY)
    await _transfer(house, account, other, "2.00")
    house.bank.clock.move(DAY)
    await _transfer(house, other, account, "5.00", value_date=first.isoformat())
    return account, first


async def _transfer(
    house: House, debit: CustomerAccount, credit: CustomerAccount, amount: str, **given: str
) -> Any:
    body = {
        "debit_account_id": str(debit.id),
        "credit_account_id": str(credit.id),
        "amount": euros(amount),
        **given,
    }
    answer = await house.call("POST", "/v1/transfers", body)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_balance_is_told_as_it_was_by_each_time(house: House) -> None:
    account, first = await _three_days(house)
    path = f"/v1/accounts/{account.id}/balance"
    second, third = first + DAY, first + 2 * DAY
    for query, amount, version in (
        (f"at={first}", "10.00", None),
        (f"at={first}&axis=booking", "10.00", None),
        (f"at={second}&axis=booking", "8.00", None),
        (f"at={third}&axis=booking", "13.00", None),
        (f"at={first}&axis=value", "15.00", 2),
        (f"at={second}&axis=value", "13.00", 2),
        (f"at={third}&axis=value", "13.00", None),
        (f"at={first - DAY}&axis=value", "0.00", None),
        (f"at={second}T00:00:00Z", "10.00", None),
        (f"at={third}T00:00:00%2B02:00&axis=recorded", "8.00", None),
        ("at=2001-01-01", "0.00", None),
    ):
        body = (await house.call("GET", f"{path}?{query}")).json()
        assert (body["balance"], body.get("version")) == (euros(amount), version), query
        assert body["account_id"] == str(account.id)
        assert {"held", "available"}.isdisjoint(body)
    told = (await house.call("GET", f"{path}?at={third}T00:00:00%2B02:00")).json()
    assert (told["axis"], told["at"]) == ("recorded", f"{second}T22:00:00Z")
    now = (await house.call("GET", path)).json()
    assert (now["balance"], now["available"]) == (euros("13.00"), euros("13.00"))
    assert {"at", "axis", "version"}.isdisjoint(now)


async def test_the_future_is_not_told(house: House) -> None:
    account, first = await _three_days(house)
    path = f"/v1/accounts/{account.id}/balance"
    ahead = first + 3 * DAY
    for axis in ("booking", "value"):
        problem(await house.call("GET", f"{path}?at={ahead}&axis={axis}"), 400, "day_not_begun")
    problem(await house.call("GET", f"{path}?at={ahead}T00:00:00Z"), 400, "moment_in_future")
    house.bank.clock.move(DAY)
    assert (await house.call("GET", f"{path}?at={ahead}")).json()["balance"] == euros("13.00")


@pytest.mark.parametrize(
    "query",
    [
        "axis=value",
        "at=yesterday",
        "at=",
        "at=2026-11-24T10:00:00",
        "at=2026-11-24&axis=recorded",
        "at=2026-11-24T10:00:00Z&axis=value",
        "at=0001-01-01T00:00:00%2B14:00",
    ],
)
async def test_a_moment_or_a_day_has_its_form(house: House, query: str) -> None:
    account = await house.account()
    answer = await house.call("GET", f"/v1/accounts/{account.id}/balance?{query}")
    assert fields(problem(answer, 400, "invalid_request")) == ["at"]


async def test_a_closed_day_is_told_in_its_versions(house: House) -> None:
    account, first = await _three_days(house)
    path = f"/v1/accounts/{account.id}/end-of-day-balances/{first}"
    whole = (await house.call("GET", path)).json()
    assert whole["next_cursor"] is None
    frozen, restated = whole["items"]
    assert (frozen["version"], frozen["balance"]) == (1, euros("10.00"))
    assert (frozen["closed_at"], frozen["restated_by"]) == ("2026-11-25T09:30:00Z", None)
    assert (restated["version"], restated["balance"]) == (2, euros("15.00"))
    assert restated["closed_at"] is None
    by = restated["restated_by"]
    assert (by["kind"], by["amount"]) == ("transfer", euros("5.00"))
    assert (by["booking_date"], by["value_date"]) == (str(first + 2 * DAY), str(first))
    entry = await house.call("GET", f"/v1/transfers/{by['id']}")
    assert entry.json()["recorded_at"] == by["recorded_at"]
    page = (await house.call("GET", f"{path}?limit=1")).json()
    assert page["items"] == [frozen]
    rest = (await house.call("GET", f"{path}?limit=1&cursor={page['next_cursor']}")).json()
    assert rest == {"items": [restated], "next_cursor": None}


async def test_only_closed_days_have_versions(house: House) -> None:
    account, first = await _three_days(house)
    path = f"/v1/accounts/{account.id}/end-of-day-balances"
    for day in (first + 2 * DAY, first + 9 * DAY):
        problem(await house.call("GET", f"{path}/{day}"), 409, "business_day_not_closed")
    problem(await house.call("GET", f"{path}/{first - DAY}"), 404, "business_day_not_found")
    for cursor in ("MTI", "MX4yfng", "MX4yfjN-NA"):
        answer = await house.call("GET", f"{path}/{first}?cursor={cursor}")
        problem(answer, 400, "invalid_cursor")


async def test_turnover_is_told_by_day_and_by_month(house: House) -> None:
    account, first = await _three_days(house)
    path = f"/v1/accounts/{account.id}/turnover"
    body = (await house.call("GET", f"{path}?from={first}")).json()
    assert (body["account_id"], body["by"]) == (str(account.id), "day")
    assert body["periods"] == [
        _period(first, first, "0.00", "10.00", "0.00", "10.00", 1),
        _period(first + DAY, first + DAY, "10.00", "0.00", "2.00", "8.00", 1),
        _period(first + 2 * DAY, first + 2 * DAY, "8.00", "5.00", "0.00", "13.00", 1),
    ]
    by_month = (await house.call("GET", f"{path}?by=month&from=2026-10-15")).json()
    assert by_month["periods"] == [
        _period(date(2026, 10, 15), date(2026, 10, 31), "0.00", "0.00", "0.00", "0.00", 0),
        _period(date(2026, 11, 1), first + 2 * DAY, "0.00", "15.00", "2.00", "13.00", 3),
    ]
    usual = (await house.call("GET", path)).json()
    assert usual["periods"][0]["first_day"] == "2026-11-01"
    assert len(usual["periods"]) == (first + 2 * DAY).day


def _period(first: date, last: date, *told: Any) -> dict[str, Any]:
    opening, total_in, total_out, closing, postings = told
    return {
        "first_day": str(first),
        "last_day": str(last),
        "opening_balance": euros(opening),
        "total_in": euros(total_in),
        "total_out": euros(total_out),
        "closing_balance": euros(closing),
        "postings": postings,
    }


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("from=2026-11-25", "period_reversed"),
        ("to=2026-11-25", "day_not_begun"),
        ("from=2020-01-01", "too_many_periods"),
        ("from=0001-01-01&by=month", "too_many_periods"),
        ("by=year", "invalid_request"),
    ],
)
async def test_turnover_has_its_bounds(house: House, query: str, code: str) -> None:
    account = await house.account()
    answer = await house.call("GET", f"/v1/accounts/{account.id}/turnover?{query}")
    problem(answer, 400, code)


@pytest.mark.parametrize("what", ["balance?at=2026-11-24", "turnover", "end-of-day-balances/{}"])
async def test_the_past_of_an_account_is_its_holders(house: House, what: str) -> None:
    account, first = await _three_days(house)
    path = f"/v1/accounts/{account.id}/{what.format(first)}"
    owner = str(account.owner_id)
    mine = await house.call("GET", path, role="customer", subject=owner)
    assert mine.status_code == 200, mine.text
    theirs = await house.call("GET", path, role="customer", subject="somebody else")
    problem(theirs, 404, "account_not_found")
