"""Refresh tokens are good once: the next one, the reuse, the end."""

from datetime import timedelta

import pytest
from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import STRANGER, WORKER, Desk

from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.sessions.session_desk import OpenedSession, SessionKind
from bank.application.identity.tokens.forget_tokens import ForgetTokens, Forgotten, TokenRound
from bank.application.identity.tokens.grants import (
    GrantedTokens,
    GrantInvalid,
    RefreshTokenReused,
)
from bank.application.identity.tokens.refresh_session import RefreshGrant, RefreshSession
from bank.application.ports.authenticator import Authenticator
from bank.domain.audit import Outcome
from bank.domain.contacts import Contact
from bank.domain.principals import PrincipalState
from bank.domain.sessions import SessionEnd

MINUTE = timedelta(minutes=1)


@pytest.fixture
def lobby(desk: Desk) -> Lobby:
    return Lobby(desk.bank)


async def _app(lobby: Lobby) -> OpenedSession:
    principal, address = await lobby.principal(), Contact.email("ada@example.com")
    lobby.bank.store.committed.contacts[principal.row, address.channel] = address
    return await lobby.open(principal, SessionKind.APP, assurance=2)


async def _refresh(desk: Desk, token: str | None) -> GrantedTokens:
    assert token is not None
    granted: GrantedTokens = (await desk.ask(RefreshSession, RefreshGrant(token), STRANGER)).result
    return granted


def _notices(desk: Desk) -> list[NoticeKind]:
    return [each.kind for each in desk.bank.store.committed.notices.values()]


async def test_a_refresh_token_gives_the_next_tokens_of_its_session(
    desk: Desk, lobby: Lobby, authenticator: Authenticator
) -> None:
    session = await _app(lobby)
    desk.bank.clock.move(MINUTE)
    first = await _refresh(desk, session.refresh_token)
    second = await _refresh(desk, first.refresh_token)
    assert first.id == second.id == session.id
    assert len({session.refresh_token, first.refresh_token, second.refresh_token}) == 3
    shown = authenticator.authenticate(second.access_token, desk.bank.clock.now())
    assert (shown.subject, shown.session, shown.assurance) == ("ada", str(session.id), 2)
    event = desk.events("token.refresh")[-1]
    assert (event.object_kind, event.object_id) == ("session", str(session.id))
    assert event.outcome is Outcome.DONE
    kept = repr(desk.bank.store.committed)
    for text in (first.access_token, second.refresh_token):
        assert text is not None
        assert text not in kept
        assert text not in repr(second)


async def test_a_refresh_token_shown_again_ends_the_session_and_tells_the_owner(
    desk: Desk, lobby: Lobby
) -> None:
    session = await _app(lobby)
    following = await _refresh(desk, session.refresh_token)
    with pytest.raises(RefreshTokenReused) as refused:
        await _refresh(desk, session.refresh_token)
    assert refused.value.detail == GrantInvalid.title
    kept = lobby.kept(session)
    assert kept.end_reason is SessionEnd.REFRESH_REUSED
    assert _notices(desk) == [NoticeKind.SESSIONS_ENDED]
    with pytest.raises(GrantInvalid):
        await _refresh(desk, following.refresh_token)
    event = desk.events("token.refresh")[1]
    assert (event.outcome, event.code) == (Outcome.REFUSED, "refresh_token_reused")


async def test_the_owner_is_told_once_however_often_it_is_shown(desk: Desk, lobby: Lobby) -> None:
    session = await _app(lobby)
    await _refresh(desk, session.refresh_token)
    for expected in (RefreshTokenReused, GrantInvalid, GrantInvalid):
        with pytest.raises(expected):
            await _refresh(desk, session.refresh_token)
    assert _notices(desk) == [NoticeKind.SESSIONS_ENDED]


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "é", "\x00", "x" * 8192])
async def test_what_is_no_refresh_token_is_refused(desk: Desk, text: str) -> None:
    with pytest.raises(GrantInvalid):
        await _refresh(desk, text)


async def test_an_access_token_is_no_refresh_token(desk: Desk, lobby: Lobby) -> None:
    session = await _app(lobby)
    with pytest.raises(GrantInvalid):
        await _refresh(desk, session.access_token)


async def test_a_session_that_is_over_is_not_refreshed(desk: Desk, lobby: Lobby) -> None:
    session = await _app(lobby)
    await lobby.end(session)
    with pytest.raises(GrantInvalid):
        await _refresh(desk, session.refresh_token)


async def test_a_session_that_was_left_unused_is_not_refreshed(desk: Desk, lobby: Lobby) -> None:
    session = await _app(lobby)
    desk.bank.clock.move(lobby.kept(session).idle_limit)
    with pytest.raises(GrantInvalid):
        await _refresh(desk, session.refresh_token)


async def test_refreshing_does_not_make_a_session_longer(desk: Desk, lobby: Lobby) -> None:
    session = await _app(lobby)
    token, kept = session.refresh_token, lobby.kept(session)
    while desk.bank.clock.now() + kept.idle_limit - MINUTE < kept.ends_at:
        desk.bank.clock.move(kept.idle_limit - MINUTE)
        granted = await _refresh(desk, token)
        assert granted.access_expires_at <= kept.ends_at
        token = granted.refresh_token
    desk.bank.clock.move(kept.ends_at - desk.bank.clock.now())
    with pytest.raises(GrantInvalid):
        await _refresh(desk, token)


async def test_who_was_deactivated_is_not_let_in_by_a_refresh_token(
    desk: Desk, lobby: Lobby
) -> None:
    principal = await lobby.principal()
    session = await lobby.open(principal, SessionKind.APP)
    await lobby.save(principal.changed(state=PrincipalState.DEACTIVATED))
    with pytest.raises(GrantInvalid):
        await _refresh(desk, session.refresh_token)


async def test_new_roles_are_in_the_next_access_token(
    desk: Desk, lobby: Lobby, authenticator: Authenticator
) -> None:
    principal = await lobby.principal()
    session = await lobby.open(principal, SessionKind.APP)
    await lobby.save(principal.changed(roles=("auditor",)))
    granted = await _refresh(desk, session.refresh_token)
    shown = authenticator.authenticate(granted.access_token, desk.bank.clock.now())
    assert shown.roles == ("auditor",)


async def test_tokens_that_have_expired_are_forgotten(desk: Desk, lobby: Lobby) -> None:
    session = await _app(lobby)
    await _refresh(desk, session.refresh_token)
    kept = desk.bank.store.committed.refresh_tokens
    for moved, number in ((timedelta(), 2), (timedelta(hours=14), 0)):
        desk.bank.clock.move(moved)
        done: Forgotten = (await desk.ask(ForgetTokens, TokenRound(), WORKER)).result
        assert (len(kept), done.number) == (number, 2 - number)
