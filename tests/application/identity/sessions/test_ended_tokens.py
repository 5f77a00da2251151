"""Tokens end by whom they speak for, and new ones are good at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from tests.application.identity.sessions.scene import STAFF, Lobby
from tests.application.scene import WORKER, Desk

from bank.application.identity.sessions.forget_sessions import ForgetSessions, SessionRetention
from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.identity.sessions.session_desk import SessionDesk, SessionKind
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.identity.sessions.token_endings import EndedTokens
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authenticator import TokenEnding
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.principals import PrincipalState
from bank.domain.sessions import NotLetIn, SessionEnd

SECOND, MOMENT = timedelta(seconds=1), timedelta(microseconds=1)
TERMS = SessionTerms()


@asynccontextmanager
async def ending(lobby: Lobby) -> AsyncIterator[EndedTokens]:
    async with lobby.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        yield await scope.get(EndedTokens)
        await (await scope.get(UnitOfWork)).commit()


def kept(lobby: Lobby, subject: str) -> TokenEnding | None:
    row = lobby.bank.store.committed.token_endings.get(lobby.bank.digests.pseudonym(subject))
    return None if row is None else row.ending


async def first_moment(lobby: Lobby, subject: str, now: datetime) -> datetime:
    async with ending(lobby) as tokens:
        return await tokens.first_moment(subject, now)


async def test_who_loses_all_sessions_loses_what_belongs_to_none(lobby: Lobby) -> None:
    ada = await lobby.principal()
    now = lobby.bank.clock.now()
    assert kept(lobby, "ada") is None
    await lobby.end_all("ada", but=await lobby.open(ada))
    found = kept(lobby, "ada")
    assert found is not None
    assert (found.at, found.shut_out, found.until) == (now, False, TERMS.every_token_gone(now))


async def test_one_device_less_leaves_scripts_as_they_are(lobby: Lobby) -> None:
    await lobby.principal()
    async with lobby.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        desk = await scope.get(SessionDesk)
        now = lobby.bank.clock.now()
        device = lobby.bank.ids.new()
        await desk.end_all("ada", SessionEnd.DEVICE_REMOVED, now, on=device)
        await (await scope.get(UnitOfWork)).commit()
    assert kept(lobby, "ada") is None


@pytest.mark.parametrize("state", [PrincipalState.LOCKED, PrincipalState.DEACTIVATED])
async def test_who_is_shut_out_has_no_good_token_and_gets_none(
    lobby: Lobby, state: PrincipalState
) -> None:
    ada = await lobby.principal(kind=STAFF)
    await lobby.save(ada.changed(state=state))
    await lobby.end_all("ada")
    found = kept(lobby, "ada")
    assert found is not None
    assert found.shut_out
    for now in (lobby.bank.clock.now(), lobby.bank.clock.now() + timedelta(days=400)):
        with pytest.raises(NotLetIn):
            await first_moment(lobby, "ada", now)
    await lobby.save(ada.changed(state=PrincipalState.ACTIVE))
    await lobby.end_all("ada")
    found = kept(lobby, "ada")
    assert found is not None
    assert not found.shut_out
    await first_moment(lobby, "ada", lobby.bank.clock.now())


async def test_whom_only_another_issuer_knows_is_shut_out_until_they_are_let_in(
    lobby: Lobby,
) -> None:
    now = lobby.bank.clock.now()
    async with ending(lobby) as tokens:
        await tokens.shut_out("sso|f3a1", now)
    found = kept(lobby, "sso|f3a1")
    assert found is not None
    assert (found.shut_out, found.until) == (True, None)
    with pytest.raises(NotLetIn):
        await first_moment(lobby, "sso|f3a1", now)
    async with ending(lobby) as tokens:
        await tokens.end("sso|f3a1", now + SECOND)
    found = kept(lobby, "sso|f3a1")
    assert found is not None
    assert (found.at, found.shut_out) == (now + SECOND, False)


async def test_a_new_token_is_good_within_the_second_of_any_ending(lobby: Lobby) -> None:
    """And where the ending was written by a process whose clock is ahead of this one's."""
    now = lobby.bank.clock.now() + timedelta(microseconds=400_000)
    later = now + timedelta(microseconds=200_000)
    assert await first_moment(lobby, "script", later) == later
    async with ending(lobby) as tokens:
        await tokens.end("script", later)
    for moment in (now, later):
        assert await first_moment(lobby, "script", moment) == later + MOMENT
        assert await first_moment(lobby, "another", moment) == moment
    async with lobby.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        await (await scope.get(SessionCutoff)).put(now + 5 * SECOND)
        await (await scope.get(UnitOfWork)).commit()
    for subject in ("script", "another"):
        assert await first_moment(lobby, subject, later) == now + 5 * SECOND + MOMENT
    long_after = now + 60 * SECOND
    assert await first_moment(lobby, "script", long_after) == long_after


