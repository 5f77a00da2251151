"""Business days that are closed: what was booked last, and what the books stood at then."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

business_day = Table(
    "business_day",
    metadata,
    Column("book", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("last_entry", BigInteger, nullable=False),
    Column("closed_at", Moment, nullable=False),
    Column("audit_event", Uuid, nullable=False),
    PrimaryKeyConstraint("book", "day"),
)

business_day_total = Table(
    "business_day_total",
    metadata,
    Column("book", Integer, nullable=False),
    Column("day", Date, nullable=False),
    Column("gl_code", String(16), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("balance_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "day", "gl_code", "currency"),
)
