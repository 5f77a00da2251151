"""One batch: load, screen, decide, record. Both ways into the ledger run this and nothing else."""

from collections.abc import Mapping, Sequence
from copy import copy
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import Posted, PostingJob, PostingOutcome, Refused
from bank.application.posting.journal import (
    Known,
    Loaded,
    PostingUnit,
    Recorded,
    Recording,
    Screening,
)
from bank.domain.audit import AuditEvent, Outcome
from bank.domain.identifiers import RowId, public_id
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.decision import LedgerHead, decide
from bank.domain.ledger.refusals import IdempotencyKeyReused
from bank.domain.ledger.requests import PostingRequest
from bank.domain.refusals import Refusal

JobOutcome = list[PostingOutcome] | Refusal


class BatchRunner:
    """Decides jobs in the order they came, over one locked state, and records what came of them."""

    def __init__(self, digests: KeyedDigests, screening: Screening, zone: tzinfo) -> None:
        """Take the bank's time zone, by which the booking date is told."""
        self._digests = digests
        self._screening = screening
        self._zone = zone

    async def run(
        self, unit: PostingUnit, jobs: Sequence[PostingJob], now: datetime
    ) -> list[JobOutcome]:
        """Give for each job its outcomes, or the one refusal of the whole job."""
        loaded = await unit.load(_keys(jobs), _rows(jobs))
        loaded.head.advance(now, self._zone)
        barred = await self._screening.screen([r for job in jobs for r in job.requests])
        recording = Recording()
        outcomes = [self._job(job, loaded, barred, recording) for job in jobs]
        if not recording.empty:
            await unit.record(loaded.head, recording)
        return outcomes

    def _job(
        self,
        job: PostingJob,
        loaded: Loaded,
        barred: Mapping[UUID, Refusal],
        recording: Recording,
    ) -> JobOutcome:
        if job.dry_run:
            return _Trial(loaded, barred).outcomes(job)
        if job.key is not None:
            known = loaded.known.get(job.key.key)
            if known is not None and known.digest != job.key.digest:
                return _reused()
            if known is not None and isinstance(known.outcome, Refused):
                return _again(known.outcome.refusal)
        entries_before = len(recording.entries)
        records_before = len(recording.records)
        outcomes = [self._request(r, job, loaded, barred, recording) for r in job.requests]
        fresh = len(recording.entries) > entries_before or len(recording.records) > records_before
        new_key = job.key is not None and job.key.key not in loaded.known
        if fresh or new_key:
            self._close(job, outcomes, loaded, recording)
        return outcomes

    def _request(
        self,
        request: PostingRequest,
        job: PostingJob,
        loaded: Loaded,
        barred: Mapping[UUID, Refusal],
        recording: Recording,
    ) -> PostingOutcome:
        known = loaded.known.get(request.key)
        if known is not None:
            return _replay(known, request, job)
        event = job.act.audit_event
        outcome = _decide(request, loaded.accounts, loaded.head, barred)
        if isinstance(outcome, Posted):
            recording.entries.append(Recorded(outcome.entry, request, event))
        else:
            refusal = outcome.refusal
            refusal.recorded = True
            recording.records.append(
                IdempotencyRecord(
                    key=request.key,
                    digest=request.digest,
                    outcome=Outcome.REFUSED,
                    created_at=loaded.head.last_recorded_at,
                    audit_event=event,
                    code=refusal.code,
                    detail=refusal.detail,
                    context=refusal.context,
                )
            )
        loaded.known[request.key] = Known(request.digest, event, outcome, decided_here=True)
        return outcome

    def _close(
        self,
        job: PostingJob,
        outcomes: Sequence[PostingOutcome],
        loaded: Loaded,
        recording: Recording,
    ) -> None:
        """Write what the job as a whole leaves: its audit event and, where it has one, its key."""
        at = loaded.head.last_recorded_at
        recording.events.append(self._event(job, outcomes, at))
        if job.key is not None and job.key.key not in loaded.known:
            recording.records.append(
                IdempotencyRecord(
                    key=job.key.key,
                    digest=job.key.digest,
                    outcome=Outcome.DONE,
                    created_at=at,
                    audit_event=job.act.audit_event,
                    object_id=job.bulk,
                )
            )
            loaded.known[job.key.key] = Known(job.key.digest, job.act.audit_event, None)

    def _event(
        self, job: PostingJob, outcomes: Sequence[PostingOutcome], at: datetime
    ) -> AuditEvent:
        act = job.act
        about: dict[str, Any]
        if job.bulk is not None:
            digest = self._digests.digest("bulk-outcomes", *[_outcome_text(o) for o in outcomes])
            about = {"object_kind": "bulk", "object_id": str(job.bulk), "after": digest.hex()}
            outcome, code = Outcome.DONE, None
        else:
            outcome, code, about = _about(outcomes[0])
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
            **{"object_kind": None, "object_id": None} | about,
        )


class _Trial:
    """A dry run: decides over copies, so that nothing is left behind."""

    def __init__(self, loaded: Loaded, barred: Mapping[UUID, Refusal]) -> None:
        self._accounts: dict[RowId, LedgerAccount] = {}
        self._loaded = loaded
        self._barred = barred
        self._head = copy(loaded.head)

    def outcomes(self, job: PostingJob) -> list[PostingOutcome]:
        rows = {leg.account for request in job.requests for leg in request.legs}
        self._accounts = {
            row: copy(account)
            for row in rows
            if (account := self._loaded.accounts.get(row)) is not None
        }
        return [_decide(r, self._accounts, self._head, self._barred) for r in job.requests]


def _decide(
    request: PostingRequest,
    accounts: Mapping[RowId, LedgerAccount],
    head: LedgerHead,
    barred: Mapping[UUID, Refusal],
) -> PostingOutcome:
    if barred and request.key in barred:
        return Refused(barred[request.key])
    try:
        entry = decide(request, accounts, head)
    except Refusal as refusal:
        return Refused(refusal.with_traceback(None))
    public = request.key if request.key_is_id else public_id(entry.recorded_at, entry.row)
    return Posted(public, entry)


def _replay(known: Known, request: PostingRequest, job: PostingJob) -> PostingOutcome:
    if known.digest != request.digest or known.outcome is None:
        return Refused(_reused())
    if known.audit_event == job.act.audit_event and not known.decided_here:
        # This very job, found again after its commit's answer was lost.
        return known.outcome
    if isinstance(known.outcome, Refused):
        return Refused(_again(known.outcome.refusal), replayed=True)
    return known.outcome._replace(replayed=True)


def _reused() -> Refusal:
    return _again(IdempotencyKeyReused())


def _again(refusal: Refusal) -> Refusal:
    """Give a refusal as one that nobody needs to record any more."""
    refusal = copy(refusal)
    refusal.replayed = True
    return refusal


def _about(outcome: PostingOutcome) -> tuple[Outcome, str | None, dict[str, Any]]:
    if isinstance(outcome, Refused):
        return Outcome.REFUSED, outcome.refusal.code, {}
    return Outcome.DONE, None, {"object_kind": "entry", "object_id": str(outcome.id)}


def _outcome_text(outcome: PostingOutcome) -> str:
    return outcome.id.hex if isinstance(outcome, Posted) else outcome.refusal.code


def _keys(jobs: Sequence[PostingJob]) -> list[UUID]:
    keys = [request.key for job in jobs if not job.dry_run for request in job.requests]
    keys += [job.key.key for job in jobs if job.key is not None and not job.dry_run]
    return keys


def _rows(jobs: Sequence[PostingJob]) -> list[RowId]:
    return sorted({leg.account for job in jobs for r in job.requests for leg in r.legs})
