"""The back office: use cases run from the machine itself, beside the server or without one."""

import asyncio
import getpass
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from dishka import AsyncContainer, Provider
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.access.issue_token import IssueToken, TokenOrder, TokenReceipt
from bank.application.business_days.close_day import CloseBusinessDay, DayReceipt, DayToClose
from bank.application.ledger.books import CheckStep, Finding
from bank.application.ledger.read_ledger import CheckLedger, LedgerCheck
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.ids import Ids
from bank.application.ports.key_service import KeyService
from bank.application.ports.keyed_digests import KeyedDigests
from bank.bootstrap.approval_rules_file import read_approval_rules
from bank.bootstrap.bank_configuration import bank_settings, load_bank_configuration
from bank.bootstrap.composition import compose, pipeline_of
from bank.bootstrap.database import Database, database_of, embedded_postgres_of
from bank.bootstrap.key_proof import prove_keys
from bank.bootstrap.plugins import plugin_providers
from bank.bootstrap.policy_in_force import authorizer_of, read_policy, refuse_unless_readable
from bank.bootstrap.posting_queue import posting_queue_of
from bank.bootstrap.providers.tokens import external_issuers
from bank.bootstrap.reference_files import (
    open_breached_list,
    read_chart,
    read_common_passwords,
    read_exchange_rates,
    read_products,
)
from bank.bootstrap.settings import BankSettings
from bank.domain.audit import Actor
from bank.domain.staff import OPERATOR
from bank.infrastructure.embedded_postgresql.faults import FolderIsInUse
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.migrating import may_change_entries, migrate, refuse_unless_current
from bank.infrastructure.sql.seeding import seed
from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.telemetry.telemetry import configure_telemetry

Answer = TypeVar("Answer")
Report = Callable[[str], None]


class NoBankHere(Exception):
    """A command that needs a bank was given a place where there is none."""


class DatabaseIsYourOwn(Exception):
    """A command for the database in ``bank.home`` was given to a bank on a server of its own."""

    code = "database_of_your_own"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "bank.database.url names a PostgreSQL server of your own: back it up, restore it and"
            " upgrade it with the tools that you run it with (pg_basebackup, pgBackRest, your"
            " provider's). docs/guides/run-on-your-own-postgresql.md says what belongs together."
        )


