"""A service client proves who it is (``private_key_jwt``, RFC 7523)."""

from datetime import datetime

from bank.application.identity.clients.service_clients import ServiceClients
from bank.application.identity.tokens.client_assertions import ClientAssertions, UsedAssertions
from bank.application.identity.tokens.grants import ClientUnproved
from bank.domain.service_clients import ServiceClient


class ClientProof:
    """Takes assertions, each once."""

    def __init__(
        self, clients: ServiceClients, assertions: ClientAssertions, used: UsedAssertions
    ) -> None:
        """Take the clients, who verifies, and what is used up."""
        self._clients = clients
        self._assertions = assertions
        self._used = used

    async def proved(self, assertion: str, client_id: str | None, now: datetime) -> ServiceClient:
        """Give the client that made an assertion, which is used up by that.

        Refuses, in this order: an assertion of nobody who is let in, or of another than is said;
        one that does not hold; one that was taken before.
        """
        client = await self._claimed(assertion, client_id)
        shown = self._assertions.verified(assertion, client.client_id, client.keys, now)
        await self._used.use(client.principal.row, shown.id, shown.expires_at)
        return client

    async def _claimed(self, assertion: str, client_id: str | None) -> ServiceClient:
        claimed = self._assertions.claimed_by(assertion)
        if claimed is None or client_id not in {None, claimed}:
            raise ClientUnproved
        client = await self._clients.named(claimed)
        if client is None or not client.principal.is_let_in:
            raise ClientUnproved
        return client
