"""Accounts and history for the benchmark, made by SQL, and whole enough for the check."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import psycopg

from bank.domain.identifiers import public_id_at
from bench.served import Served

FUNDS_MINOR = 10**12
"""The overdraft of each account, so that no transfer of the benchmark is refused."""

_ACCOUNTS = """
INSERT INTO ledger_account (book, id, opened_ms, kind, status, currency, gl_code, branch,
    balance_minor, held_minor, sequence, debits_minor, day_debits_minor, day_balance_minor,
    month_debits_minor, month_balance_minor, overdraft_minor, counted_on, blocked, limited, product)
SELECT 1, nextval('row_number'), %s, 2, 1, 'EUR', '2100', 'main', 0, 0, 0, 0, 0, 0, 0, 0, %s,
       '1970-01-01', 0, false, 'current'
FROM generate_series(1, %s) RETURNING id
"""

# Round r moves one cent from account i to the account some way on, so that each account is debited
# once and credited once a round; whichever comes first among the entries has the odd sequence.
_ENTRIES = """
INSERT INTO journal_entry (book, id, recorded_at, booking_date, value_date, kind, key_is_id, key,
    audit_event, digest, legs)
SELECT 1, %(entry)s + i, %(at)s, %(day)s, %(day)s, 1, true, gen_random_uuid(), %(event)s,
       '\\x00112233445566778899aabbccddeeff'::bytea,
       int8send(%(first)s + i) || int8send(%(before)s + CASE WHEN i >= %(step)s THEN 2 ELSE 1 END)
       || int8send(%(first)s + (i + %(step)s) %% %(count)s)
       || int8send(%(before)s + CASE WHEN (i + %(step)s) < %(count)s THEN 1 ELSE 2 END)
FROM generate_series(0, %(count)s - 1) AS i
"""

_DEBITS = """
INSERT INTO posting (book, account, sequence, entry, amount_minor, balance_minor, available_minor,
    debits_minor)
SELECT 1, %(first)s + i, %(before)s + CASE WHEN i >= %(step)s THEN 2 ELSE 1 END, %(entry)s + i, 1,
       CASE WHEN i >= %(step)s THEN 0 ELSE 1 END,
       %(funds)s - CASE WHEN i >= %(step)s THEN 0 ELSE 1 END, %(round)s
FROM generate_series(0, %(count)s - 1) AS i
"""

_CREDITS = """
INSERT INTO posting (book, account, sequence, entry, amount_minor, balance_minor, available_minor,
    debits_minor)
SELECT 1, %(first)s + j, %(before)s + CASE WHEN j >= %(step)s THEN 1 ELSE 2 END,
       %(entry)s + (j - %(step)s + %(count)s) %% %(count)s, -1,
       CASE WHEN j >= %(step)s THEN -1 ELSE 0 END,
       %(funds)s + CASE WHEN j >= %(step)s THEN 1 ELSE 0 END,
       %(round)s - CASE WHEN j >= %(step)s THEN 1 ELSE 0 END
FROM generate_series(0, %(count)s - 1) AS j
"""


def add_accounts(served: Served, count: int) -> Sequence[UUID]:
    """Add accounts of the ledger and give their public ids."""
    opened_ms = 1_700_000_000_000
    with psycopg.connect(served.owner()) as connection:
        rows = connection.execute(_ACCOUNTS, (opened_ms, FUNDS_MINOR, count)).fetchall()
        connection.execute("ANALYZE ledger_account")
    return [public_id_at(opened_ms, row[0]) for row in rows]


def grow(served: Served, *, accounts: int, postings: int) -> Sequence[UUID]:
    """Give accounts with a history of so many postings together; made once, found again later."""
    opened_ms = 1_600_000_000_000
    with psycopg.connect(served.owner()) as connection:
        known = connection.execute(
            "SELECT id FROM ledger_account WHERE book = 1 AND opened_ms = %s ORDER BY id LIMIT %s",
            (opened_ms, accounts),
        ).fetchall()
        if not known:
            known = connection.execute(_ACCOUNTS, (opened_ms, FUNDS_MINOR, accounts)).fetchall()
            _add_history(connection, known[0][0], accounts, postings // (2 * accounts))
            connection.commit()
            connection.autocommit = True
            connection.execute("VACUUM ANALYZE")
    return [public_id_at(opened_ms, row[0]) for row in known]


def _add_history(
    connection: psycopg.Connection[Any], first: int, accounts: int, rounds: int
) -> None:
    head = connection.execute(
        "SELECT last_entry, now(), current_date FROM ledger_head WHERE book = 1 FOR UPDATE"
    ).fetchone()
    assert head is not None  # noqa: S101 - the bank was migrated
    entry, at, day = head
    event = connection.execute(_EVENT, {"at": at}).fetchone()
    for number in range(1, rounds + 1):
        given = {
            "first": first,
            "count": accounts,
            "step": number * 7919 % accounts,
            "entry": entry + 1 + (number - 1) * accounts,
            "before": 2 * (number - 1),
            "round": number,
            "at": at,
            "day": day,
            "event": event[0] if event else None,
            "funds": FUNDS_MINOR,
        }
        for statement in (_ENTRIES, _DEBITS, _CREDITS):
            connection.execute(statement, given)
    connection.execute(
        "UPDATE ledger_account SET sequence = %s, debits_minor = %s, counted_on = %s"
        " WHERE book = 1 AND id BETWEEN %s AND %s",
        (2 * rounds, rounds, day, first, first + accounts - 1),
    )
    connection.execute(
        "UPDATE ledger_head SET last_entry = %s, last_recorded_at = %s, booking_date = %s"
        " WHERE book = 1",
        (entry + rounds * accounts, at, day),
    )


_EVENT = """
INSERT INTO audit_event (book, id, at, actor_kind, actor, action, outcome, schema_version)
VALUES (1, gen_random_uuid(), %(at)s, 'cli', 'bench', 'transfer.post_bulk', 'done', 1) RETURNING id
"""
