"""How workers go round: nothing that happens in one round is the end of all later ones."""

import asyncio
import logging
from collections.abc import Callable

import pytest

from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.interfaces.workers.rounds import Watch, Worker

Round = Callable[[], int | None]


def refused() -> int | None:
    raise DatabaseUnavailable


def lost() -> int | None:
    raise TransientFault


def broken() -> int | None:
    raise LookupError("a customer's name")


def more() -> int | None:
    return 1


def done() -> int | None:
    return None


class _Counting(Worker):
    doing = "counting"
    pause_seconds = 0.001

    def __init__(self, *rounds: Round) -> None:
        self._rounds = list(rounds)
        self.over = asyncio.Event()

    async def once(self) -> int | None:
        if not self._rounds:
            self.over.set()
            return 0
        return self._rounds.pop(0)()


class _Watching(_Counting, Watch):
    doing = "watching"
    cannot = "nothing can be seen"
    pause_seconds = 0.001


async def _go_round(worker: _Counting, caplog: pytest.LogCaptureFixture) -> list[str]:
    """Let a worker go round until nothing is left, end it, and give what it said."""
    caplog.set_level(logging.INFO)
    running = asyncio.create_task(worker.run())
    async with asyncio.timeout(5):
        await worker.over.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert {record.name for record in caplog.records} <= {__name__}
    return [f"{each.levelname} {each.message}" for each in caplog.records]


async def test_a_worker_goes_on_after_whatever_came_of_a_round(
    caplog: pytest.LogCaptureFixture,
) -> None:
    worker = _Counting(refused, broken, lost, more, more, done, refused)
    assert await _go_round(worker, caplog) == [
        "WARNING counting was refused",
        "ERROR counting failed",
        "ERROR counting failed",
        "WARNING counting was refused",
    ]
    assert caplog.records[0].__dict__["code"] == DatabaseUnavailable.code


async def test_a_watch_says_once_that_it_cannot_see_until_it_can_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    worker = _Watching(refused, lost, refused, done, lost, broken, lost, done, done, refused)
    assert await _go_round(worker, caplog) == [
        "WARNING nothing can be seen",
        "WARNING nothing can be seen",
        "ERROR watching failed",
        "WARNING nothing can be seen",
    ]


async def test_what_there_is_more_of_is_done_without_a_pause() -> None:
    worker = _Counting(more, more, more, done)
    await worker.look()
    await worker.look()
    assert worker.over.is_set()


async def test_each_process_may_have_a_pause_of_its_own() -> None:
    worker = _Counting()
    running = asyncio.create_task(worker.run(3600))
    await asyncio.sleep(0.02)
    assert not worker.over.is_set()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
