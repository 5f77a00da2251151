"""Tracers that keep what they are told, or nothing at all."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from bank.application.ports.tracer import Span, Tracer


@dataclass(kw_only=True)
class RecordedSpan(Span):
    """A span that was opened; ``failed_with`` is the class of the exception that left it."""

    name: str
    number: int
    parent: "RecordedSpan | None" = None
    notes: dict[str, str | int | bool] = field(default_factory=dict)
    failed_with: str | None = None
    links: list[str] = field(default_factory=list)
    forgotten: bool = False

    def note(self, name: str, value: str | int | bool) -> None:  # noqa: FBT001 - as the port has it
        """Keep the fact."""
        self.notes[name] = value

    def forget(self) -> None:
        """Mark it; the tracer drops it when it is over."""
        self.forgotten = True

    @property
    def trace_id(self) -> str:
        """The number of the outermost span."""
        return self.parent.trace_id if self.parent else f"{self.number:032x}"

    @property
    def traceparent(self) -> str:
        """The header, sampled."""
        return f"00-{self.trace_id}-{self.number:016x}-01"


class RecordingTracer(Tracer):
    """Keeps spans in the order of their opening, the sums of counters and all measures."""

    def __init__(self) -> None:
        """Start with nothing kept."""
        self.spans: list[RecordedSpan] = []
        self._opened = 0
        self.counts: Counter[tuple[str, tuple[tuple[str, str], ...]]] = Counter()
        self.measures: dict[str, list[tuple[float, dict[str, str]]]] = {}
        self._current: ContextVar[RecordedSpan | None] = ContextVar("span", default=None)

    @contextmanager
    def span(self, name: str) -> Iterator[Span]:
        """Open a span below the current one of the same task."""
        parent = self._current.get()
        self._opened += 1
        opened = RecordedSpan(name=name, number=self._opened, parent=parent)
        self.spans.append(opened)
        token = self._current.set(opened)
        try:
            yield opened
        except BaseException as fault:
            opened.failed_with = type(fault).__name__
            raise
        finally:
            self._current.reset(token)
            if opened.forgotten:
                self.spans.remove(opened)

    def link(self, traceparent: str | None) -> None:
        """Keep the link on the current span."""
        current = self._current.get()
        if current is not None and traceparent is not None:
            current.links.append(traceparent)

    def count(self, name: str, value: int = 1, **labels: str) -> None:
        """Add to a counter."""
        self.counts[name, tuple(sorted(labels.items()))] += value

    def measure(self, name: str, value: float, **labels: str) -> None:
        """Keep a value."""
        self.measures.setdefault(name, []).append((value, labels))


class _SilentSpan(Span):
    def note(self, name: str, value: str | int | bool) -> None:  # noqa: FBT001 - as the port has it
        pass

    def forget(self) -> None:
        pass

    @property
    def trace_id(self) -> str | None:
        return None

    @property
    def traceparent(self) -> str | None:
        return None


class SilentTracer(Tracer):
    """Keeps nothing."""

    @contextmanager
    def span(self, name: str) -> Iterator[Span]:  # noqa: ARG002 - silence has no name
        """Open a span that nobody will see."""
        yield _SilentSpan()

    def link(self, traceparent: str | None) -> None:
        """Do nothing."""

    def count(self, name: str, value: int = 1, **labels: str) -> None:
        """Do nothing."""

    def measure(self, name: str, value: float, **labels: str) -> None:
        """Do nothing."""
