"""What is on its way to somebody, and the addresses and codes that it goes by."""

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

notice = Table(
    "notice",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("principal", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("attempts", SmallInteger, nullable=False),
    Column("next_at", Moment),
    Column("sent_at", Moment),
    Column("given_up_at", Moment),
    Column("sealed_to", LargeBinary),
    Column("sealed_code", LargeBinary),
    Column("about", String(200)),
    PrimaryKeyConstraint("book", "id"),
    Index(None, "book", "next_at"),
)
"""Only what waits has ``next_at``, sealed columns and ``about``, which is never personal."""

principal_contact = Table(
    "principal_contact",
    metadata,
    Column("book", Integer, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("channel", String(16), nullable=False),
    Column("proved_at", Moment, nullable=False),
    Column("sealed_value", LargeBinary, nullable=False),
    PrimaryKeyConstraint("book", "principal", "channel"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
)

address_code = Table(
    "address_code",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("index_contact", LargeBinary, nullable=False),
    Column("principal", BigInteger),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("spent_at", Moment),
    Column("failures", SmallInteger, nullable=False),
    Column("lane", LargeBinary),
    Column("sealed_data", LargeBinary),
    PrimaryKeyConstraint("book", "id"),
    Index(None, "book", "index_contact", "created_at"),
    Index(None, "book", "expires_at"),
)

customer_due_diligence = Table(
    "customer_due_diligence",
    metadata,
    Column("book", Integer, nullable=False),
    Column("customer", BigInteger, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("sealed_date_of_birth", LargeBinary),
    Column("sealed_nationality", LargeBinary),
    Column("sealed_address", LargeBinary),
    Column("sealed_tax_residence", LargeBinary),
    PrimaryKeyConstraint("book", "customer"),
    ForeignKeyConstraint(["book", "customer"], ["customer.book", "customer.id"]),
)

organisation_data = Table(
    "organisation_data",
    metadata,
    Column("book", Integer, nullable=False),
    Column("customer", BigInteger, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Column("sealed_legal_name", LargeBinary),
    Column("sealed_registration_number", LargeBinary),
    Column("sealed_country", LargeBinary),
    Column("sealed_address", LargeBinary),
    Column("sealed_beneficial_owners", LargeBinary),
    PrimaryKeyConstraint("book", "customer"),
    ForeignKeyConstraint(["book", "customer"], ["customer.book", "customer.id"]),
)
