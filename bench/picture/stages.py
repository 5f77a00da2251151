"""The stages of a batch, as the bank's own metrics tell them."""

import re
import urllib.request
from collections.abc import Mapping
from typing import NamedTuple

from bench.banks.served import Served
from bench.load.wire import HOST

_STAGE = re.compile(r'bank_posting_stage_duration_seconds_sum\{stage="(\w+)"\} (\S+)')
_BATCHES = re.compile(r"bank_posting_batch_duration_seconds_sum (\S+)")
_COUNT = re.compile(r"bank_posting_batch_duration_seconds_count (\S+)")

HTTP = "HTTP, and waiting for each other"
DECIDE = "decide"


class Batches(NamedTuple):
    """Seconds in batches, by stage and as a whole, since the process began; and how many."""

    stages: Mapping[str, float]
    seconds: float
    batches: float


def read_batches(served: Served) -> Batches:
    """Ask the server process."""
    url = f"http://{HOST}:{served.port}/actuator/prometheus"
    request = urllib.request.Request(url, headers={"Authorization": f"Bearer {served.token}"})
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - ours
        return batches_of(answer.read().decode())


def batches_of(text: str) -> Batches:
    """Read the metrics' text."""
    whole, count = _BATCHES.search(text), _COUNT.search(text)
    stages = {name: float(seconds) for name, seconds in _STAGE.findall(text)}
    return Batches(stages, float(whole[1]) if whole else 0.0, float(count[1]) if count else 0.0)


def microseconds(
    before: Batches, after: Batches, *, seconds: float, transfers: int
) -> dict[str, float]:
    """Give what a transfer took of the clock, by stage.

    Deciding is what of a batch no stage has told; and what is no batch is HTTP's, and the load
    generator's and the server's waiting for each other.
    """
    told = {name: spent - before.stages.get(name, 0.0) for name, spent in after.stages.items()}
    batches = after.seconds - before.seconds
    decide = max(0.0, batches - sum(told.values()))
    parts = {HTTP: max(0.0, seconds - batches), **told}
    ordered = {HTTP: parts.pop(HTTP)}
    if "load" in parts:
        ordered["load"] = parts.pop("load")
    ordered |= {DECIDE: decide, **parts}
    return {name: spent * 1e6 / transfers for name, spent in ordered.items()}
