"""How far the import is, for people: a bar on a terminal, a line every few seconds elsewhere."""

from abc import abstractmethod
from time import perf_counter
from types import TracebackType
from typing import Protocol, Self, TextIO

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

_LINE_EVERY_SECONDS = 5.0


class ProgressDisplay(Protocol):
    """Shows bytes done of the file, records and their rate; entered while the import runs."""

    @abstractmethod
    def advance(self, offset: int, records: int) -> None:
        """Show that the file is done up to ``offset`` bytes, with ``records`` done in this run."""

    @abstractmethod
    def say(self, notice: str) -> None:
        """Show what is being waited for; an empty notice takes it back."""

    @abstractmethod
    def __enter__(self) -> Self:
        """Begin."""

    @abstractmethod
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End, leaving what was shown."""


def display(size: int, offset: int, stream: TextIO) -> ProgressDisplay:
    """Give the display that suits the stream, for a file of ``size`` bytes begun at ``offset``."""
    if stream.isatty():
        return Bar(Console(file=stream), size, offset)
    return PlainLines(stream, size, offset)


class Bar(ProgressDisplay):
    """A bar with percentage, rate and time left."""

    def __init__(self, console: Console, size: int, offset: int) -> None:
        """Take where to draw, the file's size and where the run begins, in bytes."""
        self._progress = Progress(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[records]:,} lines, {task.fields[rate]:,}/s"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[notice]}"),
            console=console,
        )
        self._task = self._progress.add_task(
            "", total=size, completed=offset, records=0, rate=0, notice=""
        )
        self._since = perf_counter()

    def advance(self, offset: int, records: int) -> None:
        """Draw the bar anew."""
        rate = int(records / max(perf_counter() - self._since, 0.001))
        self._progress.update(self._task, completed=offset, records=records, rate=rate)

    def say(self, notice: str) -> None:
        """Put the notice after the bar."""
        self._progress.update(self._task, notice=notice)

    def __enter__(self) -> Self:
        """Draw from now on."""
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Leave the last bar standing."""
        self._progress.stop()


class PlainLines(ProgressDisplay):
    """A line every few seconds, for logs."""

    def __init__(self, stream: TextIO, size: int, offset: int) -> None:
        """Take where to write, the file's size and where the run begins, in bytes."""
        self._stream = stream
        self._size = size
        self._begin = offset
        self._since = self._written = perf_counter()
        self._notice = ""

    def advance(self, offset: int, records: int) -> None:
        """Write a line when the last one is old enough."""
        now = perf_counter()
        if now - self._written < _LINE_EVERY_SECONDS:
            return
        self._written = now
        seconds = now - self._since
        left = seconds * (self._size - offset) / max(offset - self._begin, 1)
        self._write(
            f"{100 * offset / max(self._size, 1):.1f} %, {records:,} lines,"
            f" {int(records / seconds):,}/s, {int(left) // 60}:{int(left) % 60:02} left"
        )

    def say(self, notice: str) -> None:
        """Write a notice once, however often it is given."""
        if notice and notice != self._notice:
            self._write(notice)
        self._notice = notice

    def __enter__(self) -> Self:
        """Nothing is shown until there is something to say."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is left to write."""

    def _write(self, line: str) -> None:
        self._stream.write(f"{line}\n")
        self._stream.flush()
