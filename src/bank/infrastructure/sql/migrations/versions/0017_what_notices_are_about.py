"""Notices say what they are about."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0017"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward; no notice before named what it was about."""
    op.add_column("notice", sa.Column("about", sa.String(length=200), nullable=True))
