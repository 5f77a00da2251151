"""When whoever has a session proved anew who they are."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward: without it, that was as they signed in."""
    op.add_column(
        "session", sa.Column("proved_again_at", sa.DateTime(timezone=True), nullable=True)
    )
