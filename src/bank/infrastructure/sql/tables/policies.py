"""What the bank has changed of the policy: versions, each the whole list of its differences."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from bank.infrastructure.sql.tables.schema import Moment, metadata

# `id` is the audit event of the act that made it, `made_by` the pseudonym of who did;
# `own_approvals` says whether it has rules about approvals of its own, be it none at all.
policy_change_set = Table(
    "policy_change_set",
    metadata,
    Column("book", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("id", Uuid, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("made_by", String(64), nullable=False),
    Column("own_approvals", Boolean),
    PrimaryKeyConstraint("book", "number"),
    UniqueConstraint("book", "id"),
)

policy_rule_change = Table(
    "policy_rule_change",
    metadata,
    Column("book", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("role", String(64), nullable=False),
    Column("action", String(64), nullable=False),
    Column("condition", String(64), nullable=False),
    Column("effect", String(8), nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    PrimaryKeyConstraint("book", "number", "role", "action", "condition", "effect"),
    ForeignKeyConstraint(
        ["book", "number"], ["policy_change_set.book", "policy_change_set.number"]
    ),
)

policy_role_limit = Table(
    "policy_role_limit",
    metadata,
    Column("book", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("role", String(64), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("amount_minor", BigInteger, nullable=False),
    PrimaryKeyConstraint("book", "number", "role", "currency"),
    ForeignKeyConstraint(
        ["book", "number"], ["policy_change_set.book", "policy_change_set.number"]
    ),
)

# ``actions``, ``roles`` and ``exempt`` are lists of words with a space between them.
policy_approval_rule = Table(
    "policy_approval_rule",
    metadata,
    Column("book", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("position", SmallInteger, nullable=False),
    Column("actions", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("approvers", SmallInteger, nullable=False),
    Column("expires_after_s", Integer, nullable=False),
    Column("currency", String(3)),
    Column("above_minor", BigInteger),
    Column("above_minor_a_day", BigInteger),
    Column("exempt", Text),
    Column("waived_while_alone", Boolean, nullable=False),
    PrimaryKeyConstraint("book", "number", "position"),
    ForeignKeyConstraint(
        ["book", "number"], ["policy_change_set.book", "policy_change_set.number"]
    ),
)
