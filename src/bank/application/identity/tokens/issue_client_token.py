"""A service client gets an access token (OAuth 2 client credentials with ``private_key_jwt``)."""

from dataclasses import dataclass, field

from bank.application.identity.clients.service_clients import ServiceClients
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.identity.tokens.client_assertions import ClientAssertions, UsedAssertions
from bank.application.identity.tokens.client_token_issuer import (
    ClientTokenIssuer,
    ClientTokenOrder,
)
from bank.application.identity.tokens.grants import ClientUnproved, GrantedTokens, ScopeUnfit
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
        clients: ServiceClients,
        assertions: ClientAssertions,
        used: UsedAssertions,
        issuer: ClientTokenIssuer,
        terms: SessionTerms,
    ) -> None:
        """Take the clients, who verifies, what is used up, who signs, and how long tokens last."""
        self._clients = clients
        self._assertions = assertions
        self._used = used
        self._issuer = issuer
        self._terms = terms

    async def __call__(self, command: ClientGrant, act: Act) -> GrantedTokens:
        """Issue the token."""
        client = await self._claimed(command)
        shown = self._assertions.verified(command.assertion, client.client_id, client.keys, act.now)
        await self._used.use(client.principal.row, shown.id, shown.expires_at)
        wanted = ClientTokenOrder(
            client=client, roles=_roles(client, command.scope), audience=command.audience
        )
        token = self._issuer.issue(wanted, act.now, self._terms.access_lifetime)
        act.changed(Change(object_kind="client", object_id=client.id))
        return GrantedTokens(
            id=client.session,
            access_token=token.text,
            access_expires_at=token.expires_at,
            scope=" ".join(wanted.roles),
        )

    async def _claimed(self, command: ClientGrant) -> ServiceClient:
        claimed = self._assertions.claimed_by(command.assertion)
        if claimed is None or command.client_id not in {None, claimed}:
            raise ClientUnproved
        client = await self._clients.named(claimed)
        if client is None or not client.principal.is_let_in:
            raise ClientUnproved
        return client


def _roles(client: ServiceClient, scope: tuple[str, ...]) -> tuple[str, ...]:
    roles = client.principal.roles
    if not set(roles).issuperset(scope):
        raise ScopeUnfit
    return tuple(sorted(set(scope))) if scope else roles
