from copy import copy
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from tests.domain.ledger.scene import (
    DAY,
    EVENT,
    NOW,
    OPENED_MS,
    TODAY,
    Precedence,
    account,
    capture,
    head,
    hold,
    leg,
    let_go,
    meets_in_order,
    refuses_and_moves_nothing,
    request,
    said_in_order,
    set_aside,
    state,
)

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import AccountStatus, Block
from bank.domain.ledger.decision import decide, place, post, release
from bank.domain.ledger.entries import JournalEntry
from bank.domain.ledger.holds import (
    CaptureExceedsHold,
    Hold,
    HoldAlreadyCaptured,
    HoldAlreadyReleased,
    HoldExpired,
    HoldExpiryInPast,
    HoldNotFound,
    HoldStatus,
)
from bank.domain.ledger.limits import LimitExceeded, Limits
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountClosed,
    AccountDormant,
    AccountNotFound,
    CurrencyMismatch,
    InsufficientFunds,
    InternalAccount,
    QuoteExpired,
)
from bank.domain.ledger.state import LedgerState
from bank.domain.refusals import Refusal

_OVER = [
    (HoldStatus.CAPTURED, HoldAlreadyCaptured),
    (HoldStatus.RELEASED, HoldAlreadyReleased),
    (HoldStatus.EXPIRED, HoldExpired),
]


class _Placing:
    """A request to set money aside with every defect that is refused."""

    def __init__(self) -> None:
        self.request = set_aside(100, expires_at=NOW)._replace(leg=leg(1, 100, currency="JPY"))
        self.account = account(
            1,
            status=AccountStatus.CLOSED,
            overdraft_minor=None,
            balance_minor=5,
            blocked=Block.DEBIT,
            limits=Limits(daily_out_minor=99),
        )
        self.there = False

    def place(self) -> Hold:
        there = (self.account,) if self.there else ()
        return place(self.request, state(*there), EVENT)

    def find_the_account(self) -> None:
        self.there = True

    def ask(self, **given: Any) -> None:
        self.request = self.request._replace(**given)

    def let_it(self, **be: Any) -> None:
        self.account = replace(self.account, **be)


_PLACING: Precedence[_Placing] = (
    (AccountNotFound, _Placing.find_the_account),
    (InternalAccount, lambda s: s.let_it(overdraft_minor=0)),
    (HoldExpiryInPast, lambda s: s.ask(expires_at=NOW + timedelta(microseconds=1))),
    (AccountClosed, lambda s: s.let_it(status=AccountStatus.DORMANT)),
    (AccountDormant, lambda s: s.let_it(status=AccountStatus.OPEN)),
    (AccountBlocked, lambda s: s.let_it(blocked=Block.CREDIT)),
    (CurrencyMismatch, lambda s: s.ask(leg=leg(1, 100))),
    (InsufficientFunds, lambda s: s.let_it(balance_minor=-100)),
    (LimitExceeded, lambda s: s.let_it(limits=Limits(daily_out_minor=100))),
)


def test_refusals_to_place_a_hold_come_in_their_documented_order() -> None:
    scene = _Placing()
    meets_in_order(_PLACING, scene, _Placing.place)
    assert scene.place().held_minor == 100
    words = (
        "an account that is not there",
        "an internal account",
        "an expiry that has passed",
        "a closed",
        "a dormant",
        "or a blocked account",
        "another currency",
        "what the available balance does not cover",
        "what passes a limit",
    )
    said_in_order(place, words)


def test_a_hold_sets_money_aside_and_moves_none() -> None:
    theirs = account(1, balance_minor=-150, overdraft_minor=20, held_minor=10, sequence=3)
    tip = head()
    placed = decide(set_aside(160), state(theirs, tip=tip), EVENT)
    assert placed == Hold(
        row=RowId(1),
        created_at=NOW,
        account=theirs.row,
        opened_ms=OPENED_MS,
        currency="EUR",
        amount_minor=160,
        captured_minor=0,
        expires_at=NOW + DAY,
        status=HoldStatus.ACTIVE,
        ended_at=None,
        audit_event=EVENT,
    )
    assert (theirs.balance_minor, theirs.held_minor, theirs.available_minor) == (-150, 170, 0)
    assert (theirs.sequence, theirs.active_on, theirs.holds_expire_at) == (3, TODAY, NOW + DAY)
    assert (tip.last_hold, tip.last_entry) == (1, 10)


