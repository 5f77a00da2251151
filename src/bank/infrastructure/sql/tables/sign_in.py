"""How principals sign in: by which names, in which attempts, and how often that failed."""

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
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

sign_in_name = Table(
    "sign_in_name",
    metadata,
    Column("book", Integer, nullable=False),
    Column("index_name", LargeBinary, nullable=False),
    Column("principal", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "index_name"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    Index(None, "book", "principal"),
)

sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("principal", BigInteger),
    Column("lane", LargeBinary),
    Column("session_kind", String(16), nullable=False),
    Column("device", Uuid),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("spent_at", Moment),
    Column("failures", SmallInteger, nullable=False),
    Column("password_mark", LargeBinary),
    PrimaryKeyConstraint("book", "id"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    Index(None, "book", "expires_at"),
)

sign_in_lane = Table(
    "sign_in_lane",
    metadata,
    Column("book", Integer, nullable=False),
    Column("lane", LargeBinary, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("failed_at", Moment),
    PrimaryKeyConstraint("book", "lane"),
    Index(None, "book", "failed_at"),
)
