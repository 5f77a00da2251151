from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bank.domain.identifiers import RowId, row_of
from bank.domain.parties import Customer, CustomerKind, StaleVersion

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