def test_money_that_is_held_can_neither_be_paid_out_nor_held_again() -> None:
    found = state(account(1, balance_minor=-100), account(2))
    place(set_aside(60), found, EVENT)
    out = request(leg(1, 41), leg(2, -41))
    refuses_and_moves_nothing(InsufficientFunds, found, partial(post, out))
    again = partial(place, set_aside(41), audit_event=EVENT)
    refuses_and_moves_nothing(InsufficientFunds, found, again)
    post(request(leg(1, 40), leg(2, -40)), found)


def test_the_account_remembers_the_first_expiry_of_its_holds() -> None:
    theirs = account(1, balance_minor=-100)
    found = state(theirs)
    for days in (2, 1, 3):
        place(set_aside(1, expires_at=NOW + days * DAY), found, EVENT)
    assert theirs.holds_expire_at == NOW + DAY


def _captured(
    amounts: list[tuple[int, bool]], *, of: int = 100
) -> tuple[LedgerState, list[JournalEntry]]:
    found = state(
        account(1, balance_minor=-of, held_minor=of), account(2), holds=[hold(7, amount_minor=of)]
    )
    entries = [post(capture(hold(7), part, final=final), found) for part, final in amounts]
    return found, entries


@pytest.mark.parametrize(
    ("parts", "status", "captured_minor", "held_minor"),
    [
        ([(30, False)], HoldStatus.ACTIVE, 30, 70),
        ([(30, False), (50, False)], HoldStatus.ACTIVE, 80, 20),
        ([(30, False), (70, False)], HoldStatus.CAPTURED, 100, 0),
        ([(100, False)], HoldStatus.CAPTURED, 100, 0),
        ([(30, True)], HoldStatus.CAPTURED, 30, 0),
        ([(30, False), (1, True)], HoldStatus.CAPTURED, 31, 0),
    ],
)
def test_a_hold_is_captured_in_parts_until_the_final_one(
    parts: list[tuple[int, bool]], status: HoldStatus, captured_minor: int, held_minor: int
) -> None:
    found, entries = _captured(parts)
    after = found.holds[hold(7).row]
    payer, payee = found.accounts.values()
    assert (after.status, after.captured_minor, after.held_minor) == (
        status,
        captured_minor,
        held_minor,
    )
    assert after.ended_at == (None if status is HoldStatus.ACTIVE else NOW)
    assert (payer.shown_minor, payer.held_minor) == (100 - captured_minor, held_minor)
    assert payee.shown_minor == captured_minor
    assert [each.postings[0].amount_minor for each in entries] == [part for part, _ in parts]
    assert entries[-1].postings[0].available_minor == payer.available_minor
    assert payer.active_on is None, "the customer acted when the hold was placed"


class _Capturing:
    """A capture with every defect that is its own, and those that are the payee's."""

    def __init__(self) -> None:
        self.hold = hold(7, on=3, amount_minor=99, status=HoldStatus.EXPIRED)
        self.request = capture(hold(8), 100, not_after=NOW - DAY)
        self.payee = account(2, status=AccountStatus.CLOSED, limits=Limits(daily_in_minor=99))
        self.payer = account(
            1,
            status=AccountStatus.CLOSED,
            balance_minor=70,
            held_minor=100,
            blocked=Block.BOTH,
            limits=Limits(per_transfer_minor=1, daily_out_minor=1),
        )

    def capture(self) -> JournalEntry:
        return post(self.request, state(self.payer, self.payee, account(3), holds=[self.hold]))

    def ask(self, **given: Any) -> None:
        self.request = self.request._replace(**given)

    def let_hold(self, **be: Any) -> None:
        self.hold = replace(self.hold, **be)

    def let_payer(self, **be: Any) -> None:
        self.payer = replace(self.payer, **be)

    def let_payee(self, **be: Any) -> None:
        self.payee = replace(self.payee, **be)


_CAPTURING: Precedence[_Capturing] = (
    (QuoteExpired, lambda s: s.ask(not_after=None)),
    (HoldNotFound, lambda s: s.ask(captures=capture(hold(7), 1).captures)),
    (HoldNotFound, lambda s: s.let_hold(account=hold(7).account)),
    (HoldExpired, lambda s: s.let_hold(status=HoldStatus.ACTIVE)),
    (CaptureExceedsHold, lambda s: s.let_hold(amount_minor=100)),
    (AccountClosed, lambda s: s.let_payer(status=AccountStatus.DORMANT)),
    (AccountClosed, lambda s: s.let_payee(status=AccountStatus.OPEN)),
    (LimitExceeded, lambda s: s.let_payee(limits=None)),
)


def test_what_is_left_of_a_hold_covers_its_capture_unless_the_account_is_closed() -> None:
    scene = _Capturing()
    meets_in_order(_CAPTURING, scene, _Capturing.capture)
    scene.capture()
    assert (scene.payer.shown_minor, scene.payer.held_minor) == (-170, 0)


