"""Passkeys, the challenges that they sign, and the devices on which principals sign in."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

passkey = Table(
    "passkey",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("credential", LargeBinary, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    Column("aaguid", Uuid, nullable=False),
    Column("is_synced", Boolean, nullable=False),
    Column("is_backed_up", Boolean, nullable=False),
    Column("sealed_name", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_used_at", Moment),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "credential"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    Index(None, "book", "principal"),
)

# One for each attempt; whoever answers takes the row away.
passkey_challenge = Table(
    "passkey_challenge",
    metadata,
    Column("book", Integer, nullable=False),
    Column("attempt", Uuid, nullable=False),
    Column("principal", BigInteger),
    Column("nonce", LargeBinary, nullable=False),
    Column("expires_at", Moment, nullable=False),
    PrimaryKeyConstraint("book", "attempt"),
    Index(None, "book", "expires_at"),
)

# The secret that a device keeps is kept here as its SHA-256 alone.
device = Table(
    "device",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("secret_digest", LargeBinary, nullable=False),
    Column("sealed_name", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "secret_digest"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    Index(None, "book", "principal"),
)
