"""The Makefile stays a short list of things that people do."""

import re
from collections.abc import Iterator
from pathlib import Path

TARGETS_MAX = 12
_TARGET = re.compile(r"^([a-z][a-z-]*):(?!=)(.*)$", re.MULTILINE)


def targets(root: Path) -> dict[str, str]:
    """Give each public target with the rest of its line."""
    makefile = root / "Makefile"
    text = makefile.read_text(encoding="utf-8") if makefile.exists() else ""
    return {name: rest for name, rest in _TARGET.findall(text) if name != "stale"}


def makefile_has_few_targets(root: Path) -> Iterator[str]:
    """What a newcomer reads in one look."""
    found = targets(root)
    if len(found) > TARGETS_MAX:
        yield (
            f"Makefile: {len(found)} targets, more than {TARGETS_MAX}."
            " Make the rarer ones commands of bank, or fold two into one."
        )


def makefile_explains_its_targets(root: Path) -> Iterator[str]:
    """`make` alone prints what each does."""
    for name, rest in targets(root).items():
        if " ## " not in rest:
            yield f"Makefile: {name} is not explained. Write '## what it does' on its line."
