"""Ledger accounts, what people know of those that are customers', and who holds them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

# ``debits_minor`` is all that was ever debited; ``day_*`` and ``month_*`` are what debits and
# balance were before the first posting of the day ``counted_on`` and of its month.
# ``holds_expire_at`` is no later than the first expiry of an active hold; ``active_on`` is when the
# customer last did something.
ledger_account = Table(
    "ledger_account",
    metadata,
    Column("id", BigInteger, nullable=False),
    Column("opened_ms", BigInteger, nullable=False),
    Column("balance_minor", BigInteger, nullable=False),
    Column("held_minor", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("debits_minor", BigInteger, nullable=False),
    Column("day_debits_minor", BigInteger, nullable=False),
    Column("day_balance_minor", BigInteger, nullable=False),
    Column("month_debits_minor", BigInteger, nullable=False),
    Column("month_balance_minor", BigInteger, nullable=False),
    Column("overdraft_minor", BigInteger),
    Column("holds_expire_at", Moment),
    Column("counted_on", Date, nullable=False),
    Column("active_on", Date),
    Column("book", Integer, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("blocked", SmallInteger, nullable=False),
    Column("limited", Boolean, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("gl_code", String(16), nullable=False),
    Column("branch", String(32), nullable=False),
    Column("position", String(64)),
    Column("product", String(32)),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "position", "currency"),
    CheckConstraint("held_minor >= 0", name="held_not_negative"),
)

customer_account = Table(
    "customer_account",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("debit_block_reason", String(32)),
    Column("credit_block_reason", String(32)),
    Column("customer", BigInteger, nullable=False),
    Column("product", String(32), nullable=False),
    Column("product_version", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed_number", LargeBinary, nullable=False),
    Column("sealed_name", LargeBinary),
    Column("index_number", LargeBinary, nullable=False),
    Column("external_reference", String(64)),
    PrimaryKeyConstraint("book", "id"),
    ForeignKeyConstraint(["book", "id"], ["ledger_account.book", "ledger_account.id"]),
    ForeignKeyConstraint(["book", "customer"], ["customer.book", "customer.id"]),
    UniqueConstraint("book", "index_number"),
    UniqueConstraint("book", "external_reference"),
)

account_holder = Table(
    "account_holder",
    metadata,
    Column("book", Integer, nullable=False),
    Column("account", BigInteger, nullable=False),
    Column("customer", BigInteger, nullable=False),
    Column("role", SmallInteger, nullable=False),
    Column("ended_at", Moment),
    PrimaryKeyConstraint("book", "account", "customer"),
    ForeignKeyConstraint(["book", "account"], ["customer_account.book", "customer_account.id"]),
    ForeignKeyConstraint(["book", "customer"], ["customer.book", "customer.id"]),
    Index(None, "book", "customer", "account"),
)
