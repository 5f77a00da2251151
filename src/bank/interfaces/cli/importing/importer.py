"""The import itself: read, send ahead, and settle in the order of the file."""

import asyncio
import os
import stat
import sys
from collections import deque
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bank.interfaces.cli.importing.bulk import BatchResult, BulkPoster
from bank.interfaces.cli.importing.calling import BankCaller
from bank.interfaces.cli.importing.error_report import ErrorReport
from bank.interfaces.cli.importing.identity import ImportIdentity
from bank.interfaces.cli.importing.progress import ProgressDisplay, display
from bank.interfaces.cli.importing.reading.batches import Batch, Batches
from bank.interfaces.cli.importing.state import (
    ImportState,
    Progressed,
    StateFile,
    refuse_another,
)
from bank.interfaces.cli.importing.stopping import ImportStopped
from bank.interfaces.cli.importing.tokens import Tokens

IN_FLIGHT_MAX = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """What to import, where to, and under which name; ``batch`` counts records."""

    file: Path
    url: str
    name: str
    batch: int
    errors: Path
    state: Path
    patience_seconds: float


async def run_import(order: ImportOrder, tokens: Tokens) -> ImportState:
    """Import a file to its end and give the final state.

    Raises ``ImportStopped`` where it cannot go on. Memory holds the batches in flight and the one
    being read, whatever the file's size.
    """
    with ExitStack() as opened:
        file = opened.enter_context(_opened(order.file))
        states = StateFile(order.state)
        read = Progressed(file)
        size = os.fstat(file.fileno()).st_size
        state = states.load()
        if state is None:
            state = ImportState(name=order.name, url=order.url, size=size)
        refuse_another(state, read, name=order.name, url=order.url, size=size)
        if state.done:
            return state
        identity = ImportIdentity(order.name)
        batches = Batches(file, identity, size=order.batch, offset=state.offset, line=state.line)
        errors = opened.enter_context(ErrorReport(order.errors, kept_bytes=state.errors_bytes))
        shown = opened.enter_context(display(size, state.offset, sys.stderr))
        ledger = _Settlement(state, states, errors, read, shown)
        caller = BankCaller(
            order.url, tokens, patience_seconds=order.patience_seconds, notice=shown.say
        )
        async with caller:
            await _send_all(batches, BulkPoster(caller, identity), ledger)
        ledger.finish(size)
        return state


async def _send_all(batches: Batches, poster: BulkPoster, settlement: "_Settlement") -> None:
    in_flight: deque[tuple[Batch, asyncio.Task[BatchResult]]] = deque()
    try:
        # Reading goes on in a thread of its own while the bank works on what was sent.
        while (batch := await asyncio.to_thread(batches.next)) is not None:
            in_flight.append((batch, asyncio.create_task(poster.post(batch))))
            if len(in_flight) == IN_FLIGHT_MAX:
                await _settle_oldest(in_flight, settlement)
        while in_flight:
            await _settle_oldest(in_flight, settlement)
    finally:
        tasks = [task for _, task in in_flight]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _settle_oldest(
    in_flight: deque[tuple[Batch, asyncio.Task[BatchResult]]], settlement: "_Settlement"
) -> None:
    batch, task = in_flight[0]
    result = await task
    in_flight.popleft()
    settlement.settle(batch, result)


class _Settlement:
    """Advances the state batch by batch: the errors first, then the state that counts them."""

    def __init__(
        self,
        state: ImportState,
        states: StateFile,
        errors: ErrorReport,
        read: Progressed,
        shown: ProgressDisplay,
    ) -> None:
        self._state = state
        self._states = states
        self._errors = errors
        self._read = read
        self._shown = shown
        self._records_before = state.records

    def settle(self, batch: Batch, result: BatchResult) -> None:
        state = self._state
        state.posted += result.posted
        state.pending += result.pending
        state.refused += len(result.bad)
        state.errors_bytes = self._errors.append(result.bad)
        state.offset, state.line = batch.offset, batch.line
        state.digest = self._read.to(batch.offset)
        self._states.save(state)
        self._shown.advance(state.offset, state.records - self._records_before)

    def finish(self, size: int) -> None:
        self._state.errors_bytes = self._errors.append([])
        self._state.offset = size
        self._state.digest = self._read.to(size)
        self._state.done = True
        self._states.save(self._state)


def _opened(path: Path) -> BinaryIO:
    try:
        file = path.open("rb")
    except OSError as error:
        raise ImportStopped(f"{path} cannot be read ({error.strerror}).") from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise ImportStopped("An import that can be resumed needs a regular file, not a pipe.")
    return file
