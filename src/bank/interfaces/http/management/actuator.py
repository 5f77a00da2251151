"""The actuator as Spring's tools expect it: `/actuator`.

Who may: liveness and readiness, anybody, without details; everything that is read, the roles of
``READERS``; levels of loggers are set by an ``administrator`` alone.
"""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, Router, get
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from bank.interfaces.http.access import authenticated, open_to
from bank.interfaces.http.documentation import PUBLIC, query
from bank.interfaces.http.management.loggers import get_logger, get_loggers, set_logger
from bank.interfaces.http.management.metrics import get_metric, get_metrics, get_prometheus
from bank.interfaces.http.management.spring import ACTUATOR_JSON, READERS
from bank.interfaces.http.problems import documented
from bank.interfaces.http.refusals import RoleMissing
from bank.interfaces.http.services import Component, HealthStatus, services_of

_LINKS = (
    "health",
    "health-path:health/{*path}",
    "info",
    "loggers",
    "loggers-name:loggers/{name}",
    "metrics",
    "metrics-requiredMetricName:metrics/{requiredMetricName}",
    "prometheus",
)
_UNWELL = {HealthStatus.DOWN, HealthStatus.OUT_OF_SERVICE}


class Link(Struct, frozen=True):
    """Where something of the actuator is."""

    href: str
    templated: bool


class Index(Struct, frozen=True, rename={"links": "_links"}):
    """What the actuator has."""

    links: dict[str, Link]


class HealthView(Struct, frozen=True, omit_defaults=True):
    """How the bank fares: the first of DOWN, OUT_OF_SERVICE, UP, UNKNOWN that a part reports."""

    status: str
    components: dict[str, dict[str, Any]] | None = None
    groups: list[str] | None = None


_UNWELL_ANSWER = {
    503: ResponseSpec(
        HealthView,
        generate_examples=False,
        description="A part is down.",
        media_type=ACTUATOR_JSON,
    )
}


@get(
    "/",
    operation_id="getActuator",
    summary="List what the actuator has",
    media_type=ACTUATOR_JSON,
    responses=query(RoleMissing),
)
async def get_index(request: Request[Any, Any, Any]) -> Index:
    """List what the actuator has."""
    here = str(request.url.with_replacements(query="")).rstrip("/?")
    links = {"self": Link(here, templated=False)}
    for entry in _LINKS:
        name, _, path = entry.partition(":")
        links[name] = Link(f"{here}/{path or name}", templated="{" in path)
    return Index(links)


@get(
    "/health",
    operation_id="getHealth",
    summary="Read the health of all parts",
    media_type=ACTUATOR_JSON,
    responses=query(RoleMissing) | _UNWELL_ANSWER,
)
async def get_health(request: Request[Any, Any, Any]) -> Response[HealthView]:
    """Read the health of all parts, with details; 503 while a part is down."""
    parts = await services_of(request).health.check()
    view = HealthView(
        status=_worst(parts),
        components={name: _component(parts[name]) for name in sorted(parts)} or None,
        groups=["liveness", "readiness"],
    )
    return _answer(view)


@get(
    "/health/liveness",
    operation_id="getLiveness",
    summary="Whether the process lives",
    media_type=ACTUATOR_JSON,
    responses=documented(PUBLIC),
    security=[{}],
)
async def get_liveness() -> Response[HealthView]:
    """Answer UP as long as the process answers at all."""
    return _answer(HealthView(HealthStatus.UP))


@get(
    "/health/readiness",
    operation_id="getReadiness",
    summary="Whether requests can be served",
    media_type=ACTUATOR_JSON,
    responses=documented(PUBLIC) | _UNWELL_ANSWER,
    security=[{}],
)
async def get_readiness(request: Request[Any, Any, Any]) -> Response[HealthView]:
    """Answer UP while requests can be served, else 503."""
    return _answer(HealthView(_worst(await services_of(request).health.check())))


@get(
    "/info",
    operation_id="getInfo",
    summary="Read what was built",
    media_type=ACTUATOR_JSON,
    responses=query(RoleMissing),
)
async def get_info(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Read the name and version of what runs."""
    return dict(services_of(request).info)


def _worst(parts: Mapping[str, Component]) -> HealthStatus:
    found = {part.status for part in parts.values()}
    return next((status for status in HealthStatus if status in found), HealthStatus.UP)


def _component(part: Component) -> dict[str, Any]:
    shown: dict[str, Any] = {"status": part.status}
    if part.details:
        shown["details"] = dict(part.details)
    return shown


def _answer(view: HealthView) -> Response[HealthView]:
    status = 503 if view.status in _UNWELL else 200
    return Response(view, status_code=status, media_type=ACTUATOR_JSON)


actuator = Router(
    "/actuator",
    route_handlers=[
        get_liveness,
        get_readiness,
        Router(
            "/",
            route_handlers=[
                get_index,
                get_health,
                get_info,
                get_metrics,
                get_metric,
                get_prometheus,
                get_loggers,
                get_logger,
            ],
            guards=[authenticated, open_to(*READERS)],
        ),
        Router("/", route_handlers=[set_logger], guards=[authenticated, open_to("administrator")]),
    ],
    tags=["Actuator"],
)
