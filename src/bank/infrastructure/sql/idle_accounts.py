"""Accounts that nobody uses, found and marked a portion at a time."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import and_, or_, select, update

from bank.application.accounts.idle_accounts import IdleAccounts
from bank.application.ports.account_directory import AccountRef
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountStatus
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_LEDGER, _ACCOUNT = t.ledger_account.c, t.customer_account.c


class SqlIdleAccounts(IdleAccounts):
    """The idle accounts of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def mark_dormant(
        self, idle_before: Mapping[tuple[str, int], date], *, after: RowId, limit: int
    ) -> Sequence[AccountRef]:
        """Lock those that are idle and mark them.

        A row that changed while it was waited for is judged anew by what it then says, and left out
        where it no longer is what was asked for.
        """
        if not idle_before:
            return []
        wanted = (
            select(_LEDGER.id, _LEDGER.opened_ms)
            .join(t.customer_account, (_ACCOUNT.book == _LEDGER.book) & (_ACCOUNT.id == _LEDGER.id))
            .where(
                _LEDGER.book == self._unit.book,
                _LEDGER.id > after,
                _LEDGER.status == AccountStatus.OPEN,
                or_(
                    *(
                        and_(
                            _ACCOUNT.product == product,
                            _ACCOUNT.product_version == version,
                            _LEDGER.active_on < day,
                        )
                        for (product, version), day in idle_before.items()
                    )
                ),
            )
            .order_by(_LEDGER.id)
            .limit(limit)
            .with_for_update(of=t.ledger_account, key_share=True)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
            await self._mark([row.id for row in rows])
        return [AccountRef(RowId(row.id), row.opened_ms) for row in rows]

    async def _mark(self, rows: Sequence[int]) -> None:
        if not rows:
            return
        execute = self._unit.connection.execute
        there = (_LEDGER.book == self._unit.book) & _LEDGER.id.in_(rows)
        await execute(update(t.ledger_account).where(there).values(status=AccountStatus.DORMANT))
        here = (_ACCOUNT.book == self._unit.book) & _ACCOUNT.id.in_(rows)
        await execute(update(t.customer_account).where(here).values(version=_ACCOUNT.version + 1))
