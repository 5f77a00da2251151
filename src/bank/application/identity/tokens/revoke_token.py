"""Whoever holds a token has it revoked (RFC 7009): the session that it belongs to, or itself."""

from dataclasses import dataclass, field
from uuid import UUID

from bank.application.identity.sessions.refresh_tokens import RefreshTokens
from bank.application.identity.sessions.session_desk import SessionDesk
from bank.application.identity.sessions.token_endings import EndedTokens
from bank.application.identity.tokens.client_proof import ClientProof
from bank.application.identity.tokens.grants import (
    ClientUnproved,
    TokenNotRevocable,
    TokenOfAnother,
)
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.authenticator import (
    Authenticator,
    Principal,
    TokenForOthers,
    TokenRefused,
)
from bank.domain.audit import EXTERNAL
from bank.domain.sessions import SessionEnd


@dataclass(frozen=True, slots=True)
class Revoking:
    """The token: a refresh token, used or not, or an access token.

    A client shows by an ``assertion`` that the token is its own.
    """

    token: str = field(repr=False)
    assertion: str | None = field(default=None, repr=False)
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Revoked:
    """What was revoked, a session or a token; the act itself, where that was nothing."""

    id: UUID


@use_case(action="token.revoke", kind=UseCaseKind.COMMAND, keyless=True)
class RevokeToken:
    """Open to strangers: whoever holds a token may give it up.

    Refuses, in this order: an assertion that proves no client; a token that is for others to read,
    or another issuer's; a client's token where no client proves who it is; one that is not that
    client's. A token that is good for nothing is as revoked as can be. Records the end of the
    session; or of the token alone, where it is a client's, a script's or of an emergency, behind
    which no session stands. Every server process refuses it within a second.
    """

    def __init__(
        self,
        tokens: RefreshTokens,
        desk: SessionDesk,
        ended: EndedTokens,
        authenticator: Authenticator,
        proof: ClientProof,
    ) -> None:
        """Take the refresh tokens, what ends sessions and tokens, reads them, proves clients."""
        self._tokens = tokens
        self._desk = desk
        self._ended = ended
        self._authenticator = authenticator
        self._proof = proof

    async def __call__(self, command: Revoking, act: Act) -> Revoked:
        """End the session, or the token."""
        client = await self._client(command, act)
        refresh = await self._tokens.find(command.token)
        if refresh is not None:
            _refuse_unless_of(None, client)
            return await self._end(refresh.session, act)
        shown = self._read(command.token, act)
        if shown is None:
            return Revoked(act.audit_event)
        _refuse_unless_of(shown.client, client)
        if shown.client is not None or shown.session is None:
            return await self._revoke(shown, act)
        session = _id(shown.session)
        return Revoked(act.audit_event) if session is None else await self._end(session, act)

    async def _client(self, command: Revoking, act: Act) -> str | None:
        if command.assertion is None:
            return None
        return (await self._proof.proved(command.assertion, command.client_id, act.now)).client_id

    def _read(self, token: str, act: Act) -> Principal | None:
        """Give whom an access token speaks for; nobody where it is good for nothing."""
        try:
            shown = self._authenticator.authenticate(token, act.now)
        except TokenForOthers:
            raise TokenNotRevocable from None
        except TokenRefused:
            return None
        if EXTERNAL in shown.subject:
            raise TokenNotRevocable
        return shown

    async def _end(self, session: UUID, act: Act) -> Revoked:
        if not await self._desk.end(session, SessionEnd.SIGNED_OUT, act.now):
            return Revoked(act.audit_event)
        act.changed(Change(object_kind="session", object_id=session, event="bank.session.ended.v1"))
        return Revoked(session)

    async def _revoke(self, shown: Principal, act: Act) -> Revoked:
        token = _id(shown.token_id)
        if token is None:
            return Revoked(act.audit_event)
        await self._ended.revoke(token, shown.expires_at, act.now)
        act.changed(Change(object_kind="token", object_id=token, event="bank.token.revoked.v1"))
        return Revoked(token)


def _refuse_unless_of(owner: str | None, client: str | None) -> None:
    """Refuse a token of a client where none proved who it is, and of another than did."""
    if owner is not None and client is None:
        raise ClientUnproved("Show by an assertion that the token is yours.")
    if owner != client:
        raise TokenOfAnother


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
