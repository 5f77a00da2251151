"""Refresh tokens, and the clients of services."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    _refresh_token()
    _service_client()
    _client_assertion()


def _refresh_token() -> None:
    op.create_table(
        "refresh_token",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("session", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("issued_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column("used_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("book", "digest", name=op.f("pk_refresh_token")),
        sa.UniqueConstraint(
            "book", "session", "generation", name=op.f("uq_refresh_token_book_session_generation")
        ),
    )
    _index("refresh_token", "book", "expires_at")


def _service_client() -> None:
    op.create_table(
        "service_client",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("client_id", sa.String(length=64), nullable=False),
        sa.Column("keys", sa.Text(), nullable=False),
        sa.Column("session", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "principal"],
            ["principal.book", "principal.id"],
            name=op.f("fk_service_client_book_principal"),
        ),
        sa.PrimaryKeyConstraint("book", "principal", name=op.f("pk_service_client")),
        sa.UniqueConstraint("book", "client_id", name=op.f("uq_service_client_book_client_id")),
    )


def _client_assertion() -> None:
    op.create_table(
        "client_assertion",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("book", "principal", "digest", name=op.f("pk_client_assertion")),
    )
    _index("client_assertion", "book", "expires_at")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)
