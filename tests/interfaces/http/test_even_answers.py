"""Answers leave at the end of a step, however long they took within it."""

from datetime import timedelta

import pytest

from bank.application.identity.passwords.comparing_times import ComparingTimes
from bank.domain.ledger.refusals import AccountNotFound
from bank.interfaces.http.even_answers import Steps


class Time:
    """A clock that only waiting and working move."""

    def __init__(self) -> None:
        self.now = 7.0

    async def pass_by(self, seconds: float) -> None:
        self.now += seconds

    async def work(self, seconds: float) -> str:
        await self.pass_by(seconds)
        return "an answer"

    async def compare(self, times: ComparingTimes, seconds: float, waits: float = 0) -> str:
        await self.pass_by(waits + seconds)
        times.took(seconds, 1)
        raise AccountNotFound

    async def refuse(self, seconds: float) -> str:
        await self.pass_by(seconds)
        raise AccountNotFound


def _steps(time: Time, step: float = 0.1, times: ComparingTimes | None = None) -> Steps:
    times = times or ComparingTimes()
    return Steps(timedelta(seconds=step), times, lambda: time.now, time.pass_by)


@pytest.mark.parametrize(
    ("works", "answers"), [(0.001, 0.1), (0.06, 0.1), (0.099, 0.1), (0.11, 0.2), (0.35, 0.4)]
)
async def test_what_takes_less_than_a_step_longer_takes_as_long(
    works: float, answers: float
) -> None:
    time = Time()
    assert await _steps(time).even(time.work(works)) == "an answer"
    assert time.now - 7 == pytest.approx(answers)


async def test_a_refusal_waits_as_well() -> None:
    time = Time()
    with pytest.raises(AccountNotFound):
        await _steps(time).even(time.refuse(0.03))
    assert time.now - 7 == pytest.approx(0.1)


async def test_where_refusals_alone_are_even_whoever_is_let_in_does_not_wait() -> None:
    time = Time()
    assert await _steps(time).even_refusals(time.work(0.03)) == "an answer"
    assert time.now - 7 == pytest.approx(0.03)
    with pytest.raises(AccountNotFound):
        await _steps(time).even_refusals(time.refuse(0.03))
    assert time.now - 7 == pytest.approx(0.13)


@pytest.mark.parametrize("step", [0.1, 0])
@pytest.mark.parametrize("waits", [0, 1.7])
async def test_every_refused_password_takes_as_long_as_the_slowest_hash(
    step: float, waits: float
) -> None:
    """Scenario: hashes of 1.13 s, 30 ms and 1 ms are compared, in a queue or in none.

    Outcome: after what they waited each refusal takes as long; one that compares nothing does not.
    """
    time, times = Time(), ComparingTimes()
    steps = _steps(time, step, times)
    taken = []
    for seconds in (1.13, 0.03, 0.001, 1.1):
        began = time.now
        with pytest.raises(AccountNotFound):
            await steps.even_refusals(time.compare(times, seconds, waits))
        taken.append(time.now - began)
    assert taken[0] == pytest.approx(1.13 + waits, abs=step or 1e-6)
    assert taken == pytest.approx([taken[0]] * 4)
    began = time.now
    with pytest.raises(AccountNotFound):
        await steps.even_refusals(time.refuse(0.03))
    assert time.now - began == pytest.approx(step or 0.03)


async def test_without_steps_nothing_waits() -> None:
    time = Time()
    assert await _steps(time, 0).even(time.work(0.03)) == "an answer"
    assert time.now - 7 == pytest.approx(0.03)
