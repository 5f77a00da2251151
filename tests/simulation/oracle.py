"""The oracle: what the bank must answer, from the documents alone; it never asks the bank.

It is the model of `tests/properties` with what the simulation asks beside it: changes of accounts
and limits under keys, exchange. It is told in which order things were committed, and says what must
have come of each.
"""

from collections import Counter
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.properties.asks import Answer, Start, refused
from tests.properties.model import Model, Wanted, again
from tests.properties.model_books import Entry, Rule
from tests.simulation.asks import Agree, AskRate, Change, LookBack, Staff, TakeRate, Wish

MIXED = ""
"""The currency of an entry that has several."""
QUOTE_LASTS = timedelta(minutes=30)
DONE = Answer(("done",))
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Promise:
    """A quote: so many cents for so many yen, until a moment."""

    debit: str
    credit: str
    cents: int
    yen: int
    expires_at: datetime


@dataclass
class Exchanging(Wanted):
    """An entry that takes a quote."""

    not_after: datetime | None = None


class Oracle(Model):
    """Knows all that was committed, and what it must have come to."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        self.said: dict[str, tuple[Wish, Answer]] = {}
        self.promises: dict[UUID, Promise] = {}
        self.taken: dict[UUID, Answer] = {}
        self._moved: Counter[str] = Counter()

    def settle(self, key: str, wish: Wish, now: datetime) -> Answer:
        """Let something be committed now; give what must have been answered."""
        self.now = now
        if isinstance(wish, Staff | AskRate):
            answer = self._changed(wish)
        elif isinstance(wish, Agree):
            answer = self._agreed(wish)
        else:
            answer = self._exchanged(wish) if isinstance(wish, TakeRate) else self._ledger(wish)
            self.pass_time(now)
        self.said[key] = (wish, answer)
        return answer

    def pass_time(self, now: datetime) -> None:
        """Let the ledger have been looked at."""
        self.now = now
        self.latest, self.opened = self.at(), self.open_day() if self.by_calendar else self.opened

    def objection(self, change: Change, now: datetime) -> str | None:
        """Give why a change of terms would be refused at a moment; nothing is changed."""
        trial = copy(self)
        trial.now = now
        if isinstance(change, AskRate):
            return None
        if isinstance(change, Agree):
            what, name = change.place
            if what == "account" and self.accounts[name].status == "closed":
                return "account_closed"
            late = change.since is not None and change.since < max(now, self.latest + _INSTANT)
            return "effective_in_past" if late else None
        account = self.accounts[change.account]
        trial.accounts = {
            **self.accounts,
            change.account: replace(account, barred={*account.barred}),
        }
        return trial.staff(change.what, change.account, change.side)

    def _ledger(self, wish: Wish) -> Answer:
        assert not isinstance(wish, Staff | Agree | AskRate | TakeRate | LookBack)
        return self._answered(wish)

    def _changed(self, change: Staff | AskRate) -> Answer:
        if isinstance(change, AskRate):
            return DONE
        code = self.staff(change.what, change.account, change.side)
        return DONE if code is None else refused(code)

    def _agreed(self, change: Agree) -> Answer:
        """A change of limits is later than all before it."""
        self.latest = max(self.now, self.latest + _INSTANT)
        since = change.since or self.latest
        self.rules += [Rule(change.place, kind, amount, since) for kind, amount in change.amounts]
        return DONE

    def close(self, name: str) -> str | None:
        """Close an account; a quote that may still be taken stands in its way."""
        promised = any(
            promise.debit == name and promise.expires_at > self.now
            for quote, promise in self.promises.items()
            if quote not in self.taken or self.taken[quote].refused
        )
        if self.accounts[name].status != "closed" and promised:
            return "account_not_empty"
        return super().close(name)

    # Exchange.

    def promise(self, quote: UUID, ask: AskRate, now: datetime) -> Promise:
        """Keep a quote: a euro is 162.384 yen, of which whole ones are credited."""
        yen = ask.amount * 162_384 // 100_000
        self.promises[quote] = Promise(ask.debit, ask.credit, ask.amount, yen, now + QUOTE_LASTS)
        return self.promises[quote]

    def _exchanged(self, ask: TakeRate) -> Answer:
        if ask.quote in self.taken:
            return again(self.taken[ask.quote])
        promise = self.promises[ask.quote]
        legs = [
            (promise.debit, promise.cents),
            ("position EUR", -promise.cents),
            ("position JPY", promise.yen),
            (promise.credit, -promise.yen),
        ]
        wanted = Exchanging("exchange", legs, MIXED, not_after=promise.expires_at)
        self.taken[ask.quote] = self._post(wanted)
        return self.taken[ask.quote]

    def _about(self, wanted: Wanted) -> Iterator[str]:
        if isinstance(wanted, Exchanging) and wanted.not_after and self.at() > wanted.not_after:
            yield "quote_expired"
        yield from super()._about(wanted)

    def _currency_and_dates(self, wanted: Wanted) -> Iterator[str]:
        for code in super()._currency_and_dates(wanted):
            if wanted.currency != MIXED or code != "currency_mismatch":
                yield code

    # The same as in the model, told from sums that are kept: a simulation asks often.

    def _entered(self, wanted: Wanted) -> Answer:
        for name, amount in wanted.legs:
            self._moved[name] += amount
        return super()._entered(wanted)

    def balance(self, name: str, *, booked: date = date.max, valued: date = date.max) -> int:
        """Look the newest balance up."""
        if (booked, valued) != (date.max, date.max):
            return super().balance(name, booked=booked, valued=valued)
        sign = 1 if self.accounts[name].internal else -1
        return self.accounts[name].opening + sign * self._moved[name]

    def turnover(self, name: str, first: date, last: date, *, out: bool) -> int:
        """Walk back no further than need be."""
        total = 0
        for entry in reversed(self.entries):
            if entry.booked_on < first:
                break
            if entry.booked_on <= last:
                amounts = [amount for account, amount in entry.legs if account == name]
                total += sum(abs(amount) for amount in amounts if (amount > 0) == out)
        return total

    def held(self, name: str) -> int:
        """Leave out what has ended."""
        at, holds = self.at(), (hold for hold in self.holds if hold.ended is None)
        return sum(hold.left(at) for hold in holds if hold.account == name)

    def stored(self, name: str) -> int:
        """Give what is held, with holds whose time is over and which nothing has ended yet."""
        holds = [hold for hold in self.holds if hold.ended is None and hold.account == name]
        return sum(hold.amount - hold.captured for hold in holds)

    def __deepcopy__(self, _memo: dict[int, Any]) -> "Oracle":
        """Entries are never changed: only what is gets copied."""
        trial = copy(self)
        trial.entries, trial.named = list[Entry](self.entries), dict(self.named)
        trial.holds = [replace(hold) for hold in self.holds]
        trial._moved = Counter(self._moved)
        return trial
