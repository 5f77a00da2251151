"""The schema, as far as every engine shares it.

``book`` comes first in every key of the ledger. Hot tables have bigint keys; public ids are made
from them. No enum types, no partial indexes, no triggers, no server clocks, and an empty text never
means anything. Columns called ``sealed_*`` are ciphertext, ``index_*`` are blind indexes. Amounts
are minor units.
"""

from bank.infrastructure.sql.tables.accounts import (
    account_holder,
    customer_account,
    ledger_account,
)
from bank.infrastructure.sql.tables.days import business_day, business_day_total
from bank.infrastructure.sql.tables.holds import hold, hold_capture
from bank.infrastructure.sql.tables.journal import (
    backdated_day,
    backdated_posting,
    entry_reversal,
    journal_entry,
    ledger_head,
    posting,
)
from bank.infrastructure.sql.tables.people import (
    branch,
    customer,
    data_key,
    principal,
    principal_customer,
)
from bank.infrastructure.sql.tables.records import (
    audit_event,
    idempotency_record,
    outbox_event,
    outbox_head,
)
from bank.infrastructure.sql.tables.schema import data_key_numbers, metadata, row_numbers
from bank.infrastructure.sql.tables.terms import exchange_quote, ledger_limit

FORGOTTEN = (data_key, idempotency_record)
"""Tables that the application may delete from: keys that are destroyed, and keys that are old."""

NEVER_CHANGED = (
    journal_entry,
    posting,
    audit_event,
    entry_reversal,
    hold_capture,
    backdated_posting,
    business_day,
    business_day_total,
    ledger_limit,
    exchange_quote,
)
"""Tables that the application may add to and read, and never change or delete from."""

__all__ = [
    "FORGOTTEN",
    "NEVER_CHANGED",
    "account_holder",
    "audit_event",
    "backdated_day",
    "backdated_posting",
    "branch",
    "business_day",
    "business_day_total",
    "customer",
    "customer_account",
    "data_key",
    "data_key_numbers",
    "entry_reversal",
    "exchange_quote",
    "hold",
    "hold_capture",
    "idempotency_record",
    "journal_entry",
    "ledger_account",
    "ledger_head",
    "ledger_limit",
    "metadata",
    "outbox_event",
    "outbox_head",
    "posting",
    "principal",
    "principal_customer",
    "row_numbers",
]
