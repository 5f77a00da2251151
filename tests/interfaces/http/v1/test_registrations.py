"""Registering over HTTP, from the first form to the first account."""

from datetime import timedelta
from typing import Any

import pytest
from tests.interfaces.http.scene import House, fields, problem
from tests.interfaces.http.v1.identity_scene import PASSWORD, Door, other_than

from bank.application.identity.notices.notices import NoticeKind
from bank.domain.address_codes import FAILURES_MAX

DATA: dict[str, Any] = {
    "date_of_birth": "1985-12-10",
    "nationality": "GB",
    "address": {"street": "12 St James's Square", "city": "London", "country": "GB"},
    "tax_residence": "GB",
}


@pytest.fixture
def door(house: House) -> Door:
    return Door(house)


async def test_a_person_registers_proves_their_address_and_signs_in(door: Door) -> None:
    begun = await door.register()
    assert begun.status_code == 202
    assert door.kinds() == [NoticeKind.CODE]
    assert (await door.sign_in()).status_code == 401
    proved = await door.prove(begun.json()["id"], door.last_code())
    assert (proved.status_code, proved.json()["state"]) == (201, "pending")
    assert (await door.sign_in("ADA@example.com")).status_code == 201


async def test_who_registers_by_phone_is_sent_the_code_there(door: Door) -> None:
    body = {"full_name": "Ada Lovelace", "phone": "+44 (20) 7946-0000", "password": PASSWORD}
    begun = await door.ask("/v1/registrations", body)
    (notice,) = door.sent()
    assert str(notice.to) == "phone:+442079460000"
    customer = await door.prove(begun.json()["id"], door.last_code())
    seen = await door.house.call("GET", f"/v1/customers/{customer.json()['customer_id']}")
    assert (seen.json()["email"], seen.json()["phone"]) == (None, "+442079460000")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"full_name": "Ada"}, ""),
        ({"full_name": "Ada", "email": "a@b.example", "phone": "+44 20 7946 0000"}, ""),
        ({"full_name": "Ada", "phone": "020 7946 0000"}, "phone"),
        ({"full_name": "Ada", "email": "<a@b.example"}, "email"),
    ],
)
async def test_who_cannot_be_reached_cannot_register(
    door: Door, body: dict[str, str], field: str
) -> None:
    refused = problem(await door.ask("/v1/registrations", body), 400, "invalid_request")
    assert fields(refused) == [field]
    assert not door.sent()


@pytest.mark.parametrize("taken", [True, False])
async def test_a_bad_password_is_refused_before_anybody_is_looked_up(
    door: Door, taken: bool
) -> None:
    if taken:
        await door.registered()
    told = len(door.sent())
    problem(await door.register(password="short"), 422, "password_too_short")
    problem(await door.register(password="password1"), 422, "password_breached")
    problem(await door.register(password="Quayside1"), 422, "password_of_bank_words")
    assert len(door.sent()) == told


async def test_whose_address_is_taken_is_told_there_and_nobody_else_learns_it(door: Door) -> None:
    free = await door.register()
    await door.prove(free.json()["id"], door.last_code())
    taken = await door.register("Ada@Example.com")
    assert (taken.status_code, taken.json().keys()) == (free.status_code, free.json().keys())
    changing = {"x-request-id", "content-length", "date"}
    assert taken.headers.keys() - changing == free.headers.keys() - changing
    assert len(taken.content) == len(free.content)
    assert door.kinds()[-1] is NoticeKind.ALREADY_REGISTERED
    assert door.sent()[-1].code is None
    # Where it goes is looked for when it is sent: that would take longer than for nobody.
    assert door.sent()[-1].to is None
    assert door.sent()[-1].principal is not None


async def test_no_code_matches_where_none_was_sent(door: Door) -> None:
    await door.registered()
    taken = await door.register()
    for code in ("000000", "999999"):
        problem(await door.prove(taken.json()["id"], code), 422, "code_invalid")


async def test_a_code_is_good_once(door: Door) -> None:
    begun = await door.register()
    number, code = begun.json()["id"], door.last_code()
    assert (await door.prove(number, code)).status_code == 201
    problem(await door.prove(number, code), 422, "code_invalid")


async def test_a_code_is_good_for_ten_minutes(door: Door) -> None:
    begun = await door.register()
    door.house.bank.clock.move(timedelta(minutes=10))
    problem(await door.prove(begun.json()["id"], door.last_code()), 422, "code_invalid")


async def test_five_failures_void_a_code(door: Door) -> None:
    begun = await door.register()
    number, code = begun.json()["id"], door.last_code()
    for _ in range(FAILURES_MAX):
        problem(await door.prove(number, other_than(code)), 422, "code_invalid")
    problem(await door.prove(number, code), 422, "code_invalid")


