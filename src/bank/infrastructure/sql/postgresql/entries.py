"""The journal as it is read on PostgreSQL."""

from collections.abc import Sequence

from sqlalchemy import text

from bank.domain.ledger.entries import Posting
from bank.infrastructure.sql.entries import Place, SqlEntries, posting_of
from bank.infrastructure.sql.faults import translated

POSTINGS = """
SELECT p.*, a.opened_ms, a.currency
FROM unnest(CAST(:accounts AS bigint[]), CAST(:sequences AS bigint[])) AS w (account, sequence)
CROSS JOIN LATERAL (SELECT * FROM posting
                    WHERE book = :book AND account = w.account AND sequence = w.sequence
                    LIMIT 1) p
CROSS JOIN LATERAL (SELECT opened_ms, currency FROM ledger_account
                    WHERE book = :book AND id = w.account LIMIT 1) a
"""


class PostgresqlEntries(SqlEntries):
    """The journal of the unit's book; postings are looked up from two arrays, key by key."""

    async def _postings(self, places: Sequence[Place]) -> dict[Place, Posting]:
        accounts, sequences = zip(*places, strict=True)
        given = {
            "book": self._unit.book,
            "accounts": list(accounts),
            "sequences": list(sequences),
        }
        with translated():
            rows = (await self._unit.connection.execute(text(POSTINGS), given)).all()
        return {(row.account, row.sequence): posting_of(row) for row in rows}
