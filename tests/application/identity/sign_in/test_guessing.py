"""Whoever guesses learns nothing, and waits; the owner does not wait for strangers."""

from datetime import timedelta
from typing import Any

import pytest
from tests.application.identity.sign_in.scene import NAME, PASSWORD, Door
from tests.application.scene import STRANGER

from bank.application.identity.notices.notices import NoticeKind
from bank.domain.audit import Outcome
from bank.domain.principals import PrincipalState
from bank.domain.refusals import Refusal
from bank.domain.sign_in_guard import SignInFailed, SignInThrottled

WRONG = "wrong password"
FACELESS = "gone@example.com"


@pytest.fixture
async def door() -> Door:
    opened = Door()
    await opened.person()
    await opened.person(FACELESS, state=PrincipalState.DEACTIVATED)
    await opened.person("new@example.com", state=PrincipalState.INVITED)
    await opened.person("passkey@example.com", password=None)
    return opened


FAILING = {
    "unknown": ("nobody@example.com", PASSWORD),
    "wrong": (NAME, WRONG),
    "deactivated": (FACELESS, PASSWORD),
    "invited": ("new@example.com", PASSWORD),
    "without a password": ("passkey@example.com", PASSWORD),
}


async def _refused(door: Door, name: str, password: str, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        await door.begin(name, password, **given)
    return refused.value


async def _fail(door: Door, times: int, name: str = NAME, **given: Any) -> None:
    for _ in range(times):
        refusal = await _refused(door, name, WRONG, **given)
        assert isinstance(refusal, SignInFailed), refusal


@pytest.mark.parametrize("who", FAILING)
async def test_every_failure_is_the_same_answer_for_the_same_work(door: Door, who: str) -> None:
    refusal = await _refused(door, *FAILING[who])
    assert type(refusal) is SignInFailed
    assert (refusal.detail, refusal.context) == (SignInFailed.title, {})
    assert len(door.passwords.hashed) == 1
    tables = door.bank.store.committed
    assert [(lane.failures, lane.failed_at) for lane in tables.sign_in_lanes.values()] == [
        (1, door.bank.clock.now())
    ]
    (event,) = tables.audit_events.values()
    assert (event.action, event.outcome, event.code) == (
        "session.begin",
        Outcome.REFUSED,
        "sign_in_failed",
    )
    assert (event.actor_kind, event.actor) == ("anonymous", STRANGER.pseudonym)
    assert event.object_kind == (None if who == "unknown" else "principal")


@pytest.mark.parametrize("who", FAILING)
async def test_everybody_waits_alike_and_nothing_is_hashed_meanwhile(door: Door, who: str) -> None:
    name, _ = FAILING[who]
    await _fail(door, 5, name)
    for password in (WRONG, PASSWORD):
        refusal = await _refused(door, name, password)
        assert isinstance(refusal, SignInThrottled)
        assert (refusal.detail, refusal.context) == (SignInThrottled.title, {"retry_after": 30})
    assert len(door.passwords.hashed) == 5


async def test_waits_grow_and_are_not_for_ever(door: Door) -> None:
    await _fail(door, 5)
    for seconds in (30, 60, 120, 240, 480, 900, 900):
        refusal = await _refused(door, NAME, PASSWORD)
        assert refusal.context == {"retry_after": seconds}
        door.bank.clock.move(timedelta(seconds=seconds))
        await _fail(door, 1)
    door.bank.clock.move(timedelta(minutes=15))
    await door.begin()


async def test_whoever_gets_in_begins_anew(door: Door) -> None:
    await _fail(door, 4)
    await door.begin()
    await _fail(door, 5)
    assert isinstance(await _refused(door, NAME, PASSWORD), SignInThrottled)


async def test_a_name_waits_however_it_is_written(door: Door) -> None:
    for name in (NAME, " ADA@example.com", "Ada@Example.Com", NAME.upper(), NAME):
        assert isinstance(await _refused(door, name, WRONG), SignInFailed)
    assert isinstance(await _refused(door, NAME, PASSWORD), SignInThrottled)


async def test_names_do_not_wait_for_each_other(door: Door) -> None:
    await _fail(door, 5, "nobody@example.com")
    await door.begin()


async def test_a_known_device_does_not_wait_for_strangers(door: Door) -> None:
    """Scenario: a stranger fails under somebody's name until there is a wait.

    Outcome: the owner signs in on the device that they signed in on before; others still wait.
    """
    secret = (await door.begin(remember_as="Ada's phone")).device.secret
    await _fail(door, 5)
    await door.begin(device_secret=secret)
    assert isinstance(await _refused(door, NAME, PASSWORD), SignInThrottled)
    assert isinstance(
        await _refused(door, NAME, PASSWORD, device_secret="made up"), SignInThrottled
    )


async def test_a_known_device_waits_for_its_own_failures(door: Door) -> None:
    secret = (await door.begin(remember_as="Ada's phone")).device.secret
    await _fail(door, 5, device_secret=secret)
    assert isinstance(await _refused(door, NAME, PASSWORD, device_secret=secret), SignInThrottled)
    await door.begin()


async def test_the_owner_is_told_once_that_somebody_guesses(door: Door) -> None:
    await door.begin()
    told_of = (NoticeKind.SIGN_IN_THROTTLED, door.desk.opened[0].principal.row)
    await _fail(door, 4)
    assert told_of not in door.notices.told
    for _ in range(3):
        await _fail(door, 1)
        door.bank.clock.move(timedelta(minutes=15))
    assert door.notices.told.count(told_of) == 1


async def test_nobody_is_told_of_guesses_at_a_name_that_nobody_has(door: Door) -> None:
    await _fail(door, 5, "nobody@example.com")
    await _fail(door, 5, FACELESS)
    assert not door.notices.told


async def test_lanes_keep_no_name(door: Door) -> None:
    await _fail(door, 1)
    (lane,) = door.bank.store.committed.sign_in_lanes
    assert len(lane) == 32
    assert b"ada" not in lane


async def test_a_phone_number_has_one_lane_however_it_is_written(door: Door) -> None:
    await door.person("+4915123456789")
    written = ["+49 151 23456789", "0049 151 23456789", "+49/151/23456789", "+49-151-23456789"]
    assert await door.begin(written[0])
    for each in [*written, "+4915123456789"]:
        with pytest.raises(SignInFailed):
            await door.begin(each, WRONG)
    with pytest.raises(SignInThrottled):
        await door.begin("+49 (151) 23456789")
