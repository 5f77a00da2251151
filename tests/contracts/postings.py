"""Audit events, requests and entries that contracts are about."""

from datetime import UTC, date, datetime

from tests.contracts.backend import EUR, NOW, Backend, named

from bank.application.ports.account_directory import AccountRef
from bank.application.posting.journal import (
    Closing,
    PostingUnit,
    Recorded,
    Recording,
    Wanted,
)
from bank.domain.audit import AuditEvent, Outcome
from bank.domain.ledger import decision
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import Leg, PostingRequest
from bank.domain.ledger.state import LedgerState


def event(name: str, *, at: datetime = NOW, **given: str) -> AuditEvent:
    texts: dict[str, str | None] = {"actor": "a" * 32, "action": "customer.create", "code": None}
    texts |= {"object_kind": None, "object_id": None, "before": None, "after": None, **given}
    return AuditEvent(
        id=named(name),
        at=at,
        actor_kind="token",
        session=None,
        outcome=Outcome.REFUSED if texts["code"] else Outcome.DONE,
        request_id="request-1",
        trace_id="0" * 31 + "1",
        actor=texts["actor"] or "",
        action=texts["action"] or "",
        code=texts["code"],
        object_kind=texts["object_kind"],
        object_id=texts["object_id"],
        before=texts["before"],
        after=texts["after"],
    )


def request(
    key: str,
    debit: AccountRef,
    credit: AccountRef,
    *,
    amount_minor: int = 1000,
    kind: EntryKind = EntryKind.DEPOSIT,
    key_is_id: bool = False,
    reference: str | None = None,
    value_date: date | None = None,
) -> PostingRequest:
    return PostingRequest(
        key=named(key),
        key_is_id=key_is_id,
        digest=named(f"digest of {key}").bytes,
        kind=kind,
        legs=(
            Leg(*debit, amount_minor, EUR.code),
            Leg(*credit, -amount_minor, EUR.code),
        ),
        value_date=value_date,
        reference=reference,
        may_backdate=True,
    )


async def enter(unit: PostingUnit, *wanted: PostingRequest, now: datetime = NOW) -> list[Recorded]:
    """Decide requests over what the unit loads, and record them under one audit event each."""
    rows = sorted({leg.account for each in wanted for leg in each.legs})
    loaded = await unit.load(Wanted([each.key for each in wanted], rows), now)
    recording = Recording()
    for day in loaded.head.advance(now, UTC):
        closed = event(f"close of {day.day}", at=now, action="business_day.close")
        recording.closings.append(Closing(day, closed.id))
        recording.events.append(closed)
    state = LedgerState(loaded.head, loaded.accounts, UTC)
    for each in wanted:
        entry = decision.post(each, state)
        recording.entries.append(Recorded(entry, each, named(f"event of {each.key}")))
        recording.events.append(event(f"event of {each.key}", action="deposit.post"))
    await unit.record(loaded.head, recording)
    return recording.entries


async def post(backend: Backend, *wanted: PostingRequest, now: datetime = NOW) -> list[Recorded]:
    """Post requests in a batch of their own."""
    async with backend.journal.begin() as unit:
        return await enter(unit, *wanted, now=now)
