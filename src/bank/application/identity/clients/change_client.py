"""A service client gets other keys, or is let in no more."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.clients.register_client import found, state_of
from bank.application.identity.clients.service_clients import ClientKeys, ServiceClients
from bank.application.identity.sessions.token_endings import EndedTokens
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.ids import Ids
from bank.application.ports.watch_told import WatchNews, WatchTold
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
    """What changes of a client have in common: its tokens of before end, the watch is told."""

    def __init__(self, clients: ServiceClients, tokens: EndedTokens, watch: WatchTold) -> None:
        self._clients = clients
        self._tokens = tokens
        self._watch = watch

    async def _change(
        self, before: ServiceClient, after: ServiceClient, act: Act, event: str
    ) -> ServiceClient:
        await self._clients.save(after)
        await self._tokens.revoke_session(before.session, act.now)
        if after.principal.is_shut_out:
            await self._tokens.shut_out(after.client_id, act.now)
        else:
            await self._tokens.end(after.client_id, act.now)
        await self._watch.hear(WatchNews.CLIENT_CHANGED)
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
    gets new ones with its new keys alone. Tells the watch.
    """

    def __init__(
        self,
        clients: ServiceClients,
        tokens: EndedTokens,
        watch: WatchTold,
        keys: ClientKeys,
        ids: Ids,
    ) -> None:
        """Take also who knows keys, and where new ids come from."""
        super().__init__(clients, tokens, watch)
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
    tokens that the client has are refused by every server process within a second. Tells the watch.
    """

    async def __call__(self, command: ClientDeactivation, act: Act) -> ServiceClient:
        """Let the client in no more."""
        client = await found(self._clients, command.client, lock=True)
        return await self._change(client, client.deactivated(), act, "bank.client.deactivated.v1")
