"""Entries by themselves, with their postings, and with what they are about."""

from collections import defaultdict
from itertools import pairwise

from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import EntryKind, JournalEntry, Posting
from bank.infrastructure.in_memory.checks.verdicts import Verdicts, unless
from bank.infrastructure.in_memory.store import Tables


def numbered(tables: Tables) -> Verdicts:
    """Count the entries."""
    for number, row in enumerate(sorted(tables.entries), start=1):
        yield unless(row == number, f"entry {row}")


def head_at_last(tables: Tables) -> Verdicts:
    """Compare the head with the last entry."""
    head, entries = tables.head[None], journal(tables)
    if not entries:
        yield unless(head.last_entry == 0, f"entry {head.last_entry}")
        return
    last = entries[-1]
    fits = (
        head.last_entry == last.row
        and head.last_recorded_at >= last.recorded_at
        and head.booking_date >= last.booking_date
    )
    yield unless(fits, f"entry {last.row}")


def times_never_fall(tables: Tables) -> Verdicts:
    """Compare each entry with the one before."""
    for before, entry in pairwise(journal(tables)):
        falls = entry.recorded_at < before.recorded_at or entry.booking_date < before.booking_date
        yield unless(not falls, f"entry {entry.row}")


def value_dates(tables: Tables) -> Verdicts:
    """Compare the dates of each entry."""
    for entry in journal(tables):
        yield unless(entry.value_date <= entry.booking_date, f"entry {entry.row}")


def balance(tables: Tables) -> Verdicts:
    """Sum each entry's postings by currency."""
    for row, postings in sorted(postings_by_entry(tables).items()):
        sums: defaultdict[str, int] = defaultdict(int)
        for posting in postings:
            ledger = tables.ledger_accounts.get(posting.account)
            sums["" if ledger is None else ledger.currency] += posting.amount_minor
        yield unless(not any(sums.values()), f"entry {row}")


def have_postings(tables: Tables) -> Verdicts:
    """Count each entry's postings."""
    postings = postings_by_entry(tables)
    for row in sorted({*tables.entries, *postings}):
        known = tables.entries.get(row)
        named = 0 if known is None else len(known.entry.postings)
        yield unless(named == len(postings[row]) >= 2, f"entry {row}")  # noqa: PLR2004


def name_postings(tables: Tables) -> Verdicts:
    """Look each posting up in its entry."""
    for row, postings in sorted(postings_by_entry(tables).items()):
        known = tables.entries.get(row)
        named = known.entry.postings if known is not None else ()
        places = {(posting.account, posting.sequence) for posting in named}
        for posting in postings:
            found = (posting.account, posting.sequence) in places
            yield unless(found, f"entry {row} account {posting.account}")


def captures_linked(tables: Tables) -> Verdicts:
    """Compare the captures among the entries with those of the holds."""
    entries = {entry.row: entry for entry in journal(tables) if entry.kind is EntryKind.CAPTURE}
    for row in sorted({*entries, *tables.captures}):
        entry = entries.get(row)
        hold = tables.holds.get(tables.captures.get(row, RowId(0)))
        in_time = (
            entry is not None
            and hold is not None
            and hold.hold.created_at <= entry.recorded_at
            and (hold.hold.ended_at is None or entry.recorded_at <= hold.hold.ended_at)
        )
        yield unless(in_time, f"entry {row}")


def reversals_linked(tables: Tables) -> Verdicts:
    """Compare the reversals among the entries with their links."""
    entries = {entry.row for entry in journal(tables) if entry.kind is EntryKind.REVERSAL}
    reversed_by = {reversal: entry for entry, reversal in tables.reversals.items()}
    for row in sorted({*entries, *reversed_by}):
        entry = reversed_by.get(row)
        linked = row in entries and entry is not None and entry in tables.entries and entry < row
        yield unless(linked, f"entry {row}")


def journal(tables: Tables) -> list[JournalEntry]:
    """Give the entries in their order."""
    return [recorded.entry for _, recorded in sorted(tables.entries.items())]


def postings_by_entry(tables: Tables) -> defaultdict[RowId, list[Posting]]:
    """Give the postings of each entry as the accounts have them."""
    found: defaultdict[RowId, list[Posting]] = defaultdict(list)
    for _, (entry, posting) in sorted(tables.postings.items()):
        found[entry].append(posting)
    return found