@dataclass(frozen=True, slots=True)
class Office:
    """A bank's settings, and what may be done with its database from this machine."""

    settings: BankSettings
    plugins: tuple[Any, ...]

    @classmethod
    def configured(cls, arguments: Sequence[str]) -> "Office":
        """Read the configuration. Raises ``ConfigurationError``."""
        configuration = load_bank_configuration(arguments)
        return cls(bank_settings(configuration), tuple(plugin_providers(configuration)))

    @property
    def database(self) -> Database:
        """The bank's database."""
        return database_of(self.settings)

    @property
    def embedded(self) -> bool:
        """Whether the bank runs its database itself, in ``bank.home``."""
        return self.settings.database.url is None

    def refuse_unless_there(self) -> None:
        """Refuse a home without a bank in it. Raises ``NoBankHere``."""
        if self.embedded and not (self.settings.home / "postgresql" / "data").is_dir():
            raise NoBankHere(
                f"There is no bank in {self.settings.home.absolute()}. Start one there with"
                " `bank serve`, or say where it is: BANK_HOME=... or --bank.home=..."
            )

    @contextmanager
    def running_database(self, report: Report) -> Iterator[None]:
        """Have the database run.

        A server of ours may run it already, else it runs for as long as this does.
        """
        if not self.embedded:
            yield
            return
        embedded = embedded_postgres_of(self.settings, report)
        try:
            embedded.start()
        except FolderIsInUse:
            yield
            return
        try:
            yield
        finally:
            embedded.stop()

    def read_files(self) -> None:
        """Refuse files of the bank that cannot be read, before anybody meets them.

        Raises ``ConfigurationError``.
        """
        chart = read_chart(self.settings.ledger.chart_of_accounts).chart
        read_products(self.settings.products.file, chart, self.settings.currencies)
        read_exchange_rates(self.settings.exchange.rates)
        read_common_passwords(self.settings.passwords.common_list)
        if breached := open_breached_list(self.settings.passwords.breached_list):
            breached.close()
        read_approval_rules(self.settings.authorization.approvals)
        refuse_unless_readable(self.settings)
        external_issuers(self.settings.tokens, authorizer_of(self.settings).roles())

    def migrate(self) -> str:
        """Bring the schema up to date and add what a new bank begins with; gives the revision."""
        settings, database = self.settings, self.database
        chart = read_chart(settings.ledger.chart_of_accounts)
        engine = database.migration_engine()
        try:
            with translated():
                revision = migrate(engine, application_role=database.application_role)
                seed(
                    engine,
                    book=settings.book,
                    chart=chart.chart,
                    branches=chart.branches,
                    currencies=settings.currencies,
                    now=SystemClock().now(),
                )
        finally:
            engine.dispose()
        return revision

    def refuse_unless_migrated(self) -> None:
        """Refuse a database whose schema is of another version of the bank.

        Raises ``SchemaIsNewer``, ``SchemaIsOlder``, ``DatabaseUnavailable``.
        """
        engine = self.database.reading_engine()
        try:
            with translated():
                refuse_unless_current(engine)
        finally:
            engine.dispose()

    def may_change_entries(self) -> bool:
        """Whether nothing but the bank itself keeps it from changing what stands for ever."""
        engine = self.database.reading_engine()
        try:
            with translated():
                return may_change_entries(engine)
        finally:
            engine.dispose()

    def prove_keys(self) -> None:
        """Refuse a keystore that does not open the database. Raises ``KeystoreIsAnother``."""

        async def work(container: AsyncContainer, _pipeline: Pipeline) -> None:
            engine = await container.get(AsyncEngine)
            await prove_keys(await container.get(KeyService), engine, self.settings.book)

        self.run(work)

    def run(
        self,
        work: Callable[[AsyncContainer, Pipeline], Awaitable[Answer]],
        others: Sequence[Provider] = (),
    ) -> Answer:
        """Run something with a container of its own, in which ``others`` stand before ours."""

        async def within() -> Answer:
            tracer = configure_telemetry(SystemClock(), version="").tracer
            container = compose(self.settings, tracer, (*self.plugins, *others))
            try:
                await read_policy(container)
                return await work(container, await pipeline_of(container))
            finally:
                await container.close()

        return asyncio.run(within())

    def issue_token(
        self, subject: str, roles: tuple[str, ...], factors: int = 1, branch: str | None = None
    ) -> TokenReceipt:
        """Issue a token for a script or a service, or for staff, who work with two factors.

        In the audit trail under the operator's pseudonym.
        """
        order = TokenOrder(
            subject=subject,
            roles=roles,
            lifetime=self.settings.tokens.lifetime,
            factors=factors,
            branch=branch,
            demo=self.settings.demo.enabled,
        )

        async def work(container: AsyncContainer, pipeline: Pipeline) -> TokenReceipt:
            done = await pipeline.run(IssueToken, order, await operator(container))
            receipt: TokenReceipt = done.result
            return receipt

        return self.run(work)

    def check_ledger(self, told: Callable[[CheckStep], None]) -> Sequence[Finding]:
        """Prove the ledger on one snapshot."""

        async def work(container: AsyncContainer, pipeline: Pipeline) -> Sequence[Finding]:
            done = await pipeline.run(CheckLedger, LedgerCheck(told), await operator(container))
            findings: Sequence[Finding] = done.result
            return findings

        return self.run(work)

    def close_day(self, day: date | None) -> DayReceipt:
        """Close the open business day, through a posting queue of this process's own."""

        async def work(container: AsyncContainer, pipeline: Pipeline) -> DayReceipt:
            caller = await operator(container)
            async with posting_queue_of(container):
                done = await pipeline.run(CloseBusinessDay, DayToClose(day), caller)
            receipt: DayReceipt = done.result
            return receipt

        return self.run(work)


async def operator(container: AsyncContainer) -> Caller:
    """Give whoever runs commands on this machine, as a caller with a key for this one run."""
    subject = f"operator:{_user()}"
    digests = await container.get(KeyedDigests)
    ids = await container.get(Ids)
    actor = Actor(
        kind="cli", subject=subject, pseudonym=digests.pseudonym(subject), roles=(OPERATOR,)
    )
    return Caller(actor=actor, idempotency_key=str(ids.new()))


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "nobody"
