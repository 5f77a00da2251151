"""Refresh tokens, the clients of services, and the proofs that those have used up."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

refresh_token = Table(
    "refresh_token",
    metadata,
    Column("book", Integer, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("session", Uuid, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("issued_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    PrimaryKeyConstraint("book", "digest"),
    UniqueConstraint("book", "session", "generation"),
    Index(None, "book", "expires_at"),
)

service_client = Table(
    "service_client",
    metadata,
    Column("book", Integer, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("client_id", String(64), nullable=False),
    Column("keys", Text, nullable=False),
    Column("session", Uuid, nullable=False),
    PrimaryKeyConstraint("book", "principal"),
    UniqueConstraint("book", "client_id"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
)

client_assertion = Table(
    "client_assertion",
    metadata,
    Column("book", Integer, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("expires_at", Moment, nullable=False),
    PrimaryKeyConstraint("book", "principal", "digest"),
    Index(None, "book", "expires_at"),
)
