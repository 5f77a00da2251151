"""A service client gets an access token (OAuth 2 client credentials with ``private_key_jwt``)."""

from dataclasses import dataclass, field

from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.identity.sessions.token_endings import EndedTokens
from bank.application.identity.tokens.client_proof import ClientProof
from bank.application.identity.tokens.client_token_issuer import (
    ClientTokenIssuer,
    ClientTokenOrder,
)
from bank.application.identity.tokens.grants import GrantedTokens, ScopeUnfit
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.service_clients import ServiceClient


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientGrant:
    """What a client shows, which of its roles it wants (all if not said), and for whom to read."""

    assertion: str = field(repr=False)
    client_id: str | None = None
    scope: tuple[str, ...] = ()
    audience: str | None = None


@use_case(action="token.issue_to_client", kind=UseCaseKind.COMMAND, keyless=True)
class IssueClientToken:
    """Open to strangers: the assertion is the proof.

    Refuses, in this order: an assertion of nobody who is let in, or one that does not hold; one
    that was taken before; a role that the client does not have; an audience that the bank makes no
    tokens for. Records that the assertion is used up. There is no refresh token: whoever has the
    key asks again.
    """

    def __init__(
        self,
        proof: ClientProof,
        issuer: ClientTokenIssuer,
        tokens: EndedTokens,
        terms: SessionTerms,
    ) -> None:
        """Take what proves clients, who signs, and from when on and how long tokens are good."""
        self._proof = proof
        self._issuer = issuer
        self._tokens = tokens
        self._terms = terms

    async def __call__(self, command: ClientGrant, act: Act) -> GrantedTokens:
        """Issue the token."""
        client = await self._proof.proved(command.assertion, command.client_id, act.now)
        wanted = ClientTokenOrder(
            client=client, roles=_roles(client, command.scope), audience=command.audience
        )
        moment = await self._tokens.first_moment(client.client_id, act.now)
        token = self._issuer.issue(wanted, moment, self._terms.access_lifetime)
        act.changed(Change(object_kind="client", object_id=client.id))
        return GrantedTokens(
            id=client.session,
            access_token=token.text,
            access_expires_at=token.expires_at,
            scope=" ".join(wanted.roles),
        )


def _roles(client: ServiceClient, scope: tuple[str, ...]) -> tuple[str, ...]:
    roles = client.principal.roles
    if not set(roles).issuperset(scope):
        raise ScopeUnfit
    return tuple(sorted(set(scope))) if scope else roles
