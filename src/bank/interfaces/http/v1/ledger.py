"""The books over HTTP, for auditors: `/v1/ledger`."""

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromPath
from msgspec import Struct

from bank.application.ledger.books import InternalAccountView, TrialBalanceLine
from bank.application.ledger.read_ledger import (
    EntryById,
    GetEntry,
    GetTrialBalance,
    InternalAccountsPage,
    ListInternalAccounts,
    WholeLedger,
)
from bank.application.ports.entries import EntryNotFound
from bank.domain.ledger.accounts import AccountKind
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import query
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, page_of, text_after
from bank.interfaces.http.refusals import InvalidCursor
from bank.interfaces.http.v1.entries import LedgerEntry, ledger_entry
from bank.interfaces.http.v1.money import Money, money_of


class LedgerAccountKind(StrEnum):
    """The five kinds of ledger account."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class InternalAccount(Struct, frozen=True, kw_only=True):
    """One of the bank's own accounts; the balance on the normal side of its kind."""

    id: UUID
    gl_code: str
    kind: LedgerAccountKind
    position: str
    branch: str
    balance: Money


class BalanceLine(Struct, frozen=True, kw_only=True):
    """All accounts under one general-ledger code in one currency; one of the two sides is zero."""

    gl_code: str
    kind: LedgerAccountKind
    accounts: int
    debit: Money
    credit: Money


class BalanceTotal(Struct, frozen=True):
    """The sums of one currency; they are equal, or the books are broken."""

    debit: Money
    credit: Money


class TrialBalance(Struct, frozen=True):
    """The trial balance, with a total for each currency."""

    lines: list[BalanceLine]
    totals: list[BalanceTotal]


@get(
    "/entries/{entry_id:uuid}",
    operation_id="getLedgerEntry",
    summary="Read a journal entry",
    responses=query(EntryNotFound),
)
async def get_ledger_entry(request: Asked, entry_id: FromPath[UUID]) -> Response[LedgerEntry]:
    """Read a journal entry with all its postings."""
    done = await ask(request, GetEntry, EntryById(entry_id))
    return answered(ledger_entry(done.result), done)


@get(
    "/accounts",
    operation_id="listInternalAccounts",
    summary="List the bank's own accounts",
    responses=query(InvalidCursor),
)
async def list_internal_accounts(
    request: Asked, cursor: Cursor = None, limit: Limit = LIMIT_USUAL
) -> Response[Page[InternalAccount]]:
    """List the bank's own accounts by position and currency."""
    order = InternalAccountsPage(after=text_after(cursor), limit=limit + 1)
    done = await ask(request, ListInternalAccounts, order)
    return answered(page_of(done.result, limit, _account, _place), done)


@get(
    "/trial-balance",
    operation_id="getTrialBalance",
    summary="Read the trial balance",
    responses=query(),
)
async def get_trial_balance(request: Asked) -> Response[TrialBalance]:
    """Read the sums by general-ledger code and currency."""
    done = await ask(request, GetTrialBalance, WholeLedger())
    return answered(_trial_balance(done.result), done)


def _account(account: InternalAccountView) -> InternalAccount:
    return InternalAccount(
        id=account.id,
        gl_code=account.gl_code,
        kind=_kind(account.kind),
        position=account.position,
        branch=account.branch,
        balance=money_of(account.balance_minor, account.currency),
    )


def _place(account: InternalAccountView) -> str:
    return f"{account.position}~{account.currency}"


def _trial_balance(lines: Sequence[TrialBalanceLine]) -> TrialBalance:
    debits: defaultdict[str, int] = defaultdict(int)
    credits_: defaultdict[str, int] = defaultdict(int)
    for line in lines:
        debits[line.currency] += max(line.balance_minor, 0)
        credits_[line.currency] += max(-line.balance_minor, 0)
    return TrialBalance(
        [_line(line) for line in lines],
        [
            BalanceTotal(money_of(debits[code], code), money_of(credits_[code], code))
            for code in sorted(debits)
        ],
    )


def _line(line: TrialBalanceLine) -> BalanceLine:
    return BalanceLine(
        gl_code=line.gl_code,
        kind=_kind(line.kind),
        accounts=line.accounts,
        debit=money_of(max(line.balance_minor, 0), line.currency),
        credit=money_of(max(-line.balance_minor, 0), line.currency),
    )


def _kind(kind: AccountKind) -> LedgerAccountKind:
    return LedgerAccountKind[kind.name]


ledger = Router(
    "/ledger",
    route_handlers=[get_ledger_entry, list_internal_accounts, get_trial_balance],
    tags=["Ledger"],
)
