"""Which profiles are active, and the expressions that make a document depend on them."""

import re
from collections.abc import Iterable, Sequence

from bank.bootstrap.configuration.errors import ConfigurationError
from bank.bootstrap.configuration.placeholders import PlaceholderError, Placeholders
from bank.bootstrap.configuration.sources import Property, PropertySource

ACTIVE = ("bank.profiles.active", "spring.profiles.active")
ON_PROFILE = ("bank.config.activate.on-profile", "spring.config.activate.on-profile")
DEFAULT = "default"

_TOKEN = re.compile(r"\s*([&|!()]|[^\s&|!()]+)")


def active_profiles(sources: Sequence[PropertySource]) -> tuple[str, ...]:
    """Take the highest source that names any; without one, the profile is `default`."""
    placeholders = Placeholders(sources)
    for source in reversed(sources):
        for name in ACTIVE:
            if listed := source.listed(name):
                return tuple(_resolved(item, name, placeholders) for item in listed)
    return (DEFAULT,)


def _resolved(item: Property, name: str, placeholders: Placeholders) -> str:
    try:
        return placeholders.resolve(item.value or "")
    except PlaceholderError as error:
        raise ConfigurationError(
            error.problem, key=name, source=item.source, remedy=error.remedy
        ) from None


def accepts(expressions: Iterable[Property], profiles: Sequence[str]) -> bool:
    """Say whether any expression, such as `prod & (eu | us)` or `!demo`, holds."""
    return any(_Expression(expression, profiles).holds() for expression in expressions)


class _Expression:
    """Recursive descent; `&` and `|` may not be mixed without parentheses, as in Spring."""

    def __init__(self, written: Property, profiles: Sequence[str]) -> None:
        self._written = written
        self._profiles = profiles
        self._tokens = _TOKEN.findall(written.value or "")

    def holds(self) -> bool:
        result = self._chain()
        if self._tokens:
            raise self._malformed()
        return result

    def _chain(self) -> bool:
        result, operator = self._term(), None
        while self._tokens and self._tokens[0] in {"&", "|"}:
            following = self._tokens.pop(0)
            if operator not in {None, following}:
                raise self._malformed()
            operator, term = following, self._term()
            result = (result and term) if operator == "&" else (result or term)
        return result

    def _term(self) -> bool:
        word = self._tokens.pop(0) if self._tokens else ""
        if word == "!":
            return not self._term()
        if word == "(":
            result = self._chain()
            if not self._tokens or self._tokens.pop(0) != ")":
                raise self._malformed()
            return result
        if not word or word in "&|)":
            raise self._malformed()
        return word in self._profiles

    def _malformed(self) -> ConfigurationError:
        return ConfigurationError(
            "is not a profile expression",
            key=ON_PROFILE[0],
            source=self._written.source,
            remedy='Write one such as "prod & (eu | us)"; & and | mix only with parentheses.',
        )
