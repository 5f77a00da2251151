"""Acts that wait for approval, who decided about them, and whose approval an act was done by."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward; no row that is there is written."""
    op.add_column("audit_event", sa.Column("approval", sa.Uuid(), nullable=True))
    op.add_column("audit_event", sa.Column("approved_by", sa.Text(), nullable=True))
    _request()
    _decision()
    _tally()
    _counted()


def _request() -> None:
    op.create_table(
        "approval_request",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("maker", sa.String(length=64), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("holders", sa.Text(), nullable=True),
        sa.Column("needed", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("audit_event", sa.Uuid(), nullable=False),
        sa.Column("branch", sa.String(length=32), nullable=True),
        sa.Column("sealed_intent", sa.LargeBinary(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("needed >= 1", name=op.f("ck_approval_request_needs_somebody")),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_approval_request")),
        sa.UniqueConstraint("book", "id", "maker", name=op.f("uq_approval_request_book_id_maker")),
    )
    for name, columns in {
        "ix_approval_request_book_maker_id": ["book", "maker", "id"],
        "ix_approval_request_book_state_id": ["book", "state", "id"],
    }.items():
        op.create_index(op.f(name), "approval_request", columns)


def _decision() -> None:
    op.create_table(
        "approval_decision",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("checker", sa.String(length=64), nullable=False),
        sa.Column("maker", sa.String(length=64), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("audit_event", sa.Uuid(), nullable=False),
        sa.Column("sealed_reason", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "checker <> maker", name=op.f("ck_approval_decision_checker_is_not_the_maker")
        ),
        sa.ForeignKeyConstraint(
            ["book", "request", "maker"],
            ["approval_request.book", "approval_request.id", "approval_request.maker"],
            name=op.f("fk_approval_decision_book_request_maker"),
        ),
        sa.PrimaryKeyConstraint("book", "request", "checker", name=op.f("pk_approval_decision")),
    )


def _tally() -> None:
    op.create_table(
        "approval_tally",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("maker", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "book", "maker", "action", "currency", "day", name=op.f("pk_approval_tally")
        ),
    )
    op.create_index(op.f("ix_approval_tally_book_day"), "approval_tally", ["book", "day"])


def _counted() -> None:
    op.create_table(
        "approval_counted",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("maker", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "key", "currency", name=op.f("pk_approval_counted")),
    )
    op.create_index(op.f("ix_approval_counted_book_day"), "approval_counted", ["book", "day"])
