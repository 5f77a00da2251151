"""Registrations, codes that prove an address, notices."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0008"
down_revision: str | None = "0007"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward; who is a customer already is an active one."""
    _customer()
    _notice()
    _principal_contact()
    _address_code()
    _customer_due_diligence()


def _customer() -> None:
    state = sa.Column("state", sa.String(length=16), nullable=False, server_default="active")
    op.add_column("customer", state)
    op.alter_column("customer", "state", server_default=None)
    op.add_column("customer", sa.Column("deactivated_at", _MOMENT, nullable=True))
    for name in ("sealed_email", "index_email", "index_full_name"):
        op.alter_column("customer", name, existing_type=sa.LargeBinary(), nullable=True)


def _notice() -> None:
    op.create_table(
        "notice",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("next_at", _MOMENT, nullable=True),
        sa.Column("sent_at", _MOMENT, nullable=True),
        sa.Column("given_up_at", _MOMENT, nullable=True),
        sa.Column("sealed_to", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_code", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_notice")),
    )
    _index("notice", "book", "next_at")


def _principal_contact() -> None:
    op.create_table(
        "principal_contact",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("proved_at", _MOMENT, nullable=False),
        sa.Column("sealed_value", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "principal"],
            ["principal.book", "principal.id"],
            name=op.f("fk_principal_contact_book_principal"),
        ),
        sa.PrimaryKeyConstraint("book", "principal", "channel", name=op.f("pk_principal_contact")),
    )


def _address_code() -> None:
    op.create_table(
        "address_code",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("index_contact", sa.LargeBinary(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("spent_at", _MOMENT, nullable=True),
        sa.Column("failures", sa.SmallInteger(), nullable=False),
        sa.Column("sealed_data", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_address_code")),
    )
    _index("address_code", "book", "index_contact", "created_at")
    _index("address_code", "book", "expires_at")


def _customer_due_diligence() -> None:
    op.create_table(
        "customer_due_diligence",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("customer", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("sealed_date_of_birth", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_nationality", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_address", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_tax_residence", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "customer"],
            ["customer.book", "customer.id"],
            name=op.f("fk_customer_due_diligence_book_customer"),
        ),
        sa.PrimaryKeyConstraint("book", "customer", name=op.f("pk_customer_due_diligence")),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)