def test_a_capture_in_another_currency_than_the_holds_is_refused() -> None:
    yen = capture(hold(7), 5)._replace(legs=(leg(1, 5, currency="JPY"), leg(2, -5, currency="JPY")))
    theirs = account(1, balance_minor=-100, held_minor=100)
    found = state(theirs, account(2, currency="JPY"), holds=[hold(7)])
    refuses_and_moves_nothing(CurrencyMismatch, found, partial(post, yen))


@pytest.mark.parametrize(("status", "refusal"), _OVER)
def test_a_hold_that_is_over_is_neither_captured_nor_released(
    status: HoldStatus, refusal: type[Refusal]
) -> None:
    found = state(account(1, balance_minor=-100), account(2), holds=[hold(7, status=status)])
    refuses_and_moves_nothing(refusal, found, partial(post, capture(hold(7), 1)))
    refuses_and_moves_nothing(refusal, found, partial(release, let_go(hold(7))))


@pytest.mark.parametrize(
    "named",
    [hold(8), replace(hold(7), created_at=NOW), replace(hold(7), account=account(2).row)],
    ids=["another row", "another id with the same row", "on another account"],
)
def test_a_hold_is_found_by_its_whole_name_only(named: Hold) -> None:
    theirs = account(1, balance_minor=-100, held_minor=100)
    found = state(theirs, account(2), account(3), holds=[hold(7)])
    refuses_and_moves_nothing(HoldNotFound, found, partial(release, let_go(named)))
    if named.account == theirs.row:
        taken = partial(post, capture(named, 1, credit=3))
        refuses_and_moves_nothing(HoldNotFound, found, taken)


def test_a_capture_takes_from_the_holds_own_account_only() -> None:
    found = state(
        account(1, held_minor=100), account(2, balance_minor=-100), account(3), holds=[hold(7)]
    )
    taken = capture(hold(7), 5, credit=3)._replace(legs=(leg(2, 5), leg(3, -5)))
    refuses_and_moves_nothing(HoldNotFound, found, partial(post, taken))


def test_a_released_hold_sets_nothing_aside() -> None:
    theirs = account(1, balance_minor=-100, held_minor=100)
    found = state(theirs, account(2), holds=[hold(7)])
    post(capture(hold(7), 30), found)
    released = decide(let_go(hold(7)), found, UUID(int=5))
    assert released == replace(hold(7), captured_minor=30, status=HoldStatus.RELEASED, ended_at=NOW)
    assert (theirs.held_minor, theirs.available_minor) == (0, 70)
    said_in_order(release, ("one that is not there", "one that is over"))


def test_holds_whose_time_is_over_set_nothing_aside_and_the_others_still_do() -> None:
    theirs = account(1, balance_minor=-100, held_minor=100)
    holds = [
        hold(number, amount_minor=10 * number, expires_at=NOW + timedelta(hours=number))
        for number in (1, 2, 3, 4)
    ]
    found = state(theirs)
    at = NOW + timedelta(hours=2)
    assert [each.row for each in found.expire(theirs, holds, at)] == [1, 2]
    assert (theirs.held_minor, theirs.holds_expire_at) == (70, NOW + timedelta(hours=3))
    assert {each.status for each in found.holds.values()} == {
        HoldStatus.EXPIRED,
        HoldStatus.ACTIVE,
    }
    assert found.expire(theirs, holds[2:], at) == []
    found.expire(theirs, holds[2:], at + DAY)
    assert (theirs.held_minor, theirs.holds_expire_at) == (0, None)


@pytest.mark.parametrize("status", HoldStatus)
def test_a_hold_is_seen_as_expired_from_its_last_moment_on(status: HoldStatus) -> None:
    seen = hold(7, status=status)
    before, then = seen.at(NOW + DAY - timedelta(microseconds=1)), seen.at(NOW + DAY)
    assert before == seen
    if status is HoldStatus.ACTIVE:
        assert (then.status, then.held_minor, then.ended_at) == (HoldStatus.EXPIRED, 0, NOW + DAY)
    else:
        assert then == seen


def test_what_is_tried_aside_moves_the_state_only_when_it_is_taken() -> None:
    theirs = account(1, balance_minor=-100)
    found = state(theirs, account(2))
    before = copy(theirs)
    tried = found.aside([theirs.row])
    place(set_aside(60), tried, EVENT)
    assert (found.accounts[theirs.row], found.holds, found.head) == (before, {}, head())
    found.take(tried)
    assert found.accounts[theirs.row].held_minor == 60
    assert (found.head.last_hold, len(found.holds)) == (1, 1)
