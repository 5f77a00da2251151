from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from tests.known_people import KNOWN

from bank.domain.due_diligence import Datum, DueDiligence, InvalidDueDiligence, NotAPerson
from bank.domain.identifiers import RowId, row_of
from bank.domain.parties import (
    Customer,
    CustomerKind,
    CustomerState,
    StaleVersion,
    known_at_first,
    taken_in_as,
)

CUSTOMER = Customer(
    row=RowId(3),
    created_at=datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
    kind=CustomerKind.PERSON,
    full_name="Ada Lovelace",
    email="ada@example.com",
    phone=None,
    branch="main",
    version=1,
)


def test_the_public_id_carries_the_row() -> None:
    assert row_of(CUSTOMER.id) == 3


def test_an_amendment_changes_what_it_names() -> None:
    assert CUSTOMER.amended(full_name="Ada King") == replace(
        CUSTOMER, full_name="Ada King", version=2
    )
    assert CUSTOMER.amended(email="king@example.com", phone="+1", if_version=1) == replace(
        CUSTOMER, email="king@example.com", phone="+1", version=2
    )


def test_an_amendment_of_a_stale_version_is_refused() -> None:
    with pytest.raises(StaleVersion):
        CUSTOMER.amended(full_name="Ada King", if_version=2)


TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("missing", list(Datum))
def test_whoever_is_taken_in_is_pending_while_anything_is_missing(missing: Datum) -> None:
    some = replace(KNOWN, **{missing.value: None})
    told = known_at_first(CustomerKind.PERSON, some, TODAY)
    assert (told.missing, taken_in_as(told)) == ((missing,), CustomerState.PENDING)


def test_whoever_is_taken_in_with_everything_is_active() -> None:
    told = known_at_first(CustomerKind.PERSON, KNOWN, TODAY)
    assert (told, taken_in_as(told)) == (KNOWN, CustomerState.ACTIVE)


@pytest.mark.parametrize("kind", list(CustomerKind))
def test_whoever_says_nothing_is_pending(kind: CustomerKind) -> None:
    told = known_at_first(kind, None, TODAY)
    assert (told, taken_in_as(told)) == (DueDiligence(), CustomerState.PENDING)


def test_what_is_said_of_a_newcomer_is_looked_at_in_order() -> None:
    unborn = replace(KNOWN, date_of_birth=TODAY)
    with pytest.raises(NotAPerson):
        known_at_first(CustomerKind.ORGANISATION, unborn, TODAY)
    with pytest.raises(InvalidDueDiligence):
        known_at_first(CustomerKind.PERSON, unborn, TODAY)
