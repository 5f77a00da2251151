"""What stands open against an account: exchange quotes, in their table."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import exists, select

from bank.application.accounts.obligations import Obligations
from bank.domain.customer_accounts import Obligation
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_QUOTE, _ENTRY = t.exchange_quote.c, t.journal_entry.c


class SqlObligations(Obligations):
    """The obligations of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def against(self, account: RowId, at: datetime) -> Collection[Obligation]:
        """Look for one quote among those that have not expired and were not taken."""
        taken = exists().where(_ENTRY.book == _QUOTE.book, _ENTRY.key == _QUOTE.id)
        quote = (
            select(_QUOTE.id)
            .where(
                _QUOTE.book == self._unit.book,
                _QUOTE.expires_at > at,
                _QUOTE.debit_account == account,
                ~taken,
            )
            .limit(1)
        )
        with translated():
            found = await self._unit.connection.scalar(quote)
        return set() if found is None else {Obligation.EXCHANGE_QUOTE}
