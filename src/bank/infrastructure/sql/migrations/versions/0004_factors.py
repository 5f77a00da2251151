"""Passwords, one-time codes, recovery codes."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    _password_credential()
    _authenticator()
    _recovery_code()


def _password_credential() -> None:
    op.create_table(
        "password_credential",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(length=512), nullable=False),
        sa.Column("set_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("book", "principal", name=op.f("pk_password_credential")),
        _of_a_principal("password_credential"),
    )


def _authenticator() -> None:
    op.create_table(
        "authenticator",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_authenticator")),
        _of_a_principal("authenticator"),
    )
    op.create_index(op.f("ix_authenticator_book_principal"), "authenticator", ["book", "principal"])


def _recovery_code() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("code_set", sa.BigInteger(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("book", "principal", "digest", name=op.f("pk_recovery_code")),
        _of_a_principal("recovery_code"),
    )


def _of_a_principal(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["book", "principal"],
        ["principal.book", "principal.id"],
        name=op.f(f"fk_{table}_book_principal"),
    )
