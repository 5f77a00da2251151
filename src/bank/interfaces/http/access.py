"""Who comes in: the access token, how often, and with which parameters."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from bank.application.ports.authenticator import TokenInvalid
from bank.domain.audit import Actor
from bank.interfaces.http.headers import sent
from bank.interfaces.http.parameters import refuse_unknown_parameters
from bank.interfaces.http.rate_limits import RateLimits
from bank.interfaces.http.refusals import RoleMissing, TooManyRequests
from bank.interfaces.http.services import services_of

Connection = ASGIConnection[Any, Any, Any, Any]


async def authenticated(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let in whoever shows a valid access token, before anything of the body is read.

    Refuses, in this order: no valid token; too many requests; an unknown query parameter.
    """
    services = services_of(connection)
    now = services.clock.now()
    principal = services.authenticator.authenticate(_bearer(connection), now)
    actor = Actor(
        kind="token",
        subject=principal.subject,
        pseudonym=services.digests.pseudonym(principal.subject),
        roles=principal.roles,
        session=principal.session,
    )
    connection.scope["user"] = actor
    limits: RateLimits | None = connection.app.state.rate_limits
    if limits is not None:
        allowance = limits.take(actor.pseudonym)
        connection.scope["state"]["rate_limit"] = allowance
        if not allowance.allowed:
            raise TooManyRequests(retry_after=allowance.reset_seconds)
    if connection.scope["query_string"]:
        refuse_unknown_parameters(connection, handler)


def open_to(*roles: str) -> Guard:
    """Let in actors with one of some roles; stands behind ``authenticated``."""
    wanted = frozenset(roles)

    async def holds_role(connection: Connection, _handler: BaseRouteHandler) -> None:
        if wanted.isdisjoint(connection.user.roles):
            raise RoleMissing

    return holds_role


def _bearer(connection: Connection) -> str | None:
    shown = sent(connection, b"authorization")
    if not shown:
        return None
    if len(shown) > 1:
        raise TokenInvalid
    scheme, _, token = shown[0].partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None
