"""Who is shut out, when everybody's sessions were ended, and what is known of organisations."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward: nobody is locked, and whoever was taken in before stays what they are."""
    op.add_column("principal", sa.Column("lock_reason", sa.String(length=32), nullable=True))
    op.add_column("sign_in_attempt", sa.Column("password_mark", sa.LargeBinary(), nullable=True))
    op.create_table(
        "session_cutoff",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_session_cutoff")),
    )
    op.create_table(
        "organisation_data",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("customer", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("sealed_legal_name", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_registration_number", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_country", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_beneficial_owners", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "customer"],
            ["customer.book", "customer.id"],
            name=op.f("fk_organisation_data_book_customer"),
        ),
        sa.PrimaryKeyConstraint("book", "customer", name=op.f("pk_organisation_data")),
    )
