"""How the entries of a large batch are written: by packed COPY."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from psycopg import AsyncConnection

from bank.application.posting.journal import Recorded
from bank.domain.ledger.days import LedgerHead
from bank.infrastructure.sql.postgresql import statements as sql
from bank.infrastructure.sql.postgresql.arrays import microseconds
from bank.infrastructure.sql.postgresql.packing import COPY_HEAD, COPY_TAIL, BatchRows
from bank.infrastructure.sql.postgresql.reference_sealer import ReferenceSealer

_SLICE = 512
"""How many entries are sealed and packed at a time: few enough to stay in the processor's cache."""


class EntriesCopy:
    """Writes entries and their postings on a connection whose transaction holds the locks."""

    def __init__(
        self, connection: AsyncConnection[Any], book: int, sealer: ReferenceSealer
    ) -> None:
        """Take the connection, the book, and what seals free text."""
        self._connection = connection
        self._book = book
        self._sealer = sealer

    async def write(self, head: LedgerHead, recorded: Sequence[Recorded]) -> None:
        """Write entries, then all their postings in the order of their index.

        In the order of the entries the postings would cost the server twice as much.
        """
        postings: list[bytes] = []
        written = await self._copied(sql.COPY_ENTRIES, self._entries(head, recorded, postings))
        # Packed rows sort by account.
        postings.sort()
        copied = await self._copied(sql.COPY_POSTINGS, _at_once(postings))
        if (written, copied) != (len(recorded), len(postings)):
            message = f"COPY wrote {written} entries and {copied} of {len(postings)} postings"
            raise RuntimeError(message)

    async def _entries(
        self, head: LedgerHead, recorded: Sequence[Recorded], postings: list[bytes]
    ) -> AsyncIterator[bytes]:
        """Give the entries in slices, and put their postings aside on the way."""
        recorded_us = microseconds(head.last_recorded_at)
        rows = BatchRows(self._book, recorded_us, head.booking_date)
        for start in range(0, len(recorded), _SLICE):
            some = recorded[start : start + _SLICE]
            references = await self._sealer.of_entries(head, some)
            yield b"".join(rows.entries(some, references))
            postings += rows.postings(some)

    async def _copied(self, statement: str, slices: AsyncIterator[bytes]) -> int:
        """Send slice by slice: the server writes one while the next is made."""
        cursor = self._connection.cursor()
        async with cursor.copy(statement) as copy:
            await copy.write(COPY_HEAD)
            async for rows in slices:
                await copy.write(rows)
            await copy.write(COPY_TAIL)
        return cursor.rowcount


async def _at_once(rows: Sequence[bytes]) -> AsyncIterator[bytes]:
    yield b"".join(rows)
