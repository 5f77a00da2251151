"""Compares the bank with the oracle: after every commit, and at every answer."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from tests.properties.asks import REUSED, Answer, Bulk, PlaceHold, refused
from tests.properties.model import again
from tests.properties.wording import Wording
from tests.simulation.asks import Agree, AskRate, Delivery, LookBack, Operation, Staff
from tests.simulation.inspection import Inspection
from tests.simulation.loop import SimulatedLoop
from tests.simulation.oracle import Oracle
from tests.simulation.trace import Trace

from bank.domain.audit import AuditEvent, Outcome
from bank.infrastructure.in_memory.store import Store

DENIALS = frozenset({"database_unavailable", "ledger_busy", "request_in_flight"})
"""Answers that promise that nothing was kept."""
DENIALS_OF_CHANGES = frozenset({"request_in_flight"})
"""What the pipeline commits itself may have been kept although the database was lost after it."""


class Disagreement(AssertionError):
    """The bank did, or said, what it should not have."""


class Commit(NamedTuple):
    """What was committed: a batch at its moment, or another unit; ``clock`` is its server's."""

    clock: datetime
    batch_at: datetime | None = None


class Referee:
    """Watches one bank. The first disagreement ends the simulation."""

    def __init__(
        self, store: Store, oracle: Oracle, wording: Wording, trace: Trace, loop: SimulatedLoop
    ) -> None:
        self.oracle = oracle
        self.operations: dict[int, Operation] = {}
        self.quotes: dict[int, UUID] = {}
        self.unrecorded = 0
        self.excused: Callable[[], int] = lambda: 0
        self._tables = store.committed
        self._wording = wording
        self._trace = trace
        self._loop = loop
        self._inspection = Inspection(store.committed, oracle, wording)
        self._events = len(self._tables.audit_events)
        self._kept: dict[str, Outcome] = {}
        self._denied: set[str] = set()
        self._possible: dict[str, set[str | None]] = {}

    def disagree(self, what: str) -> None:
        """End the simulation."""
        self._trace.note(f"disagreement: {what}")
        self._loop.stop_with(Disagreement(what))

    # What is committed.

    def committed(self, commit: Commit) -> None:
        """Look at what a commit left, before anything else happens."""
        try:
            self._look(commit)
        except AssertionError as difference:
            self.disagree(str(difference))

    def _look(self, commit: Commit) -> None:
        moment = self._tables.head[None].last_recorded_at
        if commit.batch_at is not None:
            self.oracle.pass_time(commit.batch_at)
        elif moment > self.oracle.latest and not self._agrees():
            assert moment <= commit.clock, f"recorded time {moment} is ahead of all clocks"
            self.oracle.pass_time(moment)
        for event in self._fresh():
            if event.request_id is None:
                self._of_itself(event)
            else:
                number, _, _ = event.request_id.partition(".")
                self._of_operation(event, self.operations[int(number)], commit)
        assert moment == self.oracle.latest, f"recorded time is {moment}, not {self.oracle.latest}"
        self._inspection.look()
        for name in self._possible:
            self._sample(name, commit.clock)

    def _agrees(self) -> bool:
        newest = next(reversed(self._audited().values()))
        return newest.action == "limit.set" and newest.outcome is Outcome.DONE

    def _fresh(self) -> list[AuditEvent]:
        known, self._events = self._events, len(self._tables.audit_events)
        events = reversed(self._audited().values())
        return list(islice(events, self._events - known))[::-1]

    def _audited(self) -> dict[UUID, AuditEvent]:
        """Give the audit events in the order of their commits."""
        events = self._tables.audit_events
        assert isinstance(events, dict)
        return events

    def _of_itself(self, event: AuditEvent) -> None:
        self._trace.note(f"committed {event.action} {event.outcome}")
        if event.action == "hold.expire":
            number = self._wording.holds.index(UUID(event.object_id))
            hold = self.oracle.holds[number]
            assert hold.status(self.oracle.at()) == "expired", f"{hold} has not expired"
            hold.ended = "expired"

    def _of_operation(self, event: AuditEvent, operation: Operation, commit: Commit) -> None:
        name, said = str(event.request_id), self.oracle.said.get(operation.key)
        self._trace.note(f"committed {name} {event.action} {event.outcome} {event.code}")
        assert not operation.dry, f"a dry run left something: {operation}"
        assert name not in self._denied, f"kept, although {name} was told it was not: {operation}"
        self._kept[name] = event.outcome
        if said is not None and event.outcome is Outcome.REPLAYED:
            assert said[0] == operation.wish, f"the answer of another request: {operation}"
        elif isinstance(operation.wish, Staff | Agree | AskRate):
            self._change(event, operation, commit)
        else:
            assert said is None, f"done again: {operation}"
            self._ledger(event, operation, commit)

    def _ledger(self, event: AuditEvent, operation: Operation, commit: Commit) -> None:
        moment = commit.batch_at or commit.clock
        answer = self.oracle.settle(operation.key, operation.wish, moment)
        if event.code is not None:
            assert answer == refused(event.code or ""), f"{event.code}, not {answer}: {operation}"
        else:
            assert not answer.refused, f"done, not {answer}: {operation}"
            replayed = event.outcome is Outcome.REPLAYED
            assert answer.replayed == replayed, f"replayed or not: {operation}"
        if isinstance(operation.wish, PlaceHold) and not answer.refused:
            self._wording.holds.append(UUID(event.object_id))

    def _change(self, event: AuditEvent, operation: Operation, commit: Commit) -> None:
        """A change was decided on under the locks it holds; a refusal of one, some time before."""
        wish, said = operation.wish, self.oracle.said.get(operation.key)
        assert isinstance(wish, Staff | Agree | AskRate)
        if event.outcome is Outcome.REFUSED:
            possible = self._possible[str(event.request_id)]
            assert event.code in possible, f"{event.code}, not one of {possible}: {operation}"
            self.oracle.said.setdefault(operation.key, (wish, refused(event.code or "")))
            return
        assert said is None, f"done again: {operation}"
        codes = {self.oracle.objection(wish, at) for at in (event.at, commit.clock)}
        assert None in codes, f"done, and not {codes}: {operation}"
        at = event.at if isinstance(wish, Agree) else commit.clock
        if isinstance(wish, Staff) and self.oracle.objection(wish, at) is not None:
            at = event.at
        self.oracle.settle(operation.key, wish, at)
        if isinstance(wish, AskRate):
            self._promised(event, operation, wish)

    def _promised(self, event: AuditEvent, operation: Operation, wish: AskRate) -> None:
        identifier = UUID(event.object_id)
        promise, quote = (
            self.oracle.promise(identifier, wish, event.at),
            self._tables.quotes[identifier],
        )
        told = (quote.debit.amount_minor, quote.credit.amount_minor, quote.expires_at)
        assert told == (promise.cents, promise.yen, promise.expires_at), f"{quote}: {promise}"
        self.quotes[operation.number] = identifier
        self.oracle.said[operation.key] = (wish, Answer(("done", identifier)))

    def look_again(self) -> None:
        """Compare all that ever was committed."""
        self._inspection.look_again()

    def closed_days(self) -> list[date]:
        """Give the days that are closed, in their order."""
        return sorted(self._tables.closed_days)

    # What is answered.

    def began(self, delivery: Delivery, clock: datetime) -> None:
        """A server takes a request."""
        if isinstance(delivery.operation.wish, Staff | Agree | AskRate):
            self._possible[delivery.name] = set()
            self._sample(delivery.name, clock)

    def answered(self, delivery: Delivery, answer: Answer, clock: datetime) -> None:
        """A server has an answer, whether or not it will arrive."""
        self._trace.note(f"answered {delivery.name}: {answer.what[0]} {answer.what[1:2]}")
        if delivery.name in self._possible:
            self._sample(delivery.name, clock)
        try:
            self._judge(delivery, answer)
        except AssertionError as difference:
            self.disagree(str(difference))
        self._possible.pop(delivery.name, None)

    def forget(self, delivery: Delivery) -> None:
        """The server died over it."""
        self._possible.pop(delivery.name, None)

    def _sample(self, name: str, clock: datetime) -> None:
        wish = self.operations[int(name.partition(".")[0])].wish
        assert isinstance(wish, Staff | Agree | AskRate)
        self._possible[name].add(self.oracle.objection(wish, clock))

    def _judge(self, delivery: Delivery, answer: Answer) -> None:
        operation, wish = delivery.operation, delivery.operation.wish
        if answer.what[0] == "trouble":
            change = isinstance(wish, Staff | Agree | AskRate)
            if answer.what[1] in (DENIALS_OF_CHANGES if change else DENIALS):
                assert delivery.name not in self._kept, f"{answer.what[1]}, but kept: {operation}"
                self._denied.add(delivery.name)
        elif isinstance(wish, LookBack):
            balance = self.oracle.balance(wish.account, booked=wish.day)
            assert answer.what == ("balance", balance), f"{answer}, not {balance}: {operation}"
        elif not operation.dry:
            self._definite(delivery, answer)

    def _definite(self, delivery: Delivery, answer: Answer) -> None:
        operation, wish = delivery.operation, delivery.operation.wish
        known, own = self.oracle.said.get(operation.key), self._kept.get(delivery.name)
        due = None if known is None else known[1] if known[0] == wish else REUSED
        refused_change = answer.refused and delivery.name in self._possible
        if refused_change and own is None and answer != due:
            self._unrecorded(delivery, answer)
            return
        assert known is not None, f"{answer}, but nothing was kept: {operation}"
        same, said = known[0] == wish, known[1]
        expected = (again(said) if own is None else said) if same else REUSED
        if delivery.name in self._possible and same and own is not None and not said.refused:
            expected = said._replace(replayed=own is Outcome.REPLAYED)
        difference = f"the bank says {answer}, not {expected}: {operation}"
        assert _without_twins(operation, answer) == _without_twins(operation, expected), difference

    def _unrecorded(self, delivery: Delivery, answer: Answer) -> None:
        """A refusal of a change stands without its record where the store failed over that.

        The bank counts those, and there are no others.
        """
        code, possible = answer.what[1], self._possible[delivery.name]
        assert code in possible, f"{code}, not one of {possible}: {delivery.operation}"
        self.unrecorded += 1
        assert self.unrecorded <= self.excused(), f"{answer}, but not kept: {delivery.operation}"


def _without_twins(operation: Operation, answer: Answer) -> Answer:
    """Give an answer without the mark of a replay, where an id is twice in one bulk.

    After a lost commit both are found as posted by this very request.
    """
    ids = [order.id for order in operation.wish.orders] if isinstance(operation.wish, Bulk) else []
    kind, *outcomes = answer.what
    if kind != "bulk" or len(set(ids)) == len(ids):
        return answer
    plain = [each._replace(replayed=False) for each in outcomes if isinstance(each, Answer)]
    return Answer((kind, *plain))