async def test_an_ending_is_behind_the_last_and_reaches_what_was_issued_since(
    lobby: Lobby,
) -> None:
    """Where the last was written by a process whose clock is ahead of this one's."""
    now = lobby.bank.clock.now()
    async with ending(lobby) as tokens:
        await tokens.end("script", now + 5 * SECOND)
        issued = await tokens.first_moment("script", now)
        await tokens.end("script", now)
    found = kept(lobby, "script")
    assert found is not None
    assert found.at == issued == now + 5 * SECOND + MOMENT


async def test_a_process_learns_of_each_ending_once(lobby: Lobby) -> None:
    watch, now = lobby.watch(), lobby.bank.clock.now()
    async with ending(lobby) as tokens:
        await tokens.end("ada", now)
        await tokens.shut_out("sso|f3a1", now)
    for moment in (now, now + SECOND, now + 2 * SECOND):
        await watch.look(moment)
    first = lobby.authenticator.refused_of
    assert {(each.at, each.shut_out) for each in first} == {(now, False), (now, True)}
    async with ending(lobby) as tokens:
        await tokens.end("sso|f3a1", now + 3 * SECOND)
    await watch.look(now + 4 * SECOND)
    assert [each.shut_out for each in lobby.authenticator.refused_of] == [False, True, False]


async def test_a_new_process_learns_of_whatever_may_still_matter(lobby: Lobby) -> None:
    now = lobby.bank.clock.now()
    async with ending(lobby) as tokens:
        await tokens.end("ada", now)
        await tokens.shut_out("sso|f3a1", now)
        await tokens.revoke(lobby.bank.ids.new(), now + timedelta(hours=20), now)
    almost = now + timedelta(hours=20)
    await lobby.watch().look(almost)
    assert len(lobby.authenticator.refused_of) == 2
    assert list(lobby.authenticator.refused.values()) == [almost + timedelta(minutes=1)]
    lobby.authenticator.refused_of.clear()
    lobby.authenticator.refused.clear()
    await lobby.watch().look(TERMS.every_token_gone(now))
    assert [each.shut_out for each in lobby.authenticator.refused_of] == [True]
    assert not lobby.authenticator.refused


async def test_what_is_about_no_token_any_more_is_forgotten(lobby: Lobby) -> None:
    now = lobby.bank.clock.now()
    session = await lobby.open(await lobby.principal(), SessionKind.APP)
    async with ending(lobby) as tokens:
        await tokens.end("ada", now)
        await tokens.shut_out("sso|f3a1", now)
        await tokens.revoke(lobby.bank.ids.new(), now + timedelta(hours=1), now)
    lobby.bank.clock.set(TERMS.every_token_gone(now) + SECOND)
    await Desk(lobby.bank).ask(ForgetSessions, SessionRetention(), WORKER)
    assert kept(lobby, "ada") is None
    assert kept(lobby, "sso|f3a1") is not None
    assert not lobby.bank.store.committed.revocations
    assert session.id in lobby.bank.store.committed.sessions
