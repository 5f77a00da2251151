"""The SQL of a batch."""

from functools import cache

from bank.infrastructure.sql.postgresql.packing import ENTRY_COLUMNS, POSTING_COLUMNS

LOCK_HEAD = """
SELECT last_entry, last_recorded_at, booking_date, last_hold, limits_version, xmin
FROM ledger_head WHERE book = %s FOR UPDATE
"""

KNOWN_ENTRIES = """
SELECT id, recorded_at, booking_date, value_date, kind, key_is_id, key, audit_event, digest, legs
FROM journal_entry WHERE book = %s AND key = ANY(%s)
"""

KNOWN_RECORDS = """
SELECT r.key, r.digest, r.audit_event, r.outcome, r.created_at, r.object_id, r.code, r.detail,
       r.context
FROM unnest(%s::uuid[]) AS wanted (key)
CROSS JOIN LATERAL (SELECT * FROM idempotency_record
                    WHERE book = %s AND key = wanted.key LIMIT 1) r
"""
"""Key by key: of all keys at once a planner without statistics would read the whole table."""

LOCK_ACCOUNTS = """
SELECT id, opened_ms, kind, status, currency, overdraft_minor, balance_minor, held_minor, sequence,
       debits_minor, counted_on, day_debits_minor, day_balance_minor, month_debits_minor,
       month_balance_minor, blocked, product, active_on, holds_expire_at, limited, xmin
FROM ledger_account WHERE book = %s AND id = ANY(%s) ORDER BY id FOR NO KEY UPDATE
"""

POSTINGS_AT = """
SELECT p.account, p.sequence, a.opened_ms, p.amount_minor, a.currency, p.balance_minor,
       p.available_minor, p.debits_minor
FROM unnest(%s::bigint[], %s::bigint[]) AS place (account, sequence)
JOIN posting p ON p.book = %s AND p.account = place.account AND p.sequence = place.sequence
JOIN ledger_account a ON a.book = p.book AND a.id = p.account
"""

COPY_ENTRIES = f"COPY journal_entry ({ENTRY_COLUMNS}) FROM STDIN (FORMAT binary)"
COPY_POSTINGS = f"COPY posting ({POSTING_COLUMNS}) FROM STDIN (FORMAT binary)"

INSERT_ENTRIES = f"""
INSERT INTO journal_entry ({ENTRY_COLUMNS})
SELECT %s, id, %s, %s, value_date, kind, key_is_id, key, audit_event, digest, legs, reference
FROM unnest(%s::bigint[], %s::date[], %s::smallint[], %s::boolean[], %s::uuid[], %s::uuid[],
            %s::bytea[], %s::bytea[], %s::bytea[])
     AS e (id, value_date, kind, key_is_id, key, audit_event, digest, legs, reference)
"""  # noqa: S608 - the column names are ours

INSERT_POSTINGS = f"""
INSERT INTO posting ({POSTING_COLUMNS})
SELECT %s, account, sequence, entry, amount_minor, balance_minor, available_minor, debits_minor
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[],
            %s::bigint[])
     AS p (account, sequence, entry, amount_minor, balance_minor, available_minor, debits_minor)
"""  # noqa: S608 - the column names are ours

INSERT_RECORDS = """
INSERT INTO idempotency_record
    (book, key, digest, created_at, audit_event, outcome, object_id, code, detail, context)
SELECT %s, * FROM unnest(%s::uuid[], %s::bytea[], %s::timestamptz[], %s::uuid[], %s::text[],
                         %s::uuid[], %s::text[], %s::text[], %s::text[])
"""

INSERT_EVENTS = """
INSERT INTO audit_event
    (book, id, at, actor_kind, actor, session, action, object_kind, object_id, outcome, code,
     request_id, trace_id, before_digest, after_digest, schema_version, approval, approved_by,
     intent_digest)
SELECT %s, * FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::text[], %s::text[],
                         %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
                         %s::text[], %s::text[], %s::text[], %s::smallint[], %s::uuid[],
                         %s::text[], %s::text[])
"""

UPDATE_ACCOUNTS = """
UPDATE ledger_account a
SET balance_minor = n.balance_minor, sequence = n.sequence, debits_minor = n.debits_minor,
    counted_on = today.day,
    day_debits_minor = CASE WHEN a.counted_on = today.day
                       THEN a.day_debits_minor ELSE a.debits_minor END,
    day_balance_minor = CASE WHEN a.counted_on = today.day
                        THEN a.day_balance_minor ELSE a.balance_minor END,
    month_debits_minor = CASE WHEN a.counted_on >= today.month
                         THEN a.month_debits_minor ELSE a.debits_minor END,
    month_balance_minor = CASE WHEN a.counted_on >= today.month
                          THEN a.month_balance_minor ELSE a.balance_minor END,
    active_on = CASE WHEN n.in_use THEN today.day ELSE a.active_on END
FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::bigint[], %s::boolean[],
            %s::xid[])
     AS n (id, balance_minor, sequence, debits_minor, in_use, version),
     (SELECT %s::date AS day, %s::date AS month) AS today
WHERE a.book = %s AND a.id = n.id AND a.xmin = n.version
RETURNING a.id
"""

ALL_MOVED = "SELECT pg_current_xact_id()::xid, 1 / (count(*) = %s)::int FROM part_{}"
"""Fails with a division by zero where a part changed another number of rows.

Gives what the rows that were written have as their version now.
"""

LOCK_HEAD_AS_IT_WAS = """
SELECT 1 / (count(*) = 1)::int
FROM (SELECT FROM ledger_head WHERE book = %s AND xmin = %s::xid FOR UPDATE) AS still_so
"""
"""Locks the head, and fails with a division by zero where it is of another version."""

_NOTHING_IN = """
SELECT 1 / (count(*) = 0)::int
FROM unnest(%s::uuid[]) AS wanted (key)
CROSS JOIN LATERAL (SELECT FROM {} WHERE book = %s AND key = wanted.key LIMIT 1) r
"""
"""Fails with a division by zero where something stands under a key."""

NO_RECORD_UNDER = _NOTHING_IN.format("idempotency_record")
NO_ENTRY_UNDER = _NOTHING_IN.format("journal_entry")

STILL_SO = """
SELECT 1 / (count(*) = %s)::int
FROM (SELECT FROM ledger_account a
      JOIN unnest(%s::bigint[], %s::xid[]) AS n (id, version)
           ON a.id = n.id AND a.xmin = n.version
      WHERE a.book = %s ORDER BY a.id FOR NO KEY UPDATE OF a) AS still_so
"""
"""Locks accounts in the order of their rows; a division by zero where one is of another version."""

UPDATE_HEAD = """
UPDATE ledger_head SET last_entry = %s, last_recorded_at = %s, booking_date = %s, last_hold = %s
WHERE book = %s
"""


@cache
def together(*statements: str) -> str:
    """Give one statement that does what several do: one round for all, of which the last counts.

    After their values comes how many rows the last has to change; else it fails as ``ALL_MOVED``
    says.
    """
    parts = ", ".join(f"part_{number} AS ({each})" for number, each in enumerate(statements))
    return f"WITH {parts} {ALL_MOVED.format(len(statements) - 1)}"
