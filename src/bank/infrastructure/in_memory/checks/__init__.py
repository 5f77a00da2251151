"""The proofs of the ledger in memory: plain walks, by the names that all backends share."""

from collections.abc import Mapping

from bank.application.ledger.proofs import Proof
from bank.infrastructure.in_memory.checks import days, entries, holds, limits, postings, records
from bank.infrastructure.in_memory.checks.verdicts import Check, nothing_kept

CHECKS: Mapping[Proof, Check] = {
    Proof.ENTRIES_NUMBERED: entries.numbered,
    Proof.HEAD_AT_LAST_ENTRY: entries.head_at_last,
    Proof.TIMES_NEVER_FALL: entries.times_never_fall,
    Proof.VALUE_DATES: entries.value_dates,
    Proof.ENTRIES_BALANCE: entries.balance,
    Proof.ENTRIES_HAVE_POSTINGS: entries.have_postings,
    Proof.ENTRIES_NAME_POSTINGS: entries.name_postings,
    Proof.BALANCES_RUN: postings.balances_run,
    Proof.TURNOVER_RUNS: postings.turnover_runs,
    Proof.BALANCES_STORED: postings.balances_stored,
    Proof.TURNOVER_STORED: postings.turnover_stored,
    Proof.TURNOVER_COUNTED: postings.turnover_counted,
    Proof.AVAILABLE_COVERS: limits.available_covers,
    Proof.AVAILABLE_BOUNDED: limits.available_bounded,
    Proof.LIMITS_KEPT: limits.kept,
    Proof.LIMITS_MARKED: nothing_kept,
    Proof.HOLDS_NUMBERED: holds.numbered,
    Proof.HOLDS_ON_ACCOUNTS: holds.on_accounts,
    Proof.HOLDS_SOUND: holds.sound,
    Proof.HOLDS_ON_OPEN_ACCOUNTS: holds.on_open_accounts,
    Proof.HOLDS_CAPTURED: holds.captured,
    Proof.HELD_STORED: holds.stored,
    Proof.HOLDS_EXPIRE_IN_TIME: holds.expire_in_time,
    Proof.CAPTURES_LINKED: entries.captures_linked,
    Proof.REVERSALS_LINKED: entries.reversals_linked,
    Proof.REVERSALS_MIRROR: postings.reversals_mirror,
    Proof.BACKDATED_KEPT: nothing_kept,
    Proof.BACKDATED_RUNS: nothing_kept,
    Proof.BACKDATED_DAYS: nothing_kept,
    Proof.DAYS_IN_ORDER: days.in_order,
    Proof.ENTRIES_FIT_DAYS: days.entries_fit,
    Proof.TOTALS_FROZEN: days.totals_frozen,
    Proof.ENTRIES_AUDITED: records.entries_audited,
    Proof.HOLDS_AUDITED: records.holds_audited,
    Proof.DAYS_AUDITED: records.days_audited,
    Proof.EVENTS_NUMBERED: records.events_numbered,
}
