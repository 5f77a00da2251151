"""The bank's own files: chart of accounts, products, permissions, exchange rates.

Read strictly, refused with a sentence.
"""

from collections.abc import Collection, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import msgspec
import yaml
from msgspec import Meta

from bank.application.policies.conditions import CONDITIONS
from bank.bootstrap.configuration import ConfigurationError
from bank.domain.chart_of_accounts import ChartLine, ChartOfAccounts
from bank.domain.ledger.accounts import AccountKind
from bank.domain.money import currency, to_minor
from bank.domain.policies import Effect, RoleLimit, Rule, ShippedPolicy
from bank.domain.products import Product, Products
from bank.domain.refusals import Refusal
from bank.infrastructure.passwords.sorted_digests import NotSortedDigests, SortedDigests

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
    positions: tuple[Annotated[str, msgspec.Meta(pattern="^[^#]+$")], ...] = ()
    stripes: Annotated[int, msgspec.Meta(ge=1, le=64)] = 1


class _Chart(_File, frozen=True):
    branches: tuple[_Branch, ...]
    chart: tuple[_Line, ...]


class _Product(_File, frozen=True):
    code: str
    version: int
    gl_code: str
    overdraft_max_minor: int
    currencies: frozenset[str] | None = None
    dormant_after_days: Annotated[int, msgspec.Meta(ge=1)] | None = None
    partial_reversal: bool = False


class _Products(_File, frozen=True):
    products: tuple[_Product, ...]


_Actions = tuple[str | tuple[str, ...], ...]
_Table = dict[str, dict[str, _Actions]]


class _EverythingBut(_File, frozen=True):
    everything_but: tuple[str, ...]


class _Permissions(_File, frozen=True):
    roles: _Table
    deny: dict[str, dict[str, _Actions | _EverythingBut]] = {}
    about: dict[str, str] = {}
    limits: dict[str, dict[str, str]] = {}


_BasisPoints = Annotated[int, Meta(ge=0, lt=10_000)]
_Code = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
_Rate = Annotated[str, Meta(pattern=r"^[0-9]{1,8}(\.[0-9]{1,10})?$")]


class _PairMargin(_File, frozen=True):
    between: tuple[_Code, _Code]
    margin_basis_points: _BasisPoints


class _ExchangeRates(_File, frozen=True):
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
    read = _read(path, _Chart, "bank.ledger.chart-of-accounts")
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
            dormant_after_days=product.dormant_after_days,
            partial_reversal=product.partial_reversal,
        )
        for product in read.products
    )
    return Products(products, currencies)


def read_permissions(path: Path) -> ShippedPolicy:
    """Read the table of permissions. Raises ``ConfigurationError``.

    Among the actions of a role may stand another's, as a list in the list. A denial of everything
    but some actions is one of every other action that the file lets anybody do.
    """
    key = "bank.authorization.permissions"
    read = _read(path, _Permissions, key)
    allowed = _rules(read.roles, Effect.ALLOW)
    actions = {rule.action for rule in allowed}
    for spared in _spared(read):
        if spared not in actions:
            raise _fault(key, path, f"everything-but spares {spared}, which nobody may do")
    rules = (*allowed, *_rules(_spelt_out(read, actions), Effect.DENY))
    for rule in rules:
        if rule.condition not in CONDITIONS:
            raise _fault(key, path, f"there is no condition {rule.condition}")
    for role in {*read.deny, *read.limits, *read.about} - read.roles.keys():
        raise _fault(key, path, f"{role} is not among the roles")
    try:
        limits = tuple(
            RoleLimit(role, code, to_minor(amount, currency(code)))
            for role, amounts in read.limits.items()
            for code, amount in amounts.items()
        )
    except Refusal as refusal:
        raise _fault(key, path, refusal.detail) from None
    return ShippedPolicy(
        roles={role: read.about.get(role, role) for role in read.roles},
        rules=rules,
        limits=limits,
    )


def _spared(read: _Permissions) -> set[str]:
    denied = (given for conditions in read.deny.values() for given in conditions.values())
    wholes = (given for given in denied if isinstance(given, _EverythingBut))
    return {action for whole in wholes for action in whole.everything_but}


def _spelt_out(read: _Permissions, actions: Collection[str]) -> _Table:
    """Give the denials with each action that they are of."""
    return {
        role: {
            condition: tuple(sorted(set(actions).difference(given.everything_but)))
            if isinstance(given, _EverythingBut)
            else given
            for condition, given in conditions.items()
        }
        for role, conditions in read.deny.items()
    }


def _rules(table: _Table, effect: Effect) -> tuple[Rule, ...]:
    return tuple(
        Rule(role, action, condition, effect)
        for role, conditions in table.items()
        for condition, actions in conditions.items()
        for each in actions
        for action in ((each,) if isinstance(each, str) else each)
    )


class ExchangeRatesFile(msgspec.Struct, frozen=True):
    """The mid rates against the base, whose own is 1, and the margins."""

    mid_rates: Mapping[str, Decimal]
    margin_basis_points: int
    pair_margins: Mapping[frozenset[str], int]


def read_exchange_rates(path: Path) -> ExchangeRatesFile:
    """Read the table of exchange rates. Raises ``ConfigurationError``."""
    key = "bank.exchange.rates"
    read = _read(path, _ExchangeRates, key)
    if read.base in read.mid_rates:
        raise _fault(key, path, f"the rate of the base, {read.base}, is 1 and is not listed")
    mid_rates = {code: Decimal(text) for code, text in read.mid_rates.items()}
    for code in (code for code, rate in mid_rates.items() if not rate):
        raise _fault(key, path, f"the rate of {code} is zero")
    mid_rates[read.base] = Decimal(1)
    margins: dict[frozenset[str], int] = {}
    for each in read.pairs:
        pair, named = frozenset(each.between), " and ".join(each.between)
        if len(pair) == 1 or not pair <= mid_rates.keys():
            raise _fault(key, path, f"{named} are not two currencies of the table")
        if pair in margins:
            raise _fault(key, path, f"{named} have two margins")
        margins[pair] = each.margin_basis_points
    return ExchangeRatesFile(mid_rates, read.margin_basis_points, margins)


def read_common_passwords(path: Path) -> frozenset[str]:
    """Read passwords, one a line, past ``#`` and empty lines. Raises ``ConfigurationError``."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise _fault("bank.passwords.common-list", path, str(fault)) from None
    return frozenset(line for line in lines if line and not line.startswith("#"))


def open_breached_list(path: Path | None) -> SortedDigests | None:
    """Open the operator's list of stolen passwords. Raises ``ConfigurationError``."""
    try:
        return None if path is None else SortedDigests(path)
    except (OSError, NotSortedDigests) as fault:
        raise _fault("bank.passwords.breached-list", path or Path(), str(fault)) from None


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
