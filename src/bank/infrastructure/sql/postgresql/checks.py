"""The proofs of the ledger, each a query that gives the rows that do not hold.

PostgreSQL's own: another engine unpacks the legs of an entry, and joins, in its own way.
"""

from typing import NamedTuple

from sqlalchemy import text

from bank.application.ledger.books import CheckStep, Finding
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class Check(NamedTuple):
    """A proof.

    What it is called, what it looks at, and the query of offenders (their names, as text).
    """

    name: str
    table: str
    offenders: str


CHECKS = (
    Check(
        "entries balance",
        "posting",
        """SELECT 'entry ' || p.entry AS offender FROM posting p
           JOIN ledger_account a ON a.book = p.book AND a.id = p.account
           WHERE p.book = :book GROUP BY p.entry, a.currency HAVING sum(p.amount_minor) <> 0""",
    ),
    Check(
        "entries have two postings or more, and postings an entry",
        "journal_entry",
        """SELECT 'entry ' || coalesce(e.id, p.entry) AS offender
           FROM (SELECT id, length(legs) / 16 AS legs FROM journal_entry WHERE book = :book) e
           FULL JOIN (SELECT entry, count(*) AS legs FROM posting WHERE book = :book
                      GROUP BY entry) p ON p.entry = e.id
           WHERE e.id IS NULL OR p.entry IS NULL OR e.legs <> p.legs OR e.legs < 2""",
    ),
    Check(
        "entries name their own postings",
        "journal_entry",
        """SELECT 'entry ' || coalesce(e.id, p.entry) AS offender
           FROM (SELECT id,
                        ('x' || substr(legs, leg, 16))::bit(64)::bigint AS account,
                        ('x' || substr(legs, leg + 16, 16))::bit(64)::bigint AS sequence
                 FROM (SELECT id, encode(legs, 'hex') AS legs FROM journal_entry
                       WHERE book = :book OFFSET 0) h,
                      generate_series(1, length(legs), 32) AS leg) e
           FULL JOIN (SELECT account, sequence, entry FROM posting WHERE book = :book) p
             ON p.account = e.account AND p.sequence = e.sequence AND p.entry = e.id
           WHERE e.id IS NULL OR p.entry IS NULL""",
    ),
    Check(
        "running balances are continuous",
        "posting",
        """SELECT 'account ' || account || ' sequence ' || sequence AS offender FROM (
             SELECT account, sequence, entry, amount_minor, balance_minor,
                    lag(balance_minor, 1, 0::bigint) OVER w AS balance_before,
                    lag(sequence, 1, 0::bigint) OVER w AS sequence_before,
                    lag(entry, 1, 0::bigint) OVER w AS entry_before
             FROM posting WHERE book = :book
             WINDOW w AS (PARTITION BY account ORDER BY sequence)) p
           WHERE balance_minor <> balance_before + amount_minor
              OR sequence <> sequence_before + 1 OR entry <= entry_before""",
    ),
    Check(
        "stored balances equal the sums of postings",
        "ledger_account",
        """SELECT 'account ' || coalesce(a.id, p.account) AS offender
           FROM (SELECT * FROM ledger_account WHERE book = :book) a
           FULL JOIN (SELECT account, sum(amount_minor) AS balance, max(sequence) AS sequence
                      FROM posting WHERE book = :book GROUP BY account) p ON p.account = a.id
           WHERE a.id IS NULL OR a.balance_minor <> coalesce(p.balance, 0)
              OR a.sequence <> coalesce(p.sequence, 0)""",
    ),
    Check(
        "no account is overdrawn beyond its limit",
        "ledger_account",
        """SELECT 'account ' || id AS offender FROM ledger_account
           WHERE book = :book AND overdraft_minor IS NOT NULL
             AND -balance_minor + overdraft_minor - held_minor < 0""",
    ),
    Check(
        "the head is at the last entry",
        "ledger_head",
        """SELECT 'head ' || h.last_entry AS offender FROM ledger_head h
           LEFT JOIN (SELECT max(id) AS entry, max(recorded_at) AS at, max(booking_date) AS day
                      FROM journal_entry WHERE book = :book) e ON true
           WHERE h.book = :book
             AND (h.last_entry < coalesce(e.entry, 0) OR h.last_recorded_at < e.at
                  OR h.booking_date < e.day)""",
    ),
    Check(
        "times and booking dates never fall",
        "journal_entry",
        """SELECT 'entry ' || id AS offender FROM (
             SELECT id, recorded_at, booking_date, lag(recorded_at) OVER w AS at_before,
                    lag(booking_date) OVER w AS day_before
             FROM journal_entry WHERE book = :book WINDOW w AS (ORDER BY id)) e
           WHERE recorded_at < at_before OR booking_date < day_before""",
    ),
    Check(
        "no value date is after its booking date",
        "journal_entry",
        """SELECT 'entry ' || id AS offender FROM journal_entry
           WHERE book = :book AND value_date > booking_date""",
    ),
    Check(
        "every entry has its audit event",
        "journal_entry",
        """SELECT 'entry ' || e.id AS offender FROM journal_entry e
           LEFT JOIN audit_event a ON a.book = e.book AND a.id = e.audit_event
           WHERE e.book = :book AND a.id IS NULL""",
    ),
)


async def run_check(unit: SqlUnitOfWork, check: Check) -> CheckStep:
    """Run one proof in the unit's snapshot."""
    book = {"book": unit.book}
    first = f"SELECT min(offender), count(*) FROM ({check.offenders}) o"  # noqa: S608 - ours
    offender, count = (await unit.connection.execute(text(first), book)).one()
    looked_at = await unit.connection.scalar(
        text(f"SELECT count(*) FROM {check.table} WHERE book = :book"),  # noqa: S608 - ours
        book,
    )
    finding = Finding(check.name, offender, count) if count else None
    return CheckStep(check.name, int(looked_at or 0), finding)
