"""Fills an empty bank.

People first, then a year of days, through the same use cases as everybody.
"""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dishka import AsyncContainer, Provider, Scope
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.clock import Clock
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.posting.queue import PostingQueue
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_cash import CashOrder, PostDeposit
from bank.bootstrap.demo.history import payments_of
from bank.bootstrap.demo.people import (
    EMPLOYER,
    FIRMS,
    HOUSEHOLDS,
    KIND_OF,
    LANDLORD,
    Firm,
    Household,
)
from bank.bootstrap.office import Office
from bank.domain.audit import Actor
from bank.domain.money import currency
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.sql.seeding import has_customers
from bank.infrastructure.system.clock import SystemClock

DAYS = 365
_EURO = currency("EUR")
_OVERDRAFT_MINOR = 500_000
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:bank:demo")
_ROLES = ("service_account",)


def fill_if_empty(office: Office, report: Callable[[str], None]) -> None:
    """Fill the bank, unless it has customers already."""

    async def work(container: AsyncContainer, pipeline: Pipeline) -> None:
        if await has_customers(await container.get(AsyncEngine)):
            report("The bank has customers already; the demo adds nothing.")
            return
        report("Filling the demo bank with a year of history.")
        clock = await container.get(Clock)
        assert isinstance(clock, SettableClock)  # noqa: S101 - provided below
        today = clock.now().date()
        story = Story(pipeline, clock, await _actor(container))
        queue = await container.get(PostingQueue)
        posting = asyncio.create_task(queue.run())
        await story.tell(today)
        queue.close()
        await posting
        report(f"The demo bank has {len(story.accounts)} accounts and {story.posted:,} entries.")

    office.run(work, (_simulated_time(),))


class Story:
    """The demo as it is told, day by day."""

    def __init__(self, pipeline: Pipeline, clock: SettableClock, actor: Actor) -> None:
        """Take who posts, and the clock that is moved along."""
        self._pipeline = pipeline
        self._clock = clock
        self._actor = actor
        self.accounts: dict[str, str] = {}
        self.posted = 0

    async def tell(self, today: date) -> None:
        """Open the accounts a year ago, and post each day up to yesterday."""
        self._set(today - timedelta(days=DAYS + 1), time(9))
        for party in (EMPLOYER, LANDLORD, *FIRMS, *HOUSEHOLDS):
            await self._welcome(party)
        await self._deposit(EMPLOYER.handle, 6_000_000_00)
        for household in HOUSEHOLDS:
            await self._deposit(household.handle, household.earns_minor)
        for ago in range(DAYS, 0, -1):
            await self._post(today - timedelta(days=ago))

    async def _welcome(self, party: Household | Firm) -> None:
        new = NewCustomer(kind=KIND_OF[type(party)], full_name=party.full_name, email=party.email)
        done = await self._pipeline.run(CreateCustomer, new, self._caller("customer", party.handle))
        await self._open(done.result.id, party.handle, "current", _OVERDRAFT_MINOR)
        if isinstance(party, Household) and party.saves:
            await self._open(done.result.id, f"{party.handle}-savings", "savings", 0)

    async def _open(self, owner: Any, handle: str, product: str, overdraft_minor: int) -> None:
        new = NewAccount(
            customer_id=owner,
            product=product,
            currency=_EURO,
            name=handle.replace("-", " ").title(),
            overdraft_minor=overdraft_minor,
            external_reference=f"demo-{handle}",
        )
        done = await self._pipeline.run(OpenAccount, new, self._caller("account", handle))
        self.accounts[handle] = str(done.result.id)

    async def _deposit(self, handle: str, amount_minor: int) -> None:
        order = CashOrder(
            account=self.accounts[handle],
            amount_minor=amount_minor,
            currency=_EURO.code,
            reference="Opening deposit",
        )
        await self._pipeline.run(PostDeposit, order, self._caller("deposit", handle))
        self.posted += 1

    async def _post(self, day: date) -> None:
        self._set(day, time(17, 30))
        orders: Sequence[TransferOrder] = [
            TransferOrder(
                debit=self.accounts[payment.payer],
                credit=self.accounts[payment.payee],
                amount_minor=payment.amount_minor,
                currency=_EURO.code,
                reference=payment.reference,
                id=uuid5(_NAMESPACE, f"{day}|{number}"),
            )
            for number, payment in enumerate(payments_of(day))
        ]
        if orders:
            await self._pipeline.run(PostBulk, BulkOrder(orders), self._caller("day", str(day)))
            self.posted += len(orders)

    def _set(self, day: date, at: time) -> None:
        self._clock.set(datetime.combine(day, at, tzinfo=UTC))

    def _caller(self, what: str, name: str) -> Caller:
        return Caller(actor=self._actor, idempotency_key=f"demo-{what}-{name}")


def _simulated_time() -> Provider:
    provider = Provider(scope=Scope.APP)
    provider.provide(_clock_of_today, provides=Clock, override=True)
    return provider


def _clock_of_today() -> SettableClock:
    return SettableClock(SystemClock().now())


async def _actor(container: AsyncContainer) -> Actor:
    subject = "demo"
    digests = await container.get(KeyedDigests)
    return Actor(kind="cli", subject=subject, pseudonym=digests.pseudonym(subject), roles=_ROLES)
