"""What the law wants to be known of a person."""

from datetime import date, timedelta
from typing import Any

import pytest

from bank.domain.due_diligence import Datum, DueDiligence, InvalidDueDiligence, PostalAddress

TODAY = date(2026, 11, 24)
HOME = PostalAddress(street="12 St James's Square", city="London", country="GB")
ALL = DueDiligence(
    date_of_birth=date(1985, 12, 10), nationality="GB", address=HOME, tax_residence="FR"
)


def test_at_first_everything_is_missing_and_at_last_nothing() -> None:
    assert DueDiligence().missing == tuple(Datum)
    assert ALL.missing == ()
    assert ALL.is_complete


def test_what_is_given_stands_beside_what_was_known() -> None:
    known = DueDiligence(nationality="GB").with_given(DueDiligence(tax_residence="FR"), TODAY)
    assert known == DueDiligence(nationality="GB", tax_residence="FR")
    assert known.with_given(DueDiligence(nationality="FR"), TODAY).nationality == "FR"


@pytest.mark.parametrize(
    "given",
    [
        {"date_of_birth": TODAY},
        {"date_of_birth": TODAY + timedelta(days=1)},
        {"date_of_birth": date(1066, 10, 14)},
        {"nationality": "gb"},
        {"nationality": "GBR"},
        {"tax_residence": "G1"},
        {"address": PostalAddress(street="1", city="London", country="England")},
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidDueDiligence):
        DueDiligence().with_given(DueDiligence(**given), TODAY)


@pytest.mark.parametrize("known", [ALL, DueDiligence(), DueDiligence(nationality="GB")])
def test_it_is_read_from_its_own_texts(known: DueDiligence) -> None:
    assert DueDiligence.of_texts(known.texts()) == known


def test_nothing_of_it_shows_itself() -> None:
    assert repr(ALL) == "DueDiligence()"
