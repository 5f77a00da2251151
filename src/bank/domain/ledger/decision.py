"""The decision: the one place where the ledger says yes or no.

Pure, over what is already locked.
"""

from datetime import date
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.ledger.about import captured_legs, refuse_about, refuse_bank
from bank.domain.ledger.accounts import AccountStatus, LedgerAccount
from bank.domain.ledger.days import ClosedDay, LedgerHead
from bank.domain.ledger.entries import EntryKind, JournalEntry, Posting, balanced
from bank.domain.ledger.holds import (
    HOLD_LASTS_MAX,
    Hold,
    HoldExpiryInPast,
    HoldExpiryTooFar,
    HoldStatus,
)
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountClosed,
    BackdatingNotPermitted,
    EntryNotBalanced,
    InsufficientFunds,
    InternalAccount,
    ReversalNeedsForce,
    SameAccount,
    ValueDateInFuture,
)
from bank.domain.ledger.requests import (
    HoldRequest,
    LedgerRequest,
    Leg,
    PostingRequest,
    ReleaseRequest,
)
from bank.domain.ledger.state import LedgerState
from bank.domain.ledger.straight import posted_straight

Pairs = list[tuple[LedgerAccount, Leg]]
Decided = JournalEntry | Hold | ClosedDay


def decide(request: LedgerRequest, state: LedgerState, audit_event: UUID) -> Decided:
    """Turn a request into what it asks for, moving the state, or refuse and move nothing.

    Gives the journal entry of a posting, the hold of what places or releases one, the day that was
    closed. ``audit_event`` is the act's, for a hold that is placed.
    """
    if isinstance(request, PostingRequest):
        return post(request, state)
    if isinstance(request, HoldRequest):
        return place(request, state, audit_event)
    if isinstance(request, ReleaseRequest):
        return release(request, state)
    return state.head.close(request.day, state.zone)


def post(request: PostingRequest, state: LedgerState) -> JournalEntry:
    """Give the journal entry of a request.

    Refuses, in this order, each over the legs as given (debit first): an entry that does not
    balance; the same account twice; an account that is not there; an internal account where a
    customer's belongs; what is the matter with the quote, the hold or the entry that it is about;
    a closed, a dormant or a blocked account; another currency; a value date in the future; a value
    date in the past without permission; what the available balance does not cover; what passes a
    limit; a balance out of range. What is left of a hold covers its capture, unless its account
    has since been closed. A reversal passes no limit; it looks after the value date at whether an
    account is closed, blocked or emptied, and refuses it only to those who may not force it.
    """
    straight = posted_straight(request, state)
    if straight is not None:
        return straight
    legs = request.legs if request.captures is None else captured_legs(request, state)
    if not _balanced(legs):
        raise EntryNotBalanced
    if len({leg.account for leg in legs}) != len(legs):
        raise SameAccount
    pairs = [(state.account(leg.account, leg.opened_ms), leg) for leg in legs]
    internal = request.kind.internal_accounts
    if internal is not None and sum([account.internal for account, _ in pairs]) != internal:
        raise InternalAccount
    if request.captures is not None and not request.captures.may_pay_bank:
        refuse_bank([account for account, _ in pairs])
    plain = request.captures is None and request.reverses is None and request.not_after is None
    hold = None if plain else refuse_about(request, legs, state)
    value_date = _refuse_by_account(request, pairs, state.head)
    for account, leg in pairs:
        account.refuse_unless_in_range(leg.amount_minor)

    # The point of no return: nothing below refuses.
    head = state.head
    if hold is not None and request.captures is not None:
        amount_minor, final = legs[0].amount_minor, request.captures.final
        state.change(hold.captured(amount_minor, final=final, at=head.last_recorded_at))
    if request.reverses is not None:
        state.reversed.add(request.reverses.entry)
    head.last_entry += 1
    return JournalEntry(
        RowId(head.last_entry),
        request.kind,
        head.last_recorded_at,
        head.booking_date,
        value_date,
        tuple([_moved(account, leg, request.kind, head.booking_date) for account, leg in pairs]),
    )


