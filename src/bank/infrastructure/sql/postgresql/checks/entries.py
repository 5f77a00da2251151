"""Entries by themselves, and with their postings."""

from bank.application.ledger.proofs import Proof
from bank.infrastructure.sql.postgresql.checks.passes import Condition, Pass

JOURNAL = Pass(
    """
    SELECT e.*, h.last_entry, h.last_recorded_at, h.booking_date AS open_day,
           coalesce(d.days[e.closed_before + 1], h.booking_date) AS day,
           d.closings[e.closed_before] AS day_began, d.closings[e.closed_before + 1] AS day_ended
    FROM ledger_head h
    LEFT JOIN (
        SELECT array_agg(day ORDER BY day) AS days, array_agg(closed_at ORDER BY day) AS closings
        FROM business_day WHERE book = :book) d ON true
    LEFT JOIN (
        SELECT id, recorded_at, booking_date, value_date,
               lag(id, 1, 0::bigint) OVER w AS id_before,
               lag(recorded_at) OVER w AS recorded_before,
               lag(booking_date) OVER w AS booked_before,
               lead(id) OVER w IS NULL AS last,
               coalesce(width_bucket(id, (SELECT array_agg(last_entry + 1 ORDER BY day)
                                          FROM business_day WHERE book = :book)), 0)
                   AS closed_before
        FROM journal_entry WHERE book = :book WINDOW w AS (ORDER BY id)) e ON true
    WHERE h.book = :book
    """,
    (
        Condition(Proof.ENTRIES_NUMBERED, "entry {}", "id", "id <> id_before + 1"),
        Condition(
            Proof.HEAD_AT_LAST_ENTRY,
            "entry {}",
            "coalesce(id, last_entry)",
            """last AND (id <> last_entry OR recorded_at > last_recorded_at
                         OR booking_date > open_day)
               OR id IS NULL AND last_entry <> 0""",
        ),
        Condition(
            Proof.TIMES_NEVER_FALL,
            "entry {}",
            "id",
            "recorded_at < recorded_before OR booking_date < booked_before",
        ),
        Condition(Proof.VALUE_DATES, "entry {}", "id", "value_date > booking_date"),
        Condition(
            Proof.ENTRIES_FIT_DAYS,
            "entry {}",
            "id",
            "booking_date <> day OR recorded_at < day_began OR recorded_at > day_ended",
        ),
    ),
)
# An entry's number tells how many days were closed before it, and so its own.

_BY_CURRENCY = """
    SELECT p.entry, count(*) AS postings, sum(p.amount_minor) AS amount_minor
    FROM posting p LEFT JOIN ledger_account a ON a.book = p.book AND a.id = p.account
    WHERE p.book = :book GROUP BY p.entry, a.currency
"""

POSTINGS_OF_ENTRIES = Pass(
    f"""
    SELECT coalesce(e.id, p.entry) AS entry, e.legs, p.postings, p.unbalanced
    FROM (SELECT id, length(legs) / 16 AS legs FROM journal_entry WHERE book = :book) e
    FULL JOIN (SELECT entry, sum(postings) AS postings, bool_or(amount_minor <> 0) AS unbalanced
               FROM ({_BY_CURRENCY}) c GROUP BY entry) p ON p.entry = e.id
    """,  # noqa: S608 - ours
    (
        Condition(Proof.ENTRIES_BALANCE, "entry {}", "entry", "unbalanced"),
        Condition(
            Proof.ENTRIES_HAVE_POSTINGS,
            "entry {}",
            "entry",
            "legs < 2 OR legs IS DISTINCT FROM postings",
        ),
    ),
    shortcut=f"""
    SELECT coalesce(c.postings, 0),
           c.unbalanced > 0 OR e.legs IS DISTINCT FROM c.postings OR e.fewest < 2
    FROM (SELECT sum(postings) AS postings,
                 count(*) FILTER (WHERE amount_minor <> 0) AS unbalanced
          FROM ({_BY_CURRENCY}) s) c,
         (SELECT sum(length(legs) / 16) AS legs, min(length(legs) / 16) AS fewest
          FROM journal_entry WHERE book = :book) e
    """,  # noqa: S608 - ours
)
# The shortcut counts: that each posting is one that its own entry names is proved with its account,
# so that as many postings as are named are those that are named.
