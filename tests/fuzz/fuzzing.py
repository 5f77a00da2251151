"""Finds texts that a parser reads wrongly: mutation from a corpus, guided by what lines they reach.

Effort is counted in lines of the bank's own code, so that a verdict is the same on every machine.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from types import FrameType
from typing import Any

from tests.fuzz.mutation import mutated
from tests.fuzz.target import Target

_OURS = "/src/bank/"
_LEAST_STEPS = 20_000
_TRIES_MAX = 1_000


class _TooMuchEffort(BaseException):
    """Not an Exception, so that no parser takes it for a refusal."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A text that is read wrongly, as short as it was found."""

    target: str
    text: str
    wrong: str

    def __str__(self) -> str:
        shown = ascii(self.text if len(self.text) < 500 else f"{self.text[:500]}...")
        return f"{self.target}: {shown} ({len(self.text)} characters): {self.wrong}"


@dataclass(slots=True)
class _Traced:
    """What reading a text came to."""

    wrong: str | None
    lines: set[tuple[str, int]]


def fuzzed(target: Target, random: Random, going_on: Callable[[int], bool]) -> Failure | None:
    """Try texts until one is read wrongly, or ``going_on`` says no to the number of tries."""
    corpus = list(target.seeds)
    reached: set[tuple[str, int]] = set()
    for number, text in enumerate(_texts(target, corpus, random)):
        if not going_on(number):
            return None
        read = traced(target, text)
        if read.wrong:
            return minimised(target, Failure(target.name, text, read.wrong))
        if not read.lines <= reached:
            reached |= read.lines
            corpus.append(text)
    return None


def traced(target: Target, text: str) -> _Traced:
    """Read a text, noting the lines reached and stopping where there are too many."""
    lines: set[tuple[str, int]] = set()
    left = _LEAST_STEPS + target.steps * len(text)

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        nonlocal left
        if _OURS not in frame.f_code.co_filename:
            return None
        if event == "line":
            lines.add((frame.f_code.co_filename, frame.f_lineno))
            left -= 1
            if left < 0:
                raise _TooMuchEffort
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        wrong = target.wrong(text)
    except _TooMuchEffort:
        wrong = "took more effort than its length is worth"
    finally:
        sys.settrace(before)
    return _Traced(wrong, lines)


def minimised(target: Target, failure: Failure) -> Failure:
    """Cut a failing text down as long as it is read wrongly in the same way."""
    kind = failure.wrong.split(":")[0].split("'")[0]
    text, size, tries = failure.text, max(1, len(failure.text) // 2), 0
    while size and tries < _TRIES_MAX:
        for start in range(0, len(text), size):
            tries += 1
            shorter = text[:start] + text[start + size :]
            wrong = traced(target, shorter).wrong
            if wrong and wrong.startswith(kind):
                failure = Failure(target.name, shorter, wrong)
                text = shorter
                break
        else:
            size //= 2
    return failure


def _texts(target: Target, corpus: list[str], random: Random) -> Iterator[str]:
    yield from target.seeds
    while True:
        text = mutated(random.choice(corpus), random.choice(corpus), target.alphabet, random)
        yield text[: target.longest]
