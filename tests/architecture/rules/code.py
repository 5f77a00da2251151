"""What code may not do where, beyond what the linter can see."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.rules.reading import Source, sources

WHERE_MONEY_IS = (
    "src/bank/domain/money.py",
    "src/bank/domain/ledger*.py",
    "src/bank/domain/ledger*/**/*.py",
    "src/bank/application/ledger/**/*.py",
    "src/bank/application/posting/**/*.py",
    "src/bank/infrastructure/**/posting*.py",
    "src/bank/infrastructure/**/posting*/**/*.py",
)
APPLICATION_MAY_IMPORT = frozenset({"stamina"})
"""Bounded retries, which are the pipeline's; everything else third-party is an adapter's."""


def no_float_where_money_is(root: Path) -> Iterator[str]:
    """A float cannot hold a cent."""
    for source in sources(root, *WHERE_MONEY_IS):
        for node in ast.walk(source.tree):
            named = isinstance(node, ast.Name) and node.id == "float"
            written = isinstance(node, ast.Constant) and isinstance(node.value, float)
            if isinstance(node, ast.Name | ast.Constant) and (
                named or (written and "/domain/" in source.where)
            ):
                yield (
                    f"{source.at(node)}: a float where money is. Count integer minor units;"
                    " time is integer milliseconds or nanoseconds (time.monotonic_ns)."
                )


def no_division_where_money_is(root: Path) -> Iterator[str]:
    """Whoever divides must say who gets the remainder."""
    for source in sources(root, *WHERE_MONEY_IS):
        for node in ast.walk(source.tree):
            if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
                yield (
                    f"{source.at(node)}: '/' where money is. Divide Decimals in domain/rounding.py"
                    " under a named rounding rule, or use // on what is no money."
                )


def no_type_checking_block(root: Path) -> Iterator[str]:
    """Hints are read at run time; an import that contracts cannot see is a hole in the hexagon."""
    for source in sources(root, "src/**/*.py", "tests/**/*.py"):
        if "TYPE_CHECKING" not in source.text:
            continue
        for node in ast.walk(source.tree):
            if (
                (isinstance(node, ast.alias) and node.name == "TYPE_CHECKING")
                or (isinstance(node, ast.Attribute) and node.attr == "TYPE_CHECKING")
                or (isinstance(node, ast.Name) and node.id == "TYPE_CHECKING")
            ):
                yield (
                    f"{source.at(node)}: TYPE_CHECKING hides an import. Import it for real;"
                    " if that goes in a circle, move what both need below them."
                )


def only_commands_print(root: Path) -> Iterator[str]:
    """Standard output belongs to the command line; everything else logs."""
    for source in sources(root, "src/**/*.py"):
        if source.where.startswith("src/bank/interfaces/cli/"):
            continue
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print":
                yield f"{source.at(node)}: print. Log it, or answer from interfaces/cli."


def the_domain_imports_the_standard_library_alone(root: Path) -> Iterator[str]:
    """The rules of the bank outlive every library."""
    for source in sources(root, "src/bank/domain/**/*.py"):
        yield from _foreign_imports(source, "bank.domain", frozenset())


def the_application_imports_no_library(root: Path) -> Iterator[str]:
    """Use cases ask ports; libraries stand behind them."""
    for source in sources(root, "src/bank/application/**/*.py"):
        yield from _foreign_imports(source, "bank", APPLICATION_MAY_IMPORT)


def _foreign_imports(source: Source, home: str, also: frozenset[str]) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            imported = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imported = [node.module or ""]
        else:
            continue
        for name in imported:
            top = name.partition(".")[0]
            if top in sys.stdlib_module_names or top in also or f"{name}.".startswith(f"{home}."):
                continue
            yield (
                f"{source.at(node)}: imports {name}. Take its work as an argument, or declare a"
                " port in the application and adapt it in infrastructure."
            )
