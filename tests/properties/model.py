"""A second ledger, after the documents alone: it looks at all that ever happened, and decides.

What the bank and this model both say, two have said independently.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from tests.properties.asks import (
    REUSED,
    Answer,
    Ask,
    Bulk,
    Capture,
    CloseDay,
    Pay,
    PlaceHold,
    Release,
    Reverse,
    Start,
    refused,
)
from tests.properties.model_books import Books, Entry, Hold, Legs

INTERNAL = {"transfer": 0, "deposit": 1, "withdrawal": 1, "exchange": 2}
"""How many of the bank's own accounts an entry has; of any other kind, any number."""
OF_WHAT_COMES_IN = ("daily_in", "monthly_in")


@dataclass
class Wanted:
    """What is to become an entry, whoever asks for it."""

    kind: str
    legs: Legs
    currency: str
    value_date: date | None = None
    bold: bool = True
    captures: Hold | None = None
    reverses: int | None = None


class Model(Books):
    """Answers what is asked of the books."""

    def __init__(self, start: Start) -> None:
        super().__init__(start)
        self.answers: dict[str, tuple[Ask, Answer]] = {}
        self.named: dict[UUID | None, tuple[Pay, Answer]] = {}

    def ask(self, key: str, ask: Ask, *, dry: bool = False) -> Answer:
        """Answer a request, once for each key; one that is only tried leaves nothing."""
        if dry:
            trial = deepcopy(self)
            trial.named = {}
            return trial._answered(ask)
        if key in self.answers:
            known, answer = self.answers[key]
            return again(answer) if known == ask else REUSED
        answer = self._answered(ask)
        self.latest, self.opened = self.at(), self.open_day() if self.by_calendar else self.opened
        self.answers[key] = (ask, answer)
        return answer

    def _answered(self, ask: Ask) -> Answer:
        if isinstance(ask, Pay):
            return self._pay(ask)
        if isinstance(ask, Bulk):
            return Answer(("bulk", *self._bulk(ask)))
        if isinstance(ask, Capture):
            return self._capture(ask)
        if isinstance(ask, Reverse):
            return self._reverse(ask)
        return self._aside(ask)

    def _aside(self, ask: PlaceHold | Release | CloseDay) -> Answer:
        if isinstance(ask, PlaceHold):
            return self._place(ask)
        if isinstance(ask, Release):
            return self._release(self.holds[ask.hold])
        return self._close(ask)

    def _pay(self, order: Pay) -> Answer:
        if order.id in self.named:
            known, answer = self.named[order.id]
            return again(answer) if known == order else REUSED
        legs = [(order.debit, order.amount), (order.credit, -order.amount)]
        answer = self._post(Wanted(order.kind, legs, order.currency, order.value_date, order.bold))
        if order.id is not None:
            self.named[order.id] = (order, answer)
        return answer

    def _bulk(self, bulk: Bulk) -> list[Answer]:
        tried = deepcopy(self) if bulk.atomic else self
        answers = [tried._pay(order) for order in bulk.orders]
        if not bulk.atomic or not any(answer.refused for answer in answers):
            self.__dict__ |= tried.__dict__
            return answers
        for number, order in enumerate(bulk.orders):
            if order.id in self.named:
                answers[number] = self._pay(order)
                continue
            if not answers[number].refused:
                answers[number] = refused("linked_request_refused")
            self.named[order.id] = (order, answers[number])
        return answers

    def _capture(self, ask: Capture) -> Answer:
        hold = self.holds[ask.hold]
        amount = ask.amount or hold.left(self.at()) or hold.amount
        wanted = Wanted(
            "capture",
            [(hold.account, amount), (ask.credit, -amount)],
            self.accounts[hold.account].currency,
            captures=hold,
        )
        code = next(self._objections(wanted), None)
        if code is not None:
            return refused(code)
        hold.captured += amount
        if hold.captured == hold.amount or ask.final:
            hold.ended = "captured"
        return self._entered(wanted)

    def _reverse(self, ask: Reverse) -> Answer:
        entry = next(each for each in self.entries if each.number == ask.entry)
        legs = [(account, -amount) for account, amount in entry.legs]
        legs.sort(key=lambda leg: leg[1] < 0)
        return self._post(
            Wanted("reversal", legs, entry.currency, ask.value_date, ask.bold, reverses=ask.entry)
        )

    def _post(self, wanted: Wanted) -> Answer:
        code = next(self._objections(wanted), None)
        return self._entered(wanted) if code is None else refused(code)

    def _entered(self, wanted: Wanted) -> Answer:
        number, day = self.first_entry + len(self.entries), self.open_day()
        moment = self.at().replace(microsecond=0)
        value_date = wanted.value_date or day
        self.entries.append(
            Entry(
                number,
                wanted.kind,
                self.at(),
                day,
                value_date,
                wanted.legs,
                wanted.currency,
                wanted.reverses,
            )
        )
        postings = [
            (name, amount, self.balance(name), self.available(name)) for name, amount in wanted.legs
        ]
        return Answer(("posted", number, moment, day, value_date, *postings))

    def _objections(self, wanted: Wanted) -> Iterator[str]:
        """Why not, in the order in which it is looked at."""
        names = [name for name, _ in wanted.legs]
        if len(set(names)) < len(names):
            yield "same_account"
        if any(name not in self.accounts for name in names):
            yield "account_not_found"
            return
        internal = sum(self.accounts[name].internal for name in names)
        if internal != INTERNAL.get(wanted.kind, internal):
            yield "internal_account"
        yield from self._about(wanted)
        if wanted.reverses is None:
            yield from self._objections_to_payment(wanted)
        else:
            yield from self._objections_to_reversal(wanted)

    def _objections_to_payment(self, wanted: Wanted) -> Iterator[str]:
        """A capture is covered by its hold, whatever has become of the account."""
        legs = wanted.legs if wanted.captures is None else wanted.legs[1:]
        for name, amount in legs:
            yield from self._states(name, amount, by_customer=wanted.kind in INTERNAL)
        yield from self._currency_and_dates(wanted)
        if not all(self._covers(name, amount) for name, amount in legs):
            yield "insufficient_funds"
        for name, amount in legs:
            yield from self._limits(name, amount)

    def _objections_to_reversal(self, wanted: Wanted) -> Iterator[str]:
        """Nobody's limits stop it; closed, blocked and emptied accounts do, unless it is forced."""
        yield from self._currency_and_dates(wanted)
        for name, amount in wanted.legs:
            barred = any(self._states(name, amount, by_customer=False))
            if (barred or not self._covers(name, amount)) and not wanted.bold:
                yield "reversal_needs_force"

    def _about(self, wanted: Wanted) -> Iterator[str]:
        if wanted.reverses is not None and any(
            entry.reverses == wanted.reverses for entry in self.entries
        ):
            yield "entry_already_reversed"
        if wanted.captures is not None:
            yield from self._over(wanted.captures)
            if wanted.legs[0][1] > wanted.captures.left(self.at()):
                yield "capture_exceeds_hold"

    def _over(self, hold: Hold) -> Iterator[str]:
        codes = {
            "captured": "hold_already_captured",
            "released": "hold_already_released",
            "expired": "hold_expired",
        }
        if hold.status(self.at()) in codes:
            yield codes[hold.status(self.at())]

    def _states(self, name: str, amount: int, *, by_customer: bool) -> Iterator[str]:
        account = self.accounts[name]
        if account.status == "closed":
            yield "account_closed"
        if account.status == "dormant" and amount > 0 and by_customer:
            yield "account_dormant"
        if ("debit" if amount > 0 else "credit") in account.barred:
            yield "account_blocked"

    def _currency_and_dates(self, wanted: Wanted) -> Iterator[str]:
        if any(self.accounts[name].currency != wanted.currency for name, _ in wanted.legs):
            yield "currency_mismatch"
        value_date = wanted.value_date or self.open_day()
        if value_date > self.open_day():
            yield "value_date_in_future"
        if value_date < self.open_day() and not wanted.bold:
            yield "backdating_not_permitted"

    def _covers(self, name: str, amount: int) -> bool:
        available = self.available(name)
        return available is None or amount < 0 or amount <= available

    def _limits(self, name: str, amount: int) -> Iterator[str]:
        """Of the bank's own accounts nothing is limited."""
        kinds = ("per_transfer", "daily_out", "monthly_out") if amount > 0 else OF_WHAT_COMES_IN
        for kind in () if self.accounts[name].internal else kinds:
            limit = self.limit(name, kind)
            if limit is not None and self.used(name, kind) + abs(amount) > limit:
                yield "limit_exceeded"

    def _place(self, ask: PlaceHold) -> Answer:
        code = next(self._objections_to_hold(ask), None)
        if code is not None:
            return refused(code)
        self.holds.append(Hold(ask.account, ask.amount, ask.expires_at))
        return self._held(self.holds[-1])

    def _objections_to_hold(self, ask: PlaceHold) -> Iterator[str]:
        if ask.account not in self.accounts:
            yield "account_not_found"
            return
        if self.accounts[ask.account].internal:
            yield "internal_account"
        if ask.expires_at <= self.at():
            yield "hold_expiry_in_past"
        yield from self._states(ask.account, ask.amount, by_customer=True)
        if self.accounts[ask.account].currency != ask.currency:
            yield "currency_mismatch"
        if not self._covers(ask.account, ask.amount):
            yield "insufficient_funds"
        yield from self._limits(ask.account, ask.amount)

    def _release(self, hold: Hold) -> Answer:
        code = next(self._over(hold), None)
        if code is not None:
            return refused(code)
        hold.ended = "released"
        return self._held(hold)

    def _held(self, hold: Hold) -> Answer:
        balance, available = self.balance(hold.account), self.available(hold.account)
        status = hold.status(self.at())
        return Answer(("held", hold.amount, hold.captured, status, balance, available))

    def _close(self, ask: CloseDay) -> Answer:
        day = self.open_day()
        if ask.day not in {None, day}:
            return refused("business_day_not_open")
        if day > self.at().astimezone(self.zone).date():
            return refused("business_day_not_begun")
        self.opened = day + timedelta(days=1)
        return Answer(("closed", day, self.first_entry + len(self.entries) - 1))


def again(answer: Answer) -> Answer:
    """Give an answer that was given before; a refusal is the same as the first time."""
    if answer.refused:
        return answer
    kind, *facts = answer.what
    if kind == "bulk":
        return Answer((kind, *[again(each) for each in facts if isinstance(each, Answer)]))
    return Answer((kind, *facts), replayed=True)
