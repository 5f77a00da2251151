"""Postings in the order of their accounts, and what accounts make of them."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import NamedTuple

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import BEFORE_ALL
from bank.domain.ledger.entries import JournalEntry, Posting
from bank.infrastructure.in_memory.checks.entries import postings_by_entry
from bank.infrastructure.in_memory.checks.verdicts import Verdicts, unless
from bank.infrastructure.in_memory.store import Tables


class Placed(NamedTuple):
    """A posting, the row of its entry, and the entry where there is one."""

    row: RowId
    posting: Posting
    entry: JournalEntry | None

    @property
    def name(self) -> str:
        """What a finding calls it."""
        return f"account {self.posting.account} sequence {self.posting.sequence}"

    @property
    def debits_then(self) -> int:
        """All that was debited before it."""
        return self.posting.debits_minor - max(self.posting.amount_minor, 0)

    @property
    def balance_then(self) -> int:
        """The balance before it."""
        return self.posting.balance_minor - self.posting.amount_minor

    @property
    def day(self) -> date:
        """Its business day."""
        return BEFORE_ALL if self.entry is None else self.entry.booking_date


def balances_run(tables: Tables) -> Verdicts:
    """Walk each account's postings."""
    for run in runs(tables):
        balance_minor, entry = 0, 0
        for number, (row, posting, _) in enumerate(run, start=1):
            fits = posting.balance_minor == balance_minor + posting.amount_minor
            in_order = posting.sequence == number and row > entry
            yield unless(fits and in_order, run[number - 1].name)
            balance_minor, entry = posting.balance_minor, row


def turnover_runs(tables: Tables) -> Verdicts:
    """Walk each account's postings."""
    for run in runs(tables):
        debits_minor = 0
        for placed in run:
            yield unless(placed.debits_then == debits_minor, placed.name)
            debits_minor = placed.posting.debits_minor


def balances_stored(tables: Tables) -> Verdicts:
    """Compare each account with its last posting."""
    last = {run[-1].posting.account: run[-1].posting for run in runs(tables)}
    for row in sorted({*tables.ledger_accounts, *last}):
        ledger, posting = tables.ledger_accounts.get(row), last.get(row)
        said = (0, 0) if posting is None else (posting.balance_minor, posting.sequence)
        fits = ledger is not None and (ledger.balance_minor, ledger.sequence) == said
        yield unless(fits, f"account {row}")


def turnover_stored(tables: Tables) -> Verdicts:
    """Compare each account with its last posting."""
    last = {run[-1].posting.account: run[-1].posting for run in runs(tables)}
    for row, ledger in sorted(tables.ledger_accounts.items()):
        debits_minor = last[row].debits_minor if row in last else 0
        yield unless(ledger.debits_minor == debits_minor, f"account {row}")


def turnover_counted(tables: Tables) -> Verdicts:
    """Find where the last day and its month began on each account."""
    by_account = {run[0].posting.account: run for run in runs(tables)}
    for row, ledger in sorted(tables.ledger_accounts.items()):
        run = by_account.get(row, [])
        day = run[-1].day if run else BEFORE_ALL
        of_day = [each for each in run if each.day == day]
        of_month = [each for each in run if each.day.replace(day=1) == day.replace(day=1)]
        counted = (
            ledger.counted_on,
            (ledger.day_debits_minor, ledger.day_balance_minor),
            (ledger.month_debits_minor, ledger.month_balance_minor),
        )
        yield unless(counted == (day, _stood(of_day), _stood(of_month)), f"account {row}")


def reversals_mirror(tables: Tables) -> Verdicts:
    """Compare each reversal's postings with those of its entry."""
    postings = postings_by_entry(tables)
    for entry, reversal in sorted(tables.reversals.items(), key=lambda link: link[1]):
        posted = {posting.account: posting.amount_minor for posting in postings[entry]}
        for posting in postings[reversal]:
            amount_minor, back = posted.get(posting.account, 0), -posting.amount_minor
            within = 0 < back <= amount_minor or amount_minor <= back < 0
            yield unless(within, f"entry {reversal} account {posting.account}")


def runs(tables: Tables) -> Iterator[list[Placed]]:
    """Give each account's postings in the order of their sequence."""
    rows = sorted(tables.postings.items())
    for _, run in groupby(rows, key=lambda item: item[0][0]):
        found = []
        for _, (row, posting) in run:
            known = tables.entries.get(row)
            found.append(Placed(row, posting, None if known is None else known.entry))
        yield found


def _stood(of_period: list[Placed]) -> tuple[int, int]:
    if not of_period:
        return 0, 0
    return of_period[0].debits_then, of_period[0].balance_then
