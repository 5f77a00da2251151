"""Batches made by hand: jobs over a bank in memory, decided and recorded in one go."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, timedelta
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from tests.application.scene import SERVICE, Desk

from bank.application.ports.idempotency import RequestKey
from bank.application.ports.ledger import (
    DayClosed,
    Held,
    LedgerOutcome,
    Posted,
    PostingAct,
    PostingJob,
    Refused,
)
from bank.application.posting.batch import BatchRunner, JobOutcome
from bank.application.posting.leaving import Traces
from bank.application.posting.screening import NoScreening
from bank.domain.audit import AuditEvent
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId, milliseconds
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.requests import (
    Captured,
    DayClosing,
    HoldRef,
    HoldRequest,
    LedgerRequest,
    Leg,
    PostingRequest,
    ReleaseRequest,
    Reversed,
)
from bank.domain.refusals import Refusal
from bank.infrastructure.in_memory.journal import InMemoryJournal
from bank.infrastructure.in_memory.rows import LedgerRow

DAY = timedelta(days=1)


def key(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)


def digest(name: str) -> bytes:
    return key(f"digest of {name}").bytes


def leg(account: CustomerAccount, amount_minor: int) -> Leg:
    return Leg(account.row, milliseconds(account.opened_at), amount_minor, "EUR")


def pays(
    name: str, debit: CustomerAccount, credit: CustomerAccount, amount_minor: int, **given: Any
) -> PostingRequest:
    """Make the request for a transfer that is known by a name; ``given`` are further fields."""
    legs = leg(debit, amount_minor), leg(credit, -amount_minor)
    fields_ = {"key_is_id": True, "digest": digest(name), "kind": EntryKind.TRANSFER, **given}
    return PostingRequest(key=key(name), legs=legs, **fields_)


def sets_aside(
    name: str, account: CustomerAccount, amount_minor: int, desk: Desk, **given: Any
) -> HoldRequest:
    expires_at = given.pop("expires_at", desk.bank.clock.now() + DAY)
    legs = {"digest": digest(name), **given}
    return HoldRequest(key=key(name), leg=leg(account, amount_minor), expires_at=expires_at, **legs)


def ref(hold: Hold) -> HoldRef:
    return HoldRef(hold.row, milliseconds(hold.created_at), hold.account)


def captures(
    name: str,
    hold: Hold,
    credit: CustomerAccount,
    amount_minor: int,
    *,
    final: bool = False,
    **given: Any,
) -> PostingRequest:
    legs = (
        Leg(hold.account, hold.opened_ms, amount_minor, hold.currency),
        leg(credit, -amount_minor),
    )
    made = {"key_is_id": False, "digest": digest(name), **given}
    about = Captured(ref(hold), final)
    return PostingRequest(key=key(name), kind=EntryKind.CAPTURE, legs=legs, captures=about, **made)


def lets_go(name: str, hold: Hold, **given: Any) -> ReleaseRequest:
    return ReleaseRequest(key=key(name), hold=ref(hold), **{"digest": digest(name), **given})


def reverses(
    name: str, posted: Posted, debit: CustomerAccount, credit: CustomerAccount
) -> PostingRequest:
    about = Reversed(posted.entry.row, may_force=False)
    amount_minor = posted.entry.postings[0].amount_minor
    return pays(name, debit, credit, amount_minor, kind=EntryKind.REVERSAL, reverses=about)


def closes(name: str, **given: Any) -> DayClosing:
    return DayClosing(key=key(name), **{"digest": digest(name), **given})


@dataclass
class Batches:
    """Runs batches over the bank of a desk; a job's act is named as its audit events are."""

    desk: Desk
    closes_by_calendar: bool = True
    last_act: UUID = field(default=UUID(int=0))

    def job(self, *requests: LedgerRequest, action: str = "tests.job", **given: Any) -> PostingJob:
        self.last_act = self.desk.bank.ids.new()
        act = PostingAct(
            audit_event=self.last_act,
            actor=SERVICE,
            action=action,
            request_id="request-1",
            trace_id=None,
            traceparent="00-trace",
        )
        return PostingJob(requests=requests, act=act, **given)

    def atomic(self, name: str, *requests: LedgerRequest, **given: Any) -> PostingJob:
        """Make a bulk that is posted all or none, under a key of its own."""
        of = None if given.get("dry_run") else RequestKey(key(name), digest(name))
        return self.job(*requests, key=of, bulk=key(name), atomic=True, **given)

    async def run(self, *jobs: PostingJob) -> list[JobOutcome]:
        bank = self.desk.bank
        runner = BatchRunner(
            Traces(bank.digests, bank.ids),
            NoScreening(),
            UTC,
            closes_by_calendar=self.closes_by_calendar,
        )
        async with InMemoryJournal(bank.store).begin() as unit:
            return await runner.run(unit, jobs, bank.clock.now())

    async def outcomes(self, job: PostingJob) -> list[LedgerOutcome]:
        """Run a job in a batch of its own; give its outcomes."""
        (outcomes,) = await self.run(job)
        assert not isinstance(outcomes, Refusal)
        return outcomes

    async def ask(self, request: LedgerRequest, **given: Any) -> LedgerOutcome:
        """Run one request in a batch of its own."""
        (outcome,) = await self.outcomes(self.job(request, **given))
        return outcome

    async def placed(self, name: str, account: CustomerAccount, amount_minor: int) -> Hold:
        outcome = await self.ask(sets_aside(name, account, amount_minor, self.desk))
        assert isinstance(outcome, Held)
        return outcome.hold

    def everything(self) -> Mapping[str, Mapping[Any, Any]]:
        """Give all that is stored, to be compared."""
        tables = self.desk.bank.store.committed
        return {each.name: dict(getattr(tables, each.name)) for each in fields(tables)}

    def row(self, account: CustomerAccount) -> LedgerRow:
        return self.desk.bank.store.committed.ledger_accounts[account.row]

    def hold(self, hold: Hold) -> Hold:
        return self.desk.bank.store.committed.holds[RowId(hold.row)].hold

    def messages(self, prefix: str = "bank.") -> list[str]:
        """Give the types of the messages in the outbox, in their order."""
        outbox = self.desk.bank.store.committed.outbox
        found = [outbox[place].type for place in sorted(outbox)]
        return [kind for kind in found if kind.startswith(prefix)]

    def event(self, action: str) -> AuditEvent:
        """Give the only audit event of an action."""
        (event,) = self.desk.events(action)
        return event


def said(outcomes: Sequence[LedgerOutcome] | Refusal) -> list[str]:
    """Give outcomes in a word each; of a replay with a mark."""
    assert not isinstance(outcomes, Refusal)
    return [_word(each) + ("*" if each.replayed else "") for each in outcomes]


def _word(outcome: LedgerOutcome) -> str:
    if isinstance(outcome, Refused):
        return outcome.refusal.code
    if isinstance(outcome, Held):
        return outcome.hold.status.name.lower()
    return "closed" if isinstance(outcome, DayClosed) else "posted"
