"""Name and password, then a second factor: who gets in, and how surely they are known."""

from datetime import timedelta

import pytest
from tests.application.identity.sign_in.scene import Door
from tests.application.scene import WORKER

from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.sign_in.admission import SignedIn
from bank.application.identity.sign_in.attempts import (
    LIFETIME,
    TOLD_AGAIN_AFTER,
    SignInAttemptOver,
)
from bank.application.identity.sign_in.begin_passkey_sign_in import (
    BeginPasskeySignIn,
    PasskeySignIn,
)
from bank.application.identity.sign_in.forget_sign_ins import ForgetSignIns, OldSignIns
from bank.application.identity.sign_in.second_step import FactorNeeded
from bank.application.pipeline.act import Caller
from bank.domain.audit import Outcome
from bank.domain.factors import FactorKind
from bank.domain.principals import PrincipalState
from bank.domain.sessions import SessionKind
from bank.domain.sign_in_guard import FORGOTTEN_AFTER, SignInFailed, SignInThrottled

SECOND = timedelta(seconds=1)


@pytest.fixture
def door() -> Door:
    return Door()


def _events(door: Door, action: str) -> list[tuple[Outcome, str | None]]:
    events = door.bank.store.committed.audit_events.values()
    return [(each.outcome, each.code) for each in events if each.action == action]


async def test_whoever_has_a_password_alone_is_in_with_one_factor(door: Door) -> None:
    ada = await door.person()
    result = await door.begin(" ADA@Example.com")
    assert isinstance(result, SignedIn)
    (order,) = door.desk.opened
    assert (order.principal, order.kind, order.assurance) == (ada, SessionKind.APP, 1)
    assert (result.id, result.assurance, result.device) == (result.session.id, 1, None)
    assert _events(door, "session.begin") == [(Outcome.DONE, None)]
    (told,) = door.bank.store.committed.outbox.values()
    assert (told.type, told.subject) == ("bank.session.opened.v1", result.id)


