"""Whoever has a session proves anew who they are: by what, how often, and what comes of it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.application.identity.sign_in.scene import PASSWORD, Door

from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.sessions.my_sessions import OwnSessions
from bank.application.identity.sign_in.prove_again import NewProof, ProveAgain, ShowProof
from bank.application.pipeline.act import Caller
from bank.domain.audit import Actor, Outcome
from bank.domain.factors import FactorKind
from bank.domain.principals import Principal, PrincipalNotFound
from bank.domain.sessions import NoSession, ProofFailed, SessionOver
from bank.domain.sign_in_guard import SignInThrottled

HERE = UUID("019a0000-0000-7000-8000-000000000001")


@pytest.fixture
def door() -> Door:
    return Door()


def _in_session(who: str, session: str | None = str(HERE)) -> Actor:
    return Actor(
        kind="session", subject=who, pseudonym="somebody", roles=("customer",), session=session
    )


async def _prove(
    door: Door,
    who: Principal,
    password: str | None = PASSWORD,
    code: str | None = None,
    **given: Any,
) -> Any:
    """Show a password, and a code of an authenticator unless it is of another kind."""
    kind = given.get("kind", None if code is None else FactorKind.TOTP)
    shown = NewProof(password=password, kind=kind, proof={} if code is None else {"code": code})
    caller = Caller(actor=_in_session(who.subject))
    return (await door.bank.pipeline.run(ProveAgain, shown, caller)).result


async def _ways(door: Door, who: Principal) -> Any:
    caller = Caller(actor=_in_session(who.subject))
    return (await door.bank.pipeline.run(ShowProof, OwnSessions(), caller)).result


async def test_the_password_will_do_for_whoever_has_nothing_else(door: Door) -> None:
    ada = await door.person()
    door.recovery_codes.of[ada.row] = {"spare"}
    ways = await _ways(door, ada)
    assert (ways.by_password, ways.options) == (True, {})
    proved = await _prove(door, ada)
    assert door.desk.proved == [(HERE, door.bank.clock.now())]
    assert (proved.id, proved.access_token) == (HERE, f"token of {HERE}")
    (told,) = door.bank.store.committed.outbox.values()
    assert (told.type, told.subject) == ("bank.session.proved.v1", HERE)


async def test_whoever_has_a_second_factor_shows_it_and_the_password(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111", "222222"}
    door.recovery_codes.of[ada.row] = {"spare"}
    ways = await _ways(door, ada)
    assert ways.options.keys() == {FactorKind.TOTP, FactorKind.RECOVERY_CODE}
    assert ways.options[FactorKind.TOTP] == {"attempt": str(HERE), "named": True}
    for password, code in ((PASSWORD, None), (None, "111111"), ("another", "111111")):
        with pytest.raises(ProofFailed):
            await _prove(door, ada, password, code)
    await _prove(door, ada, code="111111")
    await _prove(door, ada, code="spare", kind=FactorKind.RECOVERY_CODE)
    assert len(door.desk.proved) == 2


async def test_a_passkey_does_without_the_password(door: Door) -> None:
    ada = await door.person(password=None)
    door.passkeys.of[ada.row] = {"signature", "another"}
    ways = await _ways(door, ada)
    assert (ways.by_password, ways.options.keys()) == (False, {FactorKind.PASSKEY})
    await _prove(door, ada, None, "signature", kind=FactorKind.PASSKEY)
    assert (len(door.desk.proved), door.passwords.hashed) == (1, [])


async def test_a_code_is_good_once(door: Door) -> None:
    ada = await door.person()
    door.totp.of[ada.row] = {"111111", "222222"}
    await _prove(door, ada, code="111111")
    with pytest.raises(ProofFailed):
        await _prove(door, ada, code="111111")


@pytest.mark.parametrize(
    ("password", "code", "kind"),
    [
        (None, None, None),
        ("another", None, None),
        (PASSWORD, "spare", FactorKind.RECOVERY_CODE),
        (PASSWORD, "111111", FactorKind.TOTP),
        (PASSWORD, None, FactorKind.PASSKEY),
    ],
)
async def test_what_a_sign_in_would_not_ask_proves_nothing(
    door: Door, password: str | None, code: str | None, kind: FactorKind | None
) -> None:
    ada = await door.person()
    door.recovery_codes.of[ada.row] = {"spare"}
    with pytest.raises(ProofFailed):
        await _prove(door, ada, password, code, kind=kind)
    assert not door.desk.proved


async def test_after_five_failures_there_is_a_wait_and_the_owner_hears_of_it(door: Door) -> None:
    ada = await door.person()
    for _ in range(5):
        with pytest.raises(ProofFailed):
            await _prove(door, ada, "another")
    assert door.notices.told == [(NoticeKind.SIGN_IN_THROTTLED, ada.row)]
    with pytest.raises(SignInThrottled):
        await _prove(door, ada)
    # Whoever guesses within a session keeps its owner from nothing but that.
    await door.begin()
    door.bank.clock.move(timedelta(minutes=1))
    await _prove(door, ada)
    events = door.bank.store.committed.audit_events.values()
    mine = [each for each in events if each.action == "session.prove"]
    codes = [each.code for each in sorted(mine, key=lambda event: event.id)]
    assert codes == ["proof_failed"] * 5 + [None]
    assert {each.object_id for each in mine} == {str(HERE)}


async def test_nobody_proves_what_is_not_theirs_to_prove(door: Door) -> None:
    ada = await door.person()
    no_session = Caller(actor=_in_session(ada.subject, None))
    nobody = Caller(actor=_in_session("nobody"))
    shown = NewProof(password=PASSWORD)
    for use_case, command in ((ProveAgain, shown), (ShowProof, OwnSessions())):
        with pytest.raises(NoSession):
            await door.bank.pipeline.run(use_case, command, no_session)
        with pytest.raises(PrincipalNotFound):
            await door.bank.pipeline.run(use_case, command, nobody)


async def test_no_proof_opens_a_session_that_is_over(door: Door) -> None:
    ada = await door.person()
    door.desk.over.add(HERE)
    with pytest.raises(SessionOver):
        await _prove(door, ada)
    events = door.bank.store.committed.audit_events.values()
    assert [each.outcome for each in events] in ([], [Outcome.REFUSED])
