"""Fills an empty bank with the demo's story, or finishes a story that broke off."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta

from dishka import AsyncContainer, Provider, Scope
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.account_directory import AccountDirectory, AccountRef
from bank.application.ports.clock import Clock
from bank.application.ports.entries import EntryNotFound
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.transfers.read_transfers import GetTransfer, TransferById
from bank.bootstrap.demo.incidents import EURO
from bank.bootstrap.demo.story import DAYS, FIRST, PARTIES, Story, accounts_of, reference_of
from bank.bootstrap.office import Office
from bank.bootstrap.posting_queue import posting_queue_of
from bank.domain.audit import Actor
from bank.domain.identifiers import public_id_at
from bank.domain.principals import Assurance
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.sql.seeding import has_customers
from bank.infrastructure.system.clock import SystemClock

_ROLES = ("service_account", "worker")


def fill_if_empty(
    office: Office, report: Callable[[str], None], clock: SettableClock | None = None
) -> bool:
    """Fill the bank, unless it has customers already that are not the demo's; tell whose it is.

    A filling that broke off is finished: the story ends when it would have ended then. ``clock``
    stands at the present unless one is given.
    """
    clock = clock or SettableClock(SystemClock().now())

    async def work(container: AsyncContainer, pipeline: Pipeline) -> bool:
        async with posting_queue_of(container):
            return await Filling(container, pipeline, report).fill()

    provider = Provider(scope=Scope.APP)
    provider.provide(lambda: clock, provides=Clock, override=True)
    return office.run(work, (provider,))


class Filling:
    """Looks at what is there of the story, and tells the rest."""

    def __init__(
        self, container: AsyncContainer, pipeline: Pipeline, report: Callable[[str], None]
    ) -> None:
        """Take a container whose clock can be set, and whose posting queue runs."""
        self._container = container
        self._pipeline = pipeline
        self._report = report

    async def fill(self) -> bool:
        """Tell the whole story, the rest of it, or nothing; tell whether the bank is the demo's."""
        accounts = await self._opened()
        first_day = await self._begun(accounts)
        if first_day is None and await has_customers(await self._container.get(AsyncEngine)):
            self._report("The bank has customers already; the demo adds nothing.")
            return False
        clock = await self._container.get(Clock)
        story = await self._story(first_day or clock.now().date() - timedelta(days=DAYS + 1))
        if first_day is None:
            self._report("Filling the demo bank with a year of history.")
        elif await self._knows(story):
            self._report("The demo bank is filled already; the demo adds nothing.")
            return True
        else:
            self._report("The demo bank was left half filled; filling the rest.")
        opened = {handle: public_id_at(ref.opened_ms, ref.row) for handle, ref in accounts.items()}
        await story.tell(
            {handle: str(account) for handle, account in opened.items()}, await self._fees()
        )
        self._report(f"The demo bank has {story.opened} accounts and {story.posted:,} entries.")
        return True

    async def _opened(self) -> Mapping[str, AccountRef]:
        handles = [handle for party in PARTIES for handle, _ in accounts_of(party)]
        directory = await self._container.get(AccountDirectory)
        refs = await directory.resolve([reference_of(handle) for handle in handles])
        return {handle: ref for handle, ref in zip(handles, refs, strict=True) if ref is not None}

    async def _fees(self) -> str:
        directory = await self._container.get(AccountDirectory)
        fees = await directory.position("fees", EURO.code)
        assert fees is not None  # noqa: S101 - the chart of accounts has it
        return str(public_id_at(fees.opened_ms, fees.row))

    async def _begun(self, accounts: Mapping[str, AccountRef]) -> date | None:
        """Give the day on which the story began.

        From its first account, or, if it broke off before that, from its first customer.
        """
        first = accounts.get(FIRST.handle)
        if first is not None:
            return datetime.fromtimestamp(first.opened_ms / 1000, UTC).date()
        if not await has_customers(await self._container.get(AsyncEngine)):
            return None
        clock = await self._container.get(Clock)
        known = await (await self._story(clock.now().date())).take_in(FIRST, dry_run=True)
        began: datetime = known.result.created_at
        return began.date() if known.replayed else None

    async def _knows(self, story: Story) -> bool:
        end = TransferById(story.last_transfer())
        try:
            await self._pipeline.run(GetTransfer, end, Caller(actor=await self._actor()))
        except EntryNotFound:
            return False
        return True

    async def _story(self, first_day: date) -> Story:
        clock = await self._container.get(Clock)
        assert isinstance(clock, SettableClock)  # noqa: S101 - provided above
        return Story(self._pipeline, clock, await self._actor(), first_day)

    async def _actor(self) -> Actor:
        digests = await self._container.get(KeyedDigests)
        pseudonym = digests.pseudonym("demo")
        return Actor(
            kind="cli",
            subject="demo",
            pseudonym=pseudonym,
            roles=_ROLES,
            assurance=Assurance.TWO_FACTORS,
        )
