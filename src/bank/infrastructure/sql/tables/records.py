"""What stands beside every act: keys, audit events, events for others."""

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

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
    Column("approval", Uuid),
    Column("approved_by", Text),
    Column("intent_digest", String(64)),
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
