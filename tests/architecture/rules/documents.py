"""What documents promise."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from tests.architecture.rules.makefile import targets

_LINK = re.compile(r"\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_QUOTED = re.compile(r"`([^`\n]+)`")
_REPOSITORY_PATH = re.compile(r"(?:\.ci|config|docs|requirements|src|tests)/[\w./*-]*")
_MAKE = re.compile(r"\bmake ([a-z][a-z-]*)\b")
_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_DECISION = re.compile(r"(\d{4})-[a-z0-9]+(?:-[a-z0-9]+)*\.md")
DECISION_PARTS = ("Context", "Decision", "Consequences", "Alternatives")


def links_lead_somewhere(root: Path) -> Iterator[str]:
    """A relative link in a document names a file of the repository."""
    for where, text in _documents(root):
        for number, line in _lines(_FENCE.sub(_blank, text)):
            for target in _LINK.findall(line):
                path = unquote(target.partition("#")[0])
                if not path or re.match(r"[a-z][a-z0-9+.-]*:", path):
                    continue
                if not (root / where).parent.joinpath(path).exists():
                    yield f"{where}:{number}: links to {path}, which is not there. {_MEND}"


def paths_that_documents_name_exist(root: Path) -> Iterator[str]:
    """A path in backticks that starts like one of the repository is one."""
    for where, text in _documents(root):
        for number, line in _lines(text):
            for quoted in _QUOTED.findall(line):
                if not (found := _REPOSITORY_PATH.fullmatch(quoted.partition(":")[0])):
                    continue
                path = found[0]
                if not (any(root.glob(path)) if "*" in path else (root / path).exists()):
                    yield f"{where}:{number}: names {path}, which is not there. {_MEND}"


def make_targets_that_documents_name_exist(root: Path) -> Iterator[str]:
    """A command that a document shows can be typed."""
    known = set(targets(root))
    for where, text in _documents(root):
        shown = [(text.count("\n", 0, m.start()) + 1, m[0]) for m in _FENCE.finditer(text)]
        shown += [(n, q) for n, line in _lines(text) for q in _QUOTED.findall(line)]
        for number, command in shown:
            for target in _MAKE.findall(command):
                if target not in known:
                    yield f"{where}:{number}: shows make {target}, which Makefile lacks. {_MEND}"


def decisions_are_numbered(root: Path) -> Iterator[str]:
    """One page each, numbered without gaps, so that a number names a decision for ever."""
    expected = 1
    for path in sorted((root / "docs" / "decisions").glob("*.md")):
        if path.name == "README.md":
            continue
        where = path.relative_to(root).as_posix()
        found = _DECISION.fullmatch(path.name)
        if not found or int(found[1]) != expected:
            yield f"{where}: is not named {expected:04}-what-was-decided.md. Give it that number."
        expected += 1
        text = path.read_text(encoding="utf-8")
        for part in DECISION_PARTS:
            if not re.search(rf"^[#*]+ ?{part}\b", text, re.MULTILINE):
                yield f"{where}: has no part {part}. A decision has {', '.join(DECISION_PARTS)}."


_MEND = "Mend the document, or delete what is no longer so."


def _documents(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")]):
        yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8")


def _lines(text: str) -> Iterator[tuple[int, str]]:
    return enumerate(text.splitlines(), 1)


def _blank(block: re.Match[str]) -> str:
    return "\n" * block[0].count("\n")
