"""Whatever is asked of a bank in whatever order, it answers what the model answers."""

from dataclasses import replace
from datetime import timedelta
from itertools import count
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.properties.asks import (
    NOBODY,
    Ask,
    Bulk,
    Capture,
    CloseDay,
    Pay,
    PlaceHold,
    Release,
    Reverse,
)
from tests.properties.books import Records
from tests.properties.driver import Driver
from tests.properties.model import Model

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
LIMITS = ("overdraft", "per_transfer", "daily_out", "daily_in", "monthly_out", "monthly_in")
LIFETIMES = (30 * MINUTE, HOUR, HOUR, DAY, DAY, 31 * DAY, -HOUR)
SLIPS = ("",) * 20 + ("money", "self", "till", "nobody")
"""What is wrong with a request, if anything: the currency, or whose account the other one is."""
customers = st.sampled_from((0, 0, 1, 1, 0, 1, 2, 3, 4))
others = st.sampled_from((1, 1, 1, 2, 3))
ALL, ALL_AND_ONE = 0, -1
amounts = st.sampled_from((1, 10, 20, 50, 100, ALL, ALL_AND_ONE))
days_back = st.sampled_from((*(None,) * 8, 0, 1, 2, 40, -1))
slips = st.sampled_from(SLIPS)
tried = st.sampled_from((False, False, False, False, True))
often = st.sampled_from((True, True, True, False))
seldom = st.sampled_from((False, False, False, True))
_numbers = count(1)


