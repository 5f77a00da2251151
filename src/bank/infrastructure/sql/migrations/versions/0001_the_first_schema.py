"""The first schema."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import CreateSequence

revision: str = "0001"
down_revision: str | None = None
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


FILLFACTORS = {"ledger_account": 70, "ledger_head": 20, "outbox_head": 20}
"""Room in a page for new versions of rows that change often, so that their indexes need not."""


def upgrade() -> None:
    """Go forward."""
    for name in ("row_number", "data_key_number"):
        op.execute(CreateSequence(sa.Sequence(name, start=1)))
    _audit_event()
    _branch()
    _data_key()
    _idempotency_record()
    _journal_entry()
    _ledger_account()
    _ledger_head()
    _outbox_event()
    _outbox_head()
    _posting()
    _principal()
    _customer()
    _customer_account()
    _principal_customer()
    _account_holder()
    if op.get_bind().dialect.name == "postgresql":
        for table, percent in FILLFACTORS.items():
            op.execute(f"ALTER TABLE {table} SET (fillfactor = {percent})")


def _audit_event() -> None:
    op.create_table(
        "audit_event",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=16), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("session", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=64), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=True),
        sa.Column("object_id", sa.String(length=64), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("request_id", sa.String(length=128), nullable=True),
        sa.Column("trace_id", sa.String(length=32), nullable=True),
        sa.Column("before_digest", sa.String(length=64), nullable=True),
        sa.Column("after_digest", sa.String(length=64), nullable=True),
        sa.Column("schema_version", sa.SmallInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_audit_event")),
    )


def _branch() -> None:
    op.create_table(
        "branch",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("book", "code", name=op.f("pk_branch")),
    )


def _data_key() -> None:
    op.create_table(
        "data_key",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("owner", sa.String(length=64), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_data_key")),
        sa.UniqueConstraint(
            "book", "purpose", "owner", name=op.f("uq_data_key_book_purpose_owner")
        ),
    )


def _idempotency_record() -> None:
    op.create_table(
        "idempotency_record",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("audit_event", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("context", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("book", "key", name=op.f("pk_idempotency_record")),
    )
    op.create_index(
        op.f("ix_idempotency_record_book_created_at"),
        "idempotency_record",
        ["book", "created_at"],
        unique=False,
    )


def _journal_entry() -> None:
    op.create_table(
        "journal_entry",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booking_date", sa.Date(), nullable=False),
        sa.Column("value_date", sa.Date(), nullable=False),
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("key_is_id", sa.Boolean(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("audit_event", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("legs", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_reference", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("book", "key", name=op.f("uq_journal_entry_book_key")),
    )


def _ledger_account() -> None:
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.Column("held_minor", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("overdraft_minor", sa.BigInteger(), nullable=True),
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("gl_code", sa.String(length=16), nullable=False),
        sa.Column("branch", sa.String(length=32), nullable=False),
        sa.Column("position", sa.String(length=64), nullable=True),
        sa.CheckConstraint("held_minor >= 0", name=op.f("ck_ledger_account_held_not_negative")),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint(
            "book", "position", "currency", name=op.f("uq_ledger_account_book_position_currency")
        ),
    )


def _ledger_head() -> None:
    op.create_table(
        "ledger_head",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("last_entry", sa.BigInteger(), nullable=False),
        sa.Column("last_recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("booking_date", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_ledger_head")),
    )


def _outbox_event() -> None:
    op.create_table(
        "outbox_event",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(length=128), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("ordering_key", sa.String(length=64), nullable=False),
        sa.Column("traceparent", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("book", "position", name=op.f("pk_outbox_event")),
    )


def _outbox_head() -> None:
    op.create_table(
        "outbox_head",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("last_position", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("book", name=op.f("pk_outbox_head")),
    )


def _posting() -> None:
    op.create_table(
        "posting",
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("balance_minor", sa.BigInteger(), nullable=False),
        sa.Column("available_minor", sa.BigInteger(), nullable=True),
        sa.Column("book", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("book", "account", "sequence", name=op.f("pk_posting")),
    )


def _principal() -> None:
    op.create_table(
        "principal",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_principal")),
        sa.UniqueConstraint("book", "subject", name=op.f("uq_principal_book_subject")),
    )


def _customer() -> None:
    op.create_table(
        "customer",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("branch", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_full_name", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_email", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_phone", sa.LargeBinary(), nullable=True),
        sa.Column("index_full_name", sa.LargeBinary(), nullable=False),
        sa.Column("index_email", sa.LargeBinary(), nullable=False),
        sa.Column("index_phone", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "branch"], ["branch.book", "branch.code"], name=op.f("fk_customer_book_branch")
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_customer")),
    )
    op.create_index(
        op.f("ix_customer_book_index_email"), "customer", ["book", "index_email"], unique=False
    )
    op.create_index(
        op.f("ix_customer_book_index_full_name"),
        "customer",
        ["book", "index_full_name"],
        unique=False,
    )
    op.create_index(
        op.f("ix_customer_book_index_phone"), "customer", ["book", "index_phone"], unique=False
    )


def _customer_account() -> None:
    op.create_table(
        "customer_account",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("customer", sa.BigInteger(), nullable=False),
        sa.Column("product", sa.String(length=32), nullable=False),
        sa.Column("product_version", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed_number", sa.LargeBinary(), nullable=False),
        sa.Column("sealed_name", sa.LargeBinary(), nullable=True),
        sa.Column("index_number", sa.LargeBinary(), nullable=False),
        sa.Column("external_reference", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["book", "customer"],
            ["customer.book", "customer.id"],
            name=op.f("fk_customer_account_book_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["book", "id"],
            ["ledger_account.book", "ledger_account.id"],
            name=op.f("fk_customer_account_book_id"),
        ),
        sa.PrimaryKeyConstraint("book", "id", name=op.f("pk_customer_account")),
        sa.UniqueConstraint(
            "book", "external_reference", name=op.f("uq_customer_account_book_external_reference")
        ),
        sa.UniqueConstraint(
            "book", "index_number", name=op.f("uq_customer_account_book_index_number")
        ),
    )


def _principal_customer() -> None:
    op.create_table(
        "principal_customer",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("principal", sa.BigInteger(), nullable=False),
        sa.Column("customer", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "customer"],
            ["customer.book", "customer.id"],
            name=op.f("fk_principal_customer_book_customer"),
        ),
        sa.ForeignKeyConstraint(
            ["book", "principal"],
            ["principal.book", "principal.id"],
            name=op.f("fk_principal_customer_book_principal"),
        ),
        sa.PrimaryKeyConstraint(
            "book", "principal", "customer", name=op.f("pk_principal_customer")
        ),
    )
    op.create_index(
        op.f("ix_principal_customer_book_customer"),
        "principal_customer",
        ["book", "customer"],
        unique=False,
    )


def _account_holder() -> None:
    op.create_table(
        "account_holder",
        sa.Column("book", sa.Integer(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("customer", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.SmallInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["book", "account"],
            ["customer_account.book", "customer_account.id"],
            name=op.f("fk_account_holder_book_account"),
        ),
        sa.ForeignKeyConstraint(
            ["book", "customer"],
            ["customer.book", "customer.id"],
            name=op.f("fk_account_holder_book_customer"),
        ),
        sa.PrimaryKeyConstraint("book", "account", "customer", name=op.f("pk_account_holder")),
    )
    op.create_index(
        op.f("ix_account_holder_book_customer_account"),
        "account_holder",
        ["book", "customer", "account"],
        unique=False,
    )
