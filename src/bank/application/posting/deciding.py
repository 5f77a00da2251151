"""How the requests of a job are decided: each alone, or all or none; in earnest, or only tried."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bank.application.ports.ledger import (
    DayClosed,
    Held,
    LedgerOutcome,
    Posted,
    PostingJob,
    Refused,
)
from bank.application.posting.known import Known, again
from bank.domain.identifiers import RowId, public_id
from bank.domain.ledger.decision import decide
from bank.domain.ledger.entries import JournalEntry
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.refusals import IdempotencyKeyReused, LinkedRequestRefused
from bank.domain.ledger.requests import (
    DayClosing,
    HoldRequest,
    LedgerRequest,
    PostingRequest,
    ReleaseRequest,
)
from bank.domain.ledger.state import LedgerState
from bank.domain.refusals import Refusal

Decision = tuple[LedgerRequest, LedgerOutcome, bool]
"""A request, its outcome, and whether that is new."""


@dataclass(slots=True)
class Deciding:
    """One batch's decisions: the state that they move, what is known, and who is barred.

    ``known`` is what was known before, and the keys of this batch's jobs; ``decided`` what this
    batch made of the requests of a key, by the number that the key is: unlike a UUID it is looked
    up without a call, and this runs several times a transfer.
    """

    state: LedgerState
    known: dict[UUID, Known]
    barred: Mapping[UUID, Refusal]
    decided: dict[int, Decision] = field(default_factory=dict)

    def job(self, job: PostingJob) -> Sequence[Decision]:
        """Decide a job's requests in their order; an atomic job moves the state whole or not."""
        if job.dry_run:
            stand = {key: self.standing(key) for key in chosen_ids(job)}
            known = {key: known for key, known in stand.items() if known is not None}
            return Deciding(self.state.aside(accounts_of(job)), known, self.barred).in_earnest(job)
        return self.in_earnest(job)

    def standing(self, key: UUID) -> Known | None:
        """Give what a key stands for by now."""
        decision = self.decided.get(key.int)
        if decision is None:
            return self.known.get(key)
        request, outcome, _ = decision
        return Known(request.digest, None, outcome)

    def in_earnest(self, job: PostingJob) -> Sequence[Decision]:
        """Decide over this state."""
        if not job.atomic:
            return [self._request(request, job, self.state) for request in job.requests]
        tried = self.state.aside(accounts_of(job))
        decisions = [self._request(request, job, tried) for request in job.requests]
        refused = any(isinstance(outcome, Refused) for _, outcome, _ in decisions)
        if not refused and not job.spoilt:
            self.state.take(tried)
            return decisions
        return [self._undone(decision, job) for decision in decisions]

    def _request(self, request: LedgerRequest, job: PostingJob, state: LedgerState) -> Decision:
        key = request.key
        number = key.int
        if number in self.decided or (self.known and key in self.known):
            return request, self._replay(request, job), False
        outcome = _outcome(request, state, self.barred, job.act.audit_event)
        decision = self.decided[number] = (request, outcome, True)
        return decision

    def _undone(self, decision: Decision, job: PostingJob) -> Decision:
        """Refuse what would have been posted with another that was refused."""
        request, outcome, new = decision
        if not new:
            # What it repeats may be of this very job, and so not posted either.
            return request, self._replay(request, job), False
        if isinstance(outcome, Refused):
            return decision
        undone = self.decided[request.key.int] = (
            request,
            Refused(LinkedRequestRefused()),
            True,
        )
        return undone

    def _replay(self, request: LedgerRequest, job: PostingJob) -> LedgerOutcome:
        known = self.standing(request.key)
        if known is None or known.digest != request.digest or known.outcome is None:
            return Refused(reused())
        if known.audit_event == job.act.audit_event:
            # This very job, found again after its commit's answer was lost.
            return known.outcome
        if isinstance(known.outcome, Refused):
            return Refused(again(known.outcome.refusal), replayed=True)
        return known.outcome._replace(replayed=True)


def accounts_of(job: PostingJob) -> list[RowId]:
    """Give the rows of the accounts that a job is about, some of them more than once."""
    rows = [*job.touches]
    for request in job.requests:
        if isinstance(request, PostingRequest):
            rows += [leg.account for leg in request.legs]
        elif isinstance(request, HoldRequest):
            rows.append(request.leg.account)
        elif isinstance(request, ReleaseRequest):
            rows.append(request.hold.account)
    return rows


def chosen_ids(job: PostingJob) -> Iterator[UUID]:
    """Give the ids that clients chose in a job: what stands under them, a dry run tells as well."""
    for request in job.requests:
        if isinstance(request, PostingRequest) and request.key_is_id:
            yield request.key


def closes_day(job: PostingJob) -> bool:
    """Whether a job closes the business day: that comes before all else in its batch."""
    return len(job.requests) == 1 and isinstance(job.requests[0], DayClosing)


def reused() -> Refusal:
    """Give the refusal of a key that stands for another request."""
    return again(IdempotencyKeyReused())


def _outcome(
    request: LedgerRequest, state: LedgerState, barred: Mapping[UUID, Refusal], audit_event: UUID
) -> LedgerOutcome:
    if barred and request.key in barred:
        return Refused(barred[request.key])
    try:
        decided = decide(request, state, audit_event)
    except Refusal as refusal:
        return Refused(refusal.with_traceback(None))
    if isinstance(decided, JournalEntry):
        chosen = isinstance(request, PostingRequest) and request.key_is_id
        public = request.key if chosen else public_id(decided.recorded_at, decided.row)
        return tuple.__new__(Posted, (public, decided, False))
    if isinstance(decided, Hold):
        account = state.accounts[decided.account]
        return Held(decided, account.shown_minor, account.available_minor or 0)
    return DayClosed(audit_event, decided)
