"""The bank's measures, for Prometheus and for Spring's tools."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter
from msgspec import UNSET, Struct, UnsetType

from bank.interfaces.http.documentation import query
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.management.spring import ACTUATOR_JSON
from bank.interfaces.http.refusals import InvalidRequest, ObjectNotFound, RoleMissing
from bank.interfaces.http.services import Measures, services_of

PROMETHEUS_TEXT = "text/plain; version=0.0.4"

Tags = Annotated[
    list[str] | None,
    QueryParameter(name="tag", description="Only what has this tag: `name:value`."),
]


class MetricNames(Struct, frozen=True):
    """What is measured."""

    names: list[str]


class Measurement(Struct, frozen=True):
    """One figure."""

    statistic: str
    value: float


class MetricTag(Struct, frozen=True):
    """A tag by which a measure can be divided."""

    tag: str
    values: list[str]


class MetricView(Struct, frozen=True, kw_only=True, rename="camel"):
    """One measure, summed over the tags that were not asked for."""

    name: str
    description: str | UnsetType = UNSET
    base_unit: str | UnsetType = UNSET
    measurements: list[Measurement]
    available_tags: list[MetricTag]


@get(
    "/metrics",
    operation_id="listMetrics",
    summary="List what is measured",
    media_type=ACTUATOR_JSON,
    responses=query(RoleMissing),
)
async def get_metrics(request: Request[Any, Any, Any]) -> MetricNames:
    """List what is measured."""
    return MetricNames(_measures(request).names())


@get(
    "/metrics/{name:str}",
    operation_id="getMetric",
    summary="Read one measure",
    media_type=ACTUATOR_JSON,
    responses=query(RoleMissing, ObjectNotFound),
)
async def get_metric(
    request: Request[Any, Any, Any], name: FromPath[str], tags: Tags = None
) -> MetricView:
    """Read one measure, of certain tags where given."""
    try:
        found = _measures(request).metric(name, tags or [])
    except ValueError:
        detail = "Write it as name:value."
        raise InvalidRequest(errors=[FieldError("query", "tag", detail)]) from None
    if found is None:
        raise ObjectNotFound
    return msgspec.convert(found, MetricView)


@get(
    "/prometheus",
    operation_id="getPrometheus",
    summary="Scrape all measures",
    media_type=PROMETHEUS_TEXT,
    responses=query(RoleMissing),
)
async def get_prometheus(request: Request[Any, Any, Any]) -> Response[str]:
    """Give all measures in the text format of Prometheus."""
    return Response(_measures(request).prometheus().decode(), media_type=PROMETHEUS_TEXT)


def _measures(request: Request[Any, Any, Any]) -> Measures:
    return services_of(request).measures
