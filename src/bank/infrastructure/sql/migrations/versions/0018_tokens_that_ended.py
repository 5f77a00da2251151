"""Single tokens are revoked, and those of somebody end whatever issued them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0017"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward; what was revoked stays so."""
    op.alter_column("revocation", "session", new_column_name="revoked")
    op.create_table(
        "token_ending",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("shut_out", sa.Boolean(), nullable=False),
        sa.Column("until", _MOMENT, nullable=True),
        sa.Column("written_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("book", "holder", name=op.f("pk_token_ending")),
    )
    op.create_index(op.f("ix_token_ending_book_written_at"), "token_ending", ["book", "written_at"])
