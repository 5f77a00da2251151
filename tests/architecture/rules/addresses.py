"""Nothing in the tree ties it to one machine or one registry."""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rules.reading import tracked_texts

# Written in two halves, so that this page keeps its own rule.
_HOSTS = re.compile(
    "|".join(
        re.escape("".join(halves))
        for halves in (
            ("py", "pi.org"),
            ("python", "hosted.org"),
            ("npm", "js.org"),
            ("npm", "js.com"),
            ("registry.", "yarnpkg"),
            ("repo1.", "maven"),
            ("repo.maven.", "apache"),
            ("crates", ".io"),
            ("proxy.", "golang.org"),
            ("deb.", "debian.org"),
        )
    )
)
_MACHINE_PATHS = re.compile(r"(?<![\w.$}~-])/(?:work|farm|root|home/[a-z]\w*|Users/\w+)/")


def no_registry_is_named(root: Path) -> Iterator[str]:
    """Where packages come from is the machine's business."""
    for place, found in _search(root, _HOSTS):
        yield f"{place}: names the registry {found}. Name the package alone."


def no_path_of_a_machine_is_named(root: Path) -> Iterator[str]:
    """The tree works in any folder, for any user."""
    for place, found in _search(root, _MACHINE_PATHS):
        yield f"{place}: names {found}. Use a path from the repository's root or bank.home."


def _search(root: Path, pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for where, text in tracked_texts(root):
        for found in pattern.finditer(text):
            yield f"{where}:{text.count(chr(10), 0, found.start()) + 1}", found[0]
