"""Codes that prove an address are counted in lanes: by who asked for them."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0015"
down_revision: str | None = "0014"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward; what was sent in the last minutes before is counted no more."""
    op.add_column("address_code", sa.Column("lane", sa.LargeBinary(), nullable=True))
