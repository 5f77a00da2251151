"""Who provides what: one provider for each concern, as tables."""

from collections.abc import AsyncIterable
from typing import Any, NewType, cast

from dishka import Provider, Scope, alias, from_context, provide
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.ledger.books import Books
from bank.application.pipeline.declaration import UseCaseKind, declared_use_cases
from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.audit_trail import AuditTrail
from bank.application.ports.authenticator import Authenticator, TokenIssuer, TokenKeys
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.clock import Clock
from bank.application.ports.customer_accounts import AccountNumbers, CustomerAccounts
from bank.application.ports.customers import Customers
from bank.application.ports.data_key_ring import OpenDataKeys
from bank.application.ports.entries import Entries
from bank.application.ports.field_cipher import FieldCipher
from bank.application.ports.idempotency import IdempotencyRecords
from bank.application.ports.ids import Ids
from bank.application.ports.key_service import KeyService
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import Ledger
from bank.application.ports.outbox import Outbox
from bank.application.ports.tracer import Tracer
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.posting.batch import BatchRunner
from bank.application.posting.journal import Journal, Screening
from bank.application.posting.queue import PostingQueue, QueueLimits
from bank.application.posting.screening import NoScreening
from bank.application.posting.within_unit import UnitLedger
from bank.bootstrap.database import Database, database_of
from bank.bootstrap.key_proof import refuse_if_sealed
from bank.bootstrap.reference_files import read_chart, read_permissions, read_products
from bank.bootstrap.settings import BankSettings
from bank.domain.products import Products
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_authenticator import JwtAuthenticator
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.account_numbers.iban_numbers import IbanNumbers
from bank.infrastructure.field_encryption.aes_gcm_field_cipher import AesGcmFieldCipher
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.keystore.local_key_service import (
    KEY_FILE_NAME,
    LocalKeyService,
    is_keystore,
)
from bank.infrastructure.permissions.table_authorizer import TableAuthorizer
from bank.infrastructure.sql.account_directory import SqlAccountDirectory
from bank.infrastructure.sql.audit_trail import SqlAuditTrail
from bank.infrastructure.sql.customer_accounts import SqlCustomerAccounts
from bank.infrastructure.sql.customers import SqlCustomers
from bank.infrastructure.sql.entries import SqlEntries
from bank.infrastructure.sql.idempotency import SqlIdempotencyRecords
from bank.infrastructure.sql.outbox import SqlOutbox
from bank.infrastructure.sql.postgresql.books import PostgresqlBooks
from bank.infrastructure.sql.postgresql.journal import (
    PostgresqlJournal,
    PostgresqlPostingUnit,
    ReferenceSealer,
)
from bank.infrastructure.sql.sealing import MonthKeys, Sealing, Vault
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork, unit_of_work
from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.system.ids import UuidIds

Book = NewType("Book", int)
LookupEngine = NewType("LookupEngine", AsyncEngine)
"""The engine of what may be asked while a unit of work is open; ``AsyncEngine`` is the units'."""

PostingPool = AsyncConnectionPool[AsyncConnection[Any]]


class Machine(Provider):
    """The clock and the source of identifiers."""

    scope = Scope.APP
    settings = from_context(BankSettings)
    tracer = from_context(Tracer)
    clock = provide(SystemClock, provides=Clock)
    ids = provide(UuidIds, provides=Ids)

    @provide
    def book(self, settings: BankSettings) -> Book:
        """Give the book of this deployment."""
        return Book(settings.book)


