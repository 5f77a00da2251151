"""The straight way says and does what the whole decision would."""

from copy import deepcopy
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


def _asked(**given: Any) -> PostingRequest:
    return request(leg(1, 50), leg(2, -50), **given)


def _between(debit: dict[str, Any], credit: dict[str, Any]) -> LedgerState:
    funds = {"balance_minor": -100}
    return state(account(1, **funds | debit), account(2, **funds | credit))


def _debited_to_the_limit() -> LedgerState:
    books = _between({}, {})
    books.accounts[RowId(1)].debits_minor = BALANCE_MINOR_MAX - 49
    return books


_LIMITS = Limits(per_transfer_minor=1_000)
_OF_WHICH_ONE_IS_DOUBTFUL: list[dict[str, Any]] = [
    {"status": AccountStatus.DORMANT},
    {"blocked": Block.BOTH},
    {"limits": _LIMITS},
    {"currency": "USD"},
    {"overdraft_minor": None},
    {"kind": AccountKind.ASSET},
]
_DOUBTS = [
    (_asked(kind=EntryKind.MANUAL), _between({}, {})),
    (_asked(value_date=TODAY), _between({}, {})),
    (_asked(not_after=NOW), _between({}, {})),
    (_asked(captures=Captured(HoldRef(RowId(1), 0, RowId(1)), final=True)), _between({}, {})),
    (_asked(reverses=Reversed(RowId(9), may_force=True)), _between({}, {})),
    (request(leg(1, 50), leg(2, -25), leg(2, -25)), _between({}, {})),
    (request(leg(3, 50), leg(2, -50)), _between({}, {})),
    (request(leg(1, 50), leg(3, -50)), _between({}, {})),
    (request(leg(1, 50), leg(1, -50)), _between({}, {})),
    (request(leg(1, 50, opened_ms=999), leg(2, -50)), _between({}, {})),
    (request(leg(1, 50), leg(2, -50, opened_ms=999)), _between({}, {})),
    (request(leg(1, -50), leg(2, 50)), _between({}, {})),
    (request(leg(1, 0), leg(2, 0)), _between({}, {})),
    (request(leg(1, 50), leg(2, -49)), _between({}, {})),
    (request(leg(1, 50), leg(2, -50, currency="USD")), _between({}, {})),
    *[(_asked(), _between(doubt, {})) for doubt in _OF_WHICH_ONE_IS_DOUBTFUL],
    *[(_asked(), _between({}, doubt)) for doubt in _OF_WHICH_ONE_IS_DOUBTFUL],
    (_asked(), _between({"balance_minor": -49}, {})),
    (_asked(), _between({"held_minor": 51}, {})),
    (_asked(), _between({}, {"balance_minor": -BALANCE_MINOR_MAX + 49})),
    (_asked(), _debited_to_the_limit()),
]


@pytest.mark.parametrize(("wanted", "books"), _DOUBTS)
def test_whatever_is_doubtful_is_looked_at_twice(
    wanted: PostingRequest, books: LedgerState
) -> None:
    """Scenario: a covered transfer between two accounts, with one thing about it.

    Outcome: it is left to the whole decision, and nothing has moved.
    """
    before = deepcopy(books)
    assert posted_straight(wanted, books) is None
    assert books == before


def test_a_plain_transfer_goes_straight_to_the_last_cent() -> None:
    """Outcome: all that is available goes out, and the payer alone counts as in use."""
    books = _between({"balance_minor": -60, "held_minor": 10}, {})
    assert posted_straight(_asked(), books) is not None
    payer, payee = books.accounts[RowId(1)], books.accounts[RowId(2)]
    assert (payer.available_minor, payee.balance_minor) == (0, -150)
    assert (payer.active_on, payee.active_on) == (TODAY, None)
