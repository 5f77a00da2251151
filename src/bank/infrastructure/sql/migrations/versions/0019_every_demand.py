"""What waits needs every rule that it met: its demands, and which of them each yes serves."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go forward: what was asked for before has the one demand that it had, served by each yes."""
    _demand()
    _served()
    op.execute(
        "INSERT INTO approval_demand (book, request, position, roles, needed)"
        " SELECT book, id, 0, roles, needed FROM approval_request"
    )
    op.execute(
        "INSERT INTO approval_served (book, request, demand, checker)"
        " SELECT book, request, 0, checker FROM approval_decision WHERE approved"
    )
    op.drop_constraint(op.f("ck_approval_request_needs_somebody"), "approval_request")
    op.drop_column("approval_request", "needed")
    op.drop_column("approval_request", "roles")


def _demand() -> None:
    op.create_table(
        "approval_demand",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("needed", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("needed >= 1", name=op.f("ck_approval_demand_needs_somebody")),
        sa.ForeignKeyConstraint(
            ["book", "request"],
            ["approval_request.book", "approval_request.id"],
            name=op.f("fk_approval_demand_book_request"),
        ),
        sa.PrimaryKeyConstraint("book", "request", "position", name=op.f("pk_approval_demand")),
    )


def _served() -> None:
    op.create_table(
        "approval_served",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("request", sa.Uuid(), nullable=False),
        sa.Column("demand", sa.SmallInteger(), nullable=False),
        sa.Column("checker", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "request", "demand"],
            ["approval_demand.book", "approval_demand.request", "approval_demand.position"],
            name=op.f("fk_approval_served_book_request_demand"),
        ),
        sa.ForeignKeyConstraint(
            ["book", "request", "checker"],
            ["approval_decision.book", "approval_decision.request", "approval_decision.checker"],
            name=op.f("fk_approval_served_book_request_checker"),
        ),
        sa.PrimaryKeyConstraint(
            "book", "request", "demand", "checker", name=op.f("pk_approval_served")
        ),
    )
