import logging
from collections.abc import Iterator

import pytest
from tests.interfaces.http.scene import ISSUER, House, fields, problem

from bank.interfaces.http.services import HealthStatus

V3 = "application/vnd.spring-boot.actuator.v3+json"
V2 = "application/vnd.spring-boot.actuator.v2+json;charset=UTF-8"
PROTECTED = ["", "/health", "/info", "/metrics", "/metrics/x", "/prometheus", "/loggers"]


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    found = logging.getLogger("bank.tests.spoken")
    yield found
    found.setLevel(logging.NOTSET)


async def test_liveness_and_readiness_are_for_everybody_without_details(house: House) -> None:
    for group in ("liveness", "readiness"):
        answer = await house.call("GET", f"/actuator/health/{group}", role=None)
        assert (answer.status_code, answer.json()) == (200, {"status": "UP"})
        assert answer.headers["content-type"] == V3


@pytest.mark.parametrize("status", [HealthStatus.DOWN, HealthStatus.OUT_OF_SERVICE])
async def test_a_bank_that_cannot_serve_lives_but_is_not_ready(
    house: House, status: HealthStatus
) -> None:
    house.probe.status = status
    ready = await house.call("GET", "/actuator/health/readiness", role=None)
    assert (ready.status_code, ready.json()) == (503, {"status": status.value})
    whole = await house.call("GET", "/actuator/health", role="auditor")
    assert whole.status_code == 503
    alive = await house.call("GET", "/actuator/health/liveness", role=None)
    assert alive.status_code == 200


async def test_health_has_details_for_those_who_may_see_them(house: House) -> None:
    answer = await house.call("GET", "/actuator/health", role="administrator")
    assert answer.headers["content-type"] == V3
    assert answer.json() == {
        "status": "UP",
        "components": {"db": {"status": "UP", "details": {"database": "PostgreSQL"}}},
        "groups": ["liveness", "readiness"],
    }


@pytest.mark.parametrize("path", PROTECTED)
async def test_the_rest_needs_a_token_of_the_right_role(house: House, path: str) -> None:
    path = f"/actuator{path}"
    problem(await house.call("GET", path, role=None), 401, "token_missing")
    for role in ("customer", "teller"):
        problem(await house.call("GET", path, role=role), 403, "role_missing")


async def test_the_index_links_what_is_there(house: House) -> None:
    answer = await house.call("GET", "/actuator", role="service_account")
    assert answer.headers["content-type"] == V3
    links = answer.json()["_links"]
    assert links["self"] == {"href": f"{ISSUER}/actuator", "templated": False}
    assert links["health"] == {"href": f"{ISSUER}/actuator/health", "templated": False}
    for link in links.values():
        assert link["templated"] is ("{" in link["href"])
        if not link["templated"]:
            there = await house.call("GET", link["href"].removeprefix(ISSUER))
            assert there.status_code == 200, link


async def test_probing_finds_nothing_that_is_not_there(house: House) -> None:
    for name in ("heapdump", "env", "shutdown", "threaddump", "beans"):
        answer = await house.call("OPTIONS", f"/actuator/{name}", role=None)
        problem(answer, 404, "route_not_found")
    assert (await house.call("OPTIONS", "/actuator/health")).status_code == 204


async def test_info_says_what_was_built(house: House) -> None:
    answer = await house.call("GET", "/actuator/info", role="auditor")
    assert answer.json()["build"]["name"] == "bank-server"


async def test_prometheus_is_scraped_as_text(house: House) -> None:
    _refuse(house, "insufficient_funds", 3)
    answer = await house.call("GET", "/actuator/prometheus", role="service_account")
    line = 'bank_refusals_total{action="transfer.post",code="insufficient_funds"} 3.0'
    assert line in answer.text.splitlines()
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")


async def test_metrics_are_read_as_spring_has_them(house: House) -> None:
    _refuse(house, "insufficient_funds", 3)
    _refuse(house, "account_not_found", 4)
    names = (await house.call("GET", "/actuator/metrics", role="auditor")).json()
    assert names == {"names": ["bank.refusals"]}
    at = "/actuator/metrics/bank.refusals"
    whole = (await house.call("GET", at, role="auditor")).json()
    assert whole.pop("description")
    assert whole == {
        "name": "bank.refusals",
        "measurements": [{"statistic": "COUNT", "value": 7.0}],
        "availableTags": [
            {"tag": "code", "values": ["account_not_found", "insufficient_funds"]},
            {"tag": "action", "values": ["transfer.post"]},
        ],
    }
    tagged = f"{at}?tag=code:insufficient_funds&tag=action:transfer.post"
    some = (await house.call("GET", tagged, role="auditor")).json()
    assert some["measurements"] == [{"statistic": "COUNT", "value": 3.0}]
    assert some["availableTags"] == []


