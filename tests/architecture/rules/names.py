"""The vocabulary: names that say nothing, and words that are taken."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tests.architecture.rules.reading import Source, sources

EMPTY_NAMES = frozenset(
    {"base", "common", "constants", "helper", "helpers", "misc", "util", "utils"}
)
_TECHNICAL_CLASS = re.compile(
    r"^(I(?=[A-Z][a-z])|Abstract(?=[A-Z]))|(?<=[a-z0-9])(Port|Impl|Manager|Helper|Interface)$"
)
LAYERS = ("domain", "application", "infrastructure", "interfaces", "bootstrap")


def modules_are_named_for_what_they_hold(root: Path) -> Iterator[str]:
    """A module called utils says only that its author did not know where to put it."""
    for source in sources(root, "src/**/*.py", "tests/**/*.py"):
        path = PurePosixPath(source.where)
        for name in EMPTY_NAMES.intersection((*path.parent.parts, path.stem)):
            yield (
                f"{source.where}: nothing is called {name}."
                " Name it after what it holds, or move each part to whom it serves."
            )


def classes_are_named_for_the_need_or_the_technology(root: Path) -> Iterator[str]:
    """Accounts, SqlAccounts; never AccountsPort, IAccounts, AccountsImpl."""
    for source in sources(root, "src/**/*.py"):
        for node in source.classes:
            if found := _TECHNICAL_CLASS.search(node.name.lstrip("_")):
                yield (
                    f"{source.at(node)}: {node.name} carries {found[0]!r}. Name a port for the"
                    " need (Accounts) and an adapter for its technology (SqlAccounts)."
                )


def the_domain_says_journal_entry_not_transaction(root: Path) -> Iterator[str]:
    """In the core a transaction is a database transaction only, and the domain has no database."""
    for source in sources(root, "src/bank/domain/**/*.py"):
        if "transaction" in source.where:
            yield f"{source.where}: {_SAY_INSTEAD}"
        for place, name in _names_given(source):
            if "transaction" in name.lower():
                yield f"{place}: {name}: {_SAY_INSTEAD}"


def use_cases_say_journal_entry_not_transaction(root: Path) -> Iterator[str]:
    """As in the domain, for modules and classes; the pipeline may speak of its transaction."""
    for source in sources(root, "src/bank/application/**/*.py"):
        if "transaction" in source.where:
            yield f"{source.where}: {_SAY_INSTEAD}"
        for node in source.classes:
            if "transaction" in node.name.lower():
                yield f"{source.at(node)}: {node.name}: {_SAY_INSTEAD}"


def tests_mirror_the_sources(root: Path) -> Iterator[str]:
    """Whoever knows where a thing is knows where its tests are."""
    for layer in LAYERS:
        for folder in sorted((root / "tests" / layer).glob("**/")):
            twin = root / "src" / "bank" / folder.relative_to(root / "tests")
            if folder.name != "__pycache__" and not (
                twin.is_dir() or twin.with_suffix(".py").is_file()
            ):
                yield (
                    f"{folder.relative_to(root).as_posix()}/: mirrors nothing in src/bank."
                    " Move the tests to the path of what they test."
                )


_SAY_INSTEAD = (
    "'transaction' means a database transaction. Say journal entry, posting, transfer or payment"
    " (docs/glossary.md)."
)


def _names_given(source: Source) -> Iterator[tuple[str, str]]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield source.at(node), node.name
        elif isinstance(node, ast.arg):
            yield source.at(node), node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield source.at(node), node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield source.at(node), node.attr
