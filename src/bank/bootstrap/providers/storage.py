"""The database, and what reads outside a unit of work."""

from collections.abc import AsyncIterable

from dishka import Provider, Scope, provide
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.corrections.entry_directory import EntryDirectory
from bank.application.exchange.stored_quotes import QuoteDirectory
from bank.application.holds.stored_holds import HoldDirectory
from bank.application.policies.policy_book import PolicyDirectory
from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.keyed_digests import KeyedDigests
from bank.bootstrap.database import Database, database_of
from bank.bootstrap.providers.names import Book, LookupEngine, PostingPool
from bank.bootstrap.settings import BankSettings
from bank.infrastructure.sql.account_directory import SqlAccountDirectory
from bank.infrastructure.sql.entry_directory import SqlEntryDirectory
from bank.infrastructure.sql.holds import SqlHoldDirectory
from bank.infrastructure.sql.policies import SqlPolicyDirectory
from bank.infrastructure.sql.quotes import SqlQuoteDirectory
from bank.infrastructure.sql.sealing import MonthKeys, Vault


class Storage(Provider):
    """The database: connections for the application, and what reads outside a unit of work."""

    scope = Scope.APP

    @provide
    def database(self, settings: BankSettings) -> Database:
        """Say which database."""
        return database_of(settings)

    @provide
    async def engine(self, database: Database) -> AsyncIterable[AsyncEngine]:
        """Give the engine, and let its connections go at the end."""
        engine = database.engine()
        yield engine
        await engine.dispose()

    @provide
    async def lookup_engine(self, database: Database) -> AsyncIterable[LookupEngine]:
        """Give the other engine, with connections of its own."""
        engine = database.lookup_engine()
        yield LookupEngine(engine)
        await engine.dispose()

    @provide
    async def pool(self, database: Database) -> AsyncIterable[PostingPool]:
        """Open the posting queue's connections; a database that is away does not stop the start."""
        pool = database.posting_pool()
        await pool.open(wait=False)
        yield pool
        await pool.close()

    @provide
    def directory(
        self, engine: LookupEngine, book: Book, digests: KeyedDigests
    ) -> AccountDirectory:
        """Give the directory of names."""
        return SqlAccountDirectory(engine, book, digests)

    @provide
    def entries(self, engine: LookupEngine, book: Book) -> EntryDirectory:
        """Give the directory of entries."""
        return SqlEntryDirectory(engine, book)

    @provide
    def holds(self, engine: LookupEngine, book: Book) -> HoldDirectory:
        """Give the directory of holds."""
        return SqlHoldDirectory(engine, book)

    @provide
    def quotes(self, engine: LookupEngine, book: Book) -> QuoteDirectory:
        """Give the directory of quotes."""
        return SqlQuoteDirectory(engine, book)

    @provide
    def policies(self, engine: LookupEngine, book: Book) -> PolicyDirectory:
        """Give the directory of the policy's versions."""
        return SqlPolicyDirectory(engine, book)

    @provide
    def months(self, vault: Vault, engine: LookupEngine, book: Book) -> MonthKeys:
        """Give the keys of the months' free text."""
        return MonthKeys(vault, engine, book)
