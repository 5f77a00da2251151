"""Who comes in: by access token or by a session's cookie, how often, and with which parameters."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.types import Guard

from bank.application.ports.authenticator import Principal, TokenInvalid
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.audit import Actor
from bank.domain.factors import SecondFactorNeeded
from bank.domain.principals import Assurance
from bank.domain.sessions import SessionOver
from bank.domain.staff import STAFF_ROLES
from bank.interfaces.http.cookies import cookies_of_session, refuse_forged
from bank.interfaces.http.parameters import refuse_unknown_parameters
from bank.interfaces.http.rate_limits import RateLimits
from bank.interfaces.http.refusals import RoleMissing, TooManyRequests, TwoCredentials
from bank.interfaces.http.services import Services, services_of

Connection = ASGIConnection[Any, Any, Any, Any]

STRANGER = "anonymous"
"""Kind and role of whoever has not signed in."""

_REMEMBERED_MAX = 10_000


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
    actor = _actor(services.digests, kind, principal)  # type: ignore[arg-type]  # by identity
    _come_in(connection, handler, actor, connection.app.state.rate_limits)


async def anonymous(connection: Connection, handler: BaseRouteHandler) -> None:
    """Let in whoever comes, as the stranger from where they come; no token is looked at.

    The address itself is kept nowhere: a keyed pseudonym stands for it. Refuses, in this order:
    too many requests from there; an unknown query parameter.
    """
    state = connection.app.state
    address = state.settings.origins.of(connection.scope)
    place = services_of(connection).digests.pseudonym(f"address {address}")
    subject = f"{STRANGER} from {place}"
    actor = Actor(kind=STRANGER, subject=subject, pseudonym=place, roles=(STRANGER,))
    _come_in(connection, handler, actor, state.strangers_limits)


def open_to(*roles: str) -> Guard:
    """Let in actors with one of some roles, staff with two factors; behind ``authenticated``."""
    wanted = frozenset(roles)

    async def holds_role(connection: Connection, _handler: BaseRouteHandler) -> None:
        actor: Actor = connection.user
        held = wanted.intersection(actor.roles)
        if not held:
            raise RoleMissing
        if held <= STAFF_ROLES and actor.assurance < Assurance.TWO_FACTORS:
            raise SecondFactorNeeded

    return holds_role


@lru_cache(_REMEMBERED_MAX)
def _actor(digests: KeyedDigests, kind: str, principal: Principal) -> Actor:
    """Give who a principal acts as: the same for each request under the same token."""
    return Actor(
        kind=kind,
        subject=principal.subject,
        pseudonym=digests.pseudonym(principal.subject),
        roles=principal.roles,
        session=principal.session,
        branch=principal.branch,
        assurance=principal.assurance,
        proved_at=principal.proved_at,
    )


def _come_in(
    connection: Connection, handler: BaseRouteHandler, actor: Actor, limits: RateLimits | None
) -> None:
    connection.scope["user"] = actor
    if limits is not None:
        allowance = limits.take(actor.pseudonym)
        connection.scope["state"]["rate_limit"] = allowance
        if not allowance.allowed:
            raise TooManyRequests(retry_after=allowance.reset_seconds)
    if connection.scope["query_string"]:
        refuse_unknown_parameters(connection, handler)


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
