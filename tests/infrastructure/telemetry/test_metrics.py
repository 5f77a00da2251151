from collections.abc import Callable
from threading import Thread
from time import sleep

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.infrastructure.telemetry.otlp_receiver import otlp_receiver

from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry import TagIsMalformed, Telemetry, configure_telemetry


def telemetry(label_values_max: int = 100) -> Telemetry:
    return configure_telemetry(SystemClock(), version="1", label_values_max=label_values_max)


def answered(watched: Telemetry, uri: str, status: str, seconds: float) -> None:
    watched.tracer.measure(
        "http.server.requests", seconds, method="GET", uri=uri, status=status, outcome="SUCCESS"
    )


def measurements(watched: Telemetry, name: str, *tags: str) -> dict[str, float]:
    shown = watched.metrics.metric(name, tags)
    assert shown is not None
    return {each["statistic"]: each["value"] for each in shown["measurements"]}


def samples(watched: Telemetry) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    text = watched.metrics.prometheus().decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_one_metric_reads_as_spring_s_actuator_shows_it() -> None:
    watched = telemetry()
    answered(watched, "/v1/accounts/{id}", "200", 0.25)
    answered(watched, "/v1/accounts/{id}", "200", 0.5)
    answered(watched, "/v1/transfers", "201", 0.125)
    assert watched.metrics.names() == ["http.server.requests"]
    assert watched.metrics.metric("http.server.requests", ["uri:/v1/accounts/{id}"]) == {
        "name": "http.server.requests",
        "description": "Answered requests.",
        "baseUnit": "seconds",
        "measurements": [
            {"statistic": "COUNT", "value": 2.0},
            {"statistic": "TOTAL_TIME", "value": 0.75},
            {"statistic": "MAX", "value": 0.5},
        ],
        "availableTags": [
            {"tag": "method", "values": ["GET"]},
            {"tag": "status", "values": ["200"]},
            {"tag": "outcome", "values": ["SUCCESS"]},
        ],
    }
    assert measurements(watched, "http.server.requests")["COUNT"] == 3


def test_what_was_never_measured_is_not_there() -> None:
    watched = telemetry()
    assert watched.metrics.metric("bank.refusals") is None
    watched.tracer.count("bank.refusals", code="a", action="b")
    assert watched.metrics.metric("bank.refusals", ["code:z"]) is None
    assert watched.metrics.metric("bank.refusals", ["unknown:z"]) is None
    assert measurements(watched, "bank.refusals") == {"COUNT": 1}


@pytest.mark.parametrize("tag", ["code", "", ":a"])
def test_a_tag_without_name_or_colon_is_malformed(tag: str) -> None:
    with pytest.raises(TagIsMalformed):
        telemetry().metrics.metric("bank.refusals", [tag])


def test_a_size_has_a_total_and_no_unit() -> None:
    watched = telemetry()
    watched.tracer.measure("bank.posting.batch.size", 8190)
    assert measurements(watched, "bank.posting.batch.size") == {
        "COUNT": 1,
        "TOTAL": 8190,
        "MAX": 8190,
    }
    shown = watched.metrics.metric("bank.posting.batch.size")
    assert shown is not None
    assert "baseUnit" not in shown


def test_prometheus_reads_every_metric_under_micrometer_s_names() -> None:
    watched = telemetry()
    watched.tracer.count("bank.refusals", 2, code="insufficient_funds", action="transfer.post")
    watched.tracer.measure("bank.posting.stage.duration", 0.003, stage="lock")
    watched.tracer.measure("bank.posting.queue.depth", 3)
    answered(watched, '/v1/"quoted"\\', "200", 0.004)
    found = samples(watched)
    refused = (("action", "transfer.post"), ("code", "insufficient_funds"))
    assert found["bank_refusals_total", refused] == 2
    assert found["bank_posting_stage_duration_seconds_count", (("stage", "lock"),)] == 1
    assert (
        found["bank_posting_stage_duration_seconds_bucket", (("le", "0.0025"), ("stage", "lock"))]
        == 0
    )
    assert (
        found["bank_posting_stage_duration_seconds_bucket", (("le", "0.005"), ("stage", "lock"))]
        == 1
    )
    assert found["bank_posting_queue_depth_bucket", (("le", "4.0"),)] == 1
    assert found["bank_posting_queue_depth_bucket", (("le", "+Inf"),)] == 1
    assert any(name == "http_server_requests_seconds_sum" for name, _ in found)


def test_label_values_beyond_the_bound_become_other_and_nothing_is_lost() -> None:
    watched = telemetry(label_values_max=3)
    for number in range(50):
        watched.tracer.count("bank.refusals", code=f"code{number}", action="transfer.post")
    shown = watched.metrics.metric("bank.refusals")
    assert shown is not None
    assert shown["availableTags"][0]["values"] == ["code0", "code1", "code2", "other"]
    assert measurements(watched, "bank.refusals")["COUNT"] == 50
    assert measurements(watched, "bank.refusals", "code:other")["COUNT"] == 47


