"""Room for holds, limits, reversals, closed days, backdated postings and exchange quotes.

Apart from 0002, which counts what is booked: these locks keep readers out, and are held for moments
alone, while counting takes as long as the bank is large and keeps nobody from reading.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0001a"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_BEFORE_ALL = "1970-01-01"
_MOMENT = sa.DateTime(timezone=True)
_ALONE = (
    "LOCK TABLE ledger_account, customer_account, account_holder, posting, ledger_head"
    " IN ACCESS EXCLUSIVE MODE"
)
"""Accounts before postings, as they are read: then whoever reads on and on waits empty-handed."""


def upgrade() -> None:
    """Go forward; every new column has a default for what is there, so that no row is written."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_ALONE)
    _new_columns()
    _hold()
    _hold_capture()
    _entry_reversal()
    _backdated()
    _business_day()
    _ledger_limit()
    _exchange_quote()


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