class LedgerMachine(RuleBasedStateMachine):
    """Asks a bank and the model the same, and compares what they say and what became of it."""

    def __init__(self) -> None:
        super().__init__()
        self.driver: Driver
        self.model: Model
        self.names: list[str] = []
        self.asked: list[tuple[str, Ask]] = []
        self.orders: list[Pay] = []
        self.agreed = False

    def a_bank(self, far: bool, by_calendar: bool) -> Driver:
        """Open a bank: in a time zone far away or not, its days closed by the calendar or not."""
        raise NotImplementedError

    @initialize(terms=st.tuples(st.booleans(), st.booleans()), overdraft=st.sampled_from((0, 50)))
    def begin(self, terms: tuple[bool, bool], overdraft: int) -> None:
        self.driver = self.a_bank(*terms)
        start = self.driver.start()
        self.model, self.records = Model(start), Records(start)
        for money in ("EUR", "EUR", "EUR", "JPY", "JPY"):
            self.open(money, overdraft)
        for name in self.names[:2]:
            self._ask(
                Pay(kind="deposit", debit="till EUR", credit=name, amount=200, currency="EUR")
            )
        until = self.model.now + DAY
        self._ask(PlaceHold(account=self.names[0], amount=50, currency="EUR", expires_at=until))

    # Whoever and whatever a number stands for.

    def _name(self, customer: int) -> str:
        return self.names[customer % len(self.names)]

    def _other(self, customer: int, other: int, slip: str) -> str:
        """Another account, of the same currency where there is one."""
        name = self._name(customer)
        if slip in {"self", "till", "nobody"}:
            return {"self": name, "till": f"till {self._money(name)}", "nobody": NOBODY}[slip]
        fitting = [each for each in self.names if self._money(each) == self._money(name)]
        return fitting[(fitting.index(name) + other) % len(fitting)]

    def _money(self, name: str, slip: str = "") -> str:
        own = self.model.accounts[name].currency
        return {"EUR": "JPY", "JPY": "EUR"}[own] if slip == "money" else own

    def _amount(self, name: str, amount: int) -> int:
        """As it is, or all that is available, or one more than that."""
        available = self.model.available(name) or 0
        return max(available - amount, 1) if amount in {ALL, ALL_AND_ONE} else amount

    def _ask(self, ask: Ask, *, key: str | None = None, dry: bool = False) -> None:
        self.agreed = False
        if key is None:
            key = f"key {next(_numbers)}"
            if not dry:
                self.asked.append((key, ask))
        expected = self.model.ask(key, ask, dry=dry)
        said = self.driver.ask(key, ask, dry=dry)
        assert said == expected, f"{ask}: the bank says {said}, the model {expected}"
        self.agreed = True

    def _new_id(self) -> UUID:
        return UUID(int=next(_numbers), version=4)

    # Money moves.

    @rule(account=customers, amount=amounts, out=st.booleans(), slip=slips, dry=tried)
    def cash(self, account: int, amount: int, *, out: bool, slip: str, dry: bool) -> None:
        money = self._money(self._name(account), slip)
        till, name = f"till {money}", self._name(account)
        if slip in {"till", "nobody"}:
            name = self._other(account, 0, slip)
        kind, debit, credit = ("withdrawal", name, till) if out else ("deposit", till, name)
        amount = self._amount(self._name(account), amount)
        self._ask(
            Pay(kind=kind, debit=debit, credit=credit, amount=amount, currency=money), dry=dry
        )

    @rule(
        account=customers,
        other=others,
        amount=amounts,
        back=days_back,
        bold=often,
        own_id=st.booleans(),
        slip=slips,
        dry=tried,
    )
    def transfer(
        self,
        account: int,
        other: int,
        amount: int,
        back: int | None,
        *,
        bold: bool,
        own_id: bool,
        slip: str,
        dry: bool,
    ) -> None:
        order = Pay(
            kind="transfer",
            debit=self._name(account),
            credit=self._other(account, other, slip),
            amount=self._amount(self._name(account), amount),
            currency=self._money(self._name(account), slip),
            value_date=None if back is None else self.model.open_day() - back * DAY,
            id=self._new_id() if own_id else None,
            bold=bold,
        )
        self._ask(order, dry=dry)
        if own_id and not dry:
            self.orders.append(order)

    @precondition(lambda self: self.orders)
    @rule(which=st.integers(0, 99), more=st.sampled_from((0, 1)))
    def transfer_again(self, which: int, more: int) -> None:
        """An id that is known, under another key, with the same body or another."""
        order = self.orders[which % len(self.orders)]
        self._ask(replace(order, amount=order.amount + more))

    @rule(
        orders=st.lists(st.tuples(customers, others, amounts, slips, seldom), max_size=4),
        atomic=st.booleans(),
        dry=tried,
    )
    def bulk(
        self, orders: list[tuple[int, int, int, str, bool]], *, atomic: bool, dry: bool
    ) -> None:
        known = [] if dry else list(self.orders)
        made: list[Pay] = []
        for account, other, amount, slip, old in orders:
            if old and known:
                made.append(known[amount % len(known)])
                continue
            order = Pay(
                kind="transfer",
                debit=self._name(account),
                credit=self._other(account, other, slip),
                amount=self._amount(self._name(account), amount),
                currency=self._money(self._name(account), slip),
                id=self._new_id(),
            )
            made.append(order)
            known.append(order)
        self._ask(Bulk(orders=tuple(made), atomic=atomic), dry=dry)
        self.orders = self.orders if dry else known

    @precondition(lambda self: self.model.entries)
    @rule(which=st.integers(0, 99), back=days_back, bold=often, dry=tried)
    def reverse(self, which: int, back: int | None, *, bold: bool, dry: bool) -> None:
        entries = [entry for entry in self.model.entries if entry.reverses is None]
        done = {entry.reverses for entry in self.model.entries}
        undone = [entry for entry in entries if entry.number not in done]
        chosen = undone if undone and which % 4 else entries
        entry = chosen[-1 - which // 4 % len(chosen)]
        day = None if back is None else self.model.open_day() - back * DAY
        self._ask(Reverse(entry=entry.number, bold=bold, value_date=day), dry=dry)

    # Money is set aside.

    @rule(
        account=customers,
        amount=amounts,
        life=st.sampled_from(LIFETIMES),
        slip=slips,
        dry=tried,
    )
    def place_hold(
        self, account: int, amount: int, life: timedelta, *, slip: str, dry: bool
    ) -> None:
        name, money = self._name(account), self._money(self._name(account), slip)
        if slip in {"till", "nobody"}:
            name = self._other(account, 0, slip)
        amount, expires_at = self._amount(self._name(account), amount), self.model.now + life
        ask = PlaceHold(account=name, amount=amount, currency=money, expires_at=expires_at)
        self._ask(ask, dry=dry)

    def _hold(self, which: int) -> int:
        """An active one, where there is one and ``which`` is not odd."""
        holds = self.model.holds
        active = [n for n, hold in enumerate(holds) if hold.left(self.model.at())]
        numbers = active if active and which % 2 == 0 else list(range(len(holds)))
        return numbers[-1 - which // 2 % len(numbers)]

    @precondition(lambda self: self.model.holds)
    @rule(
        which=st.integers(0, 9),
        how=st.sampled_from(("all", "part", "part", "last part", "release", "tidy")),
        other=others,
        amount=st.sampled_from((1, 10, 20, 50, 51)),
        slip=slips,
        dry=tried,
    )
    def end_hold(
        self, which: int, how: str, other: int, amount: int, *, slip: str, dry: bool
    ) -> None:
        """Captured, let go, or found expired."""
        if how == "tidy":
            self.driver.tidy()
            return
        hold = self._hold(which)
        if how == "release":
            self._ask(Release(hold=hold), dry=dry)
            return
        on = self.names.index(self.model.holds[hold].account)
        self._ask(
            Capture(
                hold=hold,
                credit=self._name(on + 1) if slip == "money" else self._other(on, other, slip),
                amount=None if how == "all" else amount,
                final=how != "part",
            ),
            dry=dry,
        )

    # The same is asked again.

    @precondition(lambda self: self.asked)
    @rule(which=st.integers(0, 99), other=seldom, account=customers)
    def repeat(self, which: int, account: int, *, other: bool) -> None:
        """Under the same key, the same or another."""
        key, ask = self.asked[-1 - which % len(self.asked)]
        if other:
            name = self._name(account)
            money, till = self._money(name), f"till {self._money(name)}"
            ask = Pay(kind="deposit", debit=till, credit=name, amount=77, currency=money)
        self._ask(ask, key=key)

    # Time passes.

    @rule(by=st.sampled_from((MINUTE, 30 * MINUTE, HOUR, 12 * HOUR, DAY, 31 * DAY)))
    def wait(self, by: timedelta) -> None:
        self.driver.move(by)
        self.model.now += by

    @precondition(lambda self: any(hold.ended is None for hold in self.model.holds))
    @rule(short=st.sampled_from((0, 0, 1)))
    def wait_for_a_hold_to_expire(self, short: int) -> None:
        """Until the very moment, or a second less."""
        moments = [hold.expires_at for hold in self.model.holds if hold.ended is None]
        until = max(moments) - short * timedelta(seconds=1)
        self.wait(max(until - self.model.now, timedelta()))

    @rule(account=customers, by=st.sampled_from((MINUTE, HOUR, DAY)))
    def clock_goes_wrong(self, account: int, by: timedelta) -> None:
        """Something is decided before the clock is set back, and while it is."""
        self.cash(account, 1, out=False, slip="", dry=False)
        self.wait(-by)
        self.cash(account, 1, out=False, slip="", dry=False)
        self.wait(by)

    @rule(off=st.sampled_from((None, None, 0, 1, -1)), dry=tried)
    def close_day(self, off: int | None, *, dry: bool) -> None:
        day = None if off is None else self.model.open_day() + off * DAY
        self._ask(CloseDay(day=day), dry=dry)

    @rule(account=customers, back=st.sampled_from((0, 1, 2, 31, 41)), by_value=st.booleans())
    def look_back(self, account: int, back: int, *, by_value: bool) -> None:
        name, day = self._name(account), self.model.open_day() - back * DAY
        said = self.driver.balance(name, day, by_value=by_value)
        expected = self.model.balance(name, **{"valued" if by_value else "booked": day})
        assert said == expected, f"{name} on {day}: the bank says {said}, the model {expected}"

    # Terms change.

    @precondition(lambda self: len(self.names) < 7)
    @rule(money=st.sampled_from(("EUR", "JPY")), overdraft=st.sampled_from((0, 50)))
    def open(self, money: str, overdraft: int) -> None:
        name = f"account {len(self.names)}"
        self.driver.open(name, money, overdraft)
        self.model.open(name, money, overdraft)
        self.names.append(name)

    @rule(
        account=customers,
        what=st.sampled_from(
            ("block", "unblock", "unblock", "close", "reopen", "reopen", "sleep", "wake")
        ),
        side=st.sampled_from(("debit", "credit")),
    )
    def staff(self, account: int, what: str, side: str) -> None:
        name = self._name(account)
        if what == "sleep":
            if self.model.accounts[name].status == "open":
                self.driver.fall_asleep(name)
                self.model.accounts[name].status = "dormant"
            return
        said, expected = self.driver.staff(what, name, side), self.model.staff(what, name, side)
        assert said == expected, f"{what} {name}: the bank says {said}, the model {expected}"

    @rule(
        account=customers,
        of_product=st.booleans(),
        kinds=st.lists(st.sampled_from(LIMITS), min_size=1, max_size=2, unique=True),
        amount=st.sampled_from((None, 0, 10, 50, 100, 200, 250)),
        wait=st.sampled_from((timedelta(), timedelta(), HOUR, DAY)),
    )
    def agree(
        self,
        account: int,
        *,
        of_product: bool,
        kinds: list[str],
        amount: int | None,
        wait: timedelta,
    ) -> None:
        name = self._name(account)
        place = ("current", self.model.accounts[name].currency) if of_product else ("account", name)
        amounts = {kind: amount for kind in kinds if kind != "overdraft" or not of_product}
        if not amounts or self.model.accounts[name].status == "closed":
            return
        self.driver.agree(place, amounts, self.model.now + wait if wait else None)
        self.model.agree(place, amounts, wait)

    @rule(account=customers, kind=st.sampled_from(LIMITS[1:]), later=st.sampled_from((0, 0, 1, 31)))
    def reach_a_limit(self, account: int, kind: str, later: int) -> None:
        """A limit is agreed that just lets 10 pass; days may pass; 10 are asked, then 1 more."""
        name = self._name(account)
        if self.model.accounts[name].status == "closed":
            return
        limit = 10 + self.model.used(name, kind)
        self.driver.agree(("account", name), {kind: limit}, None)
        self.model.agree(("account", name), {kind: limit}, timedelta())
        self.wait(later * DAY)
        for amount in (10, 1):
            self.cash(account, amount, out=not kind.endswith("in"), slip="", dry=False)

    # What must be so after every step.

    @invariant()
    def every_account_stands_as_the_model_says(self) -> None:
        if not self.agreed:
            return
        self.records.compare_stands(self.driver.stands(), self.model)
        if self.driver.looks_often:
            self._look()

    def _look(self) -> None:
        self.records.compare_lines(self.driver.lines(), self.model)
        self.records.compare_days(self.driver.closed_days(), self.model)

    def teardown(self) -> None:
        if not hasattr(self, "driver"):
            return
        try:
            if self.agreed:
                self._look()
                assert self.driver.findings() == []
        finally:
            self.driver.stop()
