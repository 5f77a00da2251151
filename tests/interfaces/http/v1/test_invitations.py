"""Nobody is invited past what they sign in by already, save who forgot a password moved here."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.application.scene import OPERATOR, WORKER
from tests.interfaces.http.scene import House, problem
from tests.interfaces.http.v1.identity_scene import PASSWORD, Door
from tests.interfaces.http.v1.test_factors import enrolled

from bank.application.identity.import_password import ImportPassword, PasswordToImport
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.recovery.finish_factor_resets import (
    FinishFactorResets,
    OverdueFactorResets,
)
from bank.domain.factor_resets import INVITED_WITHIN, WAIT

OLD = "an old password"


@pytest.fixture
def door(house: House) -> Door:
    return Door(house)


async def _invite(door: Door, customer: str) -> httpx.Response:
    at = f"/v1/customers/{customer}/invitation"
    return await door.house.call("POST", at, None, role="teller", subject="t1")


async def _accept(door: Door, code: str) -> httpx.Response:
    return await door.ask("/v1/registrations/invited", {"code": code, "password": PASSWORD})


async def _taken_in(door: Door) -> str:
    return str((await door.house.desk.customer()).id)


async def imported(door: Door, customer: str, name: str = "ada") -> None:
    order = PasswordToImport(subject=customer, kept=f"{{before}}{OLD}", sign_in_name=name)
    await door.house.desk.ask(ImportPassword, order, OPERATOR)


async def is_in(door: Door, carried: str) -> bool:
    await door.house.services.sessions.look(door.house.bank.clock.now())
    headers = {"authorization": f"Bearer {carried}"}
    me = await door.house.call("GET", "/v1/me", role=None, headers=headers)
    return me.status_code == 200


async def reset(door: Door, customer: str) -> None:
    """Have the factors reset by two members of staff, and let the wait go by."""
    call: Any = door.house.call
    asked = await call(
        "POST", "/v1/factor-resets", {"subject": customer}, role="teller", subject="t1"
    )
    at = f"/v1/factor-resets/{asked.json()['id']}/confirmation"
    confirmed = await call("POST", at, None, role="branch_manager", subject="m1")
    assert confirmed.is_success, confirmed.text
    door.house.bank.clock.move(WAIT)
    await door.house.desk.ask(FinishFactorResets, OverdueFactorResets(), WORKER)


async def test_who_registered_without_a_password_is_not_invited_to_another_address(
    door: Door,
) -> None:
    begun = await door.ask(
        "/v1/registrations", {"full_name": "Ada Lovelace", "email": "ada@example.com"}
    )
    at = f"/v1/registrations/{begun.json()['id']}/code"
    proved = await door.ask(at, {"code": door.last_code(), "session": "app"})
    ada = proved.json()["customer_id"]
    eve = {"email": "eve@example.com"}
    at, read = f"/v1/customers/{ada}", {"if-match": '"1"'}
    changed = await door.house.call("PATCH", at, eve, role="teller", headers=read)
    assert changed.status_code == 200, changed.text
    problem(await _invite(door, ada), 409, "already_signs_in")


async def test_a_factor_alone_is_a_way_in(door: Door) -> None:
    ada = await _taken_in(door)
    await enrolled(door.house, ada)
    problem(await _invite(door, ada), 409, "already_signs_in")


@pytest.mark.parametrize("meanwhile", ["a factor", "a password"])
async def test_an_invitation_is_void_for_who_has_come_to_sign_in_meanwhile(
    door: Door, meanwhile: str
) -> None:
    ada = await _taken_in(door)
    await _invite(door, ada)
    if meanwhile == "a factor":
        await enrolled(door.house, ada)
    else:
        await imported(door, ada)
    problem(await _accept(door, door.last_code()), 409, "already_signs_in")


async def test_the_second_of_two_invitations_lets_nobody_in(door: Door) -> None:
    ada = await _taken_in(door)
    await _invite(door, ada)
    first = door.last_code()
    await _invite(door, ada)
    assert (await _accept(door, first)).status_code == 200
    problem(await _accept(door, door.last_code()), 409, "already_signs_in")


async def test_who_forgot_a_password_that_was_moved_here_comes_back_after_areset(
    door: Door,
) -> None:
    ada = await _taken_in(door)
    await imported(door, ada)
    assert (await door.sign_in("ada", OLD)).status_code == 201
    problem(await _invite(door, ada), 409, "already_signs_in")
    await reset(door, ada)
    carried = (await door.sign_in("ada", OLD)).json()["access_token"]
    assert await is_in(door, carried)
    assert (await _invite(door, ada)).status_code == 202
    assert (await _accept(door, door.last_code())).status_code == 200
    assert not await is_in(door, carried)
    assert (await door.sign_in("ada", OLD)).status_code == 401
    assert (await door.sign_in("ada@example.com")).status_code == 201
    problem(await _invite(door, ada), 409, "already_signs_in")


async def test_a_reset_opens_the_way_for_a_week(door: Door) -> None:
    ada = await _taken_in(door)
    await imported(door, ada)
    await reset(door, ada)
    door.house.bank.clock.move(INVITED_WITHIN - timedelta(seconds=1))
    assert (await _invite(door, ada)).status_code == 202
    door.house.bank.clock.move(timedelta(seconds=1))
    problem(await _invite(door, ada), 409, "already_signs_in")
    assert (await _accept(door, door.last_code())).status_code == 200


async def test_a_reset_opens_no_way_past_a_proved_address(door: Door) -> None:
    ada = await _taken_in(door)
    await imported(door, ada, "ada@example.com")
    await reset(door, ada)
    problem(await _invite(door, ada), 409, "already_signs_in")


async def test_who_was_moved_here_is_told_at_the_address_that_the_bank_knows(door: Door) -> None:
    ada = await _taken_in(door)
    await imported(door, ada)
    await door.sign_in("ada", OLD)
    await enrolled(door.house, ada)
    await reset(door, ada)
    assert {str(each.to) for each in door.sent()} == {"email:ada@example.com"}
    assert door.kinds() == [
        NoticeKind.SIGNED_IN_ON_NEW_DEVICE,
        NoticeKind.FACTOR_ADDED,
        NoticeKind.FACTOR_RESET_ASKED,
        NoticeKind.FACTOR_RESET_WAITS,
        NoticeKind.FACTORS_RESET,
    ]
