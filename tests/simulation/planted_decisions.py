"""Faults planted in what the ledger decides."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from tests.properties.planted_faults import Patch, Plant

from bank.application.ports.ledger import PostingJob
from bank.application.posting.deciding import Deciding, Decision
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger import decision, limits, straight
from bank.domain.ledger.about import refuse_about
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.days import BusinessDayNotBegun, ClosedDay, LedgerHead
from bank.domain.ledger.entries import Posting
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.domain.ledger.limits import LimitKind, LimitRule, Turnover
from bank.domain.ledger.refusals import AccountBlocked, ValueDateInFuture
from bank.domain.ledger.requests import PostingRequest
from bank.domain.ledger.state import LedgerState
from bank.domain.rounding import times_rounded_down

Newest = Callable[[Iterable[LimitRule], datetime], dict[LimitKind, int | None]]


def _straight(patch: Patch, change: Callable[[LedgerAccount, int, int], bool]) -> None:
    """Let the straight way ask something else of an account."""
    patch.setattr(straight, "_unhindered", change)


def _a_plain_transfer_needs_no_cover(patch: Patch) -> None:
    whole = straight._unhindered
    _straight(patch, lambda account, amount, _out: whole(account, amount, 0))


def _a_plain_transfer_passes_limits(patch: Patch) -> None:
    whole = straight._unhindered
    _straight(
        patch,
        lambda account, amount, out: whole(replace(account, limits=None), amount, out),
    )


def _a_plain_transfer_passes_blocks(patch: Patch) -> None:
    whole = straight._unhindered
    _straight(patch, lambda account, amount, out: whole(replace(account, blocked=0), amount, out))


def _one_more_than_available_goes_out(patch: Patch) -> None:
    whole = LedgerAccount.refuse_unless_covered
    patch.setattr(LedgerAccount, "refuse_unless_covered", lambda a, n: whole(a, n - (n > 0)))


def _all_that_is_available_does_not_go_out(patch: Patch) -> None:
    whole = LedgerAccount.refuse_unless_covered
    patch.setattr(LedgerAccount, "refuse_unless_covered", lambda a, n: whole(a, n + (n > 0)))


def _a_posting_leaves_the_turnover(patch: Patch) -> None:
    whole = LedgerAccount.post

    def faulty(account: LedgerAccount, amount_minor: int, day: date) -> Posting:
        debits_minor = account.debits_minor
        posting = whole(account, amount_minor, day)
        account.debits_minor = debits_minor
        return posting

    patch.setattr(LedgerAccount, "post", faulty)


def _what_went_today_is_forgotten(patch: Patch) -> None:
    whole = LedgerAccount.turnover

    def faulty(account: LedgerAccount, day: date) -> Turnover:
        return whole(account, day)._replace(day_out_minor=0, day_in_minor=0)

    patch.setattr(LedgerAccount, "turnover", faulty)


def _the_month_begins_anew_each_day(patch: Patch) -> None:
    whole = LedgerAccount.turnover

    def faulty(account: LedgerAccount, day: date) -> Turnover:
        out, into, _, _ = whole(account, day)
        return Turnover(out, into, out, into)

    patch.setattr(LedgerAccount, "turnover", faulty)


def _what_comes_in_is_not_limited(patch: Patch) -> None:
    patch.setattr(limits.Limits, "refuse_in", lambda *_given: None)


def _limits_count_before_their_time(patch: Patch) -> None:
    whole: Newest = limits._newest
    patch.setattr(limits, "_newest", lambda rules, at: whole(rules, at + timedelta(days=2)))


def _the_oldest_limit_counts(patch: Patch) -> None:
    whole: Newest = limits._newest

    def faulty(rules: Iterable[LimitRule], at: datetime) -> dict[LimitKind, int | None]:
        first: dict[LimitKind, LimitRule] = {}
        for rule in rules:
            first.setdefault(rule.kind, rule)
        return whole(first.values(), at)

    patch.setattr(limits, "_newest", faulty)


def _an_agreed_overdraft_does_not_count(patch: Patch) -> None:
    whole: Newest = limits._newest

    def faulty(rules: Iterable[LimitRule], at: datetime) -> dict[LimitKind, int | None]:
        return whole([rule for rule in rules if rule.kind is not LimitKind.OVERDRAFT], at)

    patch.setattr(limits, "_newest", faulty)


def _a_hold_is_not_let_go(patch: Patch) -> None:
    patch.setattr(Hold, "released", lambda hold, _at: hold)


def _a_release_leaves_the_money_held(patch: Patch) -> None:
    whole = LedgerState.change

    def faulty(state: LedgerState, hold: Hold) -> None:
        held_minor = state.accounts[hold.account].held_minor
        whole(state, hold)
        if hold.status is HoldStatus.RELEASED:
            state.accounts[hold.account].held_minor = held_minor

    patch.setattr(LedgerState, "change", faulty)


def _holds_never_expire(patch: Patch) -> None:
    patch.setattr(LedgerState, "expire", lambda *_given: [])


def _holds_expire_an_hour_early(patch: Patch) -> None:
    whole = LedgerState.expire

    def faulty(
        state: LedgerState, account: LedgerAccount, active: Sequence[Hold], at: datetime
    ) -> list[Hold]:
        return whole(state, account, active, at + timedelta(hours=1))

    patch.setattr(LedgerState, "expire", faulty)


def _a_hold_that_is_over_is_captured(patch: Patch) -> None:
    patch.setattr(Hold, "refuse_unless_active", lambda _hold: None)


def _a_final_capture_is_not_final(patch: Patch) -> None:
    whole = Hold.captured

    def faulty(hold: Hold, amount_minor: int, *, final: bool, at: datetime) -> Hold:
        return whole(hold, amount_minor, final=False, at=at)

    patch.setattr(Hold, "captured", faulty)


def _a_block_does_not_bar(patch: Patch) -> None:
    whole = LedgerAccount.refuse_unless_free

    def faulty(account: LedgerAccount, amount_minor: int, *, by_customer: bool) -> None:
        try:
            whole(account, amount_minor, by_customer=by_customer)
        except AccountBlocked:
            return

    patch.setattr(LedgerAccount, "refuse_unless_free", faulty)


def _a_block_bars_the_other_side(patch: Patch) -> None:
    whole = LedgerAccount.refuse_unless_free

    def faulty(account: LedgerAccount, amount_minor: int, *, by_customer: bool) -> None:
        whole(account, -amount_minor, by_customer=by_customer)

    patch.setattr(LedgerAccount, "refuse_unless_free", faulty)


def _a_closed_account_moves(patch: Patch) -> None:
    patch.setattr(LedgerAccount, "refuse_unless_there", lambda _account: None)


def _an_account_with_money_is_closed(patch: Patch) -> None:
    whole = CustomerAccount.closed

    def faulty(account: CustomerAccount, *given: Any) -> CustomerAccount:
        closed = whole(replace(account, balance_minor=0), *given)
        return replace(closed, balance_minor=account.balance_minor)

    patch.setattr(CustomerAccount, "closed", faulty)


def _an_account_with_a_quote_is_closed(patch: Patch) -> None:
    whole = CustomerAccount.closed
    patch.setattr(CustomerAccount, "closed", lambda account, *_obligations: whole(account))


def _everybody_reverses_by_force(patch: Patch) -> None:
    whole = decision._refuse_reversal

    def faulty(request: PostingRequest, pairs: Any, head: LedgerHead) -> date:
        assert request.reverses is not None
        forced = request.reverses._replace(may_force=True)
        return whole(request._replace(reverses=forced), pairs, head)

    patch.setattr(decision, "_refuse_reversal", faulty)


def _everybody_backdates(patch: Patch) -> None:
    whole = decision._value_date

    def faulty(request: PostingRequest, booking_date: date) -> date:
        return whole(request._replace(may_backdate=True), booking_date)

    patch.setattr(decision, "_value_date", faulty)


def _a_value_date_lies_in_the_future(patch: Patch) -> None:
    whole = decision._value_date

    def faulty(request: PostingRequest, booking_date: date) -> date:
        try:
            return whole(request, booking_date)
        except ValueDateInFuture:
            return booking_date

    patch.setattr(decision, "_value_date", faulty)


def _a_quote_never_expires(patch: Patch) -> None:
    patch.setattr(
        "bank.domain.ledger.decision.refuse_about",
        lambda request, *given: refuse_about(request._replace(not_after=None), *given),
    )


def _yen_are_rounded_up(patch: Patch) -> None:
    patch.setattr(
        "bank.domain.exchange.times_rounded_down",
        lambda *given, **named: times_rounded_down(*given, **named) + 1,
    )


def _another_day_than_the_open_one_is_closed(patch: Patch) -> None:
    whole = LedgerHead.close
    patch.setattr(LedgerHead, "close", lambda head, _day, zone: whole(head, None, zone))


def _a_day_is_closed_before_it_begins(patch: Patch) -> None:
    whole = LedgerHead.close

    def faulty(head: LedgerHead, day: date | None, zone: tzinfo) -> ClosedDay:
        try:
            return whole(head, day, zone)
        except BusinessDayNotBegun:
            return head._close()

    patch.setattr(LedgerHead, "close", faulty)


def _days_do_not_end_with_the_calendars(patch: Patch) -> None:
    whole = LedgerHead.advance
    patch.setattr(
        LedgerHead, "advance", lambda h, *given, **_named: whole(h, *given, by_calendar=False)
    )


def _recorded_time_falls(patch: Patch) -> None:
    whole = LedgerHead.advance

    def faulty(
        head: LedgerHead, now: datetime, zone: tzinfo, *, by_calendar: bool = True
    ) -> list[ClosedDay]:
        closed = whole(head, now, zone, by_calendar=by_calendar)
        head.last_recorded_at = now
        return closed

    patch.setattr(LedgerHead, "advance", faulty)


def _a_bulk_is_decided_from_its_end(patch: Patch) -> None:
    whole = Deciding.in_earnest

    def faulty(deciding: Deciding, job: PostingJob) -> Sequence[Decision]:
        return whole(deciding, replace(job, requests=job.requests[::-1]))[::-1]

    patch.setattr(Deciding, "in_earnest", faulty)


DECISIONS: tuple[Plant, ...] = (
    _a_plain_transfer_needs_no_cover,
    _a_plain_transfer_passes_limits,
    _a_plain_transfer_passes_blocks,
    _one_more_than_available_goes_out,
    _all_that_is_available_does_not_go_out,
    _a_posting_leaves_the_turnover,
    _what_went_today_is_forgotten,
    _the_month_begins_anew_each_day,
    _what_comes_in_is_not_limited,
    _limits_count_before_their_time,
    _the_oldest_limit_counts,
    _an_agreed_overdraft_does_not_count,
    _a_hold_is_not_let_go,
    _a_release_leaves_the_money_held,
    _holds_never_expire,
    _holds_expire_an_hour_early,
    _a_hold_that_is_over_is_captured,
    _a_final_capture_is_not_final,
    _a_block_does_not_bar,
    _a_block_bars_the_other_side,
    _a_closed_account_moves,
    _an_account_with_money_is_closed,
    _an_account_with_a_quote_is_closed,
    _everybody_reverses_by_force,
    _everybody_backdates,
    _a_value_date_lies_in_the_future,
    _a_quote_never_expires,
    _yen_are_rounded_up,
    _another_day_than_the_open_one_is_closed,
    _a_day_is_closed_before_it_begins,
    _days_do_not_end_with_the_calendars,
    _recorded_time_falls,
    _a_bulk_is_decided_from_its_end,
)
