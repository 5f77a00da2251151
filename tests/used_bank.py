"""A bank in which everything was used: seven business days, two in the middle without an entry."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from tests.known_people import KNOWN

from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.corrections.post_entry import ManualEntry, ManualPosting, PostEntry
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.holds.end_hold import CaptureHold, CaptureOrder, HoldRelease, ReleaseHold
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct, SetLimits
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_cash import CashOrder, PostDeposit, PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.limits import LimitKind
from bank.domain.money import CURRENCIES, Money
from bank.domain.parties import CustomerKind
from bank.infrastructure.in_memory.time_and_ids import SettableClock

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EUR = CURRENCIES["EUR"]
Run = Callable[[type[Any], Any], Awaitable[Any]]


async def use_everything(run: Run, clock: SettableClock) -> None:
    """Use all that a ledger has, from the morning of the clock's day on.

    ``run`` runs a use case with the rights of an integrating system and gives its result.
    """
    clock.set(clock.now().replace(hour=8))
    await _Scene(run, clock).play()


class _Scene:
    def __init__(self, run: Run, clock: SettableClock) -> None:
        self._run = run
        self._clock = clock

    async def play(self) -> None:
        payer = await self._account(funds_minor=100_000, overdraft_minor=5000)
        payee = await self._account(funds_minor=50_000)
        await self._agree_limits(payer)
        await self._move_money(payer, payee)
        await self._hold_money(payer, payee)
        self._clock.move(DAY)
        await self._correct(payer, payee)
        self._clock.move(3 * DAY)
        await self._move_money(payer, payee)
        self._clock.move(2 * DAY)
        await self._transfer(payee, payer, 400)
        self._clock.move(HOUR)
        await self._transfer(payee, payer, 300)
        self._clock.move(HOUR / 60)
        await self._transfer(payer, payee, 200)

    async def _agree_limits(self, payer: CustomerAccount) -> None:
        of_all = dict.fromkeys(LimitKind, 1_000_000)
        of_all.pop(LimitKind.OVERDRAFT)
        await self._run(SetLimits, LimitsOfProduct(product="current", currency=EUR, amounts=of_all))
        own = {LimitKind.DAILY_OUT: 60_000, LimitKind.OVERDRAFT: 2000}
        await self._run(SetLimits, LimitsOfAccount(account=str(payer.id), amounts=own))

    async def _move_money(self, payer: CustomerAccount, payee: CustomerAccount) -> None:
        await self._transfer(payer, payee, 1000)
        self._clock.move(HOUR)
        order = CashOrder(account=str(payer.id), amount_minor=500, currency="EUR")
        await self._run(PostWithdrawal, order)
        abroad = await self._account(money="JPY")
        wanted = QuoteOrder(debit=str(payer.id), credit=str(abroad.id), amount=Money(700, EUR))
        quote = await self._run(QuoteExchange, wanted)
        await self._run(PostExchange, ExchangeOrder(quote=quote.id))
        await self._deposit(payee, 10)

    async def _hold_money(self, payer: CustomerAccount, payee: CustomerAccount) -> None:
        released = await self._hold(payer, 100, HOUR)
        await self._run(ReleaseHold, HoldRelease(released.id))
        whole = await self._hold(payer, 200, HOUR)
        await self._run(CaptureHold, CaptureOrder(hold=whole.id, credit=str(payee.id)))
        expired = await self._hold(payer, 300, HOUR)
        part = CaptureOrder(hold=expired.id, credit=str(payee.id), amount_minor=50, final=False)
        await self._run(CaptureHold, part)
        kept = await self._hold(payer, 400, 30 * DAY)
        part = CaptureOrder(hold=kept.id, credit=str(payee.id), amount_minor=150, final=False)
        await self._run(CaptureHold, part)

    async def _correct(self, payer: CustomerAccount, payee: CustomerAccount) -> None:
        wrong = await self._transfer(payer, payee, 900)
        await self._run(ReverseEntry, ReversalOrder(entry=wrong.id))
        self._clock.move(HOUR)
        half = await self._transfer(payer, payee, 800)
        part = ReversalOrder(entry=half.id, amount_minor=300, currency="EUR")
        await self._run(ReverseEntry, part)
        for days in (3, 1, 3):
            await self._transfer(payee, payer, 20, days_ago=days)
        legs = [(payer, True, 30), (payee, False, 10), (await self._emptied(), False, 20)]
        postings = [
            ManualPosting(str(account.id), debit, amount_minor, "EUR")
            for account, debit, amount_minor in legs
        ]
        await self._run(PostEntry, ManualEntry(postings=postings))

    async def _emptied(self) -> CustomerAccount:
        """Open two accounts, and close one of them after its money has gone to the other."""
        left, kept = await self._account(funds_minor=70), await self._account()
        await self._transfer(left, kept, 70)
        await self._run(CloseAccount, AccountClosing(str(left.id)))
        return kept

    async def _account(
        self, *, funds_minor: int = 0, overdraft_minor: int = 0, money: str = "EUR"
    ) -> CustomerAccount:
        new = NewCustomer(
            kind=CustomerKind.PERSON,
            full_name="Ida Sommer",
            email="ida@example.com",
            due_diligence=KNOWN,
        )
        account = NewAccount(
            customer_id=(await self._run(CreateCustomer, new)).id,
            product="current",
            currency=CURRENCIES[money],
            overdraft_minor=overdraft_minor,
        )
        opened: CustomerAccount = await self._run(OpenAccount, account)
        if funds_minor:
            await self._deposit(opened, funds_minor)
        return opened

    async def _deposit(self, account: CustomerAccount, amount_minor: int) -> None:
        order = CashOrder(account=str(account.id), amount_minor=amount_minor, currency="EUR")
        await self._run(PostDeposit, order)

    async def _transfer(
        self,
        debit: CustomerAccount,
        credit: CustomerAccount,
        amount_minor: int,
        *,
        days_ago: int = 0,
    ) -> Any:
        day = self._clock.now().date() - days_ago * DAY if days_ago else None
        order = TransferOrder(str(debit.id), str(credit.id), amount_minor, "EUR", value_date=day)
        return await self._run(PostTransfer, order)

    async def _hold(self, account: CustomerAccount, amount_minor: int, lasts: timedelta) -> Any:
        order = HoldOrder(
            account=str(account.id),
            amount_minor=amount_minor,
            currency="EUR",
            expires_at=self._clock.now() + lasts,
        )
        return await self._run(PlaceHold, order)
