"""Faults planted in what is recorded and found again: batches, keys, locks, commits."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from tests.properties.planted_faults import Patch, Plant

from bank.application.pipeline.act import Act
from bank.application.pipeline.recording import Recorder
from bank.application.pipeline.scopes import Scope
from bank.application.ports.idempotency import IdempotencyRecord, RequestInFlight
from bank.application.ports.unit_of_work import DatabaseUnavailable
from bank.application.posting import batch
from bank.application.posting.journal import (
    Closing,
    CommitUnknown,
    LimitRules,
    Loaded,
    Recorded,
    Recording,
    Wanted,
)
from bank.application.posting.queue import PostingQueue
from bank.domain.audit import Outcome
from bank.domain.ledger.days import LedgerHead
from bank.domain.refusals import Refusal
from bank.infrastructure.in_memory.journal import InMemoryPostingUnit
from bank.infrastructure.in_memory.records import InMemoryIdempotencyRecords
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


def _loads(patch: Patch, change: Callable[[Loaded], object]) -> None:
    whole = InMemoryPostingUnit.load

    async def faulty(unit: InMemoryPostingUnit, wanted: Wanted, now: datetime) -> Loaded:
        loaded = await whole(unit, wanted, now)
        change(loaded)
        return loaded

    patch.setattr(InMemoryPostingUnit, "load", faulty)


def _records(patch: Patch, change: Callable[[Recording], Recording]) -> None:
    whole = InMemoryPostingUnit.record

    async def faulty(unit: InMemoryPostingUnit, head: LedgerHead, recording: Recording) -> None:
        await whole(unit, head, change(recording))

    patch.setattr(InMemoryPostingUnit, "record", faulty)


def _limits_are_not_loaded(patch: Patch) -> None:
    _loads(patch, lambda loaded: setattr(loaded, "rules", LimitRules({}, {})))


def _limits_of_products_are_not_loaded(patch: Patch) -> None:
    _loads(
        patch,
        lambda loaded: setattr(loaded, "rules", loaded.rules._replace(of_products={})),
    )


def _limits_of_accounts_are_not_loaded(patch: Patch) -> None:
    _loads(
        patch,
        lambda loaded: setattr(loaded, "rules", loaded.rules._replace(of_accounts={})),
    )


def _a_key_is_not_looked_up(patch: Patch) -> None:
    """Nor does a constraint stand in the way of its second use."""
    _loads(patch, lambda loaded: loaded.known.clear())
    whole = InMemoryPostingUnit.record

    async def faulty(unit: InMemoryPostingUnit, head: LedgerHead, recording: Recording) -> None:
        for recorded in recording.entries:
            unit._tables.entry_keys.pop(recorded.request.key, None)
        for record in recording.records:
            unit._tables.records.pop(record.key, None)
        await whole(unit, head, recording)

    patch.setattr(InMemoryPostingUnit, "record", faulty)


def _a_batch_is_recorded_in_part(patch: Patch) -> None:
    _records(
        patch, lambda r: replace(r, entries=r.entries[:-1] if len(r.entries) > 1 else r.entries)
    )


def _a_refusal_is_not_recorded(patch: Patch) -> None:
    _records(
        patch,
        lambda r: replace(
            r, records=[each for each in r.records if each.outcome is not Outcome.REFUSED]
        ),
    )


def _the_key_of_a_bulk_is_not_recorded(patch: Patch) -> None:
    _records(
        patch,
        lambda r: replace(
            r,
            records=[each for each in r.records if each.code or each.context],
        ),
    )


def _a_capture_does_not_reach_its_hold(patch: Patch) -> None:
    _records(patch, lambda r: replace(r, holds={n: h for n, h in r.holds.items() if n in r.placed}))


def _a_reversal_is_not_linked(patch: Patch) -> None:
    _records(
        patch,
        lambda r: replace(
            r,
            entries=[
                each._replace(request=each.request._replace(reverses=None)) for each in r.entries
            ],
        ),
    )


def _nothing_is_audited(patch: Patch) -> None:
    _records(patch, lambda r: replace(r, events=[]))


def _a_closed_day_is_frozen_without_its_totals(patch: Patch) -> None:
    def faulty(unit: InMemoryPostingUnit, closing: Closing) -> None:
        unit._tables.closed_days[closing.day.day] = closing

    patch.setattr(InMemoryPostingUnit, "_close", faulty)


def _a_frozen_total_moves_on(patch: Patch) -> None:
    whole = InMemoryPostingUnit.record

    async def faulty(unit: InMemoryPostingUnit, head: LedgerHead, recording: Recording) -> None:
        await whole(unit, head, recording)
        day = max(unit._tables.closed_days, default=None)
        for recorded in recording.entries:
            for posting in recorded.entry.postings:
                place = (day, unit._tables.ledger_accounts[posting.account].gl_code)
                frozen = (*place, posting.currency)
                if day is not None and frozen in unit._tables.day_totals:
                    total = unit._tables.day_totals[(day, place[1], posting.currency)]
                    unit._tables.day_totals[day, place[1], posting.currency] = (
                        total + posting.amount_minor
                    )

    patch.setattr(InMemoryPostingUnit, "record", faulty)


def _the_head_is_not_locked(patch: Patch) -> None:
    whole = InMemoryUnitOfWork.lock

    async def faulty(unit: InMemoryUnitOfWork, *thing: Hashable) -> None:
        if thing != ("head",):
            await whole(unit, *thing)

    patch.setattr(InMemoryUnitOfWork, "lock", faulty)


def _nothing_is_locked(patch: Patch) -> None:
    async def faulty(_unit: InMemoryUnitOfWork, *_thing: Hashable) -> None:
        return

    patch.setattr(InMemoryUnitOfWork, "lock", faulty)


def _what_failed_is_kept(patch: Patch) -> None:
    whole = InMemoryUnitOfWork.roll_back

    def faulty(unit: InMemoryUnitOfWork) -> None:
        for rows in unit.tables.rows():
            rows.publish()
        whole(unit)

    patch.setattr(InMemoryUnitOfWork, "roll_back", faulty)


def _a_lost_commit_is_taken_for_undone(patch: Patch) -> None:
    whole: Any = PostingQueue._attempt

    async def faulty(queue: PostingQueue, jobs: Any, **given: Any) -> Any:
        try:
            return await whole(queue, jobs, **given)
        except CommitUnknown:
            raise DatabaseUnavailable from None

    patch.setattr(PostingQueue, "_attempt", faulty)


def _the_key_of_a_change_is_not_looked_up(patch: Patch) -> None:
    async def find(_records_: InMemoryIdempotencyRecords, _key: UUID) -> None:
        return None

    async def claim(records: InMemoryIdempotencyRecords, record: IdempotencyRecord) -> None:
        records._rows[record.key] = record

    patch.setattr(InMemoryIdempotencyRecords, "find", find)
    patch.setattr(InMemoryIdempotencyRecords, "claim", claim)


def _a_wrong_guess_is_kept_as_a_refusal(patch: Patch) -> None:
    """What was posted before, and taken for new, is refused the second time."""

    async def faulty(*_given: object) -> None:
        return None

    patch.setattr(batch, "_refuse_wrong_guesses", faulty)


def _a_guessed_key_is_written_twice(patch: Patch) -> None:
    """No constraint stands in the way of a second entry under one key."""
    whole = InMemoryPostingUnit._enter

    def faulty(unit: InMemoryPostingUnit, recorded: Recorded) -> None:
        unit._tables.entry_keys.pop(recorded.request.key, None)
        whole(unit, recorded)

    patch.setattr(InMemoryPostingUnit, "_enter", faulty)


def _a_refused_change_is_not_recorded(patch: Patch) -> None:
    patch.setattr(Recorder, "keeps", lambda *_given: False)


def _a_no_stands_beside_a_yes(patch: Patch) -> None:
    """What another request did under the key in the meantime is passed over."""
    keep = Recorder.record_refusal

    async def faulty(recorder: Recorder, scope: Scope, act: Act, refusal: Refusal) -> None:
        try:
            await keep(recorder, scope, act, refusal)
        except RequestInFlight:
            await recorder.audit(scope, act, Outcome.REFUSED, refusal.code)

    patch.setattr(Recorder, "record_refusal", faulty)


RECORDS: tuple[Plant, ...] = (
    _limits_are_not_loaded,
    _limits_of_products_are_not_loaded,
    _limits_of_accounts_are_not_loaded,
    _a_key_is_not_looked_up,
    _a_batch_is_recorded_in_part,
    _a_refusal_is_not_recorded,
    _the_key_of_a_bulk_is_not_recorded,
    _a_capture_does_not_reach_its_hold,
    _a_reversal_is_not_linked,
    _nothing_is_audited,
    _a_closed_day_is_frozen_without_its_totals,
    _a_frozen_total_moves_on,
    _the_head_is_not_locked,
    _nothing_is_locked,
    _what_failed_is_kept,
    _a_lost_commit_is_taken_for_undone,
    _the_key_of_a_change_is_not_looked_up,
    _a_wrong_guess_is_kept_as_a_refusal,
    _a_guessed_key_is_written_twice,
    _a_refused_change_is_not_recorded,
    _a_no_stands_beside_a_yes,
)
