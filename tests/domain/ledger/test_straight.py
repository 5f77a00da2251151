"""The straight way says and does what the whole decision would."""

from collections.abc import Sequence
from copy import copy, deepcopy
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st
from tests.domain.ledger.scene import EVENT, NOW, TODAY, account, leg, request, state

from bank.domain.identifiers import RowId
from bank.domain.ledger import decision
from bank.domain.ledger.accounts import (
    BALANCE_MINOR_MAX,
    AccountKind,
    AccountStatus,
    Block,
    LedgerAccount,
)
from bank.domain.ledger.entries import EntryKind, JournalEntry
from bank.domain.ledger.limits import Limits
from bank.domain.ledger.requests import Captured, HoldRef, Leg, PostingRequest, Reversed
from bank.domain.ledger.state import LedgerState
from bank.domain.ledger.straight import posted_straight
from bank.domain.refusals import Refusal

_OF_ACCOUNTS: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(AccountKind),
    "status": st.sampled_from(AccountStatus),
    "currency": st.just("USD"),
    "overdraft_minor": st.sampled_from([0, 1, None]),
    "balance_minor": st.sampled_from([0, -BALANCE_MINOR_MAX, BALANCE_MINOR_MAX]),
    "held_minor": st.integers(40, 60),
    "blocked": st.sampled_from(Block),
    "limits": st.just(Limits(per_transfer_minor=50)),
}
_OF_REQUESTS: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(EntryKind),
    "value_date": st.sampled_from([TODAY, TODAY - timedelta(days=1)]),
    "not_after": st.sampled_from([NOW, NOW - timedelta(seconds=1)]),
    "captures": st.just(Captured(HoldRef(RowId(1), 0, RowId(1)), final=True)),
    "reverses": st.just(Reversed(RowId(9), may_force=False)),
}
_LEGS: st.SearchStrategy[tuple[Leg, ...]] = st.sampled_from(
    [
        (leg(1, 51), leg(2, -51)),
        (leg(2, 51), leg(1, -51)),
        (leg(1, -50), leg(2, 50)),
        (leg(1, 0), leg(2, 0)),
        (leg(1, 50), leg(2, -49)),
        (leg(1, 50), leg(1, -50)),
        (leg(1, 50), leg(3, -50)),
        (leg(1, 50, opened_ms=999), leg(2, -50)),
        (leg(1, 50), leg(2, -50, opened_ms=999)),
        (leg(1, 50), leg(2, -50, currency="USD")),
        (leg(1, 50, currency="USD"), leg(2, -50, currency="USD")),
        (leg(1, 50), leg(2, -25), leg(2, -25)),
    ]
)


def _oddly(draw: st.DrawFn, fields: dict[str, st.SearchStrategy[Any]]) -> dict[str, Any]:
    """Give none, one or two of the fields another value than is usual."""
    odd = draw(st.sets(st.sampled_from(sorted(fields)), max_size=draw(st.sampled_from([0, 0, 2]))))
    return {name: draw(fields[name]) for name in sorted(odd)}


@st.composite
def _accounts(draw: st.DrawFn, row: int) -> LedgerAccount:
    made = account(row, **{"balance_minor": -100, "sequence": 3} | _oddly(draw, _OF_ACCOUNTS))
    made.debits_minor = draw(st.sampled_from([0, 0, BALANCE_MINOR_MAX - 50]))
    made.counted_on = draw(st.sampled_from([TODAY, TODAY - timedelta(days=1)]))
    return made


@st.composite
def _requests(draw: st.DrawFn) -> PostingRequest:
    legs = draw(st.just((leg(1, 50), leg(2, -50))) | _LEGS)
    return request(*legs, **_oddly(draw, _OF_REQUESTS))


def _whole(wanted: PostingRequest, over: LedgerState) -> JournalEntry | type[Refusal]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decision, "posted_straight", lambda *_: None)
        try:
            entry = decision.decide(wanted, over, EVENT)
        except Refusal as refusal:
            return type(refusal)
    assert isinstance(entry, JournalEntry)
    return entry


@given(wanted=_requests(), one=_accounts(1), other=_accounts(2))
def test_it_posts_what_the_whole_decision_would_and_as_it_would(
    wanted: PostingRequest, one: LedgerAccount, other: LedgerAccount
) -> None:
    """Scenario: any request over accounts in any state, decided straight and as a whole.

    Outcome: where the straight way gives an entry, the whole gives the same and leaves the same
    state; where it gives none, it has moved nothing.
    """
    before = state(one, other)
    straight, whole = deepcopy(before), deepcopy(before)
    entry = posted_straight(wanted, straight)
    event("straight" if entry else "looked at twice")
    if entry is None:
        assert straight == before
    else:
        assert _whole(wanted, whole) == entry
        assert straight == whole


def _spoilt(wanted: PostingRequest) -> Sequence[PostingRequest]:
    return [wanted._replace(value_date=TODAY), wanted._replace(kind=EntryKind.MANUAL)]


def test_a_plain_transfer_goes_straight_and_nothing_else_does() -> None:
    """Scenario: a covered transfer between two accounts, then the same with something about it.

    Outcome: the first is posted straight; the others are left to the whole decision.
    """
    books = state(account(1, balance_minor=-100), account(2))
    wanted = request(leg(1, 60), leg(2, -60))
    assert posted_straight(wanted, copy(books)) is not None
    assert all(posted_straight(each, books) is None for each in _spoilt(wanted))
