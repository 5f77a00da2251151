"""Spans and measures, without a word of the technology."""

from abc import abstractmethod
from contextlib import AbstractContextManager
from typing import Protocol


class Span(Protocol):
    """One stretch of work that is being traced."""

    @abstractmethod
    def note(self, name: str, value: str | int | bool) -> None:  # noqa: FBT001 - the value is the datum
        """Attach a fact; never a personal datum, an account number or an amount."""

    @abstractmethod
    def forget(self) -> None:
        """Let nobody receive it: it was a look at something in which nothing had happened."""

    @property
    @abstractmethod
    def trace_id(self) -> str | None:
        """The trace's id, 32 hexadecimal digits, or nothing where no trace is kept."""

    @property
    @abstractmethod
    def traceparent(self) -> str | None:
        """The W3C header that continues this span elsewhere."""


class Tracer(Protocol):
    """Opens spans and counts; silent and cheap where nobody listens. Raises nothing."""

    @abstractmethod
    def span(self, name: str) -> AbstractContextManager[Span]:
        """Open a span below the current one.

        An exception that leaves it marks it failed by its class alone.
        """

    @abstractmethod
    def link(self, traceparent: str | None) -> None:
        """Link the current span to one of another trace that it waited for."""

    @abstractmethod
    def count(self, name: str, value: int = 1, **labels: str) -> None:
        """Add to a counter."""

    @abstractmethod
    def measure(self, name: str, value: float, **labels: str) -> None:
        """Put a value, seconds or a number, into a histogram."""
