"""What principals prove themselves by: passwords, authenticators, recovery codes."""

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
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

password_credential = Table(
    "password_credential",
    metadata,
    Column("book", Integer, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("hash", String(512), nullable=False),
    Column("set_at", Moment, nullable=False),
    PrimaryKeyConstraint("book", "principal"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
)

authenticator = Table(
    "authenticator",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("confirmed_at", Moment),
    Column("used_at", Moment),
    Column("last_step", BigInteger),
    Column("sealed_name", LargeBinary, nullable=False),
    Column("sealed_secret", LargeBinary, nullable=False),
    PrimaryKeyConstraint("book", "id"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    Index(None, "book", "principal"),
)

recovery_code = Table(
    "recovery_code",
    metadata,
    Column("book", Integer, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("code_set", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment),
    PrimaryKeyConstraint("book", "principal", "digest"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
)
