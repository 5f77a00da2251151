from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bank.domain.account_holders import (
    AccountHolder,
    AccountHolders,
    HolderAlreadyThere,
    HolderNotFound,
    OwnerCannotBeRemoved,
)
from bank.domain.identifiers import RowId, public_id
from bank.domain.parties import Customer, CustomerKind, HolderRole

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def _customer(row: int) -> Customer:
    return Customer(
        row=RowId(row),
        created_at=NOW,
        kind=CustomerKind.PERSON,
        full_name="Ada",
        email="ada@example.com",
        phone=None,
        branch="main",
        version=1,
    )


OWNER, OTHER = _customer(3), _customer(2)
HOLDERS = AccountHolders(
    id=public_id(NOW, 7),
    owner=OWNER.row,
    all=(AccountHolder(customer=OWNER.row, customer_id=OWNER.id, role=HolderRole.OWNER),),
)


def test_a_customer_comes_ends_and_comes_back_in_another_role() -> None:
    joint = HOLDERS.added(OTHER, HolderRole.JOINT)
    both = HOLDERS.with_holder(joint)
    assert [each.role for each in both.current] == [HolderRole.JOINT, HolderRole.OWNER]
    ended = both.ended(OTHER.id, NOW)
    assert ended == replace(joint, ended_at=NOW)
    alone = both.with_holder(ended)
    assert alone.current == list(HOLDERS.all)
    back = alone.added(OTHER, HolderRole.MANDATE)
    assert (back.role, back.ended_at) == (HolderRole.MANDATE, None)
    assert len(alone.with_holder(back).all) == 2


def test_nobody_holds_an_account_twice() -> None:
    with pytest.raises(HolderAlreadyThere):
        HOLDERS.added(OWNER, HolderRole.JOINT)


def test_only_who_holds_it_ends_and_never_the_owner() -> None:
    with pytest.raises(HolderNotFound):
        HOLDERS.ended(OTHER.id, NOW)
    gone = HOLDERS.with_holder(HOLDERS.added(OTHER, HolderRole.JOINT))
    gone = gone.with_holder(gone.ended(OTHER.id, NOW))
    with pytest.raises(HolderNotFound):
        gone.ended(OTHER.id, NOW)
    with pytest.raises(OwnerCannotBeRemoved):
        HOLDERS.ended(OWNER.id, NOW)
