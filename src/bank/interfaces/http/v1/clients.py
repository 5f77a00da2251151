"""Service clients over HTTP: `/v1/clients`."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.clients.change_client import (
    ChangeClientKeys,
    ClientDeactivation,
    ClientKeysChange,
    DeactivateClient,
)
from bank.application.identity.clients.read_clients import (
    ClientById,
    ClientPage,
    GetClient,
    ListClients,
)
from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.domain.identifiers import RowId
from bank.domain.principals import PrincipalState
from bank.domain.service_clients import (
    ClientDeactivated,
    ClientIdTaken,
    ClientIdUnfit,
    ClientKeysUnusable,
    ClientNotFound,
    ClientRoleUnfit,
    ServiceClient,
)
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask, changed
from bank.interfaces.http.documentation import command, query, would_be
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, number_after, page_of
from bank.interfaces.http.refusals import InvalidCursor
from bank.interfaces.http.v1.cash import DryRun

_ClientId = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9-]{2,62}\Z",
        description="What the client calls itself: the subject of its tokens, for ever.",
    ),
]
_Role = Annotated[str, Meta(min_length=1, max_length=32)]


class KeySet(Struct, frozen=True, forbid_unknown_fields=True):
    """A JSON Web Key Set (RFC 7517) of public keys: EC on P-256, or RSA of 2048 bits or more.

    Each key has its own `kid`, which the client's assertions name.
    """

    keys: Annotated[list[dict[str, Any]], Meta(min_length=1, max_length=8)]


class ClientToRegister(Struct, frozen=True, forbid_unknown_fields=True):
    """A system that shall get tokens of its own."""

    client_id: _ClientId
    roles: Annotated[list[_Role], Meta(min_length=1, max_length=8)]
    jwks: KeySet


class KeysToChange(Struct, frozen=True, forbid_unknown_fields=True):
    """All keys that the client has from now on."""

    jwks: KeySet


class ClientView(Struct, frozen=True):
    """A system that gets tokens of its own by proving that it has one of its keys."""

    id: UUID
    client_id: str
    state: PrincipalState
    roles: list[str]
    jwks: KeySet
    created_at: datetime
    version: int


@post(
    operation_id="registerClient",
    summary="Register a client",
    responses=command(ClientIdUnfit, ClientRoleUnfit, ClientKeysUnusable, ClientIdTaken)
    | would_be(ClientView, "The client that would be registered; the id is not kept for it."),
)
async def register_client(
    request: Asked,
    data: JSONBody[ClientToRegister],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[ClientView]:
    """Register a system that shall get tokens by `private_key_jwt`: it keeps its private key."""
    order = NewClient(client_id=data.client_id, roles=tuple(data.roles), keys=_text(data.jwks))
    done = await ask(request, RegisterClient, order, dry_run=dry_run)
    view = _view(done.result)
    return changed(view, done, dry_run=dry_run, at=f"/v1/clients/{view.id}")


@get(
    operation_id="listClients",
    summary="List clients",
    responses=query(InvalidCursor),
)
async def list_clients(
    request: Asked, cursor: Cursor = None, limit: Limit = LIMIT_USUAL
) -> Response[Page[ClientView]]:
    """List all clients, oldest first."""
    wanted = ClientPage(after=RowId(number_after(cursor) or 0), limit=limit + 1)
    done = await ask(request, ListClients, wanted)
    return answered(page_of(done.result, limit, _view, lambda each: each.principal.row), done)


@get(
    "/{client_id:uuid}",
    operation_id="getClient",
    summary="Read a client",
    responses=query(ClientNotFound),
)
async def get_client(request: Asked, client_id: FromPath[UUID]) -> Response[ClientView]:
    """Read a client."""
    done = await ask(request, GetClient, ClientById(client_id))
    return answered(_view(done.result), done)


@post(
    "/{client_id:uuid}/keys",
    operation_id="changeClientKeys",
    summary="Give a client other keys",
    status_code=200,
    responses=command(ClientKeysUnusable, ClientNotFound, ClientDeactivated),
)
async def change_client_keys(
    request: Asked,
    client_id: FromPath[UUID],
    data: JSONBody[KeysToChange],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[ClientView]:
    """Replace all keys of a client. The tokens that it has are refused within a second."""
    order = ClientKeysChange(client=client_id, keys=_text(data.jwks))
    done = await ask(request, ChangeClientKeys, order, dry_run=dry_run)
    return changed(_view(done.result), done, dry_run=dry_run)


@post(
    "/{client_id:uuid}/deactivation",
    operation_id="deactivateClient",
    summary="Deactivate a client",
    status_code=200,
    responses=command(ClientNotFound, ClientDeactivated),
)
async def deactivate_client(
    request: Asked,
    client_id: FromPath[UUID],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[ClientView]:
    """Let a client in no more, for ever. The tokens that it has are refused within a second."""
    await refuse_content(request)
    done = await ask(
        request, DeactivateClient, ClientDeactivation(client=client_id), dry_run=dry_run
    )
    return changed(_view(done.result), done, dry_run=dry_run)


def _text(keys: KeySet) -> str:
    return msgspec.json.encode(keys).decode()


def _view(client: ServiceClient) -> ClientView:
    return ClientView(
        id=client.id,
        client_id=client.client_id,
        state=client.principal.state,
        roles=list(client.principal.roles),
        jwks=msgspec.json.decode(client.keys, type=KeySet),
        created_at=client.principal.created_at,
        version=client.principal.version,
    )


clients = Router(
    "/clients",
    route_handlers=[
        register_client,
        list_clients,
        get_client,
        change_client_keys,
        deactivate_client,
    ],
    tags=["Clients"],
)
