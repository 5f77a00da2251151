"""Whoever holds a token may give it up."""

import pytest
from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import STRANGER, Desk

from bank.application.identity.sessions.session_desk import OpenedSession, SessionKind
from bank.application.identity.tokens.revoke_token import Revoked, RevokeToken, Revoking
from bank.application.ports.authenticator import TokenIssuer
from bank.domain.sessions import SessionEnd


@pytest.fixture
def lobby(desk: Desk) -> Lobby:
    return Lobby(desk.bank)


async def _app(lobby: Lobby) -> OpenedSession:
    return await lobby.open(await lobby.principal(), SessionKind.APP)


async def _revoke(desk: Desk, token: str | None) -> Revoked:
    assert token is not None
    revoked: Revoked = (await desk.ask(RevokeToken, Revoking(token), STRANGER)).result
    return revoked


@pytest.mark.parametrize("name", ["refresh_token", "access_token"])
async def test_either_token_of_a_session_ends_it(desk: Desk, lobby: Lobby, name: str) -> None:
    session = await _app(lobby)
    token: str = getattr(session, name)
    assert (await _revoke(desk, token)).id == session.id
    assert lobby.kept(session).end_reason is SessionEnd.SIGNED_OUT
    assert session.id in desk.bank.store.committed.revocations
    event = desk.events("token.revoke")[-1]
    assert (event.object_kind, event.object_id) == ("session", str(session.id))
    assert (await _revoke(desk, token)).id != session.id


async def test_what_is_no_token_or_has_no_session_is_as_revoked_as_can_be(
    desk: Desk, lobby: Lobby, issuer: TokenIssuer
) -> None:
    session = await _app(lobby)
    now = desk.bank.clock.now()
    lifetime = lobby.kept(session).idle_limit
    script = issuer.issue("script", ("auditor",), now, lifetime)
    odd = issuer.issue("script", ("auditor",), now, lifetime, session="not a session of ours")
    for token in ("", "x", "a.b.c", "é" * 100, script.text, odd.text):
        await _revoke(desk, token)
    assert lobby.kept(session).in_force(now)
    assert all(event.object_id is None for event in desk.events("token.revoke"))
