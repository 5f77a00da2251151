"""What entries say of each other, and of days before their own."""

from bank.application.ledger.proofs import Proof
from bank.domain.ledger.entries import EntryKind
from bank.infrastructure.sql.postgresql.checks.passes import Condition, Pass

REVERSALS = Pass(
    f"""
    SELECT e.id, r.reversal, r.entry, o.id AS reversed
    FROM (SELECT id FROM journal_entry WHERE book = :book AND kind = {EntryKind.REVERSAL}) e
    FULL JOIN (SELECT entry, reversal FROM entry_reversal WHERE book = :book) r
      ON r.reversal = e.id
    LEFT JOIN journal_entry o ON o.book = :book AND o.id = r.entry
    """,  # noqa: S608 - the kind is ours
    (
        Condition(
            Proof.REVERSALS_LINKED,
            "entry {}",
            "coalesce(id, reversal)",
            "id IS NULL OR reversed IS NULL OR entry >= reversal",
        ),
    ),
)

REVERSED_POSTINGS = Pass(
    """
    WITH linked AS MATERIALIZED (
        SELECT p.entry, p.account, p.amount_minor FROM posting p
        WHERE p.book = :book
          AND p.entry IN (SELECT entry FROM entry_reversal WHERE book = :book
                          UNION ALL SELECT reversal FROM entry_reversal WHERE book = :book))
    SELECT r.reversal, p.account, p.amount_minor, o.amount_minor AS posted_minor
    FROM entry_reversal r
    JOIN linked p ON p.entry = r.reversal
    LEFT JOIN linked o ON o.entry = r.entry AND o.account = p.account
    WHERE r.book = :book
    """,
    (
        Condition(
            Proof.REVERSALS_MIRROR,
            "entry {} account {}",
            "ARRAY[reversal, account]",
            """posted_minor IS NULL OR sign(amount_minor) = sign(posted_minor)
               OR abs(amount_minor) > abs(posted_minor)""",
        ),
    ),
)

BACKDATED = Pass(
    """
    SELECT coalesce(p.account, b.account) AS account, coalesce(p.sequence, b.sequence) AS sequence,
           p.account IS NULL OR b.account IS NULL
               OR (p.entry, p.value_date, p.booking_date, p.amount_minor)
                  <> (b.entry, b.value_date, b.booking_date, b.amount_minor) AS other,
           b.running_minor <> b.running_before + b.amount_minor
               OR b.running_postings <> b.number AS off
    FROM (SELECT p.account, p.sequence, p.entry, p.amount_minor, e.value_date, e.booking_date
          FROM posting p JOIN journal_entry e ON e.book = p.book AND e.id = p.entry
          WHERE p.book = :book AND e.value_date < e.booking_date) p
    FULL JOIN (SELECT *, row_number() OVER w AS number,
                      lag(running_minor, 1, 0::bigint) OVER w AS running_before
               FROM backdated_posting WHERE book = :book
               WINDOW w AS (PARTITION BY account ORDER BY sequence)) b
      ON b.account = p.account AND b.sequence = p.sequence
    """,
    (
        Condition(
            Proof.BACKDATED_KEPT, "account {} sequence {}", "ARRAY[account, sequence]", "other"
        ),
        Condition(
            Proof.BACKDATED_RUNS, "account {} sequence {}", "ARRAY[account, sequence]", "off"
        ),
    ),
)

BACKDATED_DAYS = Pass(
    """
    SELECT coalesce(d.account, p.account) AS account,
           coalesce(d.value_date, p.value_date) AS value_date,
           d.amount_minor IS DISTINCT FROM p.amount_minor
               OR d.postings IS DISTINCT FROM p.postings AS other
    FROM (SELECT * FROM backdated_day WHERE book = :book) d
    FULL JOIN (SELECT account, value_date, sum(amount_minor) AS amount_minor, count(*) AS postings
               FROM backdated_posting WHERE book = :book GROUP BY account, value_date) p
      ON p.account = d.account AND p.value_date = d.value_date
    """,
    (
        Condition(
            Proof.BACKDATED_DAYS,
            "account {} day {}",
            "ARRAY[account::text, value_date::text]",
            "other",
        ),
    ),
)
