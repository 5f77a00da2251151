"""Sessions of those who signed in, and the ones that every server process has to refuse."""

from sqlalchemy import (
    BigInteger,
    Boolean,
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

# ``good_until`` follows from the others: from then on the session is over, unless it is seen again.
session = Table(
    "session",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("principal", BigInteger, nullable=False),
    Column("subject", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("assurance", SmallInteger, nullable=False),
    Column("device", Uuid),
    Column("sealed_label", LargeBinary),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("idle_seconds", Integer, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Column("good_until", Moment, nullable=False),
    Column("ended_at", Moment),
    Column("end_reason", String(32)),
    Column("cookie_digest", LargeBinary),
    Column("proved_again_at", Moment),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "cookie_digest"),
    ForeignKeyConstraint(["book", "principal"], ["principal.book", "principal.id"]),
    Index(None, "book", "subject", "good_until"),
    Index(None, "book", "good_until"),
)

# What was revoked is a session, that of a service as well, which has no row above; or one token.
revocation = Table(
    "revocation",
    metadata,
    Column("book", Integer, nullable=False),
    Column("revoked", Uuid, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    PrimaryKeyConstraint("book", "revoked"),
    Index(None, "book", "at"),
)

# By whom tokens speak for, which is a pseudonym: issuers beside the bank may use personal data.
token_ending = Table(
    "token_ending",
    metadata,
    Column("book", Integer, nullable=False),
    Column("holder", String(32), nullable=False),
    Column("at", Moment, nullable=False),
    Column("shut_out", Boolean, nullable=False),
    Column("until", Moment),
    Column("written_at", Moment, nullable=False),
    PrimaryKeyConstraint("book", "holder"),
    Index(None, "book", "written_at"),
)

# At most one row: every session that was opened until then has ended, however many there were.
session_cutoff = Table(
    "session_cutoff",
    metadata,
    Column("book", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    PrimaryKeyConstraint("book"),
)
