"""Challenges of payments, the payees that were confirmed by one, and payers' thresholds."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

challenge = Table(
    "challenge",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("action", String(64), nullable=False),
    Column("request_key", Uuid, nullable=False),
    Column("bound", LargeBinary, nullable=False),
    Column("sealed_ordered", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("failures", SmallInteger, nullable=False),
    Column("proved_at", Moment),
    Column("proved_by", String(16)),
    Column("spent_at", Moment),
    Column("voided_at", Moment),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "principal", "request_key"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    Index(None, "book", "expires_at"),
)

known_payee = Table(
    "known_payee",
    metadata,
    Column("book", Integer, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("account", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "principal", "account"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    ForeignKeyConstraint(["book", "account"], ["ledger_account.book", "ledger_account.id"]),
)

payment_threshold = Table(
    "payment_threshold",
    metadata,
    Column("book", Integer, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "principal", "currency"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
)
