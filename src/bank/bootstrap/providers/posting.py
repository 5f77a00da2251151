"""The ledger: journal, batches, queue, and the two ways in."""

from typing import Any, cast

from dishka import Provider, Scope, alias, provide
from psycopg import AsyncConnection

from bank.application.ports.clock import Clock
from bank.application.ports.ledger import Ledger, LedgerInUnit
from bank.application.ports.tracer import Tracer
from bank.application.posting.batch import BatchRunner
from bank.application.posting.journal import Journal, Screening
from bank.application.posting.leaving import Traces
from bank.application.posting.queue import PostingQueue, QueueLimits
from bank.application.posting.screening import NoScreening
from bank.application.posting.within_unit import UnitLedger
from bank.bootstrap.providers.names import Book, PostingPool
from bank.bootstrap.settings import BankSettings
from bank.infrastructure.sql.postgresql.journal import PostgresqlJournal
from bank.infrastructure.sql.postgresql.occasions import RuleCache
from bank.infrastructure.sql.postgresql.posting_unit import PostgresqlPostingUnit
from bank.infrastructure.sql.postgresql.reference_sealer import ReferenceSealer
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class Posting(Provider):
    """The ledger: journal, batches, queue, and the two ways in."""

    scope = Scope.APP
    sealer = provide(ReferenceSealer)
    rules = provide(RuleCache)
    traces = provide(Traces)
    screening = provide(NoScreening, provides=Screening)
    queue = provide(PostingQueue)
    ledger = alias(source=PostingQueue, provides=Ledger)

    @provide
    def journal(
        self,
        pool: PostingPool,
        book: Book,
        sealer: ReferenceSealer,
        rules: RuleCache,
        tracer: Tracer,
    ) -> Journal:
        """Give the journal."""
        return PostgresqlJournal(pool, book, sealer, rules, tracer)

    @provide
    def runner(self, traces: Traces, screening: Screening, settings: BankSettings) -> BatchRunner:
        """Give what decides batches, by the bank's time zone."""
        by_calendar = settings.ledger.day_close == "automatic"
        return BatchRunner(traces, screening, settings.time_zone, closes_by_calendar=by_calendar)

    @provide
    def limits(self, settings: BankSettings) -> QueueLimits:
        """Give the queue's limits."""
        posting = settings.posting
        return QueueLimits(capacity=posting.queue_capacity, batch_max=posting.batch_max)

    @provide(scope=Scope.REQUEST)
    async def within_unit(
        self,
        unit: SqlUnitOfWork,
        sealer: ReferenceSealer,
        rules: RuleCache,
        tracer: Tracer,
        runner: BatchRunner,
        clock: Clock,
    ) -> LedgerInUnit:
        """Give the ledger inside the current unit of work."""
        raw = await unit.connection.get_raw_connection()
        connection = cast("AsyncConnection[Any]", raw.driver_connection)
        posting = PostgresqlPostingUnit(connection, unit.book, sealer, rules, tracer)
        return UnitLedger(posting, runner, clock)
