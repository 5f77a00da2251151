"""Holds, limits, reversals, closed days, backdated postings, exchange quotes; turnover counted."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BEFORE_ALL = "1970-01-01"
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward; what is booked already is counted, and its days are closed."""
    _new_columns()
    _hold()
    _hold_capture()
    _entry_reversal()
    _backdated()
    _business_day()
    _ledger_limit()
    _exchange_quote()
    if op.get_bind().dialect.name == "postgresql":
        for statement in _COUNTED:
            op.execute(statement)


def _new_columns() -> None:
    zero = [
        ("ledger_head", "last_hold"),
        ("ledger_head", "limits_version"),
        ("posting", "debits_minor"),
        *[("ledger_account", f"{of}_minor") for of in _SUMS],
    ]
    for table, name in zero:
        _add(table, sa.Column(name, sa.BigInteger(), nullable=False), "0")
    _add("ledger_account", sa.Column("blocked", sa.SmallInteger(), nullable=False), "0")
    _add("ledger_account", sa.Column("limited", sa.Boolean(), nullable=False), "false")
    _add("ledger_account", sa.Column("counted_on", sa.Date(), nullable=False), _BEFORE_ALL)
    for column in (
        sa.Column("holds_expire_at", _MOMENT, nullable=True),
        sa.Column("active_on", sa.Date(), nullable=True),
        sa.Column("product", sa.String(length=32), nullable=True),
    ):
        op.add_column("ledger_account", column)
    for name in ("debit_block_reason", "credit_block_reason"):
        op.add_column("customer_account", sa.Column(name, sa.String(length=32), nullable=True))
    op.add_column("account_holder", sa.Column("ended_at", _MOMENT, nullable=True))


_SUMS = ("debits", "day_debits", "day_balance", "month_debits", "month_balance")


def _add(table: str, column: sa.Column[Any], of_what_is_there: str) -> None:
    column.server_default = sa.DefaultClause(of_what_is_there)
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def _hold() -> None:
    op.create_table(
        "hold",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("captured_minor", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("audit_event", sa.Uuid(), nullable=False),
        sa.Column("sealed_reference", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "captured_minor BETWEEN 0 AND amount_minor",
            name=op.f("ck_hold_captured_within_amount"),
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_hold")),
    )
    _index("hold", "book", "account", "id")
    _index("hold", "book", "status", "expires_at")


def _hold_capture() -> None:
    op.create_table(
        "hold_capture",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("hold", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "entry", name=op.f("pk_hold_capture")),
    )
    _index("hold_capture", "book", "hold")


def _entry_reversal() -> None:
    op.create_table(
        "entry_reversal",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("reversal", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "entry", name=op.f("pk_entry_reversal")),
        sa.UniqueConstraint("book", "reversal", name=op.f("uq_entry_reversal_book_reversal")),
    )


def _backdated() -> None:
    op.create_table(
        "backdated_posting",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("booking_date", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("running_minor", sa.BigInteger(), nullable=False),
        sa.Column("running_postings", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "account", "sequence", name=op.f("pk_backdated_posting")),
    )
    _index("backdated_posting", "book", "account", "value_date")
    op.create_table(
        "backdated_day",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("postings", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "account", "value_date", name=op.f("pk_backdated_day")),
    )


def _business_day() -> None:
    op.create_table(
        "business_day",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("last_entry", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", _MOMENT, nullable=False),
        sa.Column("audit_event", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("book", "day", name=op.f("pk_business_day")),
    )
    op.create_table(
        "business_day_total",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("gl_code", sa.String(length=16), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "book", "day", "gl_code", "currency", name=op.f("pk_business_day_total")
        ),
    )


def _ledger_limit() -> None:
    op.create_table(
        "ledger_limit",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=True),
        sa.Column("product", sa.String(length=32), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("effective_from", _MOMENT, nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_ledger_limit")),
    )
    _index("ledger_limit", "book", "account")
    _index("ledger_limit", "book", "product")


def _exchange_quote() -> None:
    op.create_table(
        "exchange_quote",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("debit_account", sa.BigInteger(), nullable=False),
        sa.Column("debit_opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("credit_account", sa.BigInteger(), nullable=False),
        sa.Column("credit_opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("debit_currency", sa.String(length=3), nullable=False),
        sa.Column("debit_minor", sa.BigInteger(), nullable=False),
        sa.Column("credit_currency", sa.String(length=3), nullable=False),
        sa.Column("credit_minor", sa.BigInteger(), nullable=False),
        sa.Column("rate", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_exchange_quote")),
    )
    _index("exchange_quote", "book", "expires_at")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)


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
