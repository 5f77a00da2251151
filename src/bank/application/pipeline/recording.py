"""What the pipeline writes: key, audit event and outbox event beside an effect, or a refusal."""

from typing import Any
from uuid import UUID

from bank.application.pipeline.act import Act, Change, Identified
from bank.application.pipeline.declaration import Declaration
from bank.application.pipeline.scopes import Scope
from bank.application.ports.audit_trail import AuditTrail
from bank.application.ports.idempotency import (
    IdempotencyRecord,
    IdempotencyRecords,
    RequestInFlight,
    RequestKey,
)
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.outbox import DomainEvent, Outbox
from bank.application.ports.unit_of_work import CommitInDoubt, UnitOfWork
from bank.domain.audit import APPROVAL_WAIVED, AuditEvent, Outcome
from bank.domain.ledger.refusals import IdempotencyKeyReused
from bank.domain.refusals import Kind, Refusal

# Answers that say nothing about the request's merits: the same key may be used again once they are
# mended.
_NEVER_KEPT = {Kind.INVALID, Kind.UNAVAILABLE, Kind.UNAUTHENTICATED}


def state_digest(digests: KeyedDigests, state: str) -> str:
    """Give what audit events have in place of a state, or of what somebody asked for: hex."""
    return digests.digest("audit-state", state).hex()


async def commit(scope: Scope, act: Act) -> None:
    """Commit an act's unit; where the answer to that is lost, the act is in doubt."""
    try:
        await (await scope.get(UnitOfWork)).commit()
    except CommitInDoubt:
        act.in_doubt = True
        raise


class Recorder:
    """Writes records, audit events and outbox events into the unit of a scope."""

    def __init__(self, ids: Ids, digests: KeyedDigests) -> None:
        """Take what names and digests need."""
        self._ids = ids
        self._digests = digests

    def keeps(self, declaration: Declaration, act: Act, refusal: Refusal) -> bool:
        """Whether a refusal is recorded here.

        A dry run's is not, nor a replayed one, nor one that the ledger recorded itself, nor one
        that is about the form of the input.
        """
        if act.dry_run or refusal.replayed or refusal.recorded or not declaration.audited:
            return False
        return refusal.kind not in _NEVER_KEPT and not isinstance(
            refusal, (RequestInFlight, IdempotencyKeyReused)
        )

    async def claim(self, scope: Scope, act: Act, key: RequestKey) -> None:
        """Take the key for this unit."""
        record = IdempotencyRecord(
            key=key.key,
            digest=key.digest,
            outcome=Outcome.DONE,
            created_at=act.now,
            audit_event=act.audit_event,
        )
        await (await scope.get(IdempotencyRecords)).claim(record)
        act.claimed = True

    async def record(
        self, scope: Scope, act: Act, key: RequestKey | None, result: Identified
    ) -> None:
        """Write outcome, audit event and outbox events of a command that was done."""
        if key is not None:
            await (await scope.get(IdempotencyRecords)).settle(key.key, result.id)
        await self.audit(scope, act, Outcome.DONE, APPROVAL_WAIVED if act.waived else None)
        await self.tell(scope, act)

    async def tell(self, scope: Scope, act: Act) -> None:
        """Write the outbox events of what an act changed, after all else of its unit."""
        if act.change is not None and act.change.event is not None:
            await (await scope.get(Outbox)).add(*self._told(act, act.change, act.change.event))

    async def record_refusal(self, scope: Scope, act: Act, refusal: Refusal) -> None:
        """Write the key, where there is one, and the audit event of a refusal.

        Refuses with ``RequestInFlight`` where the act had claimed the key, let go of it when it was
        refused, and another request has done something under it since; and where what was approved
        has been done by another run meanwhile.
        """
        if act.key is not None and refusal.settles_key and refusal.kind not in _NEVER_KEPT:
            record = _refused(act, act.key, refusal)
            records = await scope.get(IdempotencyRecords)
            if act.approved:
                # Another run may post it at this moment; of two requests each has its own answer.
                await records.hold_up_postings()
            known = await records.find(record.key)
            if known is None:
                await records.claim(record)
            elif (act.claimed or act.approved) and not _is_like(known, record):
                raise RequestInFlight
        if act.key is not None or not refusal.leaves_traces:
            act.change = None  # it was rolled back
        await self.audit(scope, act, Outcome.REFUSED, refusal.code)

    async def record_waiting(self, scope: Scope, act: Act, waits: Refusal) -> None:
        """Take the key for what has to wait, and write its audit event and outbox events.

        Refuses with ``RequestInFlight`` where another request has the key.
        """
        if act.key is not None:
            await (await scope.get(IdempotencyRecords)).claim(_refused(act, act.key, waits))
        await self.audit(scope, act, Outcome.PENDING, waits.code)
        await self.tell(scope, act)

    async def audit(
        self, scope: Scope, act: Act, outcome: Outcome, code: str | None = None
    ) -> None:
        """Write the audit event of an act."""
        change = act.change
        event = AuditEvent(
            id=act.audit_event,
            at=act.now,
            actor_kind=act.actor.kind,
            actor=act.actor.pseudonym,
            session=act.actor.session,
            action=act.action,
            object_kind=change.object_kind if change else None,
            object_id=str(change.object_id) if change else None,
            outcome=outcome,
            code=code,
            request_id=act.request_id,
            trace_id=act.trace_id,
            before=self._state(change.before) if change else None,
            after=self._state(change.after) if change else None,
            approval=act.approved.id if act.approved else None,
            approved_by=act.approved.by if act.approved else (),
            intent=act.approved.intent if act.approved else None,
        )
        await (await scope.get(AuditTrail)).append(event)

    def _told(self, act: Act, change: Change, event: str) -> list[DomainEvent]:
        return [
            DomainEvent(
                id=self._ids.new(),
                type=event,
                at=act.now,
                subject=subject,
                ordering_key=str(subject),
                traceparent=act.traceparent,
            )
            for subject in change.subjects or (change.object_id,)
        ]

    def _state(self, state: str | None) -> str | None:
        return None if state is None else state_digest(self._digests, state)


def _refused(act: Act, key: RequestKey, refusal: Refusal) -> IdempotencyRecord:
    return IdempotencyRecord(
        key=key.key,
        digest=key.digest,
        outcome=Outcome.REFUSED,
        created_at=act.now,
        audit_event=act.audit_event,
        code=refusal.code,
        detail=refusal.detail,
        context=_plain(refusal.context),
    )


def _is_like(known: IdempotencyRecord, record: IdempotencyRecord) -> bool:
    return (known.digest, known.code) == (record.digest, record.code)


def _plain(context: dict[str, Any]) -> dict[str, Any]:
    return {
        name: str(value) if isinstance(value, UUID) else value for name, value in context.items()
    }
