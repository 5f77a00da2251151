"""Sessions and revocations."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    _session()
    _revocation()


def _session() -> None:
    op.create_table(
        "session",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("assurance", sa.SmallInteger(), nullable=False),
        sa.Column("device", sa.Uuid(), nullable=True),
        sa.Column("sealed_label", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=False),
        sa.Column("idle_seconds", sa.Integer(), nullable=False),
        sa.Column("ends_at", _MOMENT, nullable=False),
        sa.Column("good_until", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("end_reason", sa.String(length=32), nullable=True),
        sa.Column("cookie_digest", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "principal"],
            ["principal.book", "principal.id"],
            name=op.f("fk_session_book_principal"),
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_session")),
        sa.UniqueConstraint("book", "cookie_digest", name=op.f("uq_session_book_cookie_digest")),
    )
    _index("session", "book", "subject", "good_until")
    _index("session", "book", "good_until")


def _revocation() -> None:
    op.create_table(
        "revocation",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("session", sa.Uuid(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("book", "session", name=op.f("pk_revocation")),
    )
    _index("revocation", "book", "at")


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)
