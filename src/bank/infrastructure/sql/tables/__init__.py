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
from bank.infrastructure.sql.tables.approvals import (
    approval_counted,
    approval_decision,
    approval_demand,
    approval_request,
    approval_served,
    approval_tally,
)
from bank.infrastructure.sql.tables.challenges import (
    challenge,
    known_payee,
    payment_threshold,
)
from bank.infrastructure.sql.tables.credentials import (
    authenticator,
    password_credential,
    recovery_code,
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
from bank.infrastructure.sql.tables.notices import (
    address_code,
    customer_due_diligence,
    notice,
    organisation_data,
    principal_contact,
)
from bank.infrastructure.sql.tables.passkeys import device, passkey, passkey_challenge
from bank.infrastructure.sql.tables.people import (
    branch,
    customer,
    data_key,
    principal,
    principal_customer,
    principal_role,
)
from bank.infrastructure.sql.tables.policies import (
    policy_approval_rule,
    policy_change_set,
    policy_role_limit,
    policy_rule_change,
)
from bank.infrastructure.sql.tables.records import (
    audit_event,
    idempotency_record,
    outbox_event,
    outbox_head,
)
from bank.infrastructure.sql.tables.recovery import factor_reset
from bank.infrastructure.sql.tables.schema import data_key_numbers, metadata, row_numbers
from bank.infrastructure.sql.tables.sessions import (
    revocation,
    session,
    session_cutoff,
    token_ending,
)
from bank.infrastructure.sql.tables.sign_in import sign_in_attempt, sign_in_lane, sign_in_name
from bank.infrastructure.sql.tables.terms import exchange_quote, ledger_limit
from bank.infrastructure.sql.tables.tokens import (
    client_assertion,
    refresh_token,
    service_client,
)

FORGOTTEN = (
    approval_counted,
    approval_tally,
    authenticator,
    password_credential,
    recovery_code,
    challenge,
    known_payee,
    payment_threshold,
    address_code,
    notice,
    principal_contact,
    principal_customer,
    customer_due_diligence,
    organisation_data,
    client_assertion,
    data_key,
    device,
    idempotency_record,
    passkey,
    passkey_challenge,
    principal_role,
    refresh_token,
    revocation,
    session,
    sign_in_attempt,
    sign_in_lane,
    sign_in_name,
    token_ending,
)
"""Tables that the application may delete from: what is destroyed, taken away, or old."""

NEVER_CHANGED = (
    approval_decision,
    approval_demand,
    approval_served,
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
    policy_change_set,
    policy_rule_change,
    policy_role_limit,
    policy_approval_rule,
)
"""Tables that the application may add to and read, and never change or delete from."""

__all__ = [
    "FORGOTTEN",
    "NEVER_CHANGED",
    "account_holder",
    "address_code",
    "approval_counted",
    "approval_decision",
    "approval_demand",
    "approval_request",
    "approval_served",
    "approval_tally",
    "audit_event",
    "authenticator",
    "backdated_day",
    "backdated_posting",
    "branch",
    "business_day",
    "business_day_total",
    "challenge",
    "client_assertion",
    "customer",
    "customer_account",
    "customer_due_diligence",
    "data_key",
    "data_key_numbers",
    "device",
    "entry_reversal",
    "exchange_quote",
    "factor_reset",
    "hold",
    "hold_capture",
    "idempotency_record",
    "journal_entry",
    "known_payee",
    "ledger_account",
    "ledger_head",
    "ledger_limit",
    "metadata",
    "notice",
    "organisation_data",
    "outbox_event",
    "outbox_head",
    "passkey",
    "passkey_challenge",
    "password_credential",
    "payment_threshold",
    "policy_approval_rule",
    "policy_change_set",
    "policy_role_limit",
    "policy_rule_change",
    "posting",
    "principal",
    "principal_contact",
    "principal_customer",
    "principal_role",
    "recovery_code",
    "refresh_token",
    "revocation",
    "row_numbers",
    "service_client",
    "session",
    "session_cutoff",
    "sign_in_attempt",
    "sign_in_lane",
    "sign_in_name",
    "token_ending",
]
