"""The whole ledger as auditors read it, and prove it, on PostgreSQL."""

from collections.abc import AsyncIterator

from sqlalchemy import text

from bank.application.ledger.books import CheckStep
from bank.infrastructure.sql.books import SqlBooks
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.postgresql.checks import CHECKS, run_check

_FOR_WHOLE_TABLES = """
SELECT set_config('work_mem', '64MB', true), set_config('enable_nestloop', 'off', true)
"""
"""Every proof reads whole tables, whatever the statistics of a young one make of it."""


class PostgresqlBooks(SqlBooks):
    """The books of the unit's book, with the proofs of this engine."""

    async def check(self) -> AsyncIterator[CheckStep]:
        """Run the proofs one after the other."""
        with translated():
            await self._unit.connection.execute(text(_FOR_WHOLE_TABLES))
        for check in CHECKS:
            with translated():
                step = await run_check(self._unit, check)
            yield step