def test_combinations_beyond_the_bound_become_other_too() -> None:
    watched = telemetry()
    for code in range(60):
        for action in range(60):
            watched.tracer.count("bank.refusals", code=f"c{code}", action=f"a{action}")
    assert measurements(watched, "bank.refusals")["COUNT"] == 3600
    assert measurements(watched, "bank.refusals", "code:other", "action:other")["COUNT"] == 1600


def test_undeclared_labels_are_left_out_and_missing_ones_are_empty() -> None:
    watched = telemetry()
    watched.tracer.count("bank.refusals", code="a", customer="0199")
    watched.tracer.count("bank.refusals", action="b", code="a")
    watched.tracer.count("bank.refusals", code="a", action="b")
    shown = watched.metrics.metric("bank.refusals")
    assert shown is not None
    assert shown["availableTags"] == [
        {"tag": "code", "values": ["a"]},
        {"tag": "action", "values": ["", "b"]},
    ]
    assert measurements(watched, "bank.refusals", "action:b")["COUNT"] == 2


def test_an_account_number_in_a_label_is_masked() -> None:
    watched = telemetry()
    answered(watched, "/v1/accounts/DE89370400440532013000", "200", 0.1)
    assert "DE8937" not in watched.metrics.prometheus().decode()
    assert measurements(watched, "http.server.requests", "uri:/v1/accounts/[masked]")["COUNT"] == 1


def test_a_metric_of_a_plugin_is_described_by_its_first_use() -> None:
    watched = telemetry()
    watched.tracer.measure("acme.gateway.duration", 0.5, gateway="acme")
    watched.tracer.count("acme.gateway.calls", gateway="acme")
    assert measurements(watched, "acme.gateway.duration") == {
        "COUNT": 1,
        "TOTAL_TIME": 0.5,
        "MAX": 0.5,
    }
    assert ("acme_gateway_calls_total", (("gateway", "acme"),)) in samples(watched)


@pytest.mark.parametrize(
    "use",
    [
        lambda watched: watched.tracer.measure("bank.posting.batch.size", -1),
        lambda watched: watched.tracer.measure("bank.posting.batch.size", float("nan")),
        lambda watched: watched.tracer.count("no name at all"),
        lambda watched: watched.tracer.count(""),
    ],
)
def test_what_is_no_measurement_is_passed_over(use: Callable[[Telemetry], None]) -> None:
    watched = telemetry()
    use(watched)
    assert watched.metrics.names() == []
    watched.metrics.prometheus()


def test_metrics_do_not_become_endless() -> None:
    watched = telemetry()
    for number in range(500):
        watched.tracer.count(f"made.up.m{number}")
    assert len(watched.metrics.names()) == 200


def test_threads_that_measure_at_once_lose_nothing() -> None:
    """Two and more threads, one series.

    Scenario: four threads measure 5,000 times each. Outcome: 20,000 are counted everywhere.
    """
    watched = telemetry()

    def measure() -> None:
        for _ in range(5_000):
            watched.tracer.measure("bank.posting.batch.duration", 0.25)

    threads = [Thread(target=measure) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert measurements(watched, "bank.posting.batch.duration")["COUNT"] == 20_000
    assert measurements(watched, "bank.posting.batch.duration")["TOTAL_TIME"] == 5_000
    infinite = ("bank_posting_batch_duration_seconds_bucket", (("le", "+Inf"),))
    assert samples(watched)[infinite] == 20_000


def test_a_collector_receives_the_metrics() -> None:
    with otlp_receiver() as receiver:
        watched = configure_telemetry(
            SystemClock(),
            version="1",
            otlp_endpoint=receiver.endpoint,
            metrics_interval_seconds=3600,
        )
        watched.tracer.count("bank.refusals", 2, code="insufficient_funds", action="transfer.post")
        for seconds in (0.002, 0.004, 20.0):
            watched.tracer.measure("bank.posting.batch.duration", seconds)
        watched.shutdown()
        (refused,) = receiver.metrics["bank.refusals"].sum.data_points
        (batch,) = receiver.metrics["bank.posting.batch.duration"].histogram.data_points
    assert receiver.metrics["bank.refusals"].sum.is_monotonic
    assert refused.as_double == 2 or refused.as_int == 2
    assert {each.key: each.value.string_value for each in refused.attributes} == {
        "code": "insufficient_funds",
        "action": "transfer.post",
    }
    assert receiver.metrics["bank.posting.batch.duration"].unit == "s"
    assert (batch.count, batch.min, batch.max) == (3, 0.002, 20.0)
    assert batch.sum == pytest.approx(20.006)
    assert sum(batch.bucket_counts) == 3
    assert len(batch.bucket_counts) == len(batch.explicit_bounds) + 1
    assert batch.bucket_counts[-1] == 1
    assert batch.time_unix_nano >= batch.start_time_unix_nano > 1_700_000_000_000_000_000


def test_a_collector_receives_them_again_and_again() -> None:
    with otlp_receiver() as receiver:
        watched = configure_telemetry(
            SystemClock(),
            version="1",
            otlp_endpoint=receiver.endpoint,
            metrics_interval_seconds=0.02,
        )
        for _ in range(200):
            watched.tracer.count("bank.refusals", code="a", action="b")
            if len(receiver.measurements) >= 2:
                break
            sleep(0.02)
        watched.shutdown()
        assert len(receiver.measurements) >= 3
