"""What was available, and the limits in force, whenever something was posted."""

from datetime import date, datetime

from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import EntryKind, JournalEntry
from bank.domain.ledger.limits import LimitKind, LimitRule, Limits, in_force
from bank.infrastructure.in_memory.checks.postings import Placed, runs
from bank.infrastructure.in_memory.checks.verdicts import Verdicts, unless
from bank.infrastructure.in_memory.rows import LedgerRow
from bank.infrastructure.in_memory.store import Tables

_MAY_OVERDRAW = {EntryKind.CAPTURE, EntryKind.REVERSAL}


def available_covers(tables: Tables) -> Verdicts:
    """Look at what each posting left."""
    for run in runs(tables):
        ledger = tables.ledger_accounts.get(run[0].posting.account)
        for placed in run:
            if ledger is None or placed.entry is None:
                continue
            covered = (
                placed.entry.kind in _MAY_OVERDRAW
                or not ledger.account().goes_out(placed.posting.amount_minor)
                or (placed.posting.available_minor or 0) >= 0
            )
            yield unless(covered, placed.name)


def available_bounded(tables: Tables) -> Verdicts:
    """Compare what each posting left with its balance and the largest overdraft ever agreed."""
    for run in runs(tables):
        ledger = tables.ledger_accounts.get(run[0].posting.account)
        for placed in run:
            if ledger is None:
                continue
            available = placed.posting.available_minor
            if available is None or ledger.overdraft_minor is None:
                yield unless(available is None and ledger.overdraft_minor is None, placed.name)
                continue
            shown_minor = ledger.kind.normal_sign * placed.posting.balance_minor
            yield unless(available <= shown_minor + _largest_overdraft(tables, ledger), placed.name)


def kept(tables: Tables) -> Verdicts:
    """Tell each posting of a customer's doing against the limits that were then in force."""
    if not any(row.rule.kind is not LimitKind.OVERDRAFT for row in tables.limits.values()):
        return
    for run in runs(tables):
        ledger = tables.ledger_accounts.get(run[0].posting.account)
        day_began = month_began = run[0]
        for placed in run:
            if placed.day != day_began.day:
                day_began = placed
            if not _same_month(placed.day, month_began.day):
                month_began = placed
            if ledger is not None and placed.entry is not None and placed.entry.kind.by_customer:
                within = _within(tables, ledger, placed.entry, (placed, day_began, month_began))
                yield unless(within, placed.name)


def _within(
    tables: Tables, ledger: LedgerRow, entry: JournalEntry, run: tuple[Placed, Placed, Placed]
) -> bool:
    limits = _limits_at(tables, ledger, entry.recorded_at)
    if limits is None:
        return True
    placed, day_began, month_began = run
    amount_minor = placed.posting.amount_minor
    of_day, of_month = _gross(placed, day_began), _gross(placed, month_began)
    if ledger.account().goes_out(amount_minor):
        bounds = [
            (abs(amount_minor), limits.per_transfer_minor),
            (of_day, limits.daily_out_minor),
            (of_month, limits.monthly_out_minor),
        ]
    else:
        bounds = [(of_day, limits.daily_in_minor), (of_month, limits.monthly_in_minor)]
    return all(limit is None or used <= limit for used, limit in bounds)


def _gross(placed: Placed, began: Placed) -> int:
    """Give what went the way of a posting since another, both included."""
    debits_minor = placed.posting.debits_minor - began.debits_then
    if placed.posting.amount_minor > 0:
        return debits_minor
    return debits_minor - (placed.posting.balance_minor - began.balance_then)


def _limits_at(tables: Tables, ledger: LedgerRow, at: datetime) -> Limits | None:
    if ledger.product is None:
        return None
    rows = tables.limits.values()
    of_product = [
        row.rule
        for row in rows
        if row.product == ledger.product and row.currency == ledger.currency
    ]
    return in_force(of_product, _rules_of(tables, ledger.row), at).limits


def _largest_overdraft(tables: Tables, ledger: LedgerRow) -> int:
    rules = _rules_of(tables, ledger.row)
    agreed = [rule.amount_minor or 0 for rule in rules if rule.kind is LimitKind.OVERDRAFT]
    return max([ledger.overdraft_minor or 0, *agreed])


def _rules_of(tables: Tables, account: RowId) -> list[LimitRule]:
    return [row.rule for row in tables.limits.values() if row.account == account]


def _same_month(one: date, other: date) -> bool:
    return (one.year, one.month) == (other.year, other.month)
