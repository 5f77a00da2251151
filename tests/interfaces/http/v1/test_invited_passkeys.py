"""Whoever is invited, a customer or staff, makes a passkey instead of a password."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import House, fields, problem
from tests.interfaces.http.v1.identity_scene import PASSWORD, Door
from tests.interfaces.http.v1.test_factors import enrolled
from tests.interfaces.http.v1.test_invitations import OLD, imported, is_in, reset
from tests.software_authenticator import SoftwareAuthenticator

from bank.application.identity.notices.notices import NoticeKind
from bank.domain.passkeys import CHALLENGE_LIFETIME

AT = "/v1/registrations/invited/passkey"
WEEK = timedelta(days=7)


@pytest.fixture
def door(house: House) -> Door:
    return Door(house)


async def _invited(door: Door) -> tuple[str, str]:
    """Have a customer invited, and give who it is and the code."""
    customer = str((await door.house.desk.customer()).id)
    at = f"/v1/customers/{customer}/invitation"
    answer = await door.house.call("POST", at, None, role="teller", subject="t1")
    assert answer.status_code == 202, answer.text
    return customer, door.last_code()


async def _begins(door: Door, code: str) -> httpx.Response:
    return await door.ask(AT, {"code": code, "account_name": "ada@example.com"})


async def _begun(door: Door, code: str) -> Any:
    answer = await _begins(door, code)
    assert answer.status_code == 200, answer.text
    return answer.json()["options"]


async def _takes(door: Door, code: str, credential: Any) -> httpx.Response:
    body = {"code": code, "name": "laptop", "credential": credential}
    return await door.ask(f"{AT}/confirm", body)


async def _signs_in(door: Door, key: SoftwareAuthenticator) -> httpx.Response:
    attempt = (await door.ask("/v1/sessions/passkey", {"session": "app"})).json()
    proof = {"kind": "passkey", "proof": key.sign(attempt["factors"]["passkey"])}
    return await door.ask(f"/v1/sessions/{attempt['attempt_id']}/factor", proof)


async def test_a_customer_who_is_invited_comes_in_by_a_passkey_alone(door: Door) -> None:
    customer, code = await _invited(door)
    begun = await _begins(door, code)
    assert begun.json()["expires_at"] == "2026-11-24T09:35:00Z"
    key = SoftwareAuthenticator()
    taken = await _takes(door, code, key.make(begun.json()["options"]))
    assert (taken.status_code, taken.json()) == (200, {"subject": customer})
    signed_in = await _signs_in(door, key)
    assert (signed_in.status_code, signed_in.json()["assurance"]) == (201, 2), signed_in.text
    assert (await door.sign_in("ada@example.com", PASSWORD)).status_code == 401
    assert NoticeKind.INVITATION_TAKEN in door.kinds()
    problem(await _takes(door, code, key.make(begun.json()["options"])), 422, "code_invalid")
    problem(await _begins(door, code), 422, "code_invalid")


async def test_staff_who_are_invited_do_their_work_by_a_passkey_alone(door: Door) -> None:
    body = {"email": "cora@bank.example", "roles": ["auditor"], "branch": "main"}
    made = await door.house.call("POST", "/v1/staff", body, role="administrator")
    assert made.status_code == 201, made.text
    code, key = door.last_code(), SoftwareAuthenticator()
    taken = await _takes(door, code, key.make(await _begun(door, code)))
    assert taken.json() == {"subject": made.json()["id"]}
    token = (await _signs_in(door, key)).json()["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    read = await door.house.call("GET", "/v1/audit/events", role=None, headers=headers)
    assert read.status_code == 200, read.text


async def test_the_last_administrator_may_be_one_who_signs_in_by_a_passkey(door: Door) -> None:
    call, members = door.house.call, []
    for email in ("ida@bank.example", "emil@bank.example"):
        body = {"email": email, "roles": ["administrator"], "branch": "main"}
        made = await call("POST", "/v1/staff", body, role="administrator")
        members.append(made.json()["id"])
        key = SoftwareAuthenticator(credential=email.encode())
        code = door.last_code()
        await _takes(door, code, key.make(await _begun(door, code)))
    at = f"/v1/staff/{members[-1]}"
    gone = await call("PATCH", at, {"active": False}, role="administrator")
    assert gone.status_code == 200, gone.text


async def test_what_is_not_verified_uses_nothing_up(door: Door) -> None:
    _, code = await _invited(door)
    options, key = await _begun(door, code), SoftwareAuthenticator()
    unverified = SoftwareAuthenticator(verifies=False).make(options)
    elsewhere = SoftwareAuthenticator(origin="https://evil.example").make(options)
    for credential in (unverified, elsewhere, {}, {"id": 7}):
        problem(await _takes(door, code, credential), 422, "passkey_not_verified")
    assert (await _takes(door, code, key.make(options))).status_code == 200


async def test_a_challenge_is_the_last_of_its_own_invitation_for_five_minutes(door: Door) -> None:
    _, code = await _invited(door)
    problem(await _takes(door, code, {}), 404, "passkey_challenge_not_found")
    _, others = await _invited(door)
    first, key = await _begun(door, code), SoftwareAuthenticator()
    foreign = await _begun(door, others)
    second = await _begun(door, code)
    for options in (first, foreign):
        problem(await _takes(door, code, key.make(options)), 422, "passkey_not_verified")
    door.house.bank.clock.move(CHALLENGE_LIFETIME)
    problem(await _takes(door, code, key.make(second)), 404, "passkey_challenge_not_found")
    again = await _begun(door, code)
    assert (await _takes(door, code, key.make(again))).status_code == 200


async def test_an_invitation_is_good_for_seven_days_for_a_passkey_too(door: Door) -> None:
    _, code = await _invited(door)
    door.house.bank.clock.move(WEEK - timedelta(seconds=1))
    options = await _begun(door, code)
    door.house.bank.clock.move(timedelta(seconds=1))
    problem(await _takes(door, code, SoftwareAuthenticator().make(options)), 422, "code_invalid")
    problem(await _begins(door, code), 422, "code_invalid")


async def test_what_is_no_invitation_begins_nothing(door: Door) -> None:
    problem(await _begins(door, "NOSUCHINVITATION"), 422, "code_invalid")
    problem(await _takes(door, "NOSUCHINVITATION", {}), 422, "code_invalid")


@pytest.mark.parametrize("meanwhile", ["a factor", "a password", "another invitation"])
async def test_who_has_come_to_sign_in_meanwhile_makes_no_passkey_by_it(
    door: Door, meanwhile: str
) -> None:
    customer, code = await _invited(door)
    options = await _begun(door, code)
    if meanwhile == "a factor":
        await enrolled(door.house, customer)
    elif meanwhile == "a password":
        await imported(door, customer)
    else:
        await door.house.call(
            "POST", f"/v1/customers/{customer}/invitation", None, role="teller", subject="t1"
        )
        other = {"code": door.last_code(), "password": PASSWORD}
        assert (await door.ask("/v1/registrations/invited", other)).status_code == 200
    made = SoftwareAuthenticator().make(options)
    problem(await _takes(door, code, made), 409, "already_signs_in")
    problem(await _begins(door, code), 409, "already_signs_in")


async def test_who_forgot_a_password_that_was_moved_here_comes_back_by_a_passkey(
    door: Door,
) -> None:
    ada = str((await door.house.desk.customer()).id)
    await imported(door, ada)
    await reset(door, ada)
    carried = (await door.sign_in("ada", OLD)).json()["access_token"]
    assert await is_in(door, carried)
    at = f"/v1/customers/{ada}/invitation"
    await door.house.call("POST", at, None, role="teller", subject="t1")
    code, key = door.last_code(), SoftwareAuthenticator()
    assert (await _takes(door, code, key.make(await _begun(door, code)))).status_code == 200
    assert not await is_in(door, carried)
    assert (await door.sign_in("ada", OLD)).status_code == 401, "it is forgotten"
    assert (await _signs_in(door, key)).status_code == 201


async def test_a_passkey_that_is_known_is_refused(door: Door) -> None:
    key = SoftwareAuthenticator()
    _, first = await _invited(door)
    await _takes(door, first, key.make(await _begun(door, first)))
    body = {"email": "cora@bank.example", "roles": ["auditor"], "branch": "main"}
    await door.house.call("POST", "/v1/staff", body, role="administrator")
    code = door.last_code()
    known = key.make(await _begun(door, code))
    problem(await _takes(door, code, known), 409, "passkey_already_registered")


async def test_bodies_are_read_strictly(door: Door) -> None:
    refused = await door.ask(AT, {"code": "", "account_name": "", "more": 1})
    assert set(fields(problem(refused, 400, "invalid_request"))) == {
        "/code",
        "/account_name",
        "/more",
    }