class Keys(Provider):
    """Keys, ciphers, digests and tokens."""

    scope = Scope.APP
    cipher = provide(AesGcmFieldCipher, provides=FieldCipher)
    token_keys = provide(JwksTokenKeys)
    published_keys = alias(source=JwksTokenKeys, provides=TokenKeys)
    issuer = provide(JwtTokenIssuer, provides=TokenIssuer)
    vault = provide(Vault)

    @provide
    def key_service(self, settings: BankSettings, clock: Clock, database: Database) -> KeyService:
        """Open the local keystore, made on the first run, but not for a database that had one."""
        folder, passphrase = settings.home / "keys", settings.keys.passphrase
        if not is_keystore(folder):
            refuse_if_sealed(database.reading_engine(), settings.book)
        named = passphrase is None and settings.keys.key_file != folder / KEY_FILE_NAME
        return LocalKeyService.open_or_create(
            folder,
            clock.now(),
            passphrase=None if passphrase is None else passphrase.reveal(),
            key_file=settings.keys.key_file if named else None,
        )

    @provide
    def authenticator(self, keys: JwksTokenKeys, rules: TokenRules) -> Authenticator:
        """Give what verifies tokens."""
        return JwtAuthenticator(keys, rules)

    @provide
    def digests(self, keys: KeyService) -> KeyedDigests:
        """Derive the digests' keys."""
        return HkdfKeyedDigests.from_key_service(keys)

    @provide
    def rules(self, settings: BankSettings) -> TokenRules:
        """Say which tokens are ours."""
        return TokenRules(issuer=settings.tokens.issuer, audience=settings.tokens.audience)

    @provide
    def open_keys(self) -> OpenDataKeys:
        """Give the process's cache of opened data keys."""
        return OpenDataKeys()


class Policies(Provider):
    """What the bank's files say: products, permissions, account numbers."""

    scope = Scope.APP

    @provide
    def products(self, settings: BankSettings) -> Products:
        """Read the products."""
        chart = read_chart(settings.ledger.chart_of_accounts).chart
        return read_products(settings.products.file, chart, settings.currencies)

    @provide
    def authorizer(self, settings: BankSettings) -> Authorizer:
        """Read the permissions."""
        return TableAuthorizer(read_permissions(settings.authorization.permissions))

    @provide
    def numbers(self, settings: BankSettings) -> AccountNumbers:
        """Give the maker of account numbers."""
        numbers = settings.account_numbers
        return IbanNumbers(numbers.country, numbers.bank_code)


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
    def months(self, vault: Vault, engine: LookupEngine, book: Book) -> MonthKeys:
        """Give the keys of the months' free text."""
        return MonthKeys(vault, engine, book)


class Posting(Provider):
    """The ledger: journal, batches, queue, and the two ways in."""

    scope = Scope.APP
    sealer = provide(ReferenceSealer)
    screening = provide(NoScreening, provides=Screening)
    queue = provide(PostingQueue)
    ledger = alias(source=PostingQueue, provides=Ledger)

    @provide
    def journal(
        self, pool: PostingPool, book: Book, sealer: ReferenceSealer, tracer: Tracer
    ) -> Journal:
        """Give the journal."""
        return PostgresqlJournal(pool, book, sealer, tracer)

    @provide
    def runner(
        self, digests: KeyedDigests, screening: Screening, settings: BankSettings
    ) -> BatchRunner:
        """Give what decides batches, by the bank's time zone."""
        return BatchRunner(digests, screening, settings.time_zone)

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
        tracer: Tracer,
        runner: BatchRunner,
        clock: Clock,
    ) -> UnitLedger:
        """Give the ledger inside the current unit of work."""
        raw = await unit.connection.get_raw_connection()
        connection = cast("AsyncConnection[Any]", raw.driver_connection)
        posting = PostgresqlPostingUnit(connection, unit.book, sealer, tracer)
        return UnitLedger(posting, runner, clock)


class UnitsOfWork(Provider):
    """One database transaction, and the stores that work in it."""

    scope = Scope.REQUEST
    kind = from_context(UseCaseKind, scope=Scope.REQUEST)
    customers = provide(SqlCustomers, provides=Customers)
    accounts = provide(SqlCustomerAccounts, provides=CustomerAccounts)
    entries = provide(SqlEntries, provides=Entries)
    books = provide(PostgresqlBooks, provides=Books)
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
