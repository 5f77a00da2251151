"""Challenges of payments, known payees, and payers' thresholds."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "challenge",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("request_key", sa.Uuid(), nullable=False),
        sa.Column("bound", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_ordered", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("failures", sa.SmallInteger(), nullable=False),
        sa.Column("proved_at", _MOMENT, nullable=True),
        sa.Column("proved_by", sa.String(length=16), nullable=True),
        sa.Column("spent_at", _MOMENT, nullable=True),
        sa.Column("voided_at", _MOMENT, nullable=True),
        _principal("challenge"),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_challenge")),
        sa.UniqueConstraint(
            "book",
            "principal",
            "request_key",
            name=op.f("uq_challenge_book_principal_request_key"),
        ),
    )
    op.create_index(op.f("ix_challenge_book_expires_at"), "challenge", ["book", "expires_at"])
    op.create_table(
        "known_payee",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        _principal("known_payee"),
        sa.ForeignKeyConstraint(
            ["book", "account"],
            ["ledger_account.book", "ledger_account.id"],
            name=op.f("fk_known_payee_book_account"),
        ),
        sa.PrimaryKeyConstraint("book", "principal", "account", name=op.f("pk_known_payee")),
    )
    op.create_table(
        "payment_threshold",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        _principal("payment_threshold"),
        sa.PrimaryKeyConstraint("book", "principal", "currency", name=op.f("pk_payment_threshold")),
    )


def _principal(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["book", "principal"],
        ["principal.book", "principal.id"],
        name=op.f(f"fk_{table}_book_principal"),
    )
