"""Faults planted in the ledger, each named for what goes wrong; whoever looks must find it.

The machine of this folder and the simulation in `tests/simulation` are both held to it.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest

from bank.application.ports.ledger import PostingJob
from bank.application.posting.batch import BatchRunner, JobOutcome
from bank.application.posting.deciding import Deciding, Decision
from bank.application.posting.journal import Loaded, PostingUnit, Wanted
from bank.domain.identifiers import RowId
from bank.domain.ledger import accounts, decision, limits
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.days import ClosedDay, LedgerHead
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.limits import LimitKind
from bank.domain.ledger.requests import LedgerRequest, PostingRequest
from bank.domain.ledger.state import LedgerState
from bank.infrastructure.in_memory.journal import InMemoryPostingUnit
from bank.infrastructure.in_memory.rows import LedgerRow

Patch = pytest.MonkeyPatch
Plant = Callable[[Patch], None]


def _holds_do_not_count(patch: Patch) -> None:
    whole = LedgerAccount.refuse_unless_covered

    def faulty(account: LedgerAccount, amount_minor: int) -> None:
        held, account.held_minor = account.held_minor, 0
        try:
            whole(account, amount_minor)
        finally:
            account.held_minor = held

    patch.setattr(LedgerAccount, "refuse_unless_covered", faulty)


def _holds_expire_a_moment_late(patch: Patch) -> None:
    whole = LedgerState.expire

    def faulty(
        state: LedgerState, account: LedgerAccount, active: Sequence[Hold], at: datetime
    ) -> list[Hold]:
        return whole(state, account, active, at - timedelta(microseconds=1))

    patch.setattr(LedgerState, "expire", faulty)


def _limits_refuse_what_just_fits(patch: Patch) -> None:
    whole = limits._refuse

    def faulty(
        kind: LimitKind, limit: int | None, used: int, amount_minor: int, *rest: Any
    ) -> None:
        whole(kind, None if limit is None else limit - 1, used, amount_minor, *rest)

    patch.setattr(limits, "_refuse", faulty)


def _holds_do_not_count_against_limits(patch: Patch) -> None:
    whole = limits.Limits.refuse_out

    def faulty(terms: limits.Limits, amount: int, turnover: Any, held: int, *rest: Any) -> None:
        whole(terms, amount, turnover, 0, *rest)

    patch.setattr(limits.Limits, "refuse_out", faulty)


def _turnover_never_begins_anew(patch: Patch) -> None:
    patch.setattr(accounts, "_same_month", lambda _one, _other: True)


def _a_replay_is_decided_again(patch: Patch) -> None:
    whole, numbers = Deciding._request, count(1)

    def faulty(
        deciding: Deciding, request: LedgerRequest, job: PostingJob, state: LedgerState
    ) -> Decision:
        known = deciding.known.get(request.key)
        if known is not None and known.digest == request.digest:
            request = request._replace(key=UUID(int=next(numbers)))
        return whole(deciding, request, job, state)

    patch.setattr(Deciding, "_request", faulty)


def _a_key_answers_another_body(patch: Patch) -> None:
    whole = Deciding._request

    def faulty(
        deciding: Deciding, request: LedgerRequest, job: PostingJob, state: LedgerState
    ) -> Decision:
        known = deciding.known.get(request.key)
        if known is not None:
            request = request._replace(digest=known.digest)
        return whole(deciding, request, job, state)

    patch.setattr(Deciding, "_request", faulty)


def _a_capture_leaves_the_money_held(patch: Patch) -> None:
    whole = LedgerState.change

    def faulty(state: LedgerState, hold: Hold) -> None:
        before, account = state.holds.get(hold.row), state.accounts[hold.account]
        held = account.held_minor
        whole(state, hold)
        if before is not None and hold.captured_minor != before.captured_minor:
            account.held_minor = held

    patch.setattr(LedgerState, "change", faulty)


def _more_is_captured_than_is_held(patch: Patch) -> None:
    patch.setattr(Hold, "refuse_beyond", lambda _hold, _amount_minor: None)


def _an_entry_is_reversed_twice(patch: Patch) -> None:
    whole = InMemoryPostingUnit.load

    async def faulty(unit: InMemoryPostingUnit, wanted: Wanted, now: datetime) -> Loaded:
        loaded = await whole(unit, wanted, now)
        loaded.reversed.clear()
        return loaded

    patch.setattr(InMemoryPostingUnit, "load", faulty)


def _the_day_stays_open_after_its_close(patch: Patch) -> None:
    whole = LedgerHead.close

    def faulty(head: LedgerHead, *given: Any) -> ClosedDay:
        closed = whole(head, *given)
        head.booking_date = closed.day
        return closed

    patch.setattr(LedgerHead, "close", faulty)


def _a_close_forgets_the_last_entry(patch: Patch) -> None:
    whole = LedgerHead._close

    def faulty(head: LedgerHead) -> ClosedDay:
        closed = whole(head)
        return closed._replace(last_entry=RowId(closed.last_entry - 1))

    patch.setattr(LedgerHead, "_close", faulty)


def _what_is_held_is_not_recorded(patch: Patch) -> None:
    whole = LedgerRow.moved

    def faulty(row: LedgerRow, account: LedgerAccount) -> LedgerRow:
        return replace(whole(row, account), held_minor=row.held_minor)

    patch.setattr(LedgerRow, "moved", faulty)


def _an_atomic_bulk_is_posted_in_part(patch: Patch) -> None:
    whole = Deciding.in_earnest

    def faulty(deciding: Deciding, job: PostingJob) -> Sequence[Decision]:
        return whole(deciding, replace(job, atomic=False))

    patch.setattr(Deciding, "in_earnest", faulty)


def _a_dry_run_is_wet(patch: Patch) -> None:
    whole = BatchRunner.run

    async def faulty(
        runner: BatchRunner,
        unit: PostingUnit,
        jobs: Sequence[PostingJob],
        now: datetime,
        *,
        guessing: bool = False,
    ) -> list[JobOutcome]:
        wet = [replace(job, dry_run=False) for job in jobs]
        return await whole(runner, unit, wet, now, guessing=guessing)

    patch.setattr(BatchRunner, "run", faulty)


def _value_dates_are_forgotten(patch: Patch) -> None:
    whole = decision._value_date

    def faulty(request: PostingRequest, booking_date: Any) -> Any:
        whole(request, booking_date)
        return booking_date

    patch.setattr(decision, "_value_date", faulty)


FAULTS: tuple[Plant, ...] = (
    _holds_do_not_count,
    _holds_expire_a_moment_late,
    _limits_refuse_what_just_fits,
    _holds_do_not_count_against_limits,
    _turnover_never_begins_anew,
    _a_replay_is_decided_again,
    _a_key_answers_another_body,
    _a_capture_leaves_the_money_held,
    _more_is_captured_than_is_held,
    _an_entry_is_reversed_twice,
    _the_day_stays_open_after_its_close,
    _a_close_forgets_the_last_entry,
    _what_is_held_is_not_recorded,
    _an_atomic_bulk_is_posted_in_part,
    _a_dry_run_is_wet,
    _value_dates_are_forgotten,
)
