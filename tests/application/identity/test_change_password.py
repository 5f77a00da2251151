"""Somebody changes their password."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from tests.application.identity.factors.passkey_scene import Owner, sure, unit
from tests.application.scene import Desk, actor

from bank.application.identity.change_password import (
    ChangedPassword,
    ChangePassword,
    PasswordChange,
)
from bank.application.identity.factors.enrol_totp import (
    ConfirmTotp,
    EnrolTotp,
    FirstCode,
    NewAuthenticator,
)
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import (
    OpenedSession,
    SessionDesk,
    SessionKind,
    SessionOrder,
)
from bank.domain.audit import Actor, Outcome
from bank.domain.factors import SecondFactorNeeded
from bank.domain.passwords import (
    PasswordBreached,
    PasswordOfBankWords,
    PasswordTooLong,
    PasswordTooShort,
    WrongPassword,
)
from bank.domain.principals import PrincipalNotFound
from bank.domain.refusals import Refusal
from bank.domain.sign_in_guard import FREE_FAILURES, SignInThrottled

OLD, NEW = "correct horse battery staple", "the harbour smelled of tar"


@pytest.fixture
async def ada(desk: Desk) -> Owner:
    owner = await Owner.come(desk)
    await change(owner, None, OLD)
    return owner


async def change(
    ada: Owner, current: str | None, new: str, who: Actor | None = None
) -> ChangedPassword:
    order = PasswordChange(current=current, new=new)
    done: ChangedPassword = (await ada.desk.ask(ChangePassword, order, who or ada.actor)).result
    return done


async def holds(ada: Owner, password: str) -> bool:
    async with unit(ada.desk) as scope:
        passwords = await scope.get(Passwords)
        return await passwords.holds(ada.row, password, ada.desk.bank.clock.now())


async def session_of(ada: Owner) -> OpenedSession:
    async with unit(ada.desk) as scope:
        principal = await (await scope.get(Principals)).find(ada.row)
        assert principal is not None
        order = SessionOrder(principal=principal, kind=SessionKind.BROWSER, assurance=1)
        return await (await scope.get(SessionDesk)).open(order, ada.desk.bank.clock.now())


async def test_the_new_password_holds_and_the_old_one_does_not(desk: Desk, ada: Owner) -> None:
    assert await holds(ada, OLD)
    await change(ada, OLD, NEW)
    assert await holds(ada, NEW)
    assert not await holds(ada, OLD)
    assert ada.told() == [NoticeKind.PASSWORD_CHANGED] * 2
    events = [each.type for each in desk.bank.store.committed.outbox.values()]
    assert events.count("bank.password.changed.v1") == 2


async def test_every_other_session_is_ended(desk: Desk, ada: Owner) -> None:
    mine, *others = [await session_of(ada) for _ in range(3)]
    done = await change(ada, OLD, NEW, replace(ada.actor, session=str(mine.id)))
    assert done.sessions_ended == 2
    sessions = desk.bank.store.committed.sessions
    assert sessions[mine.id].session.ended_at is None
    assert all(sessions[each.id].session.ended_at for each in others)
    odd = replace(ada.actor, session="no session of ours")
    assert (await change(ada, NEW, OLD, odd)).sessions_ended == 1


@pytest.mark.parametrize(
    ("current", "new", "refusal"),
    [
        (None, NEW, WrongPassword),
        ("", NEW, WrongPassword),
        (NEW, "short", WrongPassword),
        (OLD, "short", PasswordTooShort),
        (OLD, "x" * 129, PasswordTooLong),
        (OLD, "Quayside-Bank-1", PasswordOfBankWords),
        (OLD, "Password1", PasswordBreached),
    ],
)
async def test_a_change_is_refused_in_this_order(
    ada: Owner, current: str | None, new: str, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await change(ada, current, new)
    assert await holds(ada, OLD)


async def test_whoever_guesses_from_within_a_session_has_to_wait(desk: Desk, ada: Owner) -> None:
    for _ in range(FREE_FAILURES):
        with pytest.raises(WrongPassword):
            await change(ada, NEW, NEW)
    with pytest.raises(SignInThrottled):
        await change(ada, OLD, NEW)
    desk.bank.clock.move(timedelta(seconds=30))
    await change(ada, OLD, NEW)
    refused = [each for each in desk.events("password.change") if each.outcome is Outcome.REFUSED]
    assert [each.code for each in refused] == ["wrong_password"] * 5
    kinds = [each.kind for each in desk.bank.store.committed.notices.values()]
    assert kinds.count(NoticeKind.SIGN_IN_THROTTLED) == 1


async def test_whoever_has_a_second_factor_must_have_shown_one(desk: Desk, ada: Owner) -> None:
    begun = (await desk.ask(EnrolTotp, NewAuthenticator(name="phone"), ada.actor)).result
    code = pyotp.TOTP(begun.secret).at(desk.bank.clock.now())
    await desk.ask(ConfirmTotp, FirstCode(authenticator=begun.id, code=code), ada.actor)
    with pytest.raises(SecondFactorNeeded):
        await change(ada, OLD, NEW)
    await change(ada, OLD, NEW, sure(ada.actor))


async def test_a_token_of_nobody_changes_nothing(ada: Owner) -> None:
    with pytest.raises(PrincipalNotFound):
        await change(ada, OLD, NEW, actor("teller", "a script"))


def test_a_password_is_never_shown() -> None:
    assert OLD not in repr(PasswordChange(current=OLD, new=OLD))
