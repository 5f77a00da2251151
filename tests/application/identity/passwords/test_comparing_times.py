"""What comparing a password took less than the slowest comparison is what a refusal waits for."""

import asyncio
from datetime import timedelta

import pytest

from bank.application.identity.passwords.comparing_times import LONGEST, ComparingTimes


async def _missing(times: ComparingTimes, *taken: tuple[float, int]) -> float:
    """Give what is missing in a request of its own."""

    async def request() -> float:
        times.begin()
        for seconds, texts in taken:
            times.took(seconds, texts)
        return times.missing()

    return await asyncio.create_task(request())


async def test_the_slowest_comparison_is_learned_from_anybody() -> None:
    times = ComparingTimes()
    assert await _missing(times, (0.03, 1)) == 0
    assert await _missing(times, (1.0, 1)) == 0
    assert await _missing(times, (0.03, 1)) == pytest.approx(0.97)
    times.took(2.0, 1)  # of somebody who proves again that it is they
    assert await _missing(times, (0.03, 1)) == pytest.approx(1.97)


async def test_nothing_is_learned_from_the_banks_own_hashes() -> None:
    times = ComparingTimes()
    times.took(3.0, 1, own=True)
    assert await _missing(times, (0.03, 1)) == 0


async def test_it_is_known_from_the_start_where_it_is_said() -> None:
    times = ComparingTimes(timedelta(seconds=1))
    assert await _missing(times, (0.03, 1)) == pytest.approx(0.97)


async def test_a_password_that_is_compared_in_two_forms_waits_for_both() -> None:
    times = ComparingTimes()
    assert await _missing(times, (2.0, 2)) == 0
    assert await _missing(times, (0.03, 1)) == pytest.approx(0.97)
    assert await _missing(times, (0.06, 2)) == pytest.approx(1.94)


async def test_a_request_that_is_run_twice_waits_for_both_comparisons() -> None:
    times = ComparingTimes(timedelta(seconds=1))
    assert await _missing(times, (0.25, 1), (0.5, 1)) == pytest.approx(1.25)


async def test_whoever_compares_nothing_waits_for_nothing() -> None:
    assert await _missing(ComparingTimes(timedelta(seconds=1))) == 0


async def test_nobody_waits_for_a_machine_that_stood_still() -> None:
    for times in (ComparingTimes(), ComparingTimes(timedelta(hours=1))):
        times.took(3_600, 1)
        assert await _missing(times, (1.0, 1)) == LONGEST.total_seconds() - 1


async def test_requests_at_once_do_not_see_each_others_comparisons() -> None:
    times = ComparingTimes(timedelta(seconds=1))
    one, other = await asyncio.gather(_missing(times, (0.25, 1)), _missing(times))
    assert (one, other) == (0.75, 0)
