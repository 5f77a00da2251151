"""The book's tip, its entries and their postings."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    UniqueConstraint,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("book", Integer, nullable=False),
    Column("last_entry", BigInteger, nullable=False),
    Column("last_recorded_at", Moment, nullable=False),
    Column("booking_date", Date, nullable=False),
    Column("last_hold", BigInteger, nullable=False),
    Column("limits_version", BigInteger, nullable=False),
    PrimaryKeyConstraint("book"),
)

# The wide row: entry, record of its key, and money event in one. ``legs`` says where its postings
# stand: for each, the account's row and the sequence, two big-endian 64-bit integers.
journal_entry = Table(
    "journal_entry",
    metadata,
    Column("id", BigInteger, nullable=False),
    Column("recorded_at", Moment, nullable=False),
    Column("booking_date", Date, nullable=False),
    Column("value_date", Date, nullable=False),
    Column("book", Integer, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("key_is_id", Boolean, nullable=False),
    Column("key", Uuid, nullable=False),
    Column("audit_event", Uuid, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("legs", LargeBinary, nullable=False),
    Column("sealed_reference", LargeBinary),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "key"),
)

# No foreign keys here: each posting would pay for them, and ``bank ledger check`` proves what they
# would say.
posting = Table(
    "posting",
    metadata,
    Column("account", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("balance_minor", BigInteger, nullable=False),
    Column("available_minor", BigInteger),
    Column("debits_minor", BigInteger, nullable=False),
    Column("book", Integer, nullable=False),
    PrimaryKeyConstraint("book", "account", "sequence"),
)

# The one entry that reversed another.
entry_reversal = Table(
    "entry_reversal",
    metadata,
    Column("book", Integer, nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("reversal", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "entry"),
    UniqueConstraint("book", "reversal"),
)

# The postings that count from a day before the one they were booked on. ``running_minor`` is the
# sum of those of the account so far, ``running_postings`` how many they are.
backdated_posting = Table(
    "backdated_posting",
    metadata,
    Column("book", Integer, nullable=False),
    Column("account", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("entry", BigInteger, nullable=False),
    Column("value_date", Date, nullable=False),
    Column("booking_date", Date, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("running_minor", BigInteger, nullable=False),
    Column("running_postings", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "account", "sequence"),
    Index(None, "book", "account", "value_date"),
)

# What all backdated postings of an account moved to a day, and how many they are.
backdated_day = Table(
    "backdated_day",
    metadata,
    Column("book", Integer, nullable=False),
    Column("account", BigInteger, nullable=False),
    Column("value_date", Date, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    Column("postings", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "account", "value_date"),
)
