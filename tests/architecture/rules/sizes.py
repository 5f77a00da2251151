"""How long things may grow before they must be divided."""

from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rules.reading import sources

SOURCE_LINES_MAX = 400
TEST_LINES_MAX = 600
FUNCTION_LINES_MAX = 70
README_LINES_MAX = 120


def source_modules_stay_small(root: Path) -> Iterator[str]:
    """A module that outgrows its reader is two modules."""
    yield from _long_modules(root, "src/**/*.py", SOURCE_LINES_MAX)


def modules_of_tests_stay_small(root: Path) -> Iterator[str]:
    """As for sources, with more room for tables of cases."""
    yield from _long_modules(root, "tests/**/*.py", TEST_LINES_MAX)


def functions_stay_small(root: Path) -> Iterator[str]:
    """A function fits on a screen."""
    for source in sources(root, "src/**/*.py", "tests/**/*.py"):
        if source.lines <= FUNCTION_LINES_MAX:
            continue
        for function in source.functions:
            lines = (function.end_lineno or function.lineno) - function.lineno + 1
            if lines > FUNCTION_LINES_MAX:
                yield (
                    f"{source.at(function)}: {function.name} has {lines} lines, more than"
                    f" {FUNCTION_LINES_MAX}. Name its steps and make each a function."
                )


def readme_stays_short(root: Path) -> Iterator[str]:
    """The README starts the bank; the rest is in docs/."""
    readme = root / "README.md"
    lines = len(readme.read_text(encoding="utf-8").splitlines()) if readme.exists() else 0
    if lines >= README_LINES_MAX:
        yield f"README.md: {lines} lines, not under {README_LINES_MAX}. Move a part to docs/."


def _long_modules(root: Path, pattern: str, lines_max: int) -> Iterator[str]:
    for source in sources(root, pattern):
        if source.lines > lines_max:
            yield (
                f"{source.where}: {source.lines} lines, more than {lines_max}."
                " Divide it by what its parts are for; name each after a thing of the bank."
            )
