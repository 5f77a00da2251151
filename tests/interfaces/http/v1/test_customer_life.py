"""Customers are invited, change their address, leave and are forgotten, over HTTP."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import House, problem
from tests.interfaces.http.v1.identity_scene import PASSWORD, Door
from tests.interfaces.http.v1.test_factors import enrolled

from bank.application.identity.notices.notices import NoticeKind

YEARS = timedelta(days=3653)


@pytest.fixture
def door(house: House) -> Door:
    return Door(house)


async def _do(
    door: Door, customer: Any, what: str, body: Any = None, role: str = "branch_manager"
) -> httpx.Response:
    return await door.house.call("POST", f"/v1/customers/{customer}/{what}", body, role=role)


async def _accept(door: Door, code: str, password: str = PASSWORD) -> httpx.Response:
    body = {"code": code, "password": password}
    return await door.ask("/v1/registrations/invited", body)


async def test_who_was_taken_in_at_a_branch_is_invited_and_signs_in(door: Door) -> None:
    customer = (await door.house.desk.customer()).id
    invited = await _do(door, customer, "invitation", role="teller")
    assert (invited.status_code, invited.json()["subject"]) == (202, str(customer))
    (notice,) = door.sent()
    assert (notice.kind, str(notice.to)) == (NoticeKind.INVITATION, "email:ada@example.com")
    code = door.last_code()
    problem(await _accept(door, "another"), 422, "code_invalid")
    problem(await _accept(door, code, "short"), 422, "password_too_short")
    accepted = await _accept(door, f" {code.lower()} ")
    assert (accepted.status_code, accepted.json()["subject"]) == (200, str(customer))
    assert (await door.sign_in()).status_code == 201
    problem(await _accept(door, code), 422, "code_invalid")
    problem(await _do(door, customer, "invitation"), 409, "already_signs_in")


async def test_an_invitation_is_good_for_seven_days(door: Door) -> None:
    customer = (await door.house.desk.customer()).id
    await _do(door, customer, "invitation")
    code = door.last_code()
    door.house.bank.clock.move(timedelta(days=7))
    problem(await _accept(door, code), 422, "code_invalid")


async def test_an_invitation_to_a_wrong_address_is_void_once_the_address_is_mended(
    door: Door,
) -> None:
    customer = (await door.house.desk.customer()).id
    await _do(door, customer, "invitation")
    astray = door.last_code()
    mended = {"email": "ada@engines.example"}
    at, read = f"/v1/customers/{customer}", {"if-match": '"1"'}
    changed = await door.house.call("PATCH", at, mended, role="teller", headers=read)
    assert changed.status_code == 200, changed.text
    problem(await _accept(door, astray), 422, "code_invalid")
    await _do(door, customer, "invitation")
    assert (await _accept(door, door.last_code())).status_code == 200
    assert (await door.sign_in("ada@engines.example")).status_code == 201


async def test_several_people_act_for_an_organisation(door: Door) -> None:
    firm = {"kind": "organisation", "full_name": "Engines Ltd", "email": "office@engines.example"}
    created = await door.house.call("POST", "/v1/customers", firm)
    customer = created.json()["id"]
    ada = await door.registered()
    bound = await _do(door, customer, "users", {"email": "ADA@example.com"})
    assert (bound.json()["subject"], bound.json()["expires_at"]) == (ada, None)
    invited = await _do(door, customer, "users", {"email": "charles@engines.example"})
    assert invited.json()["expires_at"] is not None
    await _accept(door, door.last_code())
    assert (await door.sign_in("charles@engines.example")).status_code == 201
    seen = await door.house.call("GET", f"/v1/customers/{customer}", role="customer", subject=ada)
    assert (seen.status_code, seen.json()["full_name"]) == (200, "Engines Ltd")
    problem(await _do(door, customer, "users", {"subject": "nobody"}), 404, "principal_not_found")


async def test_an_address_is_changed_by_who_proves_the_new_one(door: Door) -> None:
    ada = await door.registered()
    begun = await door.as_customer(ada, "POST", "/v1/me/contacts", {"email": "ada@engines.example"})
    assert begun.status_code == 202, begun.text
    assert str(door.sent()[-1].to) == "email:ada@engines.example"
    at = f"/v1/me/contacts/{begun.json()['id']}/code"
    changed = await door.as_customer(ada, "POST", at, {"code": door.last_code()})
    assert changed.json() == {"channel": "email", "value": "ada@engines.example"}
    last = door.sent()[-1]
    assert (last.kind, str(last.to)) == (NoticeKind.CONTACT_CHANGED, "email:ada@example.com")
    assert (await door.sign_in("ada@example.com")).status_code == 401
    assert (await door.sign_in("ada@engines.example")).status_code == 201
    seen = await door.house.call("GET", f"/v1/customers/{ada}")
    assert seen.json()["email"] == "ada@engines.example"


async def test_nobody_takes_anothers_address_or_uses_anothers_code(door: Door) -> None:
    ada, eve = await door.registered(), await door.registered("eve@example.com")
    begun = await door.house.call(
        "POST",
        "/v1/me/contacts",
        {"email": "ada@example.com"},
        role="customer",
        subject=eve,
    )
    at, given = f"/v1/me/contacts/{begun.json()['id']}/code", {"code": door.last_code()}
    stolen = await door.house.call("POST", at, given, role="customer", subject=ada)
    problem(stolen, 422, "code_invalid")
    taken = await door.house.call("POST", at, given, role="customer", subject=eve)
    problem(taken, 409, "sign_in_name_taken")


async def test_who_has_a_second_factor_changes_no_address_without(door: Door) -> None:
    ada = await door.registered()
    await enrolled(door.house, ada)
    answer = await door.house.call(
        "POST", "/v1/me/contacts", {"phone": "+442079460000"}, role="customer", subject=ada
    )
    problem(answer, 403, "second_factor_needed")


async def test_a_customer_leaves_once_no_account_is_open_and_signs_in_no_more(
    door: Door,
) -> None:
    account = await door.house.account()
    customer = account.owner_id
    await _do(door, customer, "invitation")
    await _accept(door, door.last_code())
    problem(await _do(door, customer, "deactivate"), 409, "customer_has_accounts")
    await door.house.call("POST", f"/v1/accounts/{account.id}/close")
    left = await _do(door, customer, "deactivate")
    assert (left.status_code, left.json()["state"]) == (200, "deactivated")
    problem(await _do(door, customer, "deactivate"), 409, "customer_deactivated")
    assert (await door.sign_in()).status_code == 401
    order = {"customer_id": str(customer), "product": "current", "currency": "EUR"}
    problem(await door.house.call("POST", "/v1/accounts", order), 409, "customer_deactivated")


async def test_a_customer_is_erased_when_the_laws_time_is_over_and_not_before(
    door: Door,
) -> None:
    customer = await door.registered()
    problem(await _do(door, customer, "erase"), 409, "customer_not_deactivated")
    await _do(door, customer, "deactivate")
    door.house.bank.clock.move(YEARS - timedelta(seconds=1))
    problem(await _do(door, customer, "erase"), 409, "retention_not_over")
    door.house.bank.clock.move(timedelta(seconds=1))
    erased = await _do(door, customer, "erase")
    assert (erased.status_code, erased.json()["state"]) == (200, "erased")
    found = await door.house.call("POST", "/v1/customers/search", {"email": "ada@example.com"})
    assert found.json()["items"] == []
    seen = await door.house.call("GET", f"/v1/customers/{customer}")
    assert (seen.json()["full_name"], seen.json()["email"]) == ("(erased)", None)
    problem(await _do(door, customer, "erase"), 409, "customer_not_deactivated")
    assert (await door.registered()) != customer


async def test_a_user_is_invited_by_phone_and_nobody_without_an_address(door: Door) -> None:
    customer = (await door.house.desk.customer()).id
    invited = await _do(door, customer, "users", {"phone": "+442079460000"})
    assert invited.status_code == 202, invited.text
    (sent,) = [each for each in door.sent() if each.kind is NoticeKind.INVITATION]
    assert str(sent.to) == "phone:+442079460000"
    problem(await _do(door, customer, "users", {}), 400, "invalid_request")


async def test_who_has_left_is_neither_amended_nor_given_their_account_back(door: Door) -> None:
    account = await door.house.account()
    await door.house.call("POST", f"/v1/accounts/{account.id}/close")
    assert (await _do(door, account.owner_id, "deactivate")).status_code == 200
    again = await door.house.call("POST", f"/v1/accounts/{account.id}/reopen")
    problem(again, 409, "customer_deactivated")
    at, name = f"/v1/customers/{account.owner_id}", {"full_name": "Ada King"}
    phone, read = {"phone": "+442079460000"}, {"if-match": '"2"'}
    changed = await door.house.call("PATCH", at, phone, headers=read)
    problem(changed, 409, "customer_deactivated")
    problem(
        await door.house.call("POST", f"{at}/rename", name, headers=read),
        409,
        "customer_deactivated",
    )
