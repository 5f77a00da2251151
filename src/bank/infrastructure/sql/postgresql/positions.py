"""Binary search over primary keys: where the book and its accounts stood.

Each step of a search looks one key up, in a scalar subquery, which no planner turns into a scan.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import text

from bank.application.ports.positions import Positions
from bank.domain.identifiers import RowId
from bank.domain.ledger.positions import Position, Tip
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_TIP = text("SELECT last_entry, last_recorded_at, booking_date FROM ledger_head WHERE book = :book")

ENDS_OF_DAYS = """
SELECT coalesce((SELECT b.last_entry FROM business_day b
                 WHERE b.book = :book AND b.day <= w.day ORDER BY b.day DESC LIMIT 1), 0)
FROM unnest(CAST(:days AS date[])) WITH ORDINALITY AS w (day, place) ORDER BY w.place
"""

RECORDED_BY = """
WITH RECURSIVE search (low, high) AS (
    SELECT CAST(0 AS bigint), last_entry FROM ledger_head WHERE book = :book
    UNION ALL
    SELECT CASE WHEN t.early THEN t.middle ELSE t.low END,
           CASE WHEN t.early THEN t.high ELSE t.middle - 1 END
    FROM (SELECT s.low, s.high, s.middle,
                 (SELECT e.recorded_at FROM journal_entry e
                  WHERE e.book = :book AND e.id = s.middle) <= :moment AS early
          FROM (SELECT low, high, (low + high + 1) / 2 AS middle FROM search WHERE low < high) s
          OFFSET 0) t)
SELECT max(low) FROM search
"""

POSITIONS = """
WITH RECURSIVE search (place, entry, low, high) AS (
    SELECT b.place, b.entry, CAST(0 AS bigint), a.sequence
    FROM ledger_account a,
         unnest(CAST(:entries AS bigint[])) WITH ORDINALITY AS b (entry, place)
    WHERE a.book = :book AND a.id = :account
    UNION ALL
    SELECT t.place, t.entry,
           CASE WHEN t.early THEN t.middle ELSE t.low END,
           CASE WHEN t.early THEN t.high ELSE t.middle - 1 END
    FROM (SELECT s.place, s.entry, s.low, s.high, s.middle,
                 (SELECT p.entry FROM posting p WHERE p.book = :book AND p.account = :account
                                                  AND p.sequence = s.middle) <= s.entry AS early
          FROM (SELECT place, entry, low, high, (low + high + 1) / 2 AS middle
                FROM search WHERE low < high) s
          OFFSET 0) t),
found AS (SELECT place, max(low) AS sequence FROM search GROUP BY place)
SELECT f.sequence, coalesce(p.balance_minor, 0), coalesce(p.debits_minor, 0)
FROM found f
LEFT JOIN LATERAL (SELECT balance_minor, debits_minor FROM posting
                   WHERE book = :book AND account = :account AND sequence = f.sequence
                   LIMIT 1) p ON true
ORDER BY f.place
"""


class PostgresqlPositions(Positions):
    """Where the unit's book stood."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def tip(self) -> Tip:
        """Read the head."""
        with translated():
            row = (await self._unit.connection.execute(_TIP, {"book": self._unit.book})).one()
        return Tip(*row)

    async def ends_of(self, days: Sequence[date]) -> Sequence[int]:
        """Look closed days up; whatever is not closed ends with the book."""
        last_entry, _, open_day = await self.tip()
        closed = [day for day in days if day < open_day]
        given = {"book": self._unit.book, "days": closed}
        with translated():
            found = iter((await self._unit.connection.scalars(text(ENDS_OF_DAYS), given)).all())
        return [next(found) if day < open_day else last_entry for day in days]

    async def recorded_by(self, moment: datetime) -> int:
        """Search the entries."""
        given = {"book": self._unit.book, "moment": moment}
        with translated():
            return int(await self._unit.connection.scalar(text(RECORDED_BY), given) or 0)

    async def of_account(self, account: RowId, entries: Sequence[int]) -> Sequence[Position]:
        """Search the account's postings."""
        given = {"book": self._unit.book, "account": account, "entries": list(entries)}
        with translated():
            rows = (await self._unit.connection.execute(text(POSITIONS), given)).all()
        return [Position(*row) for row in rows]
