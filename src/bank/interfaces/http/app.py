"""Assembles the HTTP interface."""

import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.config.cors import CORSConfig
from litestar.datastructures import State
from litestar.exceptions import HTTPException

from bank.domain.approvals import PendingApproval
from bank.domain.challenges import ChallengePending
from bank.domain.refusals import Refusal
from bank.interfaces.http.bodies import TimedRequest
from bank.interfaces.http.door import Door
from bank.interfaces.http.even_answers import Steps
from bank.interfaces.http.framing import Framing
from bank.interfaces.http.openapi import get_openapi
from bank.interfaces.http.patience import Patience
from bank.interfaces.http.pending import answer_pending
from bank.interfaces.http.problems import answer_fault, answer_http_exception, answer_refusal
from bank.interfaces.http.rate_limits import RateLimits
from bank.interfaces.http.routes import ROUTES
from bank.interfaces.http.services import HttpSettings, Services
from bank.interfaces.http.shortcut import Shortcut

_METHODS: Sequence[Any] = ("GET", "POST", "PATCH", "DELETE")
_SENT_BY_PAGES = ("Authorization", "Content-Type", "Idempotency-Key", "If-Match", "X-Request-ID")
_READ_BY_PAGES = (
    "Bank-Dry-Run",
    "ETag",
    "Idempotency-Replayed",
    "Location",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
    "X-Request-ID",
)


def create_app(services: Services, settings: HttpSettings) -> Litestar:
    """Make the application that serves a bank's requests."""

    @asynccontextmanager
    async def lifespan(_app: Litestar) -> AsyncIterator[None]:
        async with services.lifespan():
            yield

    app = Litestar(
        route_handlers=[*ROUTES, get_openapi],
        openapi_config=None,
        cors_config=_cors(settings),
        exception_handlers={
            Refusal: answer_refusal,
            PendingApproval: answer_pending,
            ChallengePending: answer_pending,
            HTTPException: answer_http_exception,
            Exception: answer_fault,
        },
        lifespan=[lifespan],
        logging_config=None,
        request_class=TimedRequest,
        request_max_body_size=settings.max_body_size,
        state=State(
            {
                "settings": settings,
                "patience": Patience(settings.body_timeout.total_seconds()),
                "rate_limits": _limits(settings.rate_limit, settings),
                "steps": Steps(settings.answer_step, services.comparing),
                "strangers_limits": _limits(settings.strangers_limit, settings),
                "door": Door(settings.sign_ins_at_once, 10 * settings.sign_ins_at_once),
                "root_level": logging.root.level,
            }
        ),
    )
    # Pages of other origins are the framework's own affair, before it looks where a request leads.
    inner = app.asgi_handler if settings.cors_origins else Shortcut(app.asgi_handler)
    app.asgi_handler = Framing(inner, services)
    return app


def _limits(limit: int, settings: HttpSettings) -> RateLimits | None:
    return RateLimits(limit, settings.rate_window) if limit else None


def _cors(settings: HttpSettings) -> CORSConfig | None:
    if not settings.cors_origins:
        return None
    return CORSConfig(
        allow_origins=list(settings.cors_origins),
        allow_methods=list(_METHODS),
        allow_headers=list(_SENT_BY_PAGES),
        expose_headers=list(_READ_BY_PAGES),
    )