def place(request: HoldRequest, state: LedgerState, audit_event: UUID) -> Hold:
    """Set money aside.

    Refuses, in this order: an account that is not there; an internal account; an expiry that has
    passed, or lies too far ahead; a closed, a dormant or a blocked account; another currency; what
    the available balance does not cover; what passes a limit.
    """
    leg, head = request.leg, state.head
    account = state.account(leg.account, leg.opened_ms)
    if account.internal:
        raise InternalAccount
    if request.expires_at <= head.last_recorded_at:
        raise HoldExpiryInPast
    if request.expires_at > head.last_recorded_at + HOLD_LASTS_MAX:
        raise HoldExpiryTooFar
    account.refuse_unless_free(leg.amount_minor, by_customer=True)
    account.refuse_unless_in(leg.currency)
    account.refuse_unless_covered(leg.amount_minor)
    account.refuse_beyond_limits(leg.amount_minor, head.booking_date)

    # The point of no return: nothing below refuses.
    head.last_hold += 1
    hold = Hold(
        row=RowId(head.last_hold),
        created_at=head.last_recorded_at,
        account=account.row,
        opened_ms=account.opened_ms,
        currency=account.currency,
        amount_minor=leg.amount_minor,
        captured_minor=0,
        expires_at=request.expires_at,
        status=HoldStatus.ACTIVE,
        ended_at=None,
        audit_event=audit_event,
    )
    state.change(hold)
    account.active_on = head.booking_date
    known = account.holds_expire_at
    account.holds_expire_at = min(known or request.expires_at, request.expires_at)
    return hold


def release(request: ReleaseRequest, state: LedgerState) -> Hold:
    """Let a hold go; refuses, in this order: one that is not there; one that is over."""
    hold = state.hold(request.hold)
    hold.refuse_unless_active()
    released = hold.released(state.head.last_recorded_at)
    state.change(released)
    return released


def _balanced(legs: tuple[Leg, ...]) -> bool:
    if len(legs) == 2:  # noqa: PLR2004 - the plain case, fast
        one, other = legs
        return one.amount_minor == -other.amount_minor != 0 and one.currency == other.currency
    return balanced([(leg.currency, leg.amount_minor) for leg in legs])


def _refuse_by_account(request: PostingRequest, pairs: Pairs, head: LedgerHead) -> date:
    """Refuse by the accounts' state, terms and money; gives the value date."""
    if request.reverses is not None:
        return _refuse_reversal(request, pairs, head)
    by_customer = request.kind.by_customer
    captured = pairs[0][0] if request.captures is not None else None
    for account, leg in pairs:
        if account.status != AccountStatus.OPEN or account.blocked:
            _refuse_state(account, leg, captured=account is captured, by_customer=by_customer)
    for account, leg in pairs:
        account.refuse_unless_in(leg.currency)
    value_date = _value_date(request, head.booking_date)
    for account, leg in pairs:
        if account is not captured:
            account.refuse_unless_covered(leg.amount_minor)
    if by_customer or captured is not None:
        for account, leg in pairs:
            if account.limits is not None and account is not captured:
                account.refuse_beyond_limits(leg.amount_minor, head.booking_date)
    return value_date


def _refuse_state(account: LedgerAccount, leg: Leg, *, captured: bool, by_customer: bool) -> None:
    """Refuse a closed account; unless money held on it is captured, also a dormant or blocked."""
    if captured:
        account.refuse_unless_there()
    else:
        account.refuse_unless_free(leg.amount_minor, by_customer=by_customer)


def _refuse_reversal(request: PostingRequest, pairs: Pairs, head: LedgerHead) -> date:
    may_force = request.reverses is not None and request.reverses.may_force
    for account, leg in pairs:
        account.refuse_unless_in(leg.currency)
    value_date = _value_date(request, head.booking_date)
    for account, leg in pairs:
        try:
            account.refuse_unless_free(leg.amount_minor, by_customer=False)
            account.refuse_unless_covered(leg.amount_minor)
        except (AccountClosed, AccountBlocked, InsufficientFunds):
            if not may_force:
                raise ReversalNeedsForce from None
    return value_date


def _value_date(request: PostingRequest, booking_date: date) -> date:
    value_date = request.value_date
    if value_date is None or value_date == booking_date:
        return booking_date
    if value_date > booking_date:
        raise ValueDateInFuture
    if not request.may_backdate:
        raise BackdatingNotPermitted
    return value_date


def _moved(account: LedgerAccount, leg: Leg, kind: EntryKind, day: date) -> Posting:
    amount_minor = leg.amount_minor
    in_use = account.overdraft_minor is not None and kind.by_customer
    if in_use and (kind is EntryKind.DEPOSIT) != account.goes_out(amount_minor):
        account.active_on = day
    return account.post(amount_minor, day)
