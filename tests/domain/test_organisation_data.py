"""What the law wants to be known of an organisation."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bank.domain.due_diligence import InvalidDueDiligence, PostalAddress
from bank.domain.organisation_data import BeneficialOwner, OrganisationData, OrganisationDatum

TODAY = date(2026, 11, 24)
ADA = BeneficialOwner(full_name="Ada Lovelace", date_of_birth=date(1985, 12, 10), nationality="GB")
ALL = OrganisationData(
    legal_name="Engines Limited",
    registration_number="01234567",
    country="GB",
    address=PostalAddress(street="1 Dorset Street", city="London", country="GB"),
    beneficial_owners=(ADA, replace(ADA, full_name="Charles Babbage")),
)


def test_at_first_everything_is_missing_and_at_last_nothing() -> None:
    assert OrganisationData().missing == tuple(OrganisationDatum)
    assert ALL.missing == ()
    assert ALL.is_complete


def test_an_organisation_without_any_owner_is_not_complete() -> None:
    nobody = replace(ALL, beneficial_owners=())
    assert nobody.missing == (OrganisationDatum.BENEFICIAL_OWNERS,)


def test_what_is_given_stands_beside_what_was_known_and_owners_are_given_all_at_once() -> None:
    known = OrganisationData(country="GB").with_given(OrganisationData(legal_name="E Ltd"), TODAY)
    assert known == OrganisationData(country="GB", legal_name="E Ltd")
    alone = ALL.with_given(OrganisationData(beneficial_owners=(ADA,)), TODAY)
    assert alone.beneficial_owners == (ADA,)


@pytest.mark.parametrize(
    "given",
    [
        {"country": "gb"},
        {"country": "GBR"},
        {"address": PostalAddress(street="1", city="London", country="England")},
        {"beneficial_owners": (replace(ADA, nationality="British"),)},
        {"beneficial_owners": (ADA, replace(ADA, date_of_birth=TODAY))},
        {"beneficial_owners": (replace(ADA, date_of_birth=TODAY + timedelta(days=1)),)},
    ],
)
def test_what_cannot_be_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(InvalidDueDiligence):
        ALL.with_given(OrganisationData(**given), TODAY)


@pytest.mark.parametrize("known", [OrganisationData(), OrganisationData(country="GB"), ALL])
def test_what_is_sealed_is_read_as_it_was(known: OrganisationData) -> None:
    assert OrganisationData.of_texts(known.texts()) == known


def test_nothing_of_it_is_shown_by_accident() -> None:
    assert repr(ALL) == "OrganisationData()"
