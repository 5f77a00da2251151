"""Traces that nobody will look at are told before a span is made, as the sampler would tell."""

import pytest
from opentelemetry.sdk.trace.sampling import Decision, TraceIdRatioBased

from bank.infrastructure.telemetry.beginnings import Beginnings


@pytest.mark.parametrize("ratio", [0.0, 0.25, 1.0])
def test_the_sampler_decides_the_same(ratio: float) -> None:
    beginnings, sampler = Beginnings(ratio), TraceIdRatioBased(ratio)
    for _ in range(200):
        begun = beginnings.unexported()
        trace_id = begun.trace_id if begun else beginnings.generate_trace_id()
        decision = sampler.should_sample(None, trace_id, "x").decision
        assert (decision is Decision.RECORD_AND_SAMPLE) is (begun is None)


def test_traces_that_begin_elsewhere_get_ids_of_their_own() -> None:
    beginnings = Beginnings(1.0)
    assert beginnings.unexported() is None
    ids = {beginnings.generate_trace_id() for _ in range(3)}
    assert len(ids) == 3
