"""The proofs of the ledger, by what they read."""

from bank.infrastructure.sql.postgresql.checks.days import DAYS, TOTALS
from bank.infrastructure.sql.postgresql.checks.entries import JOURNAL, POSTINGS_OF_ENTRIES
from bank.infrastructure.sql.postgresql.checks.holds import CAPTURES, HOLDS, HOLDS_OF_ACCOUNTS
from bank.infrastructure.sql.postgresql.checks.links import (
    BACKDATED,
    BACKDATED_DAYS,
    REVERSALS,
    REVERSED_POSTINGS,
)
from bank.infrastructure.sql.postgresql.checks.passes import Pass
from bank.infrastructure.sql.postgresql.checks.postings import POSTINGS, POSTINGS_WITHIN_LIMITS
from bank.infrastructure.sql.postgresql.checks.records import AUDITED, EVENTS
from bank.infrastructure.sql.postgresql.checks.terms import MARKED


def passes(*, limited: bool) -> tuple[Pass, ...]:
    """Give all passes over a book; ``limited`` says whether any limit was ever agreed in it."""
    return (
        JOURNAL,
        POSTINGS_OF_ENTRIES,
        POSTINGS_WITHIN_LIMITS if limited else POSTINGS,
        MARKED,
        HOLDS,
        HOLDS_OF_ACCOUNTS,
        CAPTURES,
        REVERSALS,
        REVERSED_POSTINGS,
        BACKDATED,
        BACKDATED_DAYS,
        DAYS,
        TOTALS,
        AUDITED,
        EVENTS,
    )
