"""The bank's own files: chart of accounts, products, exchange rates, passwords.

Read strictly, refused with a sentence.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from bank.bootstrap.strict_files import StrictForm, file_fault, read_strictly
from bank.domain.chart_of_accounts import ChartLine, ChartOfAccounts
from bank.domain.ledger.accounts import AccountKind
from bank.domain.products import Product, Products
from bank.infrastructure.passwords.sorted_digests import NotSortedDigests, SortedDigests


class _Branch(StrictForm, frozen=True):
    code: str
    name: str


class _Line(StrictForm, frozen=True):
    gl_code: str
    name: str
    kind: Literal["asset", "liability", "equity", "income", "expense"]
    positions: tuple[Annotated[str, Meta(pattern="^[^#]+$")], ...] = ()
    stripes: Annotated[int, Meta(ge=1, le=64)] = 1


class _Chart(StrictForm, frozen=True):
    branches: tuple[_Branch, ...]
    chart: tuple[_Line, ...]


class _Product(StrictForm, frozen=True):
    code: str
    version: int
    gl_code: str
    overdraft_max_minor: int
    currencies: frozenset[str] | None = None
    dormant_after_days: Annotated[int, Meta(ge=1)] | None = None
    partial_reversal: bool = False


class _Products(StrictForm, frozen=True):
    products: tuple[_Product, ...]


_BasisPoints = Annotated[int, Meta(ge=0, lt=10_000)]
_Code = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
_Rate = Annotated[str, Meta(pattern=r"^[0-9]{1,8}(\.[0-9]{1,10})?$")]


class _PairMargin(StrictForm, frozen=True):
    between: tuple[_Code, _Code]
    margin_basis_points: _BasisPoints


class _ExchangeRates(StrictForm, frozen=True):
    base: _Code
    margin_basis_points: _BasisPoints
    mid_rates: dict[_Code, _Rate]
    pairs: tuple[_PairMargin, ...] = ()


class ChartFile(msgspec.Struct, frozen=True):
    """The chart of accounts with the branches, as code and name."""

    chart: ChartOfAccounts
    branches: tuple[tuple[str, str], ...]


def read_chart(path: Path) -> ChartFile:
    """Read the chart of accounts. Raises ``ConfigurationError``."""
    read = read_strictly(path, _Chart, "bank.ledger.chart-of-accounts")
    lines = tuple(
        ChartLine(
            gl_code=line.gl_code,
            name=line.name,
            kind=AccountKind[line.kind.upper()],
            positions=line.positions,
            stripes=line.stripes,
        )
        for line in read.chart
    )
    return ChartFile(ChartOfAccounts(lines), tuple((b.code, b.name) for b in read.branches))


def read_products(path: Path, chart: ChartOfAccounts, currencies: Collection[str]) -> Products:
    """Read the products; each must name a code of the chart. Raises ``ConfigurationError``.

    ``currencies`` are the codes of those that the bank deals in.
    """
    read = read_strictly(path, _Products, "bank.products.file")
    known = {line.gl_code for line in chart.lines}
    for product in read.products:
        if product.gl_code not in known:
            raise file_fault("bank.products.file", path, f"the chart has no code {product.gl_code}")
    products = (
        Product(
            code=product.code,
            version=product.version,
            gl_code=product.gl_code,
            overdraft_max_minor=product.overdraft_max_minor,
            currencies=product.currencies,
            dormant_after_days=product.dormant_after_days,
            partial_reversal=product.partial_reversal,
        )
        for product in read.products
    )
    return Products(products, currencies)


class ExchangeRatesFile(msgspec.Struct, frozen=True):
    """The mid rates against the base, whose own is 1, and the margins."""

    mid_rates: Mapping[str, Decimal]
    margin_basis_points: int
    pair_margins: Mapping[frozenset[str], int]


def read_exchange_rates(path: Path) -> ExchangeRatesFile:
    """Read the table of exchange rates. Raises ``ConfigurationError``."""
    key = "bank.exchange.rates"
    read = read_strictly(path, _ExchangeRates, key)
    if read.base in read.mid_rates:
        raise file_fault(key, path, f"the rate of the base, {read.base}, is 1 and is not listed")
    mid_rates = {code: Decimal(text) for code, text in read.mid_rates.items()}
    for code in (code for code, rate in mid_rates.items() if not rate):
        raise file_fault(key, path, f"the rate of {code} is zero")
    mid_rates[read.base] = Decimal(1)
    margins: dict[frozenset[str], int] = {}
    for each in read.pairs:
        pair, named = frozenset(each.between), " and ".join(each.between)
        if len(pair) == 1 or not pair <= mid_rates.keys():
            raise file_fault(key, path, f"{named} are not two currencies of the table")
        if pair in margins:
            raise file_fault(key, path, f"{named} have two margins")
        margins[pair] = each.margin_basis_points
    return ExchangeRatesFile(mid_rates, read.margin_basis_points, margins)


def read_common_passwords(path: Path) -> frozenset[str]:
    """Read passwords, one a line, past ``#`` and empty lines. Raises ``ConfigurationError``."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise file_fault("bank.passwords.common-list", path, str(fault)) from None
    return frozenset(line for line in lines if line and not line.startswith("#"))


def open_breached_list(path: Path | None) -> SortedDigests | None:
    """Open the operator's list of stolen passwords. Raises ``ConfigurationError``."""
    try:
        return None if path is None else SortedDigests(path)
    except (OSError, NotSortedDigests) as fault:
        raise file_fault("bank.passwords.breached-list", path or Path(), str(fault)) from None
