"""A service client gets other keys, or is let in no more."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.clients.register_client import found, state_of
from bank.application.identity.clients.service_clients import ClientKeys, ServiceClients
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.identity.sessions.sessions import Sessions
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.ids import Ids
from bank.domain.service_clients import ServiceClient


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKeysChange:
    """Which client, and all of its public keys from now on, as a JSON Web Key Set."""

    client: UUID
    keys: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientDeactivation:
    """Which client."""

    client: UUID


class _ClientChanges:
    """What the changes of a client have in common: its tokens of before are refused."""

    def __init__(self, clients: ServiceClients, sessions: Sessions, terms: SessionTerms) -> None:
        self._clients = clients
        self._sessions = sessions
        self._terms = terms

    async def _change(
        self, before: ServiceClient, after: ServiceClient, act: Act, event: str
    ) -> ServiceClient:
        await self._clients.save(after)
        await self._sessions.revoke(before.session, act.now, self._terms.tokens_gone(act.now))
        act.changed(
            Change(
                object_kind="client",
                object_id=after.id,
                event=event,
                before=state_of(before),
                after=state_of(after),
            )
        )
        return after

    async def recall(self, client: UUID, _act: Act) -> ServiceClient:
        """Give the client as it is now."""
        return await found(self._clients, client)


@use_case(action="client.change_keys", kind=UseCaseKind.COMMAND)
class ChangeClientKeys(_ClientChanges):
    """Open to administrators.

    Refuses, in this order: unusable keys; an unknown client; one that was deactivated. Records the
    keys; the tokens that the client has are refused by every server process within a second, and it
    gets new ones with its new keys alone.
    """

    def __init__(
        self,
        clients: ServiceClients,
        sessions: Sessions,
        terms: SessionTerms,
        keys: ClientKeys,
        ids: Ids,
    ) -> None:
        """Take the stores, how long tokens last, who knows keys, and where new ids come from."""
        super().__init__(clients, sessions, terms)
        self._keys = keys
        self._ids = ids

    async def __call__(self, command: ClientKeysChange, act: Act) -> ServiceClient:
        """Change the keys."""
        keys = self._keys.checked(command.keys)
        client = await found(self._clients, command.client, lock=True)
        changed = client.with_keys(keys, self._ids.new())
        return await self._change(client, changed, act, "bank.client.keys-changed.v1")


@use_case(action="client.deactivate", kind=UseCaseKind.COMMAND)
class DeactivateClient(_ClientChanges):
    """Open to administrators.

    Refuses, in this order: an unknown client; one that was deactivated. Records the state; the
    tokens that the client has are refused by every server process within a second.
    """

    def __init__(self, clients: ServiceClients, sessions: Sessions, terms: SessionTerms) -> None:
        """Take the stores, and how long tokens last."""
        super().__init__(clients, sessions, terms)

    async def __call__(self, command: ClientDeactivation, act: Act) -> ServiceClient:
        """Let the client in no more."""
        client = await found(self._clients, command.client, lock=True)
        return await self._change(client, client.deactivated(), act, "bank.client.deactivated.v1")
