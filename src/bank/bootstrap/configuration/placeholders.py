"""`${name:default}`, resolved when a value is used, over all sources."""

from collections.abc import Sequence

from bank.bootstrap.configuration.sources import Property, PropertySource

_DEPTH_MAX = 50


class PlaceholderError(Exception):
    """A placeholder without value or default, or one that leads back to itself."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem = problem
        self.remedy = remedy


class Placeholders:
    """Resolves text over sources, of which the last that knows a name wins."""

    def __init__(self, sources: Sequence[PropertySource]) -> None:
        self._sources = sources

    def lookup(self, name: str) -> Property | None:
        """Find the property that counts for a name."""
        for source in reversed(self._sources):
            if found := source.find(name):
                return found
        return None

    def resolve(self, text: str) -> str:
        r"""Replace every placeholder; `\${` stands for the two characters themselves.

        Raises PlaceholderError.
        """
        return self._expanded(text, (), 0)

    def _expanded(self, text: str, visited: tuple[str, ...], depth: int) -> str:
        if depth > _DEPTH_MAX:
            raise PlaceholderError(
                f"has more than {_DEPTH_MAX} placeholders inside each other",
                "Give one of them a value of its own.",
            )
        done = ""
        while (start := text.find("${")) >= 0:
            if text[:start].endswith("\\"):
                done += text[: start - 1] + "${"
                text = text[start + 2 :]
                continue
            end = _closing(text, start + 2)
            if end is None:
                break
            done += text[:start] + self._value(text[start + 2 : end], visited, depth + 1)
            text = text[end + 1 :]
        return done + text

    def _value(self, body: str, visited: tuple[str, ...], depth: int) -> str:
        name, default = _split(body)
        name = self._expanded(name, visited, depth)
        if name in visited:
            raise PlaceholderError(
                f"has placeholders that lead in a circle: {' -> '.join((*visited, name))}",
                "Give one of them a value of its own.",
            )
        found = self.lookup(name)
        if found is not None:
            return self._expanded(found.value or "", (*visited, name), depth)
        if default is None:
            raise PlaceholderError(
                f"needs {name}, which no source gives",
                f"Set {name}, or write a default: ${{{name}:default}}.",
            )
        return self._expanded(default, visited, depth)


def _closing(text: str, start: int) -> int | None:
    depth = 1
    for position in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return None


def _split(body: str) -> tuple[str, str | None]:
    depth = 0
    for position, character in enumerate(body):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if character == ":" and depth == 0:
            return body[:position], body[position + 1 :]
    return body, None
