"""What jobs leave behind: records of keys, audit events, events for others."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bank.application.ports.idempotency import IdempotencyRecord, RequestKey
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import (
    DayClosed,
    Held,
    LedgerOutcome,
    Posted,
    PostingAct,
    PostingJob,
    Refused,
)
from bank.application.ports.outbox import DomainEvent
from bank.application.posting.known import facts_of
from bank.domain.audit import Actor, AuditEvent, Outcome
from bank.domain.ledger.days import ClosedDay
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.requests import LedgerRequest

ITSELF = "worker:ledger"
"""The subject of what the ledger does by itself."""


class Traces:
    """Makes the records and events of a batch."""

    def __init__(self, digests: KeyedDigests, ids: Ids) -> None:
        """Take the maker of digests and of identifiers."""
        self._digests = digests
        self._ids = ids

    def act_of_itself(self, action: str) -> PostingAct:
        """Give the act of something that the ledger does by itself."""
        pseudonym = self._digests.pseudonym(ITSELF)
        actor = Actor(kind="worker", subject=ITSELF, pseudonym=pseudonym, roles=("worker",))
        return PostingAct(
            audit_event=self._ids.new(),
            actor=actor,
            action=action,
            request_id=None,
            trace_id=None,
        )

    def record(
        self, request: LedgerRequest, outcome: LedgerOutcome, act: PostingAct, at: datetime
    ) -> IdempotencyRecord:
        """Give the record of a request's key: a refusal, or what is no entry, which has its own."""
        refusal = outcome.refusal if isinstance(outcome, Refused) else None
        return IdempotencyRecord(
            key=request.key,
            digest=request.digest,
            outcome=Outcome.DONE if refusal is None else Outcome.REFUSED,
            created_at=at,
            audit_event=act.audit_event,
            object_id=None if isinstance(outcome, Refused) else outcome.id,
            code=refusal.code if refusal else None,
            detail=refusal.detail if refusal else None,
            context=refusal.context if refusal else facts_of(outcome),
        )

    def key_of_job(self, job: PostingJob, key: RequestKey, at: datetime) -> IdempotencyRecord:
        """Give the record of a job's own key, whose requests have outcomes of their own."""
        return IdempotencyRecord(
            key=key.key,
            digest=key.digest,
            outcome=Outcome.DONE,
            created_at=at,
            audit_event=job.act.audit_event,
            object_id=job.bulk,
        )

    def of_job(
        self, job: PostingJob, outcomes: Sequence[LedgerOutcome], at: datetime
    ) -> AuditEvent:
        """Give the audit event of a job: of a bulk, over the digest of its ordered outcomes."""
        if job.bulk is not None:
            digest = self._digests.digest("bulk-outcomes", *[_outcome_text(o) for o in outcomes])
            about = {"object_kind": "bulk", "object_id": str(job.bulk), "after": digest.hex()}
            return audit_event(job.act, at, Outcome.DONE, None, about)
        outcome = outcomes[0]
        if isinstance(outcome, Refused):
            seen = Outcome.REPLAYED if outcome.replayed else Outcome.REFUSED
            return audit_event(job.act, at, seen, outcome.refusal.code, {})
        seen = Outcome.REPLAYED if outcome.replayed else Outcome.DONE
        return audit_event(job.act, at, seen, None, _object(outcome))

    def hold(self, what: str, hold: Hold, act: PostingAct, at: datetime) -> DomainEvent:
        """Give the event of a hold that was placed, captured, released or found expired."""
        return self._message(f"bank.hold.{what}.v1", hold.id, at, act)

    def day_closed(self, day: ClosedDay, act: PostingAct) -> DomainEvent:
        """Give the event of a closed day; its subject is the act, because a day has no id."""
        event = "bank.business-day.closed.v1"
        return self._message(event, act.audit_event, day.closed_at, act)

    def _message(self, kind: str, subject: UUID, at: datetime, act: PostingAct) -> DomainEvent:
        return DomainEvent(
            id=self._ids.new(),
            type=kind,
            at=at,
            subject=subject,
            ordering_key=str(subject),
            traceparent=act.traceparent,
        )


def audit_event(
    act: PostingAct, at: datetime, outcome: Outcome, code: str | None, about: dict[str, Any]
) -> AuditEvent:
    """Give the audit event of an act."""
    return AuditEvent(
        id=act.audit_event,
        at=at,
        actor_kind=act.actor.kind,
        actor=act.actor.pseudonym,
        session=act.actor.session,
        action=act.action,
        outcome=outcome,
        code=code,
        request_id=act.request_id,
        trace_id=act.trace_id,
        approval=act.approved.id if act.approved else None,
        approved_by=act.approved.by if act.approved else (),
        intent=act.approved.intent if act.approved else None,
        **{"object_kind": None, "object_id": None} | about,
    )


def _object(outcome: Posted | Held | DayClosed) -> dict[str, Any]:
    if isinstance(outcome, Posted):
        return {"object_kind": "entry", "object_id": str(outcome.id)}
    if isinstance(outcome, Held):
        return {"object_kind": "hold", "object_id": str(outcome.id)}
    return about_day(outcome.day)


def about_day(day: ClosedDay) -> dict[str, Any]:
    """Give a closed day as an audit event names it."""
    return {"object_kind": "business_day", "object_id": day.day.isoformat()}


def _outcome_text(outcome: LedgerOutcome) -> str:
    return outcome.refusal.code if isinstance(outcome, Refused) else outcome.id.hex
