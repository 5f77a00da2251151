"""The bank's own files: chart of accounts, products, permissions.

Read strictly, refused with a sentence.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Literal, TypeVar

import msgspec
import yaml

from bank.bootstrap.configuration import ConfigurationError
from bank.domain.chart_of_accounts import ChartLine, ChartOfAccounts
from bank.domain.ledger.accounts import AccountKind
from bank.domain.products import Product, Products

Form = TypeVar("Form")


class _File(msgspec.Struct, forbid_unknown_fields=True, rename="kebab", frozen=True):
    """What all of them have in common: unknown names are mistakes."""


class _Branch(_File, frozen=True):
    code: str
    name: str


class _Line(_File, frozen=True):
    gl_code: str
    name: str
    kind: Literal["asset", "liability", "equity", "income", "expense"]
    positions: tuple[str, ...] = ()


class _Chart(_File, frozen=True):
    branches: tuple[_Branch, ...]
    chart: tuple[_Line, ...]


class _Product(_File, frozen=True):
    code: str
    version: int
    gl_code: str
    overdraft_max_minor: int
    currencies: frozenset[str] | None = None


class _Products(_File, frozen=True):
    products: tuple[_Product, ...]


class _Permissions(_File, frozen=True):
    roles: dict[str, dict[str, tuple[str, ...]]]


class ChartFile(msgspec.Struct, frozen=True):
    """The chart of accounts with the branches, as code and name."""

    chart: ChartOfAccounts
    branches: tuple[tuple[str, str], ...]


def read_chart(path: Path) -> ChartFile:
    """Read the chart of accounts. Raises ``ConfigurationError``."""
    read = _read(path, _Chart, "bank.ledger.chart-of-accounts")
    lines = tuple(
        ChartLine(
            gl_code=line.gl_code,
            name=line.name,
            kind=AccountKind[line.kind.upper()],
            positions=line.positions,
        )
        for line in read.chart
    )
    return ChartFile(ChartOfAccounts(lines), tuple((b.code, b.name) for b in read.branches))


def read_products(path: Path, chart: ChartOfAccounts, currencies: Collection[str]) -> Products:
    """Read the products; each must name a code of the chart. Raises ``ConfigurationError``.

    ``currencies`` are the codes of those that the bank deals in.
    """
    read = _read(path, _Products, "bank.products.file")
    known = {line.gl_code for line in chart.lines}
    for product in read.products:
        if product.gl_code not in known:
            raise _fault("bank.products.file", path, f"the chart has no code {product.gl_code}")
    products = (
        Product(
            code=product.code,
            version=product.version,
            gl_code=product.gl_code,
            overdraft_max_minor=product.overdraft_max_minor,
            currencies=product.currencies,
        )
        for product in read.products
    )
    return Products(products, currencies)


def read_permissions(path: Path) -> dict[str, dict[str, str]]:
    """Read the table of permissions as role, action, condition. Raises ``ConfigurationError``."""
    read = _read(path, _Permissions, "bank.authorization.permissions")
    return {
        role: {action: condition for condition, actions in rules.items() for action in actions}
        for role, rules in read.roles.items()
    }


def _read(path: Path, form: type[Form], key: str) -> Form:
    try:
        return msgspec.convert(yaml.safe_load(path.read_text(encoding="utf-8")), form)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as fault:
        raise _fault(key, path, str(fault)) from None


def _fault(key: str, path: Path, problem: str) -> ConfigurationError:
    return ConfigurationError(
        problem,
        key=key,
        source=str(path),
        remedy="Correct the file, or name another one in the configuration.",
    )
