from collections import defaultdict
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.ledger.scene import NOW, TODAY

from bank.domain.identifiers import RowId, public_id
from bank.domain.ledger.entries import EntryKind, JournalEntry, Posting, UnbalancedEntry


def _posting(amount_minor: int, currency: str = "EUR", row: int = 1) -> Posting:
    return Posting(RowId(row), 1000, 1, amount_minor, currency, amount_minor, None)


def _entry(*postings: Posting) -> JournalEntry:
    return JournalEntry(RowId(7), EntryKind.TRANSFER, NOW, TODAY, TODAY, postings)


@pytest.mark.parametrize(
    "postings",
    [
        (_posting(5), _posting(-5)),
        (_posting(5), _posting(-3), _posting(-2)),
        (_posting(5), _posting(-5), _posting(7, "JPY"), _posting(-7, "JPY")),
    ],
)
def test_what_sums_to_zero_for_every_currency_is_an_entry(postings: tuple[Posting, ...]) -> None:
    assert _entry(*postings).postings == postings


@pytest.mark.parametrize(
    "postings",
    [
        (),
        (_posting(5),),
        (_posting(0),),
        (_posting(0), _posting(0)),
        (_posting(5), _posting(-4)),
        (_posting(5), _posting(5)),
        (_posting(5), _posting(-5, "JPY")),
        (_posting(5), _posting(-5), _posting(0)),
        (_posting(5), _posting(-5), _posting(1, "JPY")),
    ],
)
def test_what_does_not_balance_cannot_be_constructed(postings: tuple[Posting, ...]) -> None:
    with pytest.raises(UnbalancedEntry):
        _entry(*postings)


@given(
    st.lists(
        st.builds(_posting, st.integers(-3, 3), st.sampled_from(["EUR", "JPY"]), st.integers(1, 5)),
        max_size=6,
    )
)
def test_an_entry_is_two_or_more_moves_that_sum_to_zero_or_it_is_none(
    postings: list[Posting],
) -> None:
    sums: defaultdict[str, int] = defaultdict(int)
    for posting in postings:
        sums[posting.currency] += posting.amount_minor
    moves = all(posting.amount_minor for posting in postings)
    if len(postings) >= 2 and moves and not any(sums.values()):
        assert _entry(*postings).postings == tuple(postings)
    else:
        with pytest.raises(UnbalancedEntry):
            _entry(*postings)


def test_an_entry_cannot_be_edited() -> None:
    entry = _entry(_posting(5), _posting(-5))
    with pytest.raises(AttributeError):
        entry.postings = ()  # type: ignore[misc]
    with pytest.raises(AttributeError):
        entry.postings[0].amount_minor = 6  # type: ignore[misc]


def test_an_entry_knows_its_id_and_whether_it_is_backdated() -> None:
    entry = _entry(_posting(5), _posting(-5))
    assert entry.id == public_id(NOW, 7)
    assert not entry.backdated
    assert entry._replace(value_date=TODAY - timedelta(days=1)).backdated
