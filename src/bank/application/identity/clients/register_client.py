"""A service client is registered."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.clients.service_clients import ClientKeys, ServiceClients
from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.ids import Ids
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bank.domain.service_clients import (
    KEPT_TO_THE_BANK,
    ClientIdTaken,
    ClientIdUnfit,
    ClientNotFound,
    ClientRoleUnfit,
    ServiceClient,
    is_client_id,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClient:
    """What the client calls itself, its roles, and its public keys as a JSON Web Key Set."""

    client_id: str
    roles: tuple[str, ...]
    keys: str


@use_case(action="client.register", kind=UseCaseKind.COMMAND)
class RegisterClient:
    """Open to administrators.

    Refuses, in this order: a client id of another form; a role that is not for services; unusable
    keys; a client id that is taken. Records the client and its principal, and tells the watch.
    """

    def __init__(
        self,
        clients: ServiceClients,
        principals: Principals,
        keys: ClientKeys,
        authorizer: Authorizer,
        ids: Ids,
        watch: WatchTold,
    ) -> None:
        """Take the stores, who knows keys and roles, where ids come from, what tells the watch."""
        self._clients = clients
        self._principals = principals
        self._keys = keys
        self._authorizer = authorizer
        self._ids = ids
        self._watch = watch

    async def __call__(self, command: NewClient, act: Act) -> ServiceClient:
        """Register the client."""
        if not is_client_id(command.client_id):
            raise ClientIdUnfit
        fit = self._authorizer.roles() - KEPT_TO_THE_BANK
        if not fit.issuperset(command.roles):
            raise ClientRoleUnfit(f"A client's roles are among: {', '.join(sorted(fit))}.")
        keys = self._keys.checked(command.keys)
        if await self._principals.find(command.client_id) is not None:
            raise ClientIdTaken
        principal = Principal(
            row=await self._principals.next_row(),
            subject=command.client_id,
            kind=PrincipalKind.SERVICE,
            state=PrincipalState.ACTIVE,
            roles=tuple(sorted(set(command.roles))),
            created_at=act.now,
        )
        client = ServiceClient(principal=principal, keys=keys, session=self._ids.new())
        await self._clients.add(client)
        await self._watch.hear(WatchNews.CLIENT_CHANGED)
        act.changed(
            Change(
                object_kind="client",
                object_id=client.id,
                event="bank.client.registered.v1",
                after=state_of(client),
            )
        )
        return client

    async def recall(self, client: UUID, _act: Act) -> ServiceClient:
        """Give the client that was registered."""
        return await found(self._clients, client)


async def found(clients: ServiceClients, client: UUID, *, lock: bool = False) -> ServiceClient:
    """Give a client, or refuse with ``ClientNotFound``."""
    known = await clients.find(client, lock=lock)
    if known is None:
        raise ClientNotFound
    return known


def state_of(client: ServiceClient) -> str:
    """Give what audit events digest of a client."""
    principal = client.principal
    return f"{client.client_id} {principal.state} {','.join(principal.roles)} {client.keys}"
