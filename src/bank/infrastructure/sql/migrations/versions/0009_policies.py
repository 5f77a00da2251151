"""The bank's changes to the policy, in versions."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0009"
down_revision: str | None = "0008"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "policy_change_set",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("book", "number", name=op.f("pk_policy_change_set")),
        sa.UniqueConstraint("book", "id", name=op.f("uq_policy_change_set_book_id")),
    )
    _part_of_a_version(
        "policy_rule_change",
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("condition", sa.String(length=64), nullable=False),
        sa.Column("effect", sa.String(length=8), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        key=("role", "action", "condition", "effect"),
    )
    _part_of_a_version(
        "policy_role_limit",
        sa.Column("role", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        key=("role", "currency"),
    )


def _part_of_a_version(name: str, *columns: sa.Column[Any], key: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("book", "number", *key, name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(
            ["book", "number"],
            ["policy_change_set.book", "policy_change_set.number"],
            name=op.f(f"fk_{name}_book_number"),
        ),
    )
