"""Branches, customers, how they sign in, and the keys under which they are sealed."""

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
    UniqueConstraint,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

branch = Table(
    "branch",
    metadata,
    Column("book", Integer, nullable=False),
    Column("code", String(32), nullable=False),
    Column("name", String(128), nullable=False),
    PrimaryKeyConstraint("book", "code"),
)

data_key = Table(
    "data_key",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("purpose", String(32), nullable=False),
    Column("owner", String(64), nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "purpose", "owner"),
)

customer = Table(
    "customer",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("branch", String(32), nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed_full_name", LargeBinary, nullable=False),
    Column("state", String(16), nullable=False),
    Column("deactivated_at", Moment),
    Column("sealed_email", LargeBinary),
    Column("sealed_phone", LargeBinary),
    Column("index_full_name", LargeBinary),
    Column("index_email", LargeBinary),
    Column("index_phone", LargeBinary),
    PrimaryKeyConstraint("book", "id"),
    ForeignKeyConstraint(["book", "branch"], ["branch.book", "branch.code"]),
    Index(None, "book", "index_full_name"),
    Index(None, "book", "index_email"),
    Index(None, "book", "index_phone"),
)

principal = Table(
    "principal",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("subject", String(64), nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("branch", String(32)),
    Column("lock_reason", String(32)),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "subject"),
    ForeignKeyConstraint(["book", "branch"], ["branch.book", "branch.code"]),
)

principal_role = Table(
    "principal_role",
    metadata,
    Column("book", Integer, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("role", String(32), nullable=False),
    PrimaryKeyConstraint("book", "principal", "role"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
)

principal_customer = Table(
    "principal_customer",
    metadata,
    Column("book", Integer, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("customer", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "principal", "customer"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    ForeignKeyConstraint(["book", "customer"], ["customer.book", "customer.id"]),
    Index(None, "book", "customer"),
)