async def test_a_duration_has_its_unit_and_its_greatest(house: House) -> None:
    house.telemetry.tracer.measure("http.server.requests", 0.25, method="GET", status="200")
    answer = await house.call("GET", "/actuator/metrics/http.server.requests", role="auditor")
    assert answer.json()["baseUnit"] == "seconds"
    assert answer.json()["measurements"] == [
        {"statistic": "COUNT", "value": 1.0},
        {"statistic": "TOTAL_TIME", "value": 0.25},
        {"statistic": "MAX", "value": 0.25},
    ]


async def test_metrics_that_are_not_there_are_not_found(house: House) -> None:
    _refuse(house, "insufficient_funds", 1)
    for path in ("nonsense", "bank.refusals?tag=code:nonsense"):
        answer = await house.call("GET", f"/actuator/metrics/{path}", role="auditor")
        problem(answer, 404, "not_found")
    for tag in ("code", ":a"):
        at = f"/actuator/metrics/bank.refusals?tag={tag}"
        bad = problem(await house.call("GET", at, role="auditor"), 400, "invalid_request")
        assert fields(bad) == ["tag"]


def _refuse(house: House, code: str, times: int) -> None:
    for _ in range(times):
        house.telemetry.tracer.count("bank.refusals", code=code, action="transfer.post")


@pytest.mark.parametrize("kind", [V2, V3, "application/json"])
async def test_an_administrator_sets_a_level_and_takes_it_away(
    house: House, logger: logging.Logger, kind: str
) -> None:
    at = f"/actuator/loggers/{logger.name}"
    for content, level in [
        (b'{"configuredLevel":"DEBUG"}', "DEBUG"),
        (b'{"configuredLevel":"WARN"}', "WARN"),
        (b'{"configuredLevel":"OFF"}', "OFF"),
    ]:
        headers = {"content-type": kind}
        set_to = await house.call(
            "POST", at, content=content, role="administrator", headers=headers
        )
        assert (set_to.status_code, set_to.content) == (204, b"")
        read = (await house.call("GET", at, role="administrator")).json()
        assert read == {"configuredLevel": level, "effectiveLevel": level}
    taken = b'{"configuredLevel":null}'
    await house.call("POST", at, content=taken, role="administrator")
    assert logger.level == logging.NOTSET
    assert "configuredLevel" not in (await house.call("GET", at, role="administrator")).json()


async def test_the_root_s_level_is_taken_back_to_the_one_of_the_start(house: House) -> None:
    before = logging.root.level
    try:
        for content in (b'{"configuredLevel":"OFF"}', b'{"configuredLevel":null}'):
            await house.call(
                "POST", "/actuator/loggers/ROOT", content=content, role="administrator"
            )
        assert logging.root.level == before
    finally:
        logging.root.setLevel(before)


async def test_loggers_are_listed_and_only_known_ones_are_set(
    house: House, logger: logging.Logger
) -> None:
    listed = (await house.call("GET", "/actuator/loggers", role="auditor")).json()
    assert listed["levels"] == ["OFF", "ERROR", "WARN", "INFO", "DEBUG", "TRACE"]
    assert {"ROOT", logger.name} <= listed["loggers"].keys()
    body = b'{"configuredLevel":"INFO"}'
    at = "/actuator/loggers/nobody.logs.here"
    problem(await house.call("POST", at, content=body, role="administrator"), 404, "not_found")
    assert at.rpartition("/")[2] not in logging.root.manager.loggerDict


async def test_only_an_administrator_sets_levels(house: House, logger: logging.Logger) -> None:
    at, body = f"/actuator/loggers/{logger.name}", b'{"configuredLevel":"INFO"}'
    problem(await house.call("POST", at, content=body, role="auditor"), 403, "role_missing")
    bad = await house.call("POST", at, content=b'{"configuredLevel":"LOUD"}', role="administrator")
    assert fields(problem(bad, 400, "invalid_request")) == ["/configuredLevel"]
    assert logger.level == logging.NOTSET
