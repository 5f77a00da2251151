"""What was agreed: limits, of products and of accounts, and exchange rates promised for a while."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

# A limit of a product or of an account, from a moment on until the next of its kind takes its
# place. Without an amount it lifts the limit.
ledger_limit = Table(
    "ledger_limit",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("account", BigInteger),
    Column("product", String(32)),
    Column("currency", String(3), nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("amount_minor", BigInteger),
    Column("effective_from", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("book", "id"),
    Index(None, "book", "account"),
    Index(None, "book", "product"),
)

exchange_quote = Table(
    "exchange_quote",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("debit_account", BigInteger, nullable=False),
    Column("debit_opened_ms", BigInteger, nullable=False),
    Column("credit_account", BigInteger, nullable=False),
    Column("credit_opened_ms", BigInteger, nullable=False),
    Column("debit_currency", String(3), nullable=False),
    Column("debit_minor", BigInteger, nullable=False),
    Column("credit_currency", String(3), nullable=False),
    Column("credit_minor", BigInteger, nullable=False),
    Column("rate", String(32), nullable=False),
    PrimaryKeyConstraint("book", "id"),
    Index(None, "book", "expires_at"),
)
