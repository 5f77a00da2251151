"""The bank's measures, for Prometheus and for Spring's tools."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Annotated, Any

from litestar import Request, Response, get
from litestar.params import FromPath, QueryParameter
from msgspec import UNSET, Struct, UnsetType
from prometheus_client.core import Metric
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

from bank.interfaces.http.documentation import query
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.management.spring import ACTUATOR_JSON
from bank.interfaces.http.refusals import InvalidRequest, ObjectNotFound, RoleMissing
from bank.interfaces.http.services import Services

PROMETHEUS_TEXT = "text/plain; version=0.0.4"
_STATISTICS = {"_total": "COUNT", "_count": "COUNT", "_sum": "TOTAL", "_bucket": "", "_created": ""}

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


class MetricView(Struct, frozen=True, rename="camel"):
    """One measure, summed over the tags that were not asked for."""

    name: str
    description: str
    measurements: list[Measurement]
    available_tags: list[MetricTag]
    base_unit: str | UnsetType = UNSET


@get(
    "/metrics",
    operation_id="listMetrics",
    summary="List what is measured",
    media_type=ACTUATOR_JSON,
    responses=query(RoleMissing),
)
async def get_metrics(request: Request[Any, Any, Any]) -> MetricNames:
    """List what is measured."""
    return MetricNames(sorted(family.name for family in _families(request)))


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
    wanted = _wanted(tags or [])
    for family in _families(request):
        if family.name == name:
            return _view(family, wanted)
    raise ObjectNotFound


@get(
    "/prometheus",
    operation_id="getPrometheus",
    summary="Scrape all measures",
    media_type=PROMETHEUS_TEXT,
    responses=query(RoleMissing),
)
async def get_prometheus(request: Request[Any, Any, Any]) -> Response[str]:
    """Give all measures in the text format of Prometheus."""
    services: Services = request.app.state.services
    return Response(services.metrics(), media_type=PROMETHEUS_TEXT)


def _families(request: Request[Any, Any, Any]) -> Iterable[Metric]:
    services: Services = request.app.state.services
    return text_string_to_metric_families(services.metrics())


def _wanted(tags: list[str]) -> dict[str, str]:
    wanted = {}
    for tag in tags:
        name, colon, value = tag.partition(":")
        if not colon:
            raise InvalidRequest(errors=[FieldError("query", "tag", "Write it as name:value.")])
        wanted[name] = value
    return wanted


def _view(family: Metric, wanted: dict[str, str]) -> MetricView:
    samples = [each for each in family.samples if wanted.items() <= each.labels.items()]
    if wanted and not samples:
        raise ObjectNotFound
    return MetricView(
        name=family.name,
        description=family.documentation,
        measurements=_measurements(family.name, samples),
        available_tags=_tags(samples, without=wanted),
        base_unit=family.unit or UNSET,
    )


def _measurements(name: str, samples: Iterable[Sample]) -> list[Measurement]:
    sums: defaultdict[str, float] = defaultdict(float)
    for sample in samples:
        statistic = _STATISTICS.get(sample.name.removeprefix(name), "VALUE")
        if statistic:
            sums[statistic] += sample.value
    return [Measurement(statistic, value) for statistic, value in sums.items()]


def _tags(samples: Iterable[Sample], without: dict[str, str]) -> list[MetricTag]:
    values: defaultdict[str, set[str]] = defaultdict(set)
    for sample in samples:
        for label, value in sample.labels.items():
            if label not in without and label != "le":
                values[label].add(value)
    return [MetricTag(label, sorted(found)) for label, found in sorted(values.items())]
