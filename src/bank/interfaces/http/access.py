"""Who comes in: by access token or by a session's cookie, how often, and with which parameters."""

from collections.abc import Sequence
from datetime import datetime
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from bank.application.ports.authenticator import Principal, TokenInvalid
from bank.domain.audit import Actor
from bank.domain.sessions import SessionOver
from bank.interfaces.http.cookies import cookies_of_session, refuse_forged
from bank.interfaces.http.parameters import refuse_unknown_parameters
from bank.interfaces.http.rate_limits import RateLimits
from bank.interfaces.http.refusals import RoleMissing, TooManyRequests, TwoCredentials
from bank.interfaces.http.services import Services, services_of

Connection = ASGIConnection[Any, Any, Any, Any]

STRANGER = "anonymous"
"""Kind and role of whoever has not signed in."""

_ONE_SITE = 64
"""The bits of an IPv6 address that name the network of one household."""


async def authenticated(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let in whoever shows a valid access token or cookie, before anything of the body is read.

    Refuses, in this order: both of them; no valid one; a change by cookie that our own page may not
    have sent; too many requests; an unknown query parameter.
    """
    services = services_of(connection)
    now = services.clock.now()
    shown, cookies = _credentials(connection)
    kind = "token"
    if cookies:
        if shown:
            raise TwoCredentials
        kind, principal = "session", await _by_cookie(services, cookies, now)
        refuse_forged(connection.scope)
    else:
        principal = await _by_token(services, _bearer(shown), now)
    if principal.session is not None:
        services.sessions.seen(principal.session, now)
    actor = Actor(
        kind=kind,
        subject=principal.subject,
        pseudonym=services.digests.pseudonym(principal.subject),
        roles=principal.roles,
        session=principal.session,
        branch=principal.branch,
        assurance=principal.assurance,
    )
    _come_in(connection, handler, actor)


async def anonymous(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let in whoever comes, as the stranger from where they come; no token is looked at.

    The address itself is kept nowhere: a keyed pseudonym stands for it. Refuses, in this order:
    too many requests from there; an unknown query parameter.
    """
    place = services_of(connection).digests.pseudonym(f"address {_network(connection)}")
    subject = f"{STRANGER} from {place}"
    actor = Actor(kind=STRANGER, subject=subject, pseudonym=place, roles=(STRANGER,))
    _come_in(connection, handler, actor)


def open_to(*roles: str) -> Guard:
    """Let in actors with one of some roles; stands behind ``authenticated``."""
    wanted = frozenset(roles)

    async def holds_role(connection: Connection, _handler: BaseRouteHandler) -> None:
        if wanted.isdisjoint(connection.user.roles):
            raise RoleMissing

    return holds_role


def _come_in(connection: Connection, handler: BaseRouteHandler, actor: Actor) -> None:
    connection.scope["user"] = actor
    limits: RateLimits | None = connection.app.state.rate_limits
    if limits is not None:
        allowance = limits.take(actor.pseudonym)
        connection.scope["state"]["rate_limit"] = allowance
        if not allowance.allowed:
            raise TooManyRequests(retry_after=allowance.reset_seconds)
    if connection.scope["query_string"]:
        refuse_unknown_parameters(connection, handler)


def _network(connection: Connection) -> str:
    """Give the address that a request comes from, of IPv6 the network: one host has many there."""
    client = connection.scope.get("client")
    try:
        address = ip_address(client[0] if client else "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, _ONE_SITE), strict=False))
    return str(address)


def _credentials(connection: Connection) -> tuple[list[bytes], list[str]]:
    """Give what was sent as ``Authorization``, and what as the cookie of a session."""
    shown, cookies = [], []
    for name, value in connection.scope["headers"]:
        if name == b"authorization":
            shown.append(value)
        elif name == b"cookie":
            cookies.append(value)
    return shown, cookies_of_session(cookies) if cookies else []


def _bearer(shown: Sequence[bytes]) -> str | None:
    if not shown:
        return None
    if len(shown) > 1:
        raise TokenInvalid
    scheme, _, token = shown[0].decode("latin-1").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


async def _by_token(services: Services, bearer: str | None, now: datetime) -> Principal:
    try:
        return services.authenticator.authenticate(bearer, now)
    except TokenInvalid:
        if not await services.authenticator.learn(bearer):
            raise
    return services.authenticator.authenticate(bearer, now)


async def _by_cookie(services: Services, cookies: Sequence[str], now: datetime) -> Principal:
    if len(cookies) > 1:
        raise SessionOver
    return await services.sessions.signed_in(cookies[0], now)
