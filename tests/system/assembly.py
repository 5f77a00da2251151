"""A whole bank in this process, on a database of its own: assembled as a server process does."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

from dishka import AsyncContainer, Provider, Scope
from sqlalchemy import Engine
from tests import postgresql
from tests.application.scene import factors_of
from tests.known_people import KNOWN
from tests.people_who_pay import let_pay

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.ledger.books import Finding
from bank.application.ledger.read_ledger import CheckLedger, LedgerCheck
from bank.application.pipeline.act import Caller
from bank.application.pipeline.jobs import PostingReceipt
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.clock import Clock
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.tracer import Tracer
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_cash import CashOrder, PostDeposit
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap.bank_configuration import bank_settings, load_bank_configuration
from bank.bootstrap.composition import compose, pipeline_of
from bank.bootstrap.configuration.values import format_duration
from bank.bootstrap.database import Database
from bank.bootstrap.policy_in_force import read_policy
from bank.bootstrap.posting_queue import posting_queue_of
from bank.bootstrap.reference_files import read_chart
from bank.bootstrap.scopes import DishkaScopes
from bank.bootstrap.settings import BankSettings
from bank.domain.audit import Actor
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.money import currency
from bank.domain.parties import Customer, CustomerKind
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.in_memory.tracer import SilentTracer
from bank.infrastructure.sql.seeding import seed
from bank.infrastructure.system.clock import SystemClock

ROOT = Path(__file__).parents[2]
SYSTEM, AUDITOR, CUSTOMER = ("service_account",), ("auditor",), ("customer",)
CURRENCIES = ("EUR", "USD", "JPY", "KWD")
_keys = count(1)


@dataclass(kw_only=True)
class OpenBank:
    """A bank with its posting queue at work."""

    container: AsyncContainer
    pipeline: Pipeline
    digests: KeyedDigests
    settings: BankSettings
    database: Database
    subject: str = "tests"
    roles: tuple[str, ...] = SYSTEM
    keys: list[str] = field(default_factory=list)

    async def run(
        self,
        use_case: type[Any],
        command: Any,
        *,
        key: str | None = None,
        roles: tuple[str, ...] | None = None,
        subject: str | None = None,
        session: str | None = None,
        fingerprint: bytes | None = None,
        dry_run: bool = False,
    ) -> Any:
        """Run a use case; without a key it gets one of its own."""
        who = subject or self.subject
        actor = Actor(
            kind="token",
            subject=who,
            pseudonym=self.digests.pseudonym(who),
            roles=roles or self.roles,
            session=session,
            assurance=factors_of(roles or self.roles),
            proved_at=(await self.container.get(Clock)).now(),
        )
        caller = Caller(
            actor=actor,
            request_id="request-of-a-test",
            idempotency_key=key or f"key-{next(_keys)}",
            fingerprint=repr(command).encode() if fingerprint is None else fingerprint,
            dry_run=dry_run,
        )
        return await self.pipeline.run(use_case, command, caller)

    async def customer(self, full_name: str = "Ida Sommer") -> Customer:
        """Take a customer in."""
        new = NewCustomer(
            kind=CustomerKind.PERSON,
            full_name=full_name,
            email="ida@example.com",
            due_diligence=KNOWN,
        )
        customer: Customer = (await self.run(CreateCustomer, new)).result
        return customer

    async def account(
        self,
        owner: UUID | None = None,
        *,
        product: str = "current",
        money: str = "EUR",
        overdraft_minor: int = 0,
        funds_minor: int = 0,
        external_reference: str | None = None,
        name: str | None = None,
    ) -> CustomerAccount:
        """Open an account, for a new customer unless one is named, and put money on it."""
        new = NewAccount(
            customer_id=owner or (await self.customer()).id,
            product=product,
            currency=currency(money),
            overdraft_minor=overdraft_minor,
            external_reference=external_reference,
            name=name,
        )
        account: CustomerAccount = (await self.run(OpenAccount, new)).result
        if funds_minor:
            await self.deposit(account, funds_minor)
        return account

    async def let_pay(self, subject: str, *payees: CustomerAccount) -> None:
        """Give a customer two factors, and payees whom they have paid before."""
        now = (await self.container.get(Clock)).now()
        rows = [payee.row for payee in payees]
        await let_pay(DishkaScopes(self.container), now, subject, *rows)

    async def deposit(self, account: CustomerAccount, amount_minor: int) -> PostingReceipt:
        """Deposit cash at the main till."""
        order = CashOrder(
            account=str(account.id), amount_minor=amount_minor, currency=account.currency.code
        )
        receipt: PostingReceipt = (await self.run(PostDeposit, order)).result
        return receipt

    async def transfer(
        self, debit: CustomerAccount, credit: CustomerAccount, amount_minor: int, **given: Any
    ) -> Any:
        """Post a transfer; ``given`` goes to ``run``."""
        order = TransferOrder(str(debit.id), str(credit.id), amount_minor, debit.currency.code)
        return await self.run(PostTransfer, order, **given)

    async def balance(self, account: CustomerAccount) -> int:
        """Give the balance now."""
        read = AccountByName(str(account.id))
        found: CustomerAccount = (await self.run(GetAccount, read)).result
        return found.balance_minor

    async def findings(self) -> Sequence[Finding]:
        """Prove the ledger."""
        found: Sequence[Finding] = (
            await self.run(CheckLedger, LedgerCheck(), roles=AUDITOR)
        ).result
        return found


@asynccontextmanager
async def open_bank(home: Path, tracer: Tracer | None = None) -> AsyncIterator[OpenBank]:
    """Open a bank on a fresh database."""
    with postgresql.database(seeded) as database:
        async with bank_over(database, home, tracer) as opened:
            yield opened


@asynccontextmanager
async def bank_over(
    database: Database,
    home: Path,
    tracer: Tracer | None = None,
    providers: Sequence[Provider] = (),
    arguments: Sequence[str] = (),
) -> AsyncIterator[OpenBank]:
    """Open a bank over a database; several over one are as several server processes.

    ``providers`` stand before the bank's own, and settings in ``arguments`` after those.
    """
    settings = settings_for(database, home, arguments)
    container = compose(settings, tracer or SilentTracer(), providers)
    try:
        await read_policy(container)
        opened = OpenBank(
            container=container,
            pipeline=await pipeline_of(container),
            digests=await container.get(KeyedDigests),
            settings=settings,
            database=database,
        )
        async with posting_queue_of(container):
            yield opened
    finally:
        await container.close()


def clocked(clock: SettableClock) -> Provider:
    """Give a bank a clock of the test's own."""
    provider = Provider(scope=Scope.APP)
    provider.provide(lambda: clock, provides=Clock, override=True)
    return provider


def settings_for(database: Database, home: Path, others: Sequence[str] = ()) -> BankSettings:
    """Give the settings of a bank over a database."""
    arguments = [
        f"--bank.home={home}",
        f"--bank.database.url={database.url}",
        f"--bank.database.migration-url={database.migration_url}",
        f"--bank.currencies={','.join(CURRENCIES)}",
        f"--bank.database.pool-size={database.settings.pool_size}",
        f"--bank.database.lock-timeout={format_duration(database.settings.lock_timeout)}",
        f"--bank.database.idle-timeout={format_duration(database.settings.idle_timeout)}",
        *others,
    ]
    return bank_settings(load_bank_configuration(arguments, environment={}, directory=ROOT))


def seeded(engine: Engine) -> None:
    """Seed a new bank as ``bank migrate`` does."""
    read = read_chart(ROOT / "config" / "chart-of-accounts.yaml")
    seed(
        engine,
        book=1,
        chart=read.chart,
        branches=read.branches,
        currencies=CURRENCIES,
        now=SystemClock().now(),
    )
