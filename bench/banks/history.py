"""A history by COPY, whole enough for the ledger check.

Round by round each account sends a cent to another, some way on, so that it is debited once and
credited once: whichever comes first among the entries has the odd sequence. After a round all
balances are zero again.
"""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from struct import Struct
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from bench.banks.accounts import ADD_ACCOUNTS, FUNDS_MINOR

OPENED_MS = 1_600_000_000_000
_STRIDE = 7919
_CHUNK = 20_000
_COPY_HEAD, _COPY_TAIL = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)

_POSTING = Struct("!hiiiqiqiqiqiqiqiq").pack
_ENTRY = Struct("!hiiiqiqiiiiihibi16si16si16siqqqq").pack
_POSTINGS = """COPY posting (book, account, sequence, entry, amount_minor, balance_minor,
    available_minor, debits_minor) FROM STDIN (FORMAT binary)"""
_ENTRIES = """COPY journal_entry (book, id, recorded_at, booking_date, value_date, kind, key_is_id,
    key, audit_event, digest, legs) FROM STDIN (FORMAT binary)"""
_EVENT = """
INSERT INTO audit_event (book, id, at, actor_kind, actor, action, outcome, schema_version)
VALUES (1, gen_random_uuid(), %s, 'cli', 'bench', 'transfer.post_bulk', 'done', 1) RETURNING id
"""
_HEAD = """
SELECT last_entry, greatest(last_recorded_at, now()),
       greatest(booking_date, (now() AT TIME ZONE %s)::date)
FROM ledger_head WHERE book = 1 FOR UPDATE
"""
_MOVE_HEAD = """
UPDATE ledger_head SET last_entry = %s, last_recorded_at = %s, booking_date = %s WHERE book = 1
"""
_Connection = psycopg.Connection[Any]


class _Round(NamedTuple):
    """One cent out of and into each account: its number from 1, and its first entry."""

    number: int
    first_account: int
    accounts: int
    first_entry: int

    @property
    def step(self) -> int:
        """How far on the account is that is credited."""
        return self.number * _STRIDE % self.accounts or 1

    def sequences(self, place: int) -> tuple[int, int]:
        """Give the sequence of an account's debit and of its credit."""
        before = 2 * (self.number - 1)
        return (before + 1, before + 2) if place < self.step else (before + 2, before + 1)

    def postings(self) -> Iterator[bytes]:
        """Pack both postings of each entry."""
        for place in range(self.accounts):
            entry, other = self.first_entry + place, (place + self.step) % self.accounts
            debit, _ = self.sequences(place)
            yield self._posting(place, debit, entry, amount=1, balance=debit % 2)
            _, credit = self.sequences(other)
            yield self._posting(other, credit, entry, amount=-1, balance=-(credit % 2))

    def _posting(
        self, place: int, sequence: int, entry: int, *, amount: int, balance: int
    ) -> bytes:
        account = self.first_account + place
        debits = self.number - (amount < 0 and sequence % 2)
        return _POSTING(
            8, 4, 1, 8, account, 8, sequence, 8, entry, 8, amount, 8, balance,
            8, FUNDS_MINOR - balance, 8, debits,
        )  # fmt: skip

    def entries(self, at: datetime, day: date, event: UUID) -> Iterator[bytes]:
        """Pack the entries: random keys, because clients choose theirs."""
        at_us, days = (at - _EPOCH) // timedelta(microseconds=1), (day - _EPOCH.date()).days
        for place in range(self.accounts):
            other = (place + self.step) % self.accounts
            (debit, _), (_, credit) = self.sequences(place), self.sequences(other)
            yield _ENTRY(
                11, 4, 1, 8, self.first_entry + place, 8, at_us, 4, days, 4, days, 2, 1, 1, 1,
                16, os.urandom(16), 16, event.bytes, 16, os.urandom(16),
                32, self.first_account + place, debit, self.first_account + other, credit,
            )  # fmt: skip


def add_history(
    connection: _Connection, accounts: int, postings: int, zone: str, say: Callable[[str], None]
) -> None:
    """Add accounts with so many postings together, booked today in the bank's zone; or none."""
    head = connection.execute(_HEAD, (zone,)).fetchone()
    assert head is not None  # noqa: S101 - the bank was migrated
    entry, at, day = head
    event = connection.execute(_EVENT, (at,)).fetchone()
    assert event is not None  # noqa: S101 - it was inserted
    rounds = postings // (2 * accounts)
    first = _add_accounts(connection, accounts, rounds, day)
    for number in range(1, rounds + 1):
        of = _Round(number, first, accounts, entry + 1 + (number - 1) * accounts)
        _copy(connection, _ENTRIES, of.entries(at, day, event[0]))
        _copy(connection, _POSTINGS, of.postings())
        say(f"{number * 2 * accounts:,} of {postings:,} postings")
    connection.execute(_MOVE_HEAD, (entry + rounds * accounts, at, day))


def _add_accounts(connection: _Connection, count: int, rounds: int, day: date) -> int:
    given = {
        "opened_ms": OPENED_MS,
        "sequence": 2 * rounds,
        "debits": rounds,
        "funds": FUNDS_MINOR,
        "counted_on": day,
        "count": count,
    }
    rows = connection.execute(ADD_ACCOUNTS, given).fetchall()
    first: int = rows[0][0]
    assert rows[-1][0] == first + count - 1  # noqa: S101 - nobody else is served yet
    return first


def _copy(connection: _Connection, statement: str, rows: Iterator[bytes]) -> None:
    with connection.cursor().copy(statement.encode()) as copy:
        copy.write(_COPY_HEAD)
        chunk: list[bytes] = []
        for row in rows:
            chunk.append(row)
            if len(chunk) == _CHUNK:
                copy.write(b"".join(chunk))
                chunk.clear()
        copy.write(b"".join(chunk) + _COPY_TAIL)
