"""Principals with kinds, states, roles, names to sign in by, and how often that failed."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward; who is there already is an active customer."""
    _new_columns()
    _principal_role()
    _sign_in_name()
    _sign_in_attempt()
    _sign_in_lane()


def _new_columns() -> None:
    _add("principal", sa.Column("kind", sa.String(length=16), nullable=False), "customer")
    _add("principal", sa.Column("state", sa.String(length=16), nullable=False), "active")
    _add("principal", sa.Column("version", sa.Integer(), nullable=False), "1")
    op.add_column("principal", sa.Column("branch", sa.String(length=32), nullable=True))
    op.create_foreign_key(
        op.f("fk_principal_book_branch"),
        "principal",
        "branch",
        ["book", "branch"],
        ["book", "code"],
    )


def _add(table: str, column: sa.Column[Any], of_what_is_there: str) -> None:
    column.server_default = sa.DefaultClause(of_what_is_there)
    op.add_column(table, column)
    op.alter_column(table, column.name, server_default=None)


def _principal_role() -> None:
    op.create_table(
        "principal_role",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        _principal("principal_role"),
        sa.PrimaryKeyConstraint("book", "principal", "role", name=op.f("pk_principal_role")),
    )
    op.execute(
        "INSERT INTO principal_role (book, principal, role)"
        " SELECT book, id, 'customer' FROM principal"
    )


def _sign_in_name() -> None:
    op.create_table(
        "sign_in_name",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("index_name", sa.LargeBinary(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        _principal("sign_in_name"),
        sa.PrimaryKeyConstraint("book", "index_name", name=op.f("pk_sign_in_name")),
    )
    _index("sign_in_name", "book", "principal")


def _sign_in_attempt() -> None:
    op.create_table(
        "sign_in_attempt",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=True),
        sa.Column("lane", sa.LargeBinary(), nullable=True),
        sa.Column("session_kind", sa.String(length=16), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("spent_at", _MOMENT, nullable=True),
        sa.Column("failures", sa.SmallInteger(), nullable=False),
        _principal("sign_in_attempt"),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_sign_in_attempt")),
    )
    _index("sign_in_attempt", "book", "expires_at")


def _sign_in_lane() -> None:
    op.create_table(
        "sign_in_lane",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("lane", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failed_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("book", "lane", name=op.f("pk_sign_in_lane")),
    )
    _index("sign_in_lane", "book", "failed_at")


def _principal(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["book", "principal"],
        ["principal.book", "principal.id"],
        name=op.f(f"fk_{table}_book_principal"),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)
