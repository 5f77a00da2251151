"""The schema, as far as every engine shares it.

``book`` comes first in every key of the ledger. Hot tables have bigint keys; public ids are made
from them. No enum types, no partial indexes, no triggers, no server clocks, and an empty text never
means anything. Columns called ``sealed_*`` are ciphertext, ``index_*`` are blind indexes. Amounts
are minor units.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Sequence,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

row_numbers = Sequence("row_number", metadata=metadata, start=1)
data_key_numbers = Sequence("data_key_number", metadata=metadata, start=1)

Moment = DateTime(timezone=True)

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
    Column("sealed_email", LargeBinary, nullable=False),
    Column("sealed_phone", LargeBinary),
    Column("index_full_name", LargeBinary, nullable=False),
    Column("index_email", LargeBinary, nullable=False),
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
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "subject"),
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

ledger_head = Table(
    "ledger_head",
    metadata,
    Column("book", Integer, nullable=False),
    Column("last_entry", BigInteger, nullable=False),
    Column("last_recorded_at", Moment, nullable=False),
    Column("booking_date", Date, nullable=False),
    PrimaryKeyConstraint("book"),
)

ledger_account = Table(
    "ledger_account",
    metadata,
    Column("id", BigInteger, nullable=False),
    Column("opened_ms", BigInteger, nullable=False),
    Column("balance_minor", BigInteger, nullable=False),
    Column("held_minor", BigInteger, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("overdraft_minor", BigInteger),
    Column("book", Integer, nullable=False),
    Column("kind", SmallInteger, nullable=False),
    Column("status", SmallInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("gl_code", String(16), nullable=False),
    Column("branch", String(32), nullable=False),
    Column("position", String(64)),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "position", "currency"),
    CheckConstraint("held_minor >= 0", name="held_not_negative"),
)

customer_account = Table(
    "customer_account",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", BigInteger, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("closed_at", Moment),
    Column("customer", BigInteger, nullable=False),
    Column("product", String(32), nullable=False),
    Column("product_version", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("sealed_number", LargeBinary, nullable=False),
    Column("sealed_name", LargeBinary),
    Column("index_number", LargeBinary, nullable=False),
    Column("external_reference", String(64)),
    PrimaryKeyConstraint("book", "id"),
    ForeignKeyConstraint(["book", "id"], ["ledger_account.book", "ledger_account.id"]),
    ForeignKeyConstraint(["book", "customer"], ["customer.book", "customer.id"]),
    UniqueConstraint("book", "index_number"),
    UniqueConstraint("book", "external_reference"),
)

account_holder = Table(
    "account_holder",
    metadata,
    Column("book", Integer, nullable=False),
    Column("account", BigInteger, nullable=False),
    Column("customer", BigInteger, nullable=False),
    Column("role", SmallInteger, nullable=False),
    PrimaryKeyConstraint("book", "account", "customer"),
    ForeignKeyConstraint(["book", "account"], ["customer_account.book", "customer_account.id"]),
    ForeignKeyConstraint(["book", "customer"], ["customer.book", "customer.id"]),
    Index(None, "book", "customer", "account"),
)

# The wide row: entry, record of its key, and money event in one. ``legs`` says where its postings
# stand: for each,
# the account's row and the sequence, two big-endian 64-bit integers.
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
    Column("book", Integer, nullable=False),
    PrimaryKeyConstraint("book", "account", "sequence"),
)

idempotency_record = Table(
    "idempotency_record",
    metadata,
    Column("book", Integer, nullable=False),
    Column("key", Uuid, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("audit_event", Uuid, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("object_id", Uuid),
    Column("code", String(64)),
    Column("detail", Text),
    Column("context", Text),
    PrimaryKeyConstraint("book", "key"),
    Index(None, "book", "created_at"),
)

audit_event = Table(
    "audit_event",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor_kind", String(16), nullable=False),
    Column("actor", String(64), nullable=False),
    Column("session", String(64)),
    Column("action", String(64), nullable=False),
    Column("object_kind", String(32)),
    Column("object_id", String(64)),
    Column("outcome", String(16), nullable=False),
    Column("code", String(64)),
    Column("request_id", String(128)),
    Column("trace_id", String(32)),
    Column("before_digest", String(64)),
    Column("after_digest", String(64)),
    Column("schema_version", SmallInteger, nullable=False),
    PrimaryKeyConstraint("book", "id"),
)

outbox_head = Table(
    "outbox_head",
    metadata,
    Column("book", Integer, nullable=False),
    Column("last_position", BigInteger, nullable=False),
    PrimaryKeyConstraint("book"),
)

outbox_event = Table(
    "outbox_event",
    metadata,
    Column("book", Integer, nullable=False),
    Column("position", BigInteger, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("type", String(128), nullable=False),
    Column("at", Moment, nullable=False),
    Column("subject", Uuid, nullable=False),
    Column("ordering_key", String(64), nullable=False),
    Column("traceparent", String(64)),
    PrimaryKeyConstraint("book", "position"),
)

FORGOTTEN = (data_key, idempotency_record)
"""Tables that the application may delete from: keys that are destroyed, and keys that are old."""

NEVER_CHANGED = (journal_entry, posting, audit_event)
"""Tables that the application may add to and read, and never change or delete from."""
