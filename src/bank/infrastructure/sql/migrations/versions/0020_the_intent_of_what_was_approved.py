"""The digest of what a maker asked for, in the audit event of what was done by an approval."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward; no row that is there is written."""
    op.add_column("audit_event", sa.Column("intent_digest", sa.String(64), nullable=True))
