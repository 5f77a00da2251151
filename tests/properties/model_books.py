"""What the model keeps: all that ever happened, and what it adds up to.

Nothing here is clever, so that it can be seen to be right, and nothing of it comes from the bank.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from tests.properties.asks import Start

Legs = list[tuple[str, int]]


@dataclass
class Account:
    """One account; ``opening`` is what was on it before the model began, shown positive."""

    currency: str
    internal: bool = False
    overdraft: int = 0
    product: str = "current"
    opening: int = 0
    status: str = "open"
    barred: set[str] = field(default_factory=set)


@dataclass
class Entry:
    """One journal entry; amounts are debit positive."""

    number: int
    kind: str
    recorded_at: datetime
    booked_on: date
    value_date: date
    legs: Legs
    currency: str
    reverses: int | None = None


@dataclass
class Hold:
    """One hold and what became of it."""

    account: str
    amount: int
    expires_at: datetime
    captured: int = 0
    ended: str | None = None

    def status(self, at: datetime) -> str:
        """How it stands at a moment."""
        return self.ended or ("expired" if self.expires_at <= at else "active")

    def left(self, at: datetime) -> int:
        """What it sets aside at a moment."""
        return self.amount - self.captured if self.status(at) == "active" else 0


@dataclass
class Rule:
    """One limit of an account or of a product in a currency, from a moment on."""

    place: tuple[str, str]
    kind: str
    amount: int | None
    since: datetime


class Books:
    """All that happened, and what it comes to."""

    def __init__(self, start: Start) -> None:
        self.now = start.now
        self.latest = start.last_recorded_at
        self.zone = start.zone
        self.by_calendar = start.by_calendar
        self.opened = start.open_day
        self.first_entry = start.last_entry + 1
        self.accounts = {
            name: Account(name.split()[1], internal=True, opening=opening)
            for name, opening in start.tills.items()
        }
        self.entries: list[Entry] = []
        self.holds: list[Hold] = []
        self.rules: list[Rule] = []

    def at(self) -> datetime:
        """The moment of whatever is decided now: recorded time never falls."""
        return max(self.now, self.latest)

    def open_day(self) -> date:
        """The business day that is open."""
        today = self.at().astimezone(self.zone).date()
        return max(self.opened, today) if self.by_calendar else self.opened

    def balance(self, name: str, *, booked: date = date.max, valued: date = date.max) -> int:
        """What is on an account, on the side on which it is shown, by booking and value dates."""
        sign = 1 if self.accounts[name].internal else -1
        moved = [
            amount
            for entry in self.entries
            if entry.booked_on <= booked and entry.value_date <= valued
            for account, amount in entry.legs
            if account == name
        ]
        return self.accounts[name].opening + sign * sum(moved)

    def held(self, name: str) -> int:
        """What is set aside on an account."""
        return sum(hold.left(self.at()) for hold in self.holds if hold.account == name)

    def overdraft(self, name: str) -> int:
        """How far below zero an account may go: as agreed last, else as it was opened."""
        rule = self._newest(("account", name), "overdraft")
        agreed = None if rule is None else rule.amount
        return self.accounts[name].overdraft if agreed is None else agreed

    def available(self, name: str) -> int | None:
        """Balance, plus overdraft, less holds."""
        if self.accounts[name].internal:
            return None
        return self.balance(name) + self.overdraft(name) - self.held(name)

    def limit(self, name: str, kind: str) -> int | None:
        """The limit in force: of the account's own the newest, else of the product's."""
        account = self.accounts[name]
        of_product = self._newest((account.product, account.currency), kind)
        rule = self._newest(("account", name), kind) or of_product
        return None if rule is None else rule.amount

    def turnover(self, name: str, first: date, last: date, *, out: bool) -> int:
        """What went out or came in, gross, by booking date."""
        amounts = [
            amount
            for entry in self.entries
            if first <= entry.booked_on <= last
            for account, amount in entry.legs
            if account == name
        ]
        return sum(abs(amount) for amount in amounts if (amount > 0) == out)

    def used(self, name: str, kind: str) -> int:
        """How much of a limit is used: a hold counts as gone out already."""
        if kind == "per_transfer":
            return 0
        period, way = kind.split("_")
        day, out = self.open_day(), way == "out"
        first = day if period == "daily" else day.replace(day=1)
        return self.turnover(name, first, day, out=out) + (self.held(name) if out else 0)

    def _newest(self, place: tuple[str, str], kind: str) -> Rule | None:
        found: Rule | None = None
        for rule in self.rules:
            if (rule.place, rule.kind) == (place, kind) and rule.since <= self.at():
                found = rule if found is None or rule.since >= found.since else found
        return found

    def agree(
        self, place: tuple[str, str], amounts: dict[str, int | None], wait: timedelta
    ) -> None:
        """Agree limits, from now or from later on; a change is later than all before it."""
        self.latest = max(self.now, self.latest + timedelta(microseconds=1))
        since = self.now + wait if wait else self.latest
        self.rules += [Rule(place, kind, amount, since) for kind, amount in amounts.items()]

    def block(self, name: str, side: str) -> str | None:
        """Bar a side; give the refusal, if it is one."""
        if self.accounts[name].status == "closed":
            return "account_closed"
        self.accounts[name].barred.add(side)
        return None

    def unblock(self, name: str, side: str) -> str | None:
        """Free a side; give the refusal, if it is one."""
        if self.accounts[name].status == "closed":
            return "account_closed"
        if side not in self.accounts[name].barred:
            return "account_not_blocked"
        self.accounts[name].barred.remove(side)
        return None

    def close(self, name: str) -> str | None:
        """Close an account; give the refusal, if it is one."""
        if self.accounts[name].status == "closed":
            return "account_closed"
        if self.balance(name) or self.held(name):
            return "account_not_empty"
        self.accounts[name].status = "closed"
        return None

    def reopen(self, name: str) -> str | None:
        """Open an account again; give the refusal, if it is one."""
        if self.accounts[name].status != "closed":
            return "account_not_closed"
        self.accounts[name].status = "open"
        return None

    def wake(self, name: str) -> str | None:
        """Wake an account; give the refusal, if it is one."""
        status = self.accounts[name].status
        if status == "closed":
            return "account_closed"
        if status != "dormant":
            return "account_not_dormant"
        self.accounts[name].status = "open"
        return None

    def open(self, name: str, currency: str, overdraft: int) -> None:
        """Open an account."""
        self.accounts[name] = Account(currency, overdraft=overdraft)

    def staff(self, what: str, name: str, side: str) -> str | None:
        """Do what the bank's staff may do to an account."""
        if what in {"block", "unblock"}:
            return self.block(name, side) if what == "block" else self.unblock(name, side)
        return {"close": self.close, "reopen": self.reopen, "wake": self.wake}[what](name)
