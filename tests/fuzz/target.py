"""What is fuzzed: a parser, what it may refuse with, and what must hold of what it takes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


def nothing_more(_text: str, _value: Any) -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A parser under its documented grammar, which is written here anew.

    ``grammar`` says whether a text is in it; of a text that is not, nothing may be taken. With
    ``exact`` all of it must be taken. ``written`` gives a value back as text, which must read as
    the same value. ``holds`` says what else is wrong with a value, or nothing. ``steps`` bounds the
    lines of the bank's own code that a character may cost.
    """

    name: str
    seeds: Sequence[str]
    parse: Callable[[str], Any]
    refusals: tuple[type[Exception], ...]
    grammar: Callable[[str], bool]
    exact: bool = False
    written: Callable[[Any], str] | None = None
    holds: Callable[[str, Any], str | None] = nothing_more
    steps: int = 200
    alphabet: str = ""
    longest: int = 20_000

    def wrong(self, text: str) -> str | None:
        """Say what is wrong with how a text is read, or nothing."""
        try:
            value = self.parse(text)
        except self.refusals:
            return "refused, although documented" if self.exact and self.grammar(text) else None
        except Exception as fault:  # noqa: BLE001 - whatever else comes is what is looked for
            return f"raised {type(fault).__name__}: {str(fault)[:100]}"
        if not self.grammar(text):
            return f"taken as {str(value)[:100]!r}, although not documented"
        if self.written is not None:
            again = self.written(value)
            if self.parse(again) != value:
                return f"{str(value)[:100]!r} reads differently when written as {again[:100]!r}"
        return self.holds(text, value)
