"""Postings in the order of their accounts: what runs along them, and what accounts make of it.

One pass, because sorting them costs more than all of its proofs.
"""

from bank.application.ledger.proofs import Proof
from bank.infrastructure.sql.postgresql.checks.passes import Condition, Pass
from bank.infrastructure.sql.postgresql.checks.placed import BEFORE, SINCE, WITH_TERMS

_POSTING = ("account {} sequence {}", "ARRAY[account, sequence]")
_ACCOUNT = ("account {}", "coalesce(owner, account)")

_CONDITIONS = (
    Condition(
        Proof.ENTRIES_NAME_POSTINGS,
        "entry {} account {}",
        "ARRAY[entry, account]",
        "account IS NOT NULL AND NOT named",
    ),
    Condition(
        Proof.BALANCES_RUN,
        *_POSTING,
        """balance_minor <> balance_before + amount_minor OR sequence <> number
           OR entry <= entry_before""",
    ),
    Condition(
        Proof.TURNOVER_RUNS,
        *_POSTING,
        "debits_minor <> debits_before + greatest(amount_minor, 0)",
    ),
    Condition(Proof.BALANCES_STORED, *_ACCOUNT, "last AND other_balance"),
    Condition(Proof.TURNOVER_STORED, *_ACCOUNT, "last AND other_debits"),
    Condition(
        Proof.TURNOVER_COUNTED,
        *_ACCOUNT,
        "last AND other_day OR first_of_day AND off_day OR first_of_month AND off_month",
    ),
    Condition(Proof.AVAILABLE_COVERS, *_POSTING, "uncovered"),
    Condition(Proof.AVAILABLE_BOUNDED, *_POSTING, "account IS NOT NULL AND unbounded"),
)

POSTINGS = Pass(f"{WITH_TERMS} {BEFORE}", _CONDITIONS)
"""Where no limit was ever agreed: there is none to pass."""

POSTINGS_WITHIN_LIMITS = Pass(
    f"{WITH_TERMS} {SINCE}",
    (
        *_CONDITIONS,
        Condition(
            Proof.LIMITS_KEPT,
            *_POSTING,
            """oversized
               OR CASE WHEN amount_minor > 0 THEN debits_minor - day_debits
                       ELSE credits_minor - day_credits END > of_day
               OR CASE WHEN amount_minor > 0 THEN debits_minor - month_debits
                       ELSE credits_minor - month_credits END > of_month""",
        ),
    ),
)
