"""What can be done to a ledger behind the bank's back: for each proof, what it alone finds.

Statements on ``used_bank``, by the role that owns the tables.
"""

from bank.application.ledger.proofs import Proof

_PLACES = {
    "last": "(SELECT max(id) FROM journal_entry)",
    "till": "(SELECT id FROM ledger_account WHERE position = 'cash/main' AND currency = 'EUR')",
    "released": "(SELECT min(id) FROM hold WHERE status = 3)",
    "busy_day": """(SELECT max(d.day) FROM business_day d
                    JOIN journal_entry e ON e.id = d.last_entry AND e.booking_date = d.day)""",
}

TAMPERING = {
    Proof.ENTRIES_NUMBERED: [
        """UPDATE posting SET entry = entry + 1 WHERE entry = {last};
            UPDATE journal_entry SET id = id + 1 WHERE id = {last};
            UPDATE ledger_head SET last_entry = last_entry + 1"""
    ],
    Proof.HEAD_AT_LAST_ENTRY: [
        "UPDATE ledger_head SET last_entry = last_entry + 1",
        "UPDATE ledger_head SET last_recorded_at = last_recorded_at - interval '1 second'",
    ],
    Proof.TIMES_NEVER_FALL: [
        """UPDATE journal_entry SET recorded_at = recorded_at - interval '30 minutes'
            WHERE id = {last}"""
    ],
    Proof.VALUE_DATES: ["UPDATE journal_entry SET value_date = booking_date + 1 WHERE id = {last}"],
    Proof.ENTRIES_BALANCE: [
        """UPDATE posting SET amount_minor = amount_minor - 1, balance_minor = balance_minor - 1,
                               available_minor = available_minor + 1
            WHERE entry = {last} AND amount_minor < 0;
            UPDATE ledger_account SET balance_minor = balance_minor - 1
            WHERE id = (SELECT account FROM posting WHERE entry = {last} AND amount_minor < 0)"""
    ],
    Proof.ENTRIES_HAVE_POSTINGS: [
        "UPDATE journal_entry SET legs = legs || substr(legs, 1, 16) WHERE id = {last}"
    ],
    Proof.ENTRIES_NAME_POSTINGS: [
        """UPDATE journal_entry SET legs = (SELECT legs FROM journal_entry WHERE id = 1)
            WHERE id = {last}""",
        """UPDATE journal_entry SET legs = substr(legs, 9) || substr(legs, 1, 8)
            WHERE id = {last}""",
    ],
    Proof.BALANCES_RUN: [
        """UPDATE posting SET balance_minor = balance_minor + 1
            WHERE account = {till} AND sequence = 2"""
    ],
    Proof.TURNOVER_RUNS: [
        """UPDATE posting SET debits_minor = debits_minor + 1
            WHERE account = {till} AND sequence = 2"""
    ],
    Proof.BALANCES_STORED: [
        "UPDATE ledger_account SET balance_minor = balance_minor + 1 WHERE position IS NOT NULL",
        "UPDATE ledger_account SET sequence = sequence + 1 WHERE id = {till}",
    ],
    Proof.TURNOVER_STORED: [
        "UPDATE ledger_account SET debits_minor = debits_minor + 1 WHERE position IS NULL"
    ],
    Proof.TURNOVER_COUNTED: [
        "UPDATE ledger_account SET day_debits_minor = day_debits_minor + 1 WHERE id = {till}",
        "UPDATE ledger_account SET day_balance_minor = day_balance_minor - 1 WHERE id = {till}",
        "UPDATE ledger_account SET month_debits_minor = month_debits_minor + 1 WHERE id = {till}",
        "UPDATE ledger_account SET month_balance_minor = month_balance_minor - 1 WHERE id = {till}",
        "UPDATE ledger_account SET counted_on = counted_on + 1 WHERE id = {till}",
    ],
    Proof.AVAILABLE_COVERS: [
        """UPDATE posting SET available_minor = -1
            WHERE entry = {last} AND amount_minor > 0"""
    ],
    Proof.AVAILABLE_BOUNDED: [
        """UPDATE posting SET available_minor = available_minor + 1000000
           WHERE available_minor IS NOT NULL""",
        "UPDATE posting SET available_minor = 0 WHERE account = {till}",
    ],
    Proof.LIMITS_KEPT: [
        "UPDATE ledger_limit SET amount_minor = 1 WHERE kind = 2",
        "UPDATE ledger_limit SET amount_minor = 1 WHERE kind = 3",
        "UPDATE ledger_limit SET amount_minor = 1 WHERE kind = 4",
        "UPDATE ledger_limit SET amount_minor = 1 WHERE kind = 5",
        "UPDATE ledger_limit SET amount_minor = 1 WHERE kind = 6",
    ],
    Proof.LIMITS_MARKED: ["UPDATE ledger_account SET limited = false WHERE limited"],
    Proof.HOLDS_NUMBERED: ["UPDATE ledger_head SET last_hold = last_hold + 1"],
    Proof.HOLDS_ON_ACCOUNTS: ["UPDATE hold SET account = {till} WHERE id = {released}"],
    Proof.HOLDS_SOUND: [
        "UPDATE hold SET ended_at = NULL WHERE id = {released}",
        "UPDATE hold SET expires_at = created_at WHERE id = {released}",
        "UPDATE hold SET status = 2 WHERE id = {released}",
        "UPDATE hold SET status = 9 WHERE id = {released}",
    ],
    Proof.HOLDS_ON_OPEN_ACCOUNTS: ["UPDATE ledger_account SET status = 9 WHERE held_minor > 0"],
    Proof.HOLDS_CAPTURED: ["UPDATE hold SET captured_minor = captured_minor - 1 WHERE status = 2"],
    Proof.HELD_STORED: ["UPDATE ledger_account SET held_minor = held_minor + 1"],
    Proof.HOLDS_EXPIRE_IN_TIME: [
        "UPDATE ledger_account SET holds_expire_at = NULL WHERE held_minor > 0"
    ],
    Proof.CAPTURES_LINKED: ["UPDATE journal_entry SET kind = 6 WHERE kind = 4"],
    Proof.REVERSALS_LINKED: ["DELETE FROM entry_reversal"],
    Proof.REVERSALS_MIRROR: [
        """UPDATE entry_reversal SET entry = 1
           WHERE reversal = (SELECT min(reversal) FROM entry_reversal)"""
    ],
    Proof.BACKDATED_KEPT: [
        "UPDATE backdated_posting SET entry = entry - 1",
        "UPDATE journal_entry SET value_date = value_date - 1 WHERE value_date < booking_date",
    ],
    Proof.BACKDATED_RUNS: [
        "UPDATE backdated_posting SET running_minor = running_minor + 1",
        "UPDATE backdated_posting SET running_postings = running_postings + 1",
    ],
    Proof.BACKDATED_DAYS: [
        "UPDATE backdated_day SET postings = postings + 1",
        "UPDATE backdated_day SET amount_minor = amount_minor + 1",
    ],
    Proof.DAYS_IN_ORDER: [
        """UPDATE business_day SET closed_at = closed_at - interval '10 days'
            WHERE day = {busy_day} + 1"""
    ],
    Proof.ENTRIES_FIT_DAYS: [
        """UPDATE business_day d SET closed_at = e.recorded_at - interval '1 microsecond'
            FROM journal_entry e WHERE e.id = d.last_entry AND d.day = {busy_day}"""
    ],
    Proof.TOTALS_FROZEN: [
        "UPDATE business_day_total SET balance_minor = balance_minor + 1",
        "DELETE FROM business_day_total WHERE day = {busy_day} AND currency = 'JPY'",
    ],
    Proof.ENTRIES_AUDITED: [
        """DELETE FROM audit_event
           WHERE id = (SELECT audit_event FROM journal_entry WHERE id = {last})"""
    ],
    Proof.HOLDS_AUDITED: [
        "DELETE FROM audit_event WHERE id = (SELECT audit_event FROM hold WHERE id = {released})"
    ],
    Proof.DAYS_AUDITED: [
        """DELETE FROM audit_event
           WHERE id = (SELECT audit_event FROM business_day WHERE day = {busy_day})"""
    ],
    Proof.EVENTS_NUMBERED: [
        "DELETE FROM outbox_event WHERE position = 2",
        "UPDATE outbox_head SET last_position = last_position + 1",
    ],
}


def damages() -> list[tuple[Proof, list[str]]]:
    """Give each proof with the statements of each damage that it alone finds."""
    return [
        (proof, damage.format(**_PLACES).split(";"))
        for proof, of_proof in TAMPERING.items()
        for damage in of_proof
    ]
