"""Rules about approvals are part of the policy's versions."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward; earlier versions had none of their own."""
    op.add_column("policy_change_set", sa.Column("own_approvals", sa.Boolean(), nullable=True))
    op.create_table(
        "policy_approval_rule",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("actions", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("approvers", sa.SmallInteger(), nullable=False),
        sa.Column("expires_after_s", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("above_minor", sa.BigInteger(), nullable=True),
        sa.Column("above_minor_a_day", sa.BigInteger(), nullable=True),
        sa.Column("exempt", sa.Text(), nullable=True),
        sa.Column("waived_while_alone", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("book", "number", "position", name=op.f("pk_policy_approval_rule")),
        sa.ForeignKeyConstraint(
            ["book", "number"],
            ["policy_change_set.book", "policy_change_set.number"],
            name=op.f("fk_policy_approval_rule_book_number"),
        ),
    )
