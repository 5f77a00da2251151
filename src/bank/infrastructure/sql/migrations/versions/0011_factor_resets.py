"""Resets of the factors of people who lost them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0011"
down_revision: str | None = "0010"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "factor_reset",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("requested_by", sa.String(length=128), nullable=False),
        sa.Column("requested_at", _MOMENT, nullable=False),
        sa.Column("due_at", _MOMENT, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("confirmed_by", sa.String(length=128), nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.CheckConstraint("confirmed_by <> requested_by", name=op.f("ck_factor_reset_two_people")),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_factor_reset")),
        sa.ForeignKeyConstraint(
            ["book", "principal"],
            ["principal.book", "principal.id"],
            name=op.f("fk_factor_reset_book_principal"),
        ),
    )
    op.create_index(op.f("ix_factor_reset_book_principal"), "factor_reset", ["book", "principal"])
    op.create_index(
        op.f("ix_factor_reset_book_state_due_at"), "factor_reset", ["book", "state", "due_at"]
    )
