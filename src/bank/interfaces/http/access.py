"""Who comes in: the access token, how often, and with which parameters."""

from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.params import QueryParameter
from litestar.types import Guard

from bank.domain.audit import Actor
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.rate_limits import RateLimits
from bank.interfaces.http.refusals import RoleMissing, TooManyRequests, UnknownParameter
from bank.interfaces.http.services import Services

_REPEATABLE = "tag"
"""The one parameter that may stand several times, as Spring has it."""

Connection = ASGIConnection[Any, Any, Any, Any]


async def authenticated(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let in whoever shows a valid access token, before anything of the body is read.

    Refuses, in this order: no valid token; too many requests; an unknown query parameter.
    """
    services: Services = connection.app.state.services
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
        _refuse_unknown_parameters(connection, handler)


def open_to(*roles: str) -> Guard:
    """Let in actors with one of some roles; stands behind ``authenticated``."""
    wanted = frozenset(roles)

    async def holds_role(connection: Connection, _handler: BaseRouteHandler) -> None:
        if wanted.isdisjoint(connection.user.roles):
            raise RoleMissing

    return holds_role


def _bearer(connection: Connection) -> str | None:
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def _refuse_unknown_parameters(connection: Connection, handler: BaseRouteHandler) -> None:
    sent = [name for name, _ in connection.query_params.multi_items()]
    known = _query_names(handler)
    repeated = {name for name in sent if name != _REPEATABLE and sent.count(name) > 1}
    wrong = repeated | set(sent) - known
    if wrong:
        there_are = f"There are: {', '.join(sorted(known))}, each once."
        raise UnknownParameter(
            errors=[FieldError("query", name[:64], there_are) for name in sorted(wrong)]
        )


def _query_names(handler: BaseRouteHandler) -> set[str]:
    parameters = handler.parsed_fn_signature.parameters.items()
    return {
        field.kwarg_definition.name or name
        for name, field in parameters
        if isinstance(field.kwarg_definition, QueryParameter)
    }
