"""The public ids of entries in memory, and what they are linked with."""

from typing import NamedTuple
from uuid import UUID

from bank.application.posting.journal import Recorded
from bank.domain.identifiers import row_of
from bank.infrastructure.in_memory.store import Tables


class EntryLinks(NamedTuple):
    """The public ids of what an entry is linked with."""

    reverses: UUID | None
    reversed_by: UUID | None
    hold: UUID | None


def recorded_as(tables: Tables, entry: UUID) -> Recorded | None:
    """Give the entry of a public id."""
    for row in (row_of(entry), tables.entry_keys.get(entry)):
        recorded = None if row is None else tables.entries.get(row)
        if recorded is not None and public_id_of(recorded) == entry:
            return recorded
    return None


def public_id_of(recorded: Recorded) -> UUID:
    """Give the public id of an entry: the client's, or the bank's own."""
    return recorded.request.key if recorded.request.key_is_id else recorded.entry.id


def links_of(tables: Tables, recorded: Recorded) -> EntryLinks:
    """Give what an entry reverses, is reversed by, and captures."""
    row, reverses = recorded.entry.row, recorded.request.reverses
    reversal = tables.reversals.get(row)
    hold = tables.captures.get(row)
    return EntryLinks(
        reverses=public_id_of(tables.entries[reverses.entry]) if reverses else None,
        reversed_by=None if reversal is None else public_id_of(tables.entries[reversal]),
        hold=None if hold is None else tables.holds[hold].hold.id,
    )
