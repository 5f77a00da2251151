"""The demo as it is told: people first, then a year of days.

Through the same use cases as everybody's.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.identity.registration.give_organisation_data import (
    GiveOrganisationData,
    OrganisationDataGiven,
)
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Done, Pipeline
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, PostBulk
from bank.application.transfers.post_cash import CashOrder, PostDeposit
from bank.bootstrap.demo.account_incidents import AccountIncidents
from bank.bootstrap.demo.history import payments_of
from bank.bootstrap.demo.incidents import Incidents, Stage
from bank.bootstrap.demo.people import (
    EMPLOYER,
    FIRMS,
    HOUSEHOLDS,
    KIND_OF,
    LANDLORD,
    Firm,
    Household,
)
from bank.domain.audit import Actor
from bank.domain.money import currency
from bank.infrastructure.in_memory.time_and_ids import SettableClock

DAYS = 365
FIRST = EMPLOYER
PARTIES: Sequence[Household | Firm] = (FIRST, LANDLORD, *FIRMS, *HOUSEHOLDS)
_EURO = currency("EUR")
_OVERDRAFT_MINOR = 500_000
_NAMESPACE = uuid5(NAMESPACE_URL, "urn:bank:demo")


class Story:
    """One year that begins on a day, told to a bank whose clock goes along.

    Every key, reference and id in it is fixed by the first day, so that a story which broke off is
    told again from the start: what the bank knows already happens no second time.
    """

    def __init__(
        self, pipeline: Pipeline, clock: SettableClock, actor: Actor, first_day: date
    ) -> None:
        """Take who tells, the clock that is moved along, and the day on which accounts open."""
        self._pipeline = pipeline
        self._clock = clock
        self._actor = actor
        self._first_day = first_day
        self.accounts: dict[str, str] = {}
        self.posted = 0
        self.opened = 0

    async def tell(self, opened: Mapping[str, str], fees: str) -> None:
        """Open the accounts that are not ``opened``, and post day after day.

        ``opened`` are ids by handle, ``fees`` is the account that fees go to. The idempotency keys
        under which accounts were opened may be forgotten by now, those of entries never are.
        """
        self._set(self._first_day, time(9))
        for party in PARTIES:
            await self._welcome(party, opened)
        await self._deposit(EMPLOYER.handle, 6_000_000_00)
        for household in HOUSEHOLDS:
            await self._deposit(household.handle, household.earns_minor)
        self.opened = len(self.accounts)
        stage = Stage(
            ask=self._ask,
            accounts=self.accounts,
            owners=await self._owners(),
            fees=fees,
            first_day=self._first_day,
        )
        incidents = Incidents(stage), AccountIncidents(stage)
        for number, day in enumerate(self._days(), start=1):
            await self._post(day)
            for each in incidents:
                self.posted += await each.of_day(number, self._clock.now())

    async def take_in(self, party: Household | Firm, *, dry_run: bool = False) -> Done[Any]:
        """Take a party in as a customer; asked as a dry run, whether the bank knows them."""
        new = NewCustomer(
            kind=KIND_OF[type(party)],
            full_name=party.full_name,
            email=party.email,
            due_diligence=party.data if isinstance(party, Household) else None,
        )
        caller = self._caller("customer", party.handle, dry_run=dry_run)
        return await self._pipeline.run(CreateCustomer, new, caller)

    def last_transfer(self) -> UUID:
        """Give the id with which the story ends."""
        for day in reversed(list(self._days())):
            payments = list(payments_of(day))
            if payments:
                return _transfer_id(day, len(payments) - 1)
        message = "nobody pays anybody in this story"
        raise RuntimeError(message)

    def _days(self) -> Iterator[date]:
        for number in range(1, DAYS + 1):
            yield self._first_day + timedelta(days=number)

    async def _welcome(self, party: Household | Firm, opened: Mapping[str, str]) -> None:
        wanted = dict(accounts_of(party))
        missing = wanted.keys() - opened.keys()
        self.accounts |= {handle: opened[handle] for handle in wanted.keys() & opened.keys()}
        if missing:
            owner = (await self.take_in(party)).result.id
            if isinstance(party, Firm):
                await self._register(party, owner)
            for handle in sorted(missing):
                await self._open(owner, handle, wanted[handle])

    async def _register(self, firm: Firm, customer: UUID) -> None:
        """Say of a firm what the law wants, without which it holds no account."""
        given = OrganisationDataGiven(customer=customer, given=firm.data)
        caller = self._caller("organisation", firm.handle)
        await self._pipeline.run(GiveOrganisationData, given, caller)

    async def _open(self, owner: UUID, handle: str, product: str) -> None:
        new = NewAccount(
            customer_id=owner,
            product=product,
            currency=_EURO,
            name=handle.replace("-", " ").title(),
            overdraft_minor=_OVERDRAFT_MINOR if product == "current" else 0,
            external_reference=reference_of(handle),
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

    async def _owners(self) -> Mapping[str, UUID]:
        """Give the customers by the handles of their accounts."""
        owners: dict[str, UUID] = {}
        for handle, account in self.accounts.items():
            done = await self._pipeline.run(
                GetAccount, AccountByName(account), self._caller("read", handle)
            )
            owners[handle] = done.result.owner_id
        return owners

    async def _ask(self, use_case: type[Any], command: Any, name: str) -> Any:
        done = await self._pipeline.run(use_case, command, self._caller("incident", name))
        self.opened += use_case is OpenAccount
        return done.result

    async def _post(self, day: date) -> None:
        self._set(day, time(17, 30))
        orders: Sequence[TransferOrder] = [
            TransferOrder(
                debit=self.accounts[payment.payer],
                credit=self.accounts[payment.payee],
                amount_minor=payment.amount_minor,
                currency=_EURO.code,
                reference=payment.reference,
                id=_transfer_id(day, number),
            )
            for number, payment in enumerate(payments_of(day))
        ]
        if orders:
            await self._pipeline.run(PostBulk, BulkOrder(orders), self._caller("day", str(day)))
            self.posted += len(orders)

    def _set(self, day: date, at: time) -> None:
        self._clock.set(datetime.combine(day, at, tzinfo=UTC))

    def _caller(self, what: str, name: str, *, dry_run: bool = False) -> Caller:
        key = f"demo-{what}-{name}"
        return Caller(actor=self._actor, idempotency_key=key, dry_run=dry_run)


def accounts_of(party: Household | Firm) -> Iterator[tuple[str, str]]:
    """Give the handle and the product of each account of a party."""
    yield party.handle, "current"
    if isinstance(party, Household) and party.saves:
        yield f"{party.handle}-savings", "savings"


def reference_of(handle: str) -> str:
    """Give the external reference of the account with a handle."""
    return f"demo-{handle}"


def _transfer_id(day: date, number: int) -> UUID:
    return uuid5(_NAMESPACE, f"{day}|{number}")
