"""What is proved of the ledger: the name of each proof, and what it says."""

from enum import StrEnum


class Proof(StrEnum):
    """A proof by the name that its finding carries; every backend proves all of them."""

    ENTRIES_NUMBERED = "entries are numbered without gaps"
    HEAD_AT_LAST_ENTRY = "the head is at the last entry"
    TIMES_NEVER_FALL = "times and booking dates never fall"
    VALUE_DATES = "no value date is after its booking date"
    ENTRIES_BALANCE = "entries balance"
    ENTRIES_HAVE_POSTINGS = "entries have two postings or more, and postings an entry"
    ENTRIES_NAME_POSTINGS = "entries name their own postings"
    BALANCES_RUN = "running balances are continuous"
    TURNOVER_RUNS = "running turnover is continuous"
    BALANCES_STORED = "stored balances equal the sums of postings"
    TURNOVER_STORED = "stored turnover equals the sums of debits"
    TURNOVER_COUNTED = "the turnover of day and month equals the postings"
    AVAILABLE_COVERS = "nothing but a capture or a reversal takes more than is available"
    AVAILABLE_BOUNDED = "no more is available than balance and overdraft"
    LIMITS_KEPT = "nothing of a customer's doing passes a limit in force"
    LIMITS_MARKED = "accounts with limits of their own are marked"
    HOLDS_NUMBERED = "holds are numbered without gaps"
    HOLDS_ON_ACCOUNTS = "holds are on customers' accounts"
    HOLDS_SOUND = "holds end once, and within their amount"
    HOLDS_ON_OPEN_ACCOUNTS = "no closed account has an active hold"
    HOLDS_CAPTURED = "holds are captured by what their entries say"
    HELD_STORED = "what is held equals the active holds"
    HOLDS_EXPIRE_IN_TIME = "accounts know when their first hold expires"
    CAPTURES_LINKED = "captures have a hold, and holds' captures an entry"
    REVERSALS_LINKED = "reversals have an earlier entry, and are entries"
    REVERSALS_MIRROR = "reversals take back no more than was posted"
    BACKDATED_KEPT = "backdated postings are kept, and no others"
    BACKDATED_RUNS = "backdated sums are continuous"
    BACKDATED_DAYS = "backdated days equal the sums of their postings"
    DAYS_IN_ORDER = "business days close in order, before the open one"
    ENTRIES_FIT_DAYS = "entries fit their business days"
    TOTALS_FROZEN = "frozen totals equal the sums of balances"
    ENTRIES_AUDITED = "every entry has its audit event"
    HOLDS_AUDITED = "every hold has its audit event"
    DAYS_AUDITED = "every closed day has its audit event"
    EVENTS_NUMBERED = "events are numbered without gaps"


MEANING: dict[Proof, str] = {
    Proof.ENTRIES_NUMBERED: "From 1 on, each entry's number is one more than the last.",
    Proof.HEAD_AT_LAST_ENTRY: (
        "The book's head has the number of the last entry, and neither its time nor the open day"
        " is before that entry's."
    ),
    Proof.TIMES_NEVER_FALL: "Along the entries' numbers neither recorded time nor booking date.",
    Proof.VALUE_DATES: "Entries count from their booking date or an earlier day.",
    Proof.ENTRIES_BALANCE: "An entry's postings sum to zero for every currency.",
    Proof.ENTRIES_HAVE_POSTINGS: "As many as the entry says, and no posting without an entry.",
    Proof.ENTRIES_NAME_POSTINGS: "An entry says at which account and sequence each posting stands.",
    Proof.BALANCES_RUN: (
        "A posting's balance is the one before and its amount; sequences have no gaps, and an"
        " account's postings stand in the order of their entries."
    ),
    Proof.TURNOVER_RUNS: "All that was ever debited grows by a debit's amount and nothing else.",
    Proof.BALANCES_STORED: "An account's balance and sequence are those of its last posting.",
    Proof.TURNOVER_STORED: "What an account says was ever debited is what its last posting says.",
    Proof.TURNOVER_COUNTED: (
        "The counters by which limits are told (`counted_on`, `day_*`, `month_*`) are what the"
        " postings before the last day and month with postings come to."
    ),
    Proof.AVAILABLE_COVERS: (
        "No other posting that took from a customer's account left less than nothing available."
        " A hold covers its capture, and a reversal may be forced."
    ),
    Proof.AVAILABLE_BOUNDED: (
        "What a posting left available is at most the balance after it and the largest overdraft"
        " that was ever agreed; the bank's own accounts have none."
    ),
    Proof.LIMITS_KEPT: (
        "A transfer, a deposit, a withdrawal or an exchange is no larger than the limit for one"
        " payment, and with all that went the same way before it on its business day and in its"
        " month, gross, within the limits in force when it was recorded. What holds set aside at"
        " that time is not counted here."
    ),
    Proof.LIMITS_MARKED: "Batches look for an account's own limits where it is marked.",
    Proof.HOLDS_NUMBERED: "From 1 up to the number that the book's head has.",
    Proof.HOLDS_ON_ACCOUNTS: "The account is there, and a customer's.",
    Proof.HOLDS_SOUND: (
        "An active hold has something left and has not ended; any other has ended, after it was"
        " placed; a captured one has captures; no more than its amount is captured."
    ),
    Proof.HOLDS_ON_OPEN_ACCOUNTS: "An account is closed after its holds are over.",
    Proof.HOLDS_CAPTURED: "By the postings of its captures on its own account.",
    Proof.HELD_STORED: "What an account holds is what its active holds still set aside.",
    Proof.HOLDS_EXPIRE_IN_TIME: "No later than the first expiry of an active hold.",
    Proof.CAPTURES_LINKED: "Each entry that is a capture has one hold, and nothing else has.",
    Proof.REVERSALS_LINKED: (
        "Each entry that is a reversal reverses one entry of a lower number, and nothing else does."
    ),
    Proof.REVERSALS_MIRROR: (
        "Each posting of a reversal is on an account of the entry, the other way, and no larger."
    ),
    Proof.BACKDATED_KEPT: "Those of entries whose value date is before their booking date.",
    Proof.BACKDATED_RUNS: "The running sum and count of an account's backdated postings.",
    Proof.BACKDATED_DAYS: "For each account and value date.",
    Proof.DAYS_IN_ORDER: (
        "Along the days neither the last entry nor the time of closing falls or passes the head;"
        " the open day is after all closed ones."
    ),
    Proof.ENTRIES_FIT_DAYS: (
        "A closed day's entries are those after the day before's last up to its own last, recorded"
        " between the two closings; nothing is booked on a closed day afterwards, and all else is"
        " on the open day."
    ),
    Proof.TOTALS_FROZEN: (
        "For each closed day, general-ledger code and currency: of the postings up to the day's"
        " last entry."
    ),
    Proof.ENTRIES_AUDITED: "The act that it belongs to.",
    Proof.HOLDS_AUDITED: "The act that placed it.",
    Proof.DAYS_AUDITED: "The act that closed it.",
    Proof.EVENTS_NUMBERED: "The outbox's positions, from 1 up to its head's.",
}
"""What each says more exactly, for whoever reads a finding."""
