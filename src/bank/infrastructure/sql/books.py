"""The whole ledger as auditors read it."""

from collections.abc import Sequence

from sqlalchemy import func, select, tuple_

from bank.application.ledger.books import (
    Books,
    InternalAccountView,
    TrialBalanceLine,
)
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.accounts import AccountKind
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.tables import ledger_account
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_LEDGER = ledger_account.c


class SqlBooks(Books):
    """The books of the unit's book, in the unit's snapshot; each engine adds its ``check``."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def internal_accounts(
        self, *, after: str | None, limit: int
    ) -> Sequence[InternalAccountView]:
        """Read the internal accounts; the cursor is the last one's position and currency."""
        wanted = (
            select(ledger_account)
            .where(_LEDGER.book == self._unit.book, _LEDGER.position.is_not(None))
            .order_by(_LEDGER.position, _LEDGER.currency)
            .limit(limit)
        )
        if after is not None:
            position, _, code = after.rpartition("~")
            wanted = wanted.where(tuple_(_LEDGER.position, _LEDGER.currency) > (position, code))
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [
            InternalAccountView(
                id=public_id_at(row.opened_ms, row.id),
                gl_code=row.gl_code,
                kind=AccountKind(row.kind),
                position=row.position,
                currency=row.currency,
                branch=row.branch,
                balance_minor=AccountKind(row.kind).normal_sign * row.balance_minor,
            )
            for row in rows
        ]

    async def trial_balance(self) -> Sequence[TrialBalanceLine]:
        """Sum the balances."""
        keys = (_LEDGER.gl_code, _LEDGER.kind, _LEDGER.currency)
        wanted = (
            select(*keys, func.count().label("accounts"), func.sum(_LEDGER.balance_minor))
            .where(_LEDGER.book == self._unit.book)
            .group_by(*keys)
            .order_by(*keys)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [
            TrialBalanceLine(
                gl_code=gl_code,
                kind=AccountKind(kind),
                currency=code,
                accounts=accounts,
                balance_minor=int(balance),
            )
            for gl_code, kind, code, accounts, balance in rows
        ]
