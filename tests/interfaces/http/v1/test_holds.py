from datetime import timedelta

import pytest
from tests.application.scene import OPENED_AT
from tests.interfaces.http.scene import House, euros, fields, problem

from bank.domain.customer_accounts import CustomerAccount

LATER = (OPENED_AT + timedelta(days=1)).isoformat()


def _hold(account: CustomerAccount, amount: str = "70.00", **given: object) -> dict[str, object]:
    return {"account_id": str(account.id), "amount": euros(amount), "expires_at": LATER} | given


async def test_a_hold_is_placed_read_and_let_go(house: House) -> None:
    account = await house.account(100_00)
    placed = await house.call("POST", "/v1/holds", _hold(account, reference="hotel"), role="teller")
    assert placed.status_code == 201
    body = placed.json()
    assert (body["status"], body["remaining"]) == ("active", euros("70.00"))
    assert body["balance"]["available"] == euros("30.00")
    read = (await house.call("GET", placed.headers["location"])).json()
    assert (read["id"], read["reference"], read["captures"]) == (body["id"], "hotel", [])
    balance = (await house.call("GET", f"/v1/accounts/{account.id}/balance")).json()
    assert (balance["held"], balance["available"]) == (euros("70.00"), euros("30.00"))
    released = await house.call("POST", f"/v1/holds/{body['id']}/release")
    assert (released.status_code, released.json()["status"]) == (200, "released")
    again = await house.call("POST", f"/v1/holds/{body['id']}/release")
    problem(again, 409, "hold_already_released")


async def test_a_capture_posts_an_entry_that_the_hold_names(house: House) -> None:
    account, shop = await house.account(100_00), await house.account()
    hold = (await house.call("POST", "/v1/holds", _hold(account))).json()["id"]
    part = {"credit_account_id": str(shop.id), "amount": euros("20.00")}
    captured = await house.call("POST", f"/v1/holds/{hold}/capture", part)
    assert (captured.status_code, captured.json()["kind"]) == (201, "capture")
    assert captured.json()["balances"][0]["available"] == euros("30.00")
    rest = await house.call(
        "POST", f"/v1/holds/{hold}/capture", {"credit_account_id": str(shop.id)}
    )
    assert rest.json()["amount"] == euros("50.00")
    view = (await house.call("GET", f"/v1/holds/{hold}")).json()
    assert (view["status"], view["captured"]) == ("captured", euros("70.00"))
    assert view["captures"] == [captured.json()["id"], rest.json()["id"]]


async def test_holds_are_listed_newest_first_page_by_page(house: House) -> None:
    account = await house.account(100_00)
    ids = [
        (await house.call("POST", "/v1/holds", _hold(account, "1.00"))).json()["id"]
        for _ in range(3)
    ]
    path = f"/v1/holds?account_id={account.id}&status=active&limit=2"
    page = (await house.call("GET", path)).json()
    rest = (await house.call("GET", f"{path}&cursor={page['next_cursor']}")).json()
    assert [item["id"] for item in page["items"] + rest["items"]] == ids[::-1]
    assert rest["next_cursor"] is None


async def test_a_dry_run_of_a_hold_says_what_would_be(house: House) -> None:
    account, shop = await house.account(100_00), await house.account()
    tried = await house.call("POST", "/v1/holds?dry_run=true", _hold(account))
    assert (tried.status_code, tried.json()["status"]) == (200, "would_hold")
    assert "id" not in tried.json()
    hold = (await house.call("POST", "/v1/holds", _hold(account))).json()["id"]
    told = await house.call("POST", f"/v1/holds/{hold}/release?dry_run=true")
    assert told.json()["status"] == "would_release"
    wanted = {"credit_account_id": str(shop.id)}
    told = await house.call("POST", f"/v1/holds/{hold}/capture?dry_run=true", wanted)
    assert (told.status_code, told.json()["status"]) == (200, "would_post")
    assert (await house.call("GET", f"/v1/holds/{hold}")).json()["status"] == "active"


async def test_a_hold_without_a_time_zone_or_in_the_past_is_refused(house: House) -> None:
    account = await house.account(100_00)
    naive = _hold(account, expires_at="2026-11-25T10:00:00")
    found = problem(await house.call("POST", "/v1/holds", naive), 400, "invalid_request")
    assert fields(found) == ["/expires_at"]
    past = _hold(account, expires_at=OPENED_AT.isoformat())
    problem(await house.call("POST", "/v1/holds", past), 422, "hold_expiry_in_past")


@pytest.mark.parametrize(
    ("expires_at", "status", "code"),
    [
        ("9999-12-31T23:59:59-12:00", 400, "invalid_request"),
        ("0001-01-01T00:00:00+12:00", 400, "invalid_request"),
        ("9999-12-31T23:59:59Z", 422, "hold_expiry_too_far"),
        ("0001-01-01T00:00:00Z", 422, "hold_expiry_in_past"),
    ],
)
async def test_a_hold_to_the_end_of_the_calendar_is_refused(
    house: House, expires_at: str, status: int, code: str
) -> None:
    account = await house.account(100_00)
    answer = await house.call("POST", "/v1/holds", _hold(account, expires_at=expires_at))
    problem(answer, status, code)


async def test_a_customer_sees_their_own_holds_alone(house: House) -> None:
    account, other = await house.account(100_00), await house.account()
    hold = (await house.call("POST", "/v1/holds", _hold(account))).json()["id"]
    own, stranger = str(account.owner_id), str(other.owner_id)
    path = f"/v1/holds/{hold}"
    assert (await house.call("GET", path, role="customer", subject=own)).status_code == 200
    foreign = await house.call("GET", path, role="customer", subject=stranger)
    problem(foreign, 404, "hold_not_found")
    listed = await house.call(
        "GET", f"/v1/holds?account_id={account.id}", role="customer", subject=stranger
    )
    problem(listed, 404, "account_not_found")


async def test_the_business_day_is_closed_over_http(house: House) -> None:
    body = {"day": OPENED_AT.date().isoformat()}
    tried = await house.call("POST", "/v1/business-days/close?dry_run=true", body)
    done = await house.call("POST", "/v1/business-days/close", body, role="administrator")
    assert tried.json() == done.json()
    assert (done.status_code, done.json()["opened"]) == (200, "2026-11-25")
    again = await house.call("POST", "/v1/business-days/close", body)
    problem(again, 409, "business_day_not_open")
    early = await house.call("POST", "/v1/business-days/close", {})
    problem(early, 409, "business_day_not_begun")
