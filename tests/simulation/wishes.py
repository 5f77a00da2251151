"""What clients wish for: drawn so that money, holds and limits come to their edges."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from tests.properties.asks import NOBODY, Bulk, Capture, CloseDay, Pay, PlaceHold, Release, Reverse
from tests.simulation.asks import Agree, AskRate, LookBack, Operation, Staff, TakeRate, Wish
from tests.simulation.referee import Referee

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AMOUNTS = (1, 10, 20, 50, 100, 0, 0, -1)
"""Minor units; 0 is all that is available, -1 one more."""
LIFETIMES = (5 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 20 * DAY, 20 * DAY)
LIMITS = ("overdraft", "per_transfer", "daily_out", "daily_in", "monthly_out", "monthly_in")
SLIPS = ("",) * 25 + ("money", "self", "till", "nobody")
BACK = (None,) * 12 + (0, 1, 2, 30, -1)


class Wishes:
    """Draws wishes over the accounts of a bank, as the oracle says they stand."""

    def __init__(
        self,
        chance: Random,
        referee: Referee,
        accounts: list[str],
        now: Callable[[], datetime],
    ) -> None:
        self._chance = chance
        self._now = now
        self._referee = referee
        self._oracle = referee.oracle
        self._accounts = accounts
        self._orders: list[Pay] = []
        self._hot: list[str] = accounts
        self._ids = 0
        self._kinds: dict[Callable[[], list[Wish]], int] = {
            self._deposit: 16,
            self._withdrawal: 6,
            self._transfer: 26,
            self._known_id: 4,
            self._bulk: 9,
            self._hold: 14,
            self._end_of_hold: 16,
            self._reversal: 7,
            self._change: 9,
            self._limits: 4,
            self._limit_reached: 5,
            self._exchange: 6,
            self._look_back: 5,
            self._close_day: 2,
        }

    def heat(self) -> None:
        """Turn to some accounts above all."""
        self._hot = self._chance.sample(self._accounts, self._chance.choice((2, 2, 3)))

    def draw(self) -> list[Wish]:
        """Draw a wish, or some that belong together."""
        kinds, weights = list(self._kinds), list(self._kinds.values())
        return self._chance.choices(kinds, weights)[0]()

    def _name(self) -> str:
        return self._chance.choice(self._hot if self._chance.random() < 0.7 else self._accounts)

    def _money(self, name: str, slip: str = "") -> str:
        own = self._oracle.accounts[name].currency
        return {"EUR": "JPY", "JPY": "EUR"}[own] if slip == "money" else own

    def _other(self, name: str, slip: str = "") -> str:
        if slip in {"self", "till", "nobody"}:
            return {"self": name, "till": f"till {self._money(name)}", "nobody": NOBODY}[slip]
        fitting = [
            each
            for each in self._accounts
            if self._money(each) == self._money(name) and each != name
        ]
        return self._chance.choice(fitting)

    def _amount(self, name: str) -> int:
        amount = self._chance.choice(AMOUNTS)
        available = self._oracle.available(name) or 0
        return max(available - amount, 1) if amount <= 0 else amount

    def _deposit(self) -> list[Wish]:
        name = self._name()
        money, amount = self._money(name), self._chance.choice((50, 100, 400, 1000))
        till = f"till {money}"
        return [Pay(kind="deposit", debit=till, credit=name, amount=amount, currency=money)]

    def _withdrawal(self) -> list[Wish]:
        name = self._name()
        money, amount = self._money(name), self._amount(name)
        till = f"till {money}"
        return [Pay(kind="withdrawal", debit=name, credit=till, amount=amount, currency=money)]

    def _order(self, *, named: bool) -> Pay:
        name, slip = self._name(), self._chance.choice(SLIPS)
        back = self._chance.choice(BACK)
        self._ids += 1
        order = Pay(
            kind="transfer",
            debit=name,
            credit=self._other(name, slip),
            amount=self._amount(name),
            currency=self._money(name, slip),
            value_date=None if back is None else self._oracle.open_day() - back * DAY,
            id=UUID(int=self._ids, version=4) if named else None,
            bold=named or self._chance.random() < 0.7,
        )
        self._orders += [order] if named else []
        return order

    def _transfer(self) -> list[Wish]:
        return [self._order(named=self._chance.random() < 0.3)]

    def _known_id(self) -> list[Wish]:
        if not self._orders:
            return []
        order = self._chance.choice(self._orders[-10:])
        return [replace(order, amount=order.amount + self._chance.choice((0, 0, 1)))]

    def _bulk(self) -> list[Wish]:
        orders = [self._order(named=True) for _ in range(self._chance.randint(1, 4))]
        if self._orders and self._chance.random() < 0.2:
            orders.append(self._chance.choice(self._orders[-10:]))
        return [Bulk(orders=tuple(orders), atomic=self._chance.random() < 0.5)]

    def _hold(self) -> list[Wish]:
        """One, or two on an account of which the one expires shortly before the other."""
        name, until = self._name(), self._now() + self._chance.choice(LIFETIMES)
        until = until.replace(second=0, microsecond=0)
        moments = [until] if self._chance.random() < 0.7 else [until, until + 20 * MINUTE]
        return [
            PlaceHold(
                account=name,
                amount=self._amount(name) if moment == until else 1,
                currency=self._money(name),
                expires_at=moment,
            )
            for moment in moments
        ]

    def _end_of_hold(self) -> list[Wish]:
        holds = self._oracle.holds
        alive = [
            number for number, hold in enumerate(holds) if hold.status(self._now()) == "active"
        ]
        if not holds:
            return []
        some = alive if alive and self._chance.random() < 0.85 else list(range(len(holds)))
        number = self._chance.choice(some)
        if self._chance.random() < 0.25:
            return [Release(hold=number)]
        amount = self._chance.choice((None, 1, 10, 50, holds[number].amount, 101))
        credit = self._other(holds[number].account)
        final = amount is None or self._chance.random() < 0.3
        return [Capture(hold=number, credit=credit, amount=amount, final=final)]

    def _reversal(self) -> list[Wish]:
        if not self._oracle.entries:
            return []
        entry = self._chance.choice(self._oracle.entries[-8:])
        return [Reverse(entry=entry.number, bold=self._chance.random() < 0.6)]

    def _change(self) -> list[Wish]:
        """More often than not what was closed or barred is freed again."""
        side, name = self._chance.choice(("debit", "credit")), self._name()
        closed = [each for each in self._accounts if self._oracle.accounts[each].status == "closed"]
        barred = [each for each in self._accounts if self._oracle.accounts[each].barred]
        if closed and self._chance.random() < 0.7:
            return [Staff(what="reopen", account=self._chance.choice(closed))]
        if barred and self._chance.random() < 0.7:
            name = self._chance.choice(barred)
            side = self._chance.choice(sorted(self._oracle.accounts[name].barred))
            return [Staff(what="unblock", account=name, side=side)]
        what = self._chance.choice(("block", "block", "unblock", "close", "close", "reopen"))
        emptied = what == "close" and self._chance.random() < 0.6
        change = Staff(what=what, account=name, side=side)
        if not emptied:
            return [change]
        quoted = self._money(name) == "EUR" and self._chance.random() < 0.3
        return [*(self._quote(name) if quoted else []), *self._emptying(name), change]

    def _emptying(self, name: str) -> list[Wish]:
        money, amount = self._money(name), self._oracle.balance(name)
        till = f"till {money}"
        if amount <= 0:
            return []
        return [Pay(kind="withdrawal", debit=name, credit=till, amount=amount, currency=money)]

    def _limits(self) -> list[Wish]:
        name, kind = self._name(), self._chance.choice(LIMITS)
        of_product = kind != "overdraft" and self._chance.random() < 0.3
        place = ("current", self._money(name)) if of_product else ("account", name)
        amount = self._chance.choice((None, None, None, 100, 200, 400, 1000))
        since = self._now() + DAY if self._chance.random() < 0.3 else None
        return [Agree(place=place, amounts=((kind, amount),), since=since)]

    def _limit_reached(self) -> list[Wish]:
        """A limit that lets just 10 pass; 10 are asked for, then 1 more."""
        name, kind = self._name(), self._chance.choice(LIMITS[1:])
        money, till = self._money(name), f"till {self._money(name)}"
        limit = 10 + self._oracle.used(name, kind)
        wishes: list[Wish] = [Agree(place=("account", name), amounts=((kind, limit),))]
        for amount in (10, 1):
            sides = (till, name) if kind.endswith("in") else (name, till)
            what = "deposit" if kind.endswith("in") else "withdrawal"
            wishes.append(
                Pay(kind=what, debit=sides[0], credit=sides[1], amount=amount, currency=money)
            )
        lifted = Agree(place=("account", name), amounts=((kind, None),))
        return [*wishes, lifted] if self._chance.random() < 0.8 else wishes

    def _exchange(self) -> list[Wish]:
        """A quote, which whoever is given it may take at once; or one of the last is taken."""
        quotes = list(self._referee.quotes.values())
        if quotes and self._chance.random() < 0.3:
            return [TakeRate(quote=self._chance.choice(quotes[-4:]))]
        euros = [each for each in self._accounts if self._money(each) == "EUR"]
        return self._quote(self._chance.choice(euros))

    def _quote(self, debit: str) -> list[Wish]:
        yen = [each for each in self._accounts if self._money(each) == "JPY"]
        amount = self._chance.choice((10, 33, 57, 100))
        return [AskRate(debit=debit, credit=self._chance.choice(yen), amount=amount)]

    def _look_back(self) -> list[Wish]:
        days = self._referee.closed_days()
        return [LookBack(account=self._name(), day=self._chance.choice(days[-5:]))] if days else []

    def _close_day(self) -> list[Wish]:
        off = self._chance.choice((None, 0, 0, -1, 1))
        return [CloseDay(day=None if off is None else self._oracle.open_day() + off * DAY)]

    def another(self, known: Operation, number: int) -> Operation:
        """Give another request under a key that is known, of the same sort.

        That a posting and a change of terms which race under one key are both done is known, and
        told of in `docs/reference/simulation.md`.
        """
        change = isinstance(known.wish, Staff | Agree | AskRate)
        wish = self._rival("block") if change else self._deposit()[0]
        return replace(known, number=number, wish=wish)

    def rivals(self) -> tuple[Wish, Wish]:
        """Give two changes to be sent under one key: one that may be refused, and another."""
        refused = self._rival(self._chance.choice(("unblock", "reopen", "close")))
        return refused, self._rival("block")

    def _rival(self, what: str) -> Staff:
        side = self._chance.choice(("debit", "credit"))
        return Staff(what=what, account=self._chance.choice(self._accounts), side=side)
