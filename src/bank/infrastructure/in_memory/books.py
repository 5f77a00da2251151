"""The whole ledger in memory, and its proofs."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field

from bank.application.ledger.books import (
    Books,
    CheckStep,
    Finding,
    InternalAccountView,
    TrialBalanceLine,
)
from bank.domain.identifiers import RowId, public_id_at
from bank.infrastructure.in_memory.store import Tables
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryBooks(Books):
    """The books as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def internal_accounts(
        self, *, after: str | None, limit: int
    ) -> Sequence[InternalAccountView]:
        """Give the bank's own accounts."""
        views = [
            InternalAccountView(
                id=public_id_at(ledger.opened_ms, ledger.row),
                gl_code=ledger.gl_code,
                kind=ledger.kind,
                position=ledger.position,
                currency=ledger.currency,
                branch=ledger.branch,
                balance_minor=ledger.shown_minor,
            )
            for ledger in self._tables.ledger_accounts.values()
            if ledger.position is not None
        ]
        views.sort(key=_place)
        if after is not None:
            position, _, currency = after.rpartition("~")
            views = [view for view in views if _place(view) > (position, currency)]
        return views[:limit]

    async def trial_balance(self) -> Sequence[TrialBalanceLine]:
        """Sum the accounts."""
        sums: dict[tuple[str, str], TrialBalanceLine] = {}
        for ledger in self._tables.ledger_accounts.values():
            place = (ledger.gl_code, ledger.currency)
            before = sums.get(place)
            sums[place] = TrialBalanceLine(
                gl_code=ledger.gl_code,
                kind=ledger.kind,
                currency=ledger.currency,
                accounts=(before.accounts if before else 0) + 1,
                balance_minor=(before.balance_minor if before else 0) + ledger.balance_minor,
            )
        return [sums[place] for place in sorted(sums)]

    async def check(self) -> AsyncIterator[CheckStep]:
        """Prove entries, running balances, stored balances and the sum of the book."""
        for proof in (_entries_balance, _balances_run, _balances_are_sums, _the_book_is_square):
            found = _Found()
            for offender in proof(self._tables, found):
                found.offenders.append(offender)
            name = proof.__name__.strip("_")
            finding = None
            if found.offenders:
                finding = Finding(name, found.offenders[0], len(found.offenders))
            yield CheckStep(name, found.looked_at, finding)


def _place(view: InternalAccountView) -> tuple[str, str]:
    return view.position, view.currency


@dataclass(slots=True)
class _Found:
    looked_at: int = 0
    offenders: list[str] = field(default_factory=list)


def _entries_balance(tables: Tables, found: _Found) -> Iterator[str]:
    postings: defaultdict[RowId, list[tuple[str, int]]] = defaultdict(list)
    for entry, posting in tables.postings.values():
        postings[entry].append((posting.currency, posting.amount_minor))
    for row in tables.entries:
        found.looked_at += 1
        sums: defaultdict[str, int] = defaultdict(int)
        for currency, amount_minor in postings[row]:
            sums[currency] += amount_minor
        if len(postings[row]) < 2 or any(sums.values()):  # noqa: PLR2004 - double entry
            yield str(row)


def _balances_run(tables: Tables, found: _Found) -> Iterator[str]:
    for (account, sequence), (_, posting) in tables.postings.items():
        found.looked_at += 1
        before = tables.postings.get((account, sequence - 1))
        balance = (before[1].balance_minor if before else 0) + posting.amount_minor
        if (before is None) != (sequence == 1) or balance != posting.balance_minor:
            yield f"{account}/{sequence}"


def _balances_are_sums(tables: Tables, found: _Found) -> Iterator[str]:
    sums: defaultdict[RowId, int] = defaultdict(int)
    counts: defaultdict[RowId, int] = defaultdict(int)
    for (account, _), (_, posting) in tables.postings.items():
        sums[account] += posting.amount_minor
        counts[account] += 1
    for row, ledger in tables.ledger_accounts.items():
        found.looked_at += 1
        if (ledger.balance_minor, ledger.sequence) != (sums[row], counts[row]):
            yield str(row)


def _the_book_is_square(tables: Tables, found: _Found) -> Iterator[str]:
    sums: defaultdict[str, int] = defaultdict(int)
    for ledger in tables.ledger_accounts.values():
        found.looked_at += 1
        sums[ledger.currency] += ledger.balance_minor
    yield from (currency for currency, total in sums.items() if total)
