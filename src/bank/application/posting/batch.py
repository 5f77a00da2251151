"""One batch: load, screen, decide, record. Both ways into the ledger run this and nothing else."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from uuid import UUID

from bank.application.ports.ledger import (
    DayClosed,
    Held,
    LedgerOutcome,
    Posted,
    PostingJob,
    Refused,
)
from bank.application.ports.unit_of_work import TransientFault
from bank.application.posting.deciding import (
    Deciding,
    Decision,
    accounts_of,
    chosen_ids,
    closes_day,
    reused,
)
from bank.application.posting.journal import (
    Closing,
    Loaded,
    PostingUnit,
    Recorded,
    Recording,
    Screening,
    Wanted,
)
from bank.application.posting.known import Known, again
from bank.application.posting.leaving import Traces, about_day, audit_event
from bank.domain.audit import Outcome
from bank.domain.identifiers import RowId
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.limits import Terms, in_force
from bank.domain.ledger.requests import HoldRequest, PostingRequest, ReleaseRequest
from bank.domain.ledger.state import LedgerState
from bank.domain.refusals import Refusal

JobOutcome = list[LedgerOutcome] | Refusal
GUESS_FROM = 500
"""From how many requests in a job on its keys are taken for new, at first."""


class BatchRunner:
    """Decides jobs in the order they came, over one locked state, and records what came of them.

    Before them comes what time alone has brought about: days that ended, holds that expired. Then,
    whenever they came, jobs that close the business day.
    """

    def __init__(
        self,
        traces: Traces,
        screening: Screening,
        zone: tzinfo,
        *,
        closes_by_calendar: bool = True,
        guess_from: int = GUESS_FROM,
    ) -> None:
        """Take the bank's time zone, and whether its business days end with the calendar's.

        Of jobs of ``guess_from`` requests and more the keys are taken for new on the first attempt.
        """
        self._traces = traces
        self._screening = screening
        self._zone = zone
        self._by_calendar = closes_by_calendar
        self._guess_from = guess_from

    async def run(
        self,
        unit: PostingUnit,
        jobs: Sequence[PostingJob],
        now: datetime,
        *,
        guessing: bool = False,
    ) -> list[JobOutcome]:
        """Give for each job its outcomes, or the one refusal of the whole job.

        Nearly every key of a bulk is new, and to look up thousands costs as much as to write them.
        ``guessing`` therefore takes them for new: the books refuse a second entry under a key, and
        before a refusal is kept it is asked whether the same was posted before. A wrong guess
        raises ``TransientFault``; whoever repeats the batch then guesses no more.
        """
        wanted = _wanted(jobs, guess_from=self._guess_from if guessing else None)
        loaded = await unit.load(wanted, now)
        recording = Recording()
        state = LedgerState(
            loaded.head, loaded.accounts, self._zone, dict(loaded.holds), loaded.reversed
        )
        self._let_time_pass(state, loaded, recording, now)
        _agree_terms(loaded, state.head)
        barred = await self._screening.screen([r for job in jobs for r in job.requests])
        deciding = Deciding(state, loaded.known, barred)
        outcomes: dict[int, JobOutcome] = {}
        for number in sorted(range(len(jobs)), key=lambda n: not closes_day(jobs[n])):
            outcomes[number] = self._job(jobs[number], deciding, recording)
        await _refuse_wrong_guesses(unit, [*wanted.taken_for_new, *loaded.taken_for_new], deciding)
        recording.holds = {
            row: hold for row, hold in state.holds.items() if hold is not loaded.holds.get(row)
        }
        if not recording.empty and not all(job.dry_run for job in jobs):
            await unit.record(state.head, recording)
        return [outcomes[number] for number in range(len(jobs))]

    def _let_time_pass(
        self, state: LedgerState, loaded: Loaded, recording: Recording, now: datetime
    ) -> None:
        for day in state.head.advance(now, self._zone, by_calendar=self._by_calendar):
            act = self._traces.act_of_itself("business_day.close")
            recording.closings.append(Closing(day, act.audit_event))
            recording.events.append(
                audit_event(act, day.closed_at, Outcome.DONE, None, about_day(day))
            )
            recording.messages.append(self._traces.day_closed(day, act))
        at = state.head.last_recorded_at
        for row, active in loaded.due.items():
            loaded.holds |= {hold.row: hold for hold in active}
            for hold in state.expire(state.accounts[row], active, at):
                self._expired(hold, recording, at)

    def _expired(self, hold: Hold, recording: Recording, at: datetime) -> None:
        act = self._traces.act_of_itself("hold.expire")
        about = {"object_kind": "hold", "object_id": str(hold.id)}
        recording.events.append(audit_event(act, at, Outcome.DONE, None, about))
        recording.messages.append(self._traces.hold("expired", hold, act, at))

    def _job(self, job: PostingJob, deciding: Deciding, recording: Recording) -> JobOutcome:
        if not job.dry_run and job.key is not None:
            known = deciding.standing(job.key.key)
            if known is not None and known.digest != job.key.digest:
                return reused()
            if known is not None and isinstance(known.outcome, Refused):
                return again(known.outcome.refusal)
        decisions = deciding.job(job)
        outcomes = [outcome for _, outcome, _ in decisions]
        if job.dry_run:
            return outcomes
        any_new = self._keep(job, decisions, deciding, recording)
        if any_new or (job.key is not None and deciding.standing(job.key.key) is None):
            self._close(job, outcomes, deciding, recording)
        return outcomes

    def _keep(
        self,
        job: PostingJob,
        decisions: Sequence[Decision],
        deciding: Deciding,
        recording: Recording,
    ) -> bool:
        """Write what each new outcome leaves, and say whether there is one."""
        event, at = job.act.audit_event, deciding.state.head.last_recorded_at
        any_new = False
        for request, outcome, new in decisions:
            if not new:
                continue
            any_new = True
            if isinstance(outcome, Posted):
                assert isinstance(request, PostingRequest)  # noqa: S101 - what else is posted
                recording.entries.append(tuple.__new__(Recorded, (outcome.entry, request, event)))
                if request.captures is not None:
                    hold = deciding.state.holds[request.captures.hold.row]
                    recording.messages.append(self._traces.hold("captured", hold, job.act, at))
                continue
            if isinstance(outcome, Refused):
                outcome.refusal.recorded = True
            elif isinstance(outcome, Held):
                what = "released"
                if isinstance(request, HoldRequest):
                    what = "placed"
                    recording.placed[outcome.hold.row] = request.reference
                recording.messages.append(self._traces.hold(what, outcome.hold, job.act, at))
            elif isinstance(outcome, DayClosed):
                recording.closings.append(Closing(outcome.day, event))
                recording.messages.append(self._traces.day_closed(outcome.day, job.act))
            recording.records.append(self._traces.record(request, outcome, job.act, at))
        return any_new

    def _close(
        self,
        job: PostingJob,
        outcomes: Sequence[LedgerOutcome],
        deciding: Deciding,
        recording: Recording,
    ) -> None:
        """Write what the job as a whole leaves: its audit event and, where it has one, its key."""
        at, key = deciding.state.head.last_recorded_at, job.key
        recording.events.append(self._traces.of_job(job, outcomes, at))
        if key is not None and deciding.standing(key.key) is None:
            recording.records.append(self._traces.key_of_job(job, key, at))
            deciding.known[key.key] = Known(key.digest, job.act.audit_event, None)


def _agree_terms(loaded: Loaded, head: LedgerHead) -> None:
    """Give each account the limits that are in force for it at the moment of the batch."""
    of_products, of_accounts = loaded.rules
    if not of_products and not of_accounts:
        return
    shared: dict[tuple[str, str], Terms] = {}
    for row, account in loaded.accounts.items():
        if account.product is None:
            continue
        place = (account.product, account.currency)
        own = of_accounts.get(row, ())
        if own:
            terms = in_force(of_products.get(place, ()), own, head.last_recorded_at)
        else:
            if place not in shared:
                rules = of_products.get(place, ())
                shared[place] = in_force(rules, (), head.last_recorded_at)
            terms = shared[place]
        account.limits = terms.limits
        if terms.overdraft_minor is not None:
            account.overdraft_minor = terms.overdraft_minor


async def _refuse_wrong_guesses(
    unit: PostingUnit, taken_for_new: Sequence[UUID], deciding: Deciding
) -> None:
    """Raise ``TransientFault`` if what is now refused was posted before."""
    if not taken_for_new:
        return
    refused = {
        request.key
        for request, outcome, _ in deciding.decided.values()
        if isinstance(outcome, Refused)
    }
    refused &= {*taken_for_new}
    if refused and await unit.entries_under(refused):
        message = "a key that was taken for new stands for an entry"
        raise TransientFault(message)


def _wanted(jobs: Sequence[PostingJob], *, guess_from: int | None) -> Wanted:
    keys: list[UUID] = []
    new: list[UUID] = []
    rows: set[RowId] = set()
    holds: list[RowId] = []
    reversed_: list[RowId] = []
    for job in jobs:
        guessed = guess_from is not None and len(job.requests) >= guess_from and not job.dry_run
        of_requests = [request.key for request in job.requests]
        (new if guessed else keys).extend(chosen_ids(job) if job.dry_run else of_requests)
        if job.key is not None and not job.dry_run:
            keys.append(job.key.key)
        rows.update(accounts_of(job))
        for request in job.requests:
            if isinstance(request, PostingRequest):
                if request.captures is not None:
                    holds.append(request.captures.hold.row)
                if request.reverses is not None:
                    reversed_.append(request.reverses.entry)
            elif isinstance(request, ReleaseRequest):
                holds.append(request.hold.row)
    # A dry run writes nothing, and so cannot prove what was recalled.
    may_recall = guess_from is not None and not any(job.dry_run for job in jobs)
    return Wanted(keys, sorted(rows), holds, reversed_, new, may_recall)