async def test_whoever_has_a_second_factor_is_asked_for_it(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111"}
    door.recovery_codes.of[ada.row] = {"spare"}
    needed = await door.begin()
    assert isinstance(needed, FactorNeeded)
    assert needed.options.keys() == {FactorKind.TOTP, FactorKind.RECOVERY_CODE}
    assert needed.options[FactorKind.TOTP] == {"attempt": str(needed.id), "named": True}
    assert needed.expires_at == door.bank.clock.now() + LIFETIME
    assert not door.desk.opened
    result = await door.finish(needed.id, "111111")
    (order,) = door.desk.opened
    assert (order.principal, order.assurance, result.assurance) == (ada, 2, 2)
    assert _events(door, "session.finish") == [(Outcome.DONE, None)]


async def test_a_recovery_code_stands_in_for_a_factor_and_is_none_by_itself(door: Door) -> None:
    ada = await door.person()
    door.recovery_codes.of[ada.row] = {"spare"}
    assert isinstance(await door.begin(), SignedIn)
    door.totp.of[ada.row] = {"111111"}
    needed = await door.begin()
    await door.finish(needed.id, "spare", FactorKind.RECOVERY_CODE)
    assert [order.assurance for order in door.desk.opened] == [1, 2]


async def test_a_passkey_alone_says_whose_it_is_and_counts_for_two(door: Door) -> None:
    ada = await door.person(password=None)
    door.passkeys.of[ada.row] = {"signature"}
    wanted = PasskeySignIn(session_kind=SessionKind.BROWSER)
    needed = await door.ask(BeginPasskeySignIn, wanted)
    assert needed.options == {FactorKind.PASSKEY: {"attempt": str(needed.id), "named": False}}
    await door.finish(needed.id, "signature", FactorKind.PASSKEY)
    (order,) = door.desk.opened
    assert (order.principal, order.kind, order.assurance) == (ada, SessionKind.BROWSER, 2)


@pytest.mark.parametrize(
    ("code", "kind"),
    [("111111", FactorKind.TOTP), ("forged", FactorKind.PASSKEY)],
)
async def test_nothing_but_a_passkey_will_do_where_nobody_was_named(
    door: Door, code: str, kind: FactorKind
) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111"}
    needed = await door.ask(BeginPasskeySignIn, PasskeySignIn(session_kind=SessionKind.APP))
    with pytest.raises(SignInFailed):
        await door.finish(needed.id, code, kind)


async def test_an_attempt_is_spent_once(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111", "222222"}
    needed = await door.begin()
    await door.finish(needed.id, "111111")
    with pytest.raises(SignInAttemptOver):
        await door.finish(needed.id, "222222")
    assert len(door.desk.opened) == 1


async def test_an_attempt_is_over_after_five_minutes(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111"}
    needed = await door.begin()
    door.bank.clock.move(LIFETIME)
    with pytest.raises(SignInAttemptOver):
        await door.finish(needed.id, "111111")


async def test_there_is_no_attempt_of_another_name(door: Door) -> None:
    with pytest.raises(SignInAttemptOver):
        await door.finish(door.bank.ids.new(), "111111")


async def test_an_attempt_is_void_after_five_wrong_proofs(door: Door) -> None:
    """Scenario: a passkey's attempt, which no lane slows, is answered wrongly five times.

    Outcome: the right answer comes too late.
    """
    ada = await door.person()
    door.passkeys.of[ada.row] = {"signature"}
    needed = await door.ask(BeginPasskeySignIn, PasskeySignIn(session_kind=SessionKind.APP))
    for _ in range(5):
        with pytest.raises(SignInFailed):
            await door.finish(needed.id, "forged", FactorKind.PASSKEY)
    with pytest.raises(SignInAttemptOver):
        await door.finish(needed.id, "signature", FactorKind.PASSKEY)
    failed = (Outcome.REFUSED, "sign_in_failed")
    assert _events(door, "session.finish")[:5] == [failed] * 5


async def test_whoever_is_let_go_between_the_steps_stays_out(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111"}
    needed = await door.begin()
    await door.change(ada, PrincipalState.DEACTIVATED)
    with pytest.raises(SignInFailed):
        await door.finish(needed.id, "111111")
    assert "111111" in door.totp.of[ada.row]


async def test_a_new_device_is_told_of_and_may_be_remembered(door: Door) -> None:
    ada = await door.person()
    first = await door.begin(remember_as="Ada's phone")
    assert first.device is not None
    assert door.desk.opened[0].device == first.device.id
    again = await door.begin(device_secret=first.device.secret, remember_as="Ada's phone")
    assert again.device is None
    assert door.desk.opened[1].device == first.device.id
    assert door.notices.told == [(NoticeKind.SIGNED_IN_ON_NEW_DEVICE, ada.row)]
    (row,) = door.bank.store.committed.devices.values()
    assert (row.device.name, row.device.principal) == ("Ada's phone", ada.row)


async def test_a_device_is_remembered_where_the_second_step_ends(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111", "222222"}
    needed = await door.begin()
    first = await door.finish(needed.id, "111111", remember_as="Ada's phone")
    needed = await door.begin(device_secret=first.device.secret)
    again = await door.finish(needed.id, "222222")
    assert again.device is None
    assert [order.device for order in door.desk.opened] == [first.device.id] * 2


async def test_the_second_factor_is_guessed_no_faster_than_the_password(door: Door) -> None:
    """Scenario: somebody knows the password, and begins anew for each guess at a code.

    Outcome: the right password never lets the lane begin anew; after five guesses there is a wait.
    """
    ada = await door.person()
    door.totp.of[ada.row] = {"111111"}
    needed = None
    for _ in range(5):
        needed = await door.begin()
        with pytest.raises(SignInFailed):
            await door.finish(needed.id, "000000")
    with pytest.raises(SignInThrottled):
        await door.begin()
    assert needed is not None
    with pytest.raises(SignInThrottled):
        await door.finish(needed.id, "111111")
    door.bank.clock.move(timedelta(seconds=30))
    await door.finish(needed.id, "111111")
    assert (NoticeKind.SIGN_IN_THROTTLED, ada.row) in door.notices.told


async def test_an_owner_hears_of_the_first_wrong_factor_behind_their_password(door: Door) -> None:
    """Scenario: somebody knows the password, and guesses at codes in one sign-in after another.

    Outcome: the owner is told at once, and not again before a quarter of an hour is over.
    """
    ada = await door.person()
    door.totp.of[ada.row] = {"111111"}
    told = (NoticeKind.SECOND_FACTOR_FAILED, ada.row)
    for _ in range(2):
        needed = await door.begin()
        for _ in range(2):
            with pytest.raises(SignInFailed):
                await door.finish(needed.id, "000000")
            assert door.notices.told == [told]
    door.bank.clock.move(TOLD_AGAIN_AFTER)
    needed = await door.begin()
    assert door.notices.told == [told]
    with pytest.raises(SignInFailed):
        await door.finish(needed.id, "000000")
    assert door.notices.told == [told, told, (NoticeKind.SIGN_IN_THROTTLED, ada.row)]


async def test_who_fails_at_the_password_or_is_let_in_hears_of_no_wrong_factor(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111"}
    with pytest.raises(SignInFailed):
        await door.begin(password="another quiet harbour")
    needed = await door.begin()
    await door.finish(needed.id, "111111")
    needed = await door.ask(BeginPasskeySignIn, PasskeySignIn(session_kind=SessionKind.APP))
    with pytest.raises(SignInFailed):
        await door.finish(needed.id, "forged", FactorKind.PASSKEY)
    assert door.notices.told == [(NoticeKind.SIGNED_IN_ON_NEW_DEVICE, ada.row)]


async def test_old_attempts_and_lanes_are_forgotten(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111"}
    await door.begin()
    with pytest.raises(SignInFailed):
        await door.begin("nobody")
    today = Caller(actor=WORKER, idempotency_key="upkeep")
    tables = door.bank.store.committed
    done = await door.bank.pipeline.run(ForgetSignIns, OldSignIns(), today)
    assert (done.result.attempts, len(tables.sign_in_attempts)) == (0, 1)
    door.bank.clock.move(FORGOTTEN_AFTER + LIFETIME + SECOND)
    tomorrow = Caller(actor=WORKER, idempotency_key="upkeep tomorrow")
    done = await door.bank.pipeline.run(ForgetSignIns, OldSignIns(), tomorrow)
    assert (done.result.attempts, done.result.lanes) == (1, 1)
    assert not tables.sign_in_attempts
    assert not tables.sign_in_lanes


async def test_what_was_begun_with_an_old_password_is_over_when_it_changes(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111", "222222"}
    needed = await door.begin()
    door.passwords.kept[ada.row] = "another quiet harbour"
    with pytest.raises(SignInAttemptOver):
        await door.finish(needed.id, "111111")
    assert not door.desk.opened
    again = await door.begin(password="another quiet harbour")
    assert isinstance(await door.finish(again.id, "222222"), SignedIn)


async def test_a_passkey_alone_is_begun_with_no_password(door: Door) -> None:
    ada = await door.person()
    door.passkeys.of[ada.row] = {"signature"}
    needed = await door.ask(BeginPasskeySignIn, PasskeySignIn(session_kind=SessionKind.APP))
    door.passwords.kept[ada.row] = "another quiet harbour"
    assert isinstance(await door.finish(needed.id, "signature", FactorKind.PASSKEY), SignedIn)
