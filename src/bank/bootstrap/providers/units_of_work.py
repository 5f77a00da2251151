"""One database transaction, the stores that work in it, and the use cases."""

from collections.abc import AsyncIterable

from dishka import Provider, Scope, alias, from_context, provide
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.accounts.holders import Holders
from bank.application.accounts.idle_accounts import IdleAccounts
from bank.application.accounts.obligations import Obligations
from bank.application.accounts.restatements import Restatements
from bank.application.exchange.stored_quotes import Quotes
from bank.application.holds.stored_holds import Holds
from bank.application.ledger.books import Books
from bank.application.limits.limit_book import LimitBook
from bank.application.pipeline.declaration import UseCaseKind, declared_use_cases
from bank.application.ports.audit_trail import AuditTrail
from bank.application.ports.closed_days import ClosedDays
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers
from bank.application.ports.entries import Entries
from bank.application.ports.idempotency import IdempotencyRecords
from bank.application.ports.outbox import Outbox
from bank.application.ports.positions import Positions
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.providers.names import Book
from bank.infrastructure.sql.account_holders import SqlHolders
from bank.infrastructure.sql.audit_trail import SqlAuditTrail
from bank.infrastructure.sql.closed_days import SqlClosedDays
from bank.infrastructure.sql.customer_accounts import SqlCustomerAccounts
from bank.infrastructure.sql.customers import SqlCustomers
from bank.infrastructure.sql.holds import SqlHolds
from bank.infrastructure.sql.idempotency import SqlIdempotencyRecords
from bank.infrastructure.sql.idle_accounts import SqlIdleAccounts
from bank.infrastructure.sql.limit_book import SqlLimitBook
from bank.infrastructure.sql.obligations import SqlObligations
from bank.infrastructure.sql.outbox import SqlOutbox
from bank.infrastructure.sql.postgresql.books import PostgresqlBooks
from bank.infrastructure.sql.postgresql.entries import PostgresqlEntries
from bank.infrastructure.sql.postgresql.positions import PostgresqlPositions
from bank.infrastructure.sql.quotes import SqlQuotes
from bank.infrastructure.sql.restatements import SqlRestatements
from bank.infrastructure.sql.sealing import Sealing, Vault
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork, unit_of_work


class UnitsOfWork(Provider):
    """One database transaction, and the stores that work in it."""

    scope = Scope.REQUEST
    kind = from_context(UseCaseKind, scope=Scope.REQUEST)
    customers = provide(SqlCustomers, provides=Customers)
    accounts = provide(SqlCustomerAccounts, provides=CustomerAccounts)
    holders = provide(SqlHolders, provides=Holders)
    idle_accounts = provide(SqlIdleAccounts, provides=IdleAccounts)
    obligations = provide(SqlObligations, provides=Obligations)
    entries = provide(PostgresqlEntries, provides=Entries)
    positions = provide(PostgresqlPositions, provides=Positions)
    closed_days = provide(SqlClosedDays, provides=ClosedDays)
    restatements = provide(SqlRestatements, provides=Restatements)
    holds = provide(SqlHolds, provides=Holds)
    quotes = provide(SqlQuotes, provides=Quotes)
    books = provide(PostgresqlBooks, provides=Books)
    limits = provide(SqlLimitBook, provides=LimitBook)
    trail = provide(SqlAuditTrail, provides=AuditTrail)
    outbox = provide(SqlOutbox, provides=Outbox)
    records = provide(SqlIdempotencyRecords, provides=IdempotencyRecords)
    port = alias(source=SqlUnitOfWork, provides=UnitOfWork)

    @provide
    async def unit(
        self, engine: AsyncEngine, book: Book, kind: UseCaseKind
    ) -> AsyncIterable[SqlUnitOfWork]:
        """Begin the unit; what was not committed is rolled back at its end."""
        async with unit_of_work(engine, book, read_only=kind is UseCaseKind.QUERY) as unit:
            yield unit

    @provide
    def sealing(self, vault: Vault, unit: SqlUnitOfWork) -> Sealing:
        """Give the unit's sealing, which all of its stores share."""
        return vault.within(unit)


def use_cases() -> Provider:
    """Provide every declared use case: postings once, all others in each unit of work."""
    provider = Provider()
    for declared in declared_use_cases().values():
        posting = declared.__use_case__.kind is UseCaseKind.POSTING
        provider.provide(declared, scope=Scope.APP if posting else Scope.REQUEST)
    return provider
