"""What every maker of identifiers does."""

from datetime import UTC, datetime, timedelta

import pytest

from bank.application.ports.ids import Ids
from bank.infrastructure.in_memory.time_and_ids import CountedIds, SettableClock
from bank.infrastructure.system.ids import UuidIds

CLOCK = SettableClock(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
ADAPTERS = {"in_memory": CountedIds(CLOCK), "system": UuidIds()}


@pytest.fixture(params=ADAPTERS)
def ids(request: pytest.FixtureRequest) -> Ids:
    return ADAPTERS[request.param]


def test_ids_are_uuids_of_version_7_that_nobody_had_before(ids: Ids) -> None:
    made = [ids.new() for _ in range(2000)]
    assert len(set(made)) == 2000
    assert {(each.version, each.variant) for each in made} == {(7, "specified in RFC 4122")}


def test_ids_sort_by_the_time_they_were_made(ids: Ids) -> None:
    made = [ids.new() for _ in range(2000)]
    assert made == sorted(made)


def test_ids_sort_though_the_clock_runs_backwards() -> None:
    ids = ADAPTERS["in_memory"]
    first = ids.new()
    CLOCK.move(-timedelta(days=1))
    assert ids.new() > first
