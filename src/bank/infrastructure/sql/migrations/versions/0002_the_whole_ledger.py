"""Holds, limits, reversals, closed days, backdated postings counted: what is booked so far."""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001a"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward; what is booked already is counted, and its days are closed."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_NOBODY_ELSE_WRITES)
        for statement in _COUNTED:
            op.execute(statement)


_NOBODY_ELSE_WRITES = "LOCK TABLE posting, ledger_account IN EXCLUSIVE MODE"
"""So that counting, once begun, waits for nobody's rows and is not done again for them.

Readers go on.
"""

_COUNTED = (
    """
    UPDATE posting p SET debits_minor = c.debits_minor
    FROM (SELECT book, account, sequence,
                 sum(greatest(amount_minor, 0)) OVER (PARTITION BY book, account ORDER BY sequence)
                     AS debits_minor
          FROM posting) c
    WHERE p.book = c.book AND p.account = c.account AND p.sequence = c.sequence
    """,
    """
    UPDATE ledger_account a
    SET debits_minor = c.debits, counted_on = c.last_day,
        day_debits_minor = c.day_debits, day_balance_minor = c.day_balance,
        month_debits_minor = c.month_debits, month_balance_minor = c.month_balance
    FROM (
        SELECT book, account, max(last_day) AS last_day, sum(greatest(amount_minor, 0)) AS debits,
               coalesce(sum(greatest(amount_minor, 0)) FILTER (WHERE day < last_day), 0)
                   AS day_debits,
               coalesce(sum(amount_minor) FILTER (WHERE day < last_day), 0) AS day_balance,
               coalesce(sum(greatest(amount_minor, 0))
                            FILTER (WHERE day < date_trunc('month', last_day)), 0) AS month_debits,
               coalesce(sum(amount_minor) FILTER (WHERE day < date_trunc('month', last_day)), 0)
                   AS month_balance
        FROM (SELECT p.book, p.account, p.amount_minor, e.booking_date AS day,
                     max(e.booking_date) OVER (PARTITION BY p.book, p.account) AS last_day
              FROM posting p JOIN journal_entry e ON e.book = p.book AND e.id = p.entry) d
        GROUP BY book, account) c
    WHERE a.book = c.book AND a.id = c.account
    """,
    """
    UPDATE ledger_account a
    SET product = c.product, active_on = (c.opened_at AT TIME ZONE 'UTC')::date
    FROM customer_account c WHERE c.book = a.book AND c.id = a.id
    """,
    """
    UPDATE ledger_account a SET active_on = greatest(a.active_on, c.last_day)
    FROM (SELECT p.book, p.account, max(e.booking_date) AS last_day
          FROM posting p
          JOIN journal_entry e ON e.book = p.book AND e.id = p.entry
          JOIN ledger_account l ON l.book = p.book AND l.id = p.account
          WHERE (e.kind = 2) <> ((p.amount_minor < 0) = (l.kind IN (1, 5)))
          GROUP BY p.book, p.account) c
    WHERE a.book = c.book AND a.id = c.account AND a.active_on IS NOT NULL
    """,
    """
    INSERT INTO business_day (book, day, last_entry, closed_at, audit_event)
    WITH booked AS (SELECT e.book, e.booking_date AS day, max(e.id) AS last_entry
                    FROM journal_entry e GROUP BY e.book, e.booking_date)
    SELECT d.book, d.day, e.id, e.recorded_at, e.audit_event
    FROM (SELECT h.book, generate_series(min(b.day), h.booking_date - 1, interval '1 day')::date
                     AS day
          FROM ledger_head h JOIN booked b ON b.book = h.book
          GROUP BY h.book, h.booking_date) d
    JOIN LATERAL (SELECT b.last_entry FROM booked b WHERE b.book = d.book AND b.day <= d.day
                  ORDER BY b.day DESC LIMIT 1) l ON true
    JOIN journal_entry e ON e.book = d.book AND e.id = l.last_entry
    """,
    """
    INSERT INTO business_day_total (book, day, gl_code, currency, kind, balance_minor)
    WITH moved AS (SELECT p.book, e.booking_date AS day, a.gl_code, a.currency, a.kind,
                          sum(p.amount_minor) AS amount_minor
                   FROM posting p
                   JOIN journal_entry e ON e.book = p.book AND e.id = p.entry
                   JOIN ledger_account a ON a.book = p.book AND a.id = p.account
                   GROUP BY p.book, e.booking_date, a.gl_code, a.currency, a.kind)
    SELECT d.book, d.day, m.gl_code, m.currency, m.kind, sum(m.amount_minor)
    FROM business_day d JOIN moved m ON m.book = d.book AND m.day <= d.day
    GROUP BY d.book, d.day, m.gl_code, m.currency, m.kind
    """,
    """
    INSERT INTO backdated_posting
        (book, account, sequence, entry, value_date, booking_date, amount_minor, running_minor,
         running_postings)
    SELECT p.book, p.account, p.sequence, p.entry, e.value_date, e.booking_date, p.amount_minor,
           sum(p.amount_minor) OVER so_far, count(*) OVER so_far
    FROM posting p JOIN journal_entry e ON e.book = p.book AND e.id = p.entry
    WHERE e.value_date < e.booking_date
    WINDOW so_far AS (PARTITION BY p.book, p.account ORDER BY p.sequence)
    """,
    """
    INSERT INTO backdated_day (book, account, value_date, amount_minor, postings)
    SELECT book, account, value_date, sum(amount_minor), count(*) FROM backdated_posting
    GROUP BY book, account, value_date
    """,
)
