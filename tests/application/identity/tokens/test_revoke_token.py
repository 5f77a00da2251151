"""Whoever holds a token may give it up; a client's, that client alone."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import STRANGER, Desk, actor
from tests.signing import Client

from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.application.identity.sessions.session_desk import OpenedSession, SessionKind
from bank.application.identity.tokens.client_assertions import ClientAssertionReplayed
from bank.application.identity.tokens.grants import (
    ClientUnproved,
    TokenNotRevocable,
    TokenOfAnother,
)
from bank.application.identity.tokens.issue_client_token import ClientGrant, IssueClientToken
from bank.application.identity.tokens.revoke_token import Revoked, RevokeToken, Revoking
from bank.application.ports.authenticator import IssuedToken, TokenIssuer
from bank.domain.sessions import SessionEnd
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.infrastructure.system.ids import UuidIds

LIFETIME = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def lobby(desk: Desk) -> Lobby:
    return Lobby(desk.bank)


async def _app(lobby: Lobby) -> OpenedSession:
    return await lobby.open(await lobby.principal(), SessionKind.APP)


async def _revoke(desk: Desk, token: str | None, by: Client | None = None) -> Revoked:
    assert token is not None
    assertion = None if by is None else by.assertion("tests", desk.bank.clock.now())
    revoked: Revoked = (await desk.ask(RevokeToken, Revoking(token, assertion), STRANGER)).result
    return revoked


async def _client(desk: Desk, name: str = "payments") -> Client:
    client = Client(name)
    new = NewClient(client_id=name, roles=("auditor",), keys=client.keys)
    await desk.ask(RegisterClient, new, actor("administrator"))
    return client


async def _token(desk: Desk, client: Client) -> str:
    grant = ClientGrant(assertion=client.assertion("tests", desk.bank.clock.now()))
    token: str = (await desk.ask(IssueClientToken, grant, STRANGER)).result.access_token
    return token


def _script(desk: Desk, issuer: TokenIssuer, **given: Any) -> IssuedToken:
    return issuer.issue("script", ("auditor",), desk.bank.clock.now(), LIFETIME, **given)


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


async def test_what_is_no_token_is_as_revoked_as_can_be(
    desk: Desk, lobby: Lobby, issuer: TokenIssuer
) -> None:
    session = await _app(lobby)
    now = desk.bank.clock.now()
    odd = _script(desk, issuer, session="not a session of ours")
    expired = issuer.issue("script", ("auditor",), now - LIFETIME, LIFETIME)
    for token in ("", "x", "a.b.c", "é" * 100, odd.text, expired.text):
        await _revoke(desk, token)
    assert lobby.kept(session).in_force(now)
    assert not desk.bank.store.committed.revocations
    assert all(event.object_id is None for event in desk.events("token.revoke"))


async def test_a_token_behind_which_no_session_stands_is_revoked_itself(
    desk: Desk, issuer: TokenIssuer
) -> None:
    script = _script(desk, issuer)
    token = UUID(script.token_id)
    assert (await _revoke(desk, script.text)).id == token
    kept = desk.bank.store.committed.revocations[token]
    assert kept.until == script.expires_at + MINUTE
    event = desk.events("token.revoke")[-1]
    assert (event.object_kind, event.object_id) == ("token", str(token))


async def test_a_client_revokes_the_one_token_and_no_other(desk: Desk) -> None:
    client = await _client(desk)
    one, other = await _token(desk, client), await _token(desk, client)
    revoked = (await _revoke(desk, one, client)).id
    assert list(desk.bank.store.committed.revocations) == [revoked]
    assert (await _revoke(desk, other, client)).id != revoked


async def test_a_clients_token_is_revoked_by_nobody_else(desk: Desk, lobby: Lobby) -> None:
    client, other = await _client(desk), await _client(desk, "reports")
    token = await _token(desk, client)
    with pytest.raises(ClientUnproved):
        await _revoke(desk, token)
    with pytest.raises(TokenOfAnother):
        await _revoke(desk, token, other)
    with pytest.raises(ClientUnproved):
        await _revoke(desk, token, Client("nobody-knows"))
    with pytest.raises(ClientUnproved):
        await _revoke(desk, token, Client())
    session = await _app(lobby)
    for text in (session.refresh_token, session.access_token):
        with pytest.raises(TokenOfAnother):
            await _revoke(desk, text, client)
    assert not desk.bank.store.committed.revocations
    assert lobby.kept(session).ended_at is None


async def test_an_assertion_is_good_for_one_revocation_or_one_token(desk: Desk) -> None:
    client = await _client(desk)
    token, now = await _token(desk, client), desk.bank.clock.now()
    assertion = client.assertion("tests", now)
    await desk.ask(RevokeToken, Revoking(token, assertion), STRANGER)
    for use_case, again in (
        (RevokeToken, Revoking(token, assertion)),
        (IssueClientToken, ClientGrant(assertion=assertion)),
    ):
        with pytest.raises(ClientAssertionReplayed):
            await desk.ask(use_case, again, STRANGER)


async def test_what_others_read_without_the_bank_is_not_the_banks_to_revoke(
    desk: Desk, keys: LocalKeyService
) -> None:
    elsewhere = JwtTokenIssuer(keys, UuidIds(), TokenRules("tests", "https://ledger.example"))
    with pytest.raises(TokenNotRevocable):
        await _revoke(desk, _script(desk, elsewhere).text)
    assert not desk.bank.store.committed.revocations
