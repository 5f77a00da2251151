"""Closed business days, and what the books stood at then."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from bank.domain.ledger.days import ClosedDay
from bank.infrastructure.in_memory.checks.entries import journal
from bank.infrastructure.in_memory.checks.verdicts import Verdicts, unless
from bank.infrastructure.in_memory.store import Tables


def in_order(tables: Tables) -> Verdicts:
    """Compare each closed day with the one before, and with the head."""
    head, days = tables.head[None], _closed(tables)
    for before, day in pairwise([None, *days]):
        if day is None:
            continue
        follows = before is None or (
            before.last_entry <= day.last_entry and before.closed_at <= day.closed_at
        )
        within = (
            day.last_entry <= head.last_entry
            and day.closed_at <= head.last_recorded_at
            and day.day < head.booking_date
        )
        yield unless(follows and within, f"day {day.day}")


def entries_fit(tables: Tables) -> Verdicts:
    """Find each entry's day by its number."""
    head, days = tables.head[None], _closed(tables)
    for entry in journal(tables):
        ended = [day for day in days if day.last_entry < entry.row]
        began_at = ended[-1].closed_at if ended else entry.recorded_at
        own = days[len(ended)] if len(ended) < len(days) else None
        day = head.booking_date if own is None else own.day
        closed_at = entry.recorded_at if own is None else own.closed_at
        in_time = began_at <= entry.recorded_at <= closed_at
        yield unless(entry.booking_date == day and in_time, f"entry {entry.row}")


def totals_frozen(tables: Tables) -> Verdicts:
    """Sum the postings up to each closed day's last entry by code and currency."""
    stood: dict[tuple[date, str, str], int] = {}
    for day in _closed(tables):
        sums: defaultdict[tuple[date, str, str], int] = defaultdict(int)
        for (account, _), (row, posting) in tables.postings.items():
            ledger = tables.ledger_accounts.get(account)
            if ledger is not None and row <= day.last_entry:
                sums[day.day, ledger.gl_code, ledger.currency] += posting.amount_minor
        stood |= sums
    for place in sorted({*stood, *tables.day_totals}):
        fits = stood.get(place) == tables.day_totals.get(place)
        yield unless(fits, f"day {place[0]} code {place[1]} {place[2]}")


def _closed(tables: Tables) -> list[ClosedDay]:
    return [closing.day for _, closing in sorted(tables.closed_days.items())]
