"""What stands beside the books: audit events, and events for others."""

from bank.application.ledger.proofs import Proof
from bank.infrastructure.sql.postgresql.checks.passes import Condition, Pass

AUDITED = Pass(
    """
    SELECT o.entry, o.hold, o.day, a.id
    FROM (SELECT id AS entry, NULL::bigint AS hold, NULL::date AS day, audit_event
          FROM journal_entry WHERE book = :book
          UNION ALL SELECT NULL, id, NULL, audit_event FROM hold WHERE book = :book
          UNION ALL SELECT NULL, NULL, day, audit_event FROM business_day WHERE book = :book) o
    LEFT JOIN audit_event a ON a.book = :book AND a.id = o.audit_event
    """,
    (
        Condition(Proof.ENTRIES_AUDITED, "entry {}", "entry", "id IS NULL AND entry IS NOT NULL"),
        Condition(Proof.HOLDS_AUDITED, "hold {}", "hold", "id IS NULL AND hold IS NOT NULL"),
        Condition(Proof.DAYS_AUDITED, "day {}", "day", "id IS NULL AND day IS NOT NULL"),
    ),
)

EVENTS = Pass(
    """
    SELECT e.position, e.before, e.last, h.last_position
    FROM outbox_head h
    LEFT JOIN (SELECT position, lag(position, 1, 0::bigint) OVER w AS before,
                      lead(position) OVER w IS NULL AS last
               FROM outbox_event WHERE book = :book WINDOW w AS (ORDER BY position)) e ON true
    WHERE h.book = :book
    """,
    (
        Condition(
            Proof.EVENTS_NUMBERED,
            "position {}",
            "coalesce(position, last_position)",
            """position <> before + 1 OR last AND position <> last_position
               OR position IS NULL AND last_position <> 0""",
        ),
    ),
)
