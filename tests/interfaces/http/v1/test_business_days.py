"""Business days are looked at over HTTP."""

from datetime import timedelta

import pytest
from tests.interfaces.http.scene import House, euros, problem

DAY = timedelta(days=1)


async def _three_days(house: House) -> None:
    await house.account(1000)
    house.bank.clock.move(DAY)
    await house.account(500)
    house.bank.clock.move(DAY)
    await house.account(200)


async def test_days_are_listed_newest_first(house: House) -> None:
    nothing = (await house.call("GET", "/v1/business-days")).json()
    assert nothing == {"items": [], "next_cursor": None}
    await _three_days(house)
    whole = (await house.call("GET", "/v1/business-days", role="teller")).json()
    assert whole["items"] == [
        {"day": "2026-11-26", "status": "open", "closed_at": None},
        {"day": "2026-11-25", "status": "closed", "closed_at": "2026-11-26T09:30:00Z"},
        {"day": "2026-11-24", "status": "closed", "closed_at": "2026-11-25T09:30:00Z"},
    ]
    seen, cursor = [], ""
    while True:
        page = (await house.call("GET", f"/v1/business-days?limit=1{cursor}")).json()
        seen += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == whole["items"]


async def test_a_closed_day_shows_what_was_frozen(house: House) -> None:
    await _three_days(house)
    body = (await house.call("GET", "/v1/business-days/2026-11-25", role="auditor")).json()
    assert (body["day"], body["status"]) == ("2026-11-25", "closed")
    in_euros = [each for each in body["totals"] if each["debit"]["currency"] == "EUR"]
    cash = next(each for each in in_euros if each["kind"] == "asset")
    owed = next(each for each in in_euros if each["kind"] == "liability")
    assert (cash["debit"], cash["credit"]) == (euros("15.00"), euros("0.00"))
    assert (owed["debit"], owed["credit"]) == (euros("0.00"), euros("15.00"))
    today = (await house.call("GET", "/v1/business-days/2026-11-26")).json()
    assert (today["status"], today["closed_at"], today["totals"]) == ("open", None, None)


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-27", "1970-01-01"])
async def test_a_day_that_was_none_is_not_found(house: House, day: str) -> None:
    await _three_days(house)
    answer = await house.call("GET", f"/v1/business-days/{day}")
    problem(answer, 404, "business_day_not_found")


async def test_days_are_not_for_customers_and_cursors_have_a_form(house: House) -> None:
    for path in ("/v1/business-days", "/v1/business-days/2026-11-24"):
        problem(await house.call("GET", path, role="customer"), 403, "action_forbidden")
    answer = await house.call("GET", "/v1/business-days?cursor=MTI")
    problem(answer, 400, "invalid_cursor")