async def test_a_code_proves_nothing_but_what_it_was_sent_for(door: Door) -> None:
    begun = await door.register()
    body = {"code": door.last_code(), "password": PASSWORD}
    answer = await door.ask(f"/v1/password-resets/{begun.json()['id']}/code", body)
    problem(answer, 422, "code_invalid")


async def test_who_proves_an_address_second_does_not_get_it(door: Door) -> None:
    first = await door.register()
    first_code = door.last_code()
    second = await door.register(full_name="Eve")
    second_code = door.last_code()
    assert (await door.prove(first.json()["id"], first_code)).status_code == 201
    problem(await door.prove(second.json()["id"], second_code), 409, "sign_in_name_taken")
    found = await door.house.call("POST", "/v1/customers/search", {"full_name": "Eve"})
    assert found.json()["items"] == []


async def test_nobody_is_sent_more_than_five_codes_in_a_quarter_of_an_hour(door: Door) -> None:
    answers = [await door.register() for _ in range(7)]
    assert {each.status_code for each in answers} == {202}
    assert len(door.sent()) == 5
    door.house.bank.clock.move(timedelta(minutes=15, seconds=1))
    await door.register()
    assert len(door.sent()) == 6


async def test_a_pending_customer_sees_what_is_missing_and_holds_no_account(door: Door) -> None:
    customer = await door.registered()
    missing = await door.as_customer(customer, "GET", "/v1/me/due-diligence")
    assert missing.json()["state"] == "pending"
    assert missing.json()["missing"] == list(DATA)
    order = {"customer_id": customer, "product": "current", "currency": "EUR"}
    problem(await door.house.call("POST", "/v1/accounts", order), 409, "customer_pending")
    joint = await door.house.account()
    holder = {"customer_id": customer, "role": "joint"}
    answer = await door.house.call("POST", f"/v1/accounts/{joint.id}/holders", holder)
    problem(answer, 409, "customer_pending")
    for name in list(DATA)[:-1]:
        given = await door.as_customer(
            customer, "PATCH", "/v1/me/due-diligence", {name: DATA[name]}
        )
        assert given.json()["state"] == "pending", given.text
    given = await door.as_customer(
        customer, "PATCH", "/v1/me/due-diligence", {"tax_residence": "GB"}
    )
    assert (given.json()["state"], given.json()["missing"]) == ("active", [])
    assert given.json()["address"] == DATA["address"] | {"postal_code": None}
    assert (await door.house.call("POST", "/v1/accounts", order)).status_code == 201


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "invalid_request"),
        ({"nationality": "gb"}, "invalid_request"),
        ({"date_of_birth": "2999-01-01"}, "invalid_due_diligence"),
        ({"date_of_birth": "1066-10-14"}, "invalid_due_diligence"),
    ],
)
async def test_what_cannot_be_is_refused(door: Door, body: dict[str, str], code: str) -> None:
    customer = await door.registered()
    answer = await door.house.call(
        "PATCH", "/v1/me/due-diligence", body, role="customer", subject=customer
    )
    problem(answer, 400, code)


async def test_staff_have_no_due_diligence_of_their_own(door: Door) -> None:
    answer = await door.house.call("GET", "/v1/me/due-diligence", role="teller")
    problem(answer, 404, "customer_not_found")


async def test_who_wants_a_passkey_instead_of_a_password_comes_in_with_the_code(
    door: Door,
) -> None:
    begun = await door.register(password=None)
    at, code = f"/v1/registrations/{begun.json()['id']}/code", door.last_code()
    proved = await door.ask(at, {"code": code, "session": "app"})
    assert (proved.status_code, proved.headers["cache-control"]) == (201, "no-store")
    token = proved.json()["session"]["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    body = {"account_name": "ada"}
    enrolling = await door.house.call(
        "POST", "/v1/me/factors/passkeys", body, role=None, headers=headers
    )
    assert enrolling.status_code == 200, enrolling.text


async def test_a_browser_comes_in_by_a_cookie_and_only_from_a_page_of_the_banks_own(
    door: Door,
) -> None:
    begun = await door.register(password=None)
    at, body = (
        f"/v1/registrations/{begun.json()['id']}/code",
        {"code": door.last_code(), "session": "browser"},
    )
    problem(await door.ask(at, body), 403, "csrf_refused")
    own_page = {"x-bank-client": "portal", "sec-fetch-site": "same-origin"}
    proved = await door.ask(at, body, headers=own_page)
    assert proved.headers["set-cookie"].startswith("__Host-")
    assert proved.json()["session"]["access_token"] is None


async def test_who_has_a_password_signs_in_with_it(door: Door) -> None:
    begun = await door.register()
    at = f"/v1/registrations/{begun.json()['id']}/code"
    proved = await door.ask(at, {"code": door.last_code(), "session": "app"})
    assert proved.json()["session"] is None
