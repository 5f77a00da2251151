"""The whole ledger as auditors read it, and prove it, on PostgreSQL."""

from collections.abc import AsyncIterator

from sqlalchemy import text

from bank.application.ledger.books import CheckStep
from bank.application.ledger.proofs import Proof
from bank.domain.ledger.limits import LimitKind
from bank.infrastructure.sql.books import SqlBooks
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.postgresql.checks import passes
from bank.infrastructure.sql.postgresql.checks.passes import run_pass

_FOR_WHOLE_TABLES = """
SELECT set_config('work_mem', '64MB', true), set_config('enable_nestloop', 'off', true),
       set_config('jit', 'off', true)
"""
"""Every proof reads whole tables, whatever the statistics of a young one make of it."""

_IS_LIMITED = f"""
SELECT EXISTS (SELECT FROM ledger_limit WHERE book = :book AND kind <> {LimitKind.OVERDRAFT})
"""  # noqa: S608 - the kind is ours


class PostgresqlBooks(SqlBooks):
    """The books of the unit's book, with the proofs of this engine."""

    async def check(self) -> AsyncIterator[CheckStep]:
        """Run the passes one after the other."""
        connection, book = self._unit.connection, {"book": self._unit.book}
        with translated():
            await connection.execute(text(_FOR_WHOLE_TABLES))
            limited = await connection.scalar(text(_IS_LIMITED), book)
        if not limited:
            yield CheckStep(Proof.LIMITS_KEPT, 0, None)
        for each in passes(limited=bool(limited)):
            with translated():
                steps = await run_pass(self._unit, each)
            for step in steps:
                yield step
