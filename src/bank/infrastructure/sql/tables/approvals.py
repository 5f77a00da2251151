"""Acts that wait for others, what these decided, and what was let go on without them."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

# ``holders``, and the ``roles`` of demands, are lists of words with a space before and behind each.
approval_request = Table(
    "approval_request",
    metadata,
    Column("book", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("action", String(64), nullable=False),
    Column("maker", String(64), nullable=False),
    Column("holders", Text),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("audit_event", Uuid, nullable=False),
    Column("branch", String(32)),
    Column("sealed_intent", LargeBinary, nullable=False),
    Column("currency", String(3)),
    Column("amount_minor", BigInteger),
    Column("state", String(16), nullable=False),
    Column("version", Integer, nullable=False),
    Column("code", String(64)),
    Column("detail", Text),
    Column("object_id", Uuid),
    PrimaryKeyConstraint("book", "id"),
    UniqueConstraint("book", "id", "maker"),
    Index(None, "book", "maker", "id"),
    Index(None, "book", "state", "id"),
)

approval_demand = Table(
    "approval_demand",
    metadata,
    Column("book", Integer, nullable=False),
    Column("request", Uuid, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("roles", Text, nullable=False),
    Column("needed", SmallInteger, nullable=False),
    PrimaryKeyConstraint("book", "request", "position"),
    ForeignKeyConstraint(["book", "request"], ["approval_request.book", "approval_request.id"]),
    CheckConstraint("needed >= 1", name="needs_somebody"),
)

# The maker stands here as well, so that the table itself can refuse them: the foreign key says that
# it is the request's, the check that it is not the checker's.
approval_decision = Table(
    "approval_decision",
    metadata,
    Column("book", Integer, nullable=False),
    Column("request", Uuid, nullable=False),
    Column("checker", String(64), nullable=False),
    Column("maker", String(64), nullable=False),
    Column("approved", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
    Column("audit_event", Uuid, nullable=False),
    Column("sealed_reason", LargeBinary),
    PrimaryKeyConstraint("book", "request", "checker"),
    ForeignKeyConstraint(
        ["book", "request", "maker"],
        ["approval_request.book", "approval_request.id", "approval_request.maker"],
    ),
    CheckConstraint("checker <> maker", name="checker_is_not_the_maker"),
)

# Which demands a yes counts for, once each: only decisions serve, and those are never the maker's.
approval_served = Table(
    "approval_served",
    metadata,
    Column("book", Integer, nullable=False),
    Column("request", Uuid, nullable=False),
    Column("demand", SmallInteger, nullable=False),
    Column("checker", String(64), nullable=False),
    PrimaryKeyConstraint("book", "request", "demand", "checker"),
    ForeignKeyConstraint(
        ["book", "request", "demand"],
        ["approval_demand.book", "approval_demand.request", "approval_demand.position"],
    ),
    ForeignKeyConstraint(
        ["book", "request", "checker"],
        ["approval_decision.book", "approval_decision.request", "approval_decision.checker"],
    ),
)

approval_tally = Table(
    "approval_tally",
    metadata,
    Column("book", Integer, nullable=False),
    Column("maker", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("day", Date, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "maker", "action", "currency", "day"),
    Index(None, "book", "day"),
)

# The acts that are in the sums, by their keys, so that each is counted once and can be taken out.
approval_counted = Table(
    "approval_counted",
    metadata,
    Column("book", Integer, nullable=False),
    Column("key", Uuid, nullable=False),
    Column("maker", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("day", Date, nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "key", "currency"),
    Index(None, "book", "day"),
)
