"""Phrases with gaps, like ``{who} deposits {amount}``; what is in brackets may be left out."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from bank.domain.money import currency, to_minor

YEAR = 2026
EUR, YEN = currency("EUR"), currency("JPY")
_NAME = "[A-Z][a-z]+"
_EUROS = r"\d+\.\d\d"
_SPAN = r"(?:an?|\d+) (?:second|minute|hour|day)s?"
_DAY = r"\d+ (?:November|December)"
_LIMIT = "overdraft|per_transfer|daily_out|daily_in|monthly_out|monthly_in"


def _as_it_is(text: str) -> str:
    return text


def euros(text: str) -> int:
    return to_minor(text, EUR)


def day(text: str) -> date:
    return datetime.strptime(f"{text} {YEAR}", "%d %B %Y").replace(tzinfo=UTC).date()


def _span(text: str) -> timedelta:
    count, unit = text.split(" ")
    number = 1 if count in {"a", "an"} else int(count)
    return timedelta(**{f"{unit.removesuffix('s')}s": number})


_GAPS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "who": (_NAME, _as_it_is),
    "whom": (_NAME, _as_it_is),
    "whose": (_NAME, _as_it_is),
    "sender": (f"{_NAME}|a teller|a branch manager", _as_it_is),
    "staff": ("a branch manager|an integrating system", _as_it_is),
    "amount": (_EUROS, euros),
    "label": ("[A-Z]", _as_it_is),
    "span": (_SPAN, _span),
    "day": (_DAY, day),
    "clock": (r"\d\d:\d\d", time.fromisoformat),
    "limit": (_LIMIT, _as_it_is),
    "side": ("debit|credit|both", _as_it_is),
    "role": ("joint owner|beneficial owner|mandate", _as_it_is),
    "axis": ("booking|value", _as_it_is),
    "currency": ("EUR|JPY", _as_it_is),
    "position": ("till|fees", _as_it_is),
    "parts": (".+", _as_it_is),
    "yen": (r"\d+", int),
    "rate": (r"\d+\.\d+", Decimal),
}


@dataclass(frozen=True)
class Phrase:
    """A phrase and what it means."""

    text: str
    means: Callable[..., Any]

    def read(self, said: str) -> dict[str, Any] | None:
        """Give what fills the gaps, by their names; nothing where it is another phrase."""
        found = re.fullmatch(_pattern(self.text), said)
        if found is None:
            return None
        given = {name: text for name, text in found.groupdict().items() if text is not None}
        return {name: _GAPS[name][1](text) for name, text in given.items()}


class Phrasebook:
    """The phrases that are known."""

    def __init__(self, kind: str) -> None:
        """Take what they are called together."""
        self._kind = kind
        self.phrases: list[Phrase] = []

    def says(self, text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Give a function its phrase; the gaps are its keyword arguments."""

        def learn(means: Callable[..., Any]) -> Callable[..., Any]:
            self.phrases.append(Phrase(text, means))
            return means

        return learn

    def find(self, said: str) -> tuple[Phrase, dict[str, Any]]:
        """Give the phrase that was said; raises ``LookupError`` with all that are known."""
        for phrase in self.phrases:
            given = phrase.read(said)
            if given is not None:
                return phrase, given
        known = "\n".join(f"  {phrase.text}" for phrase in self.phrases)
        raise LookupError(f"{said!r} is none of the {self._kind} that are known:\n{known}")


def _pattern(text: str) -> str:
    parts = re.split(r"(\{[a-z]+\}|\[|\])", text)
    return "".join(_part(part) for part in parts)


def _part(part: str) -> str:
    if part.startswith("{"):
        name = part[1:-1]
        return f"(?P<{name}>{_GAPS[name][0]})"
    return {"[": "(?:", "]": ")?"}.get(part, re.escape(part))
