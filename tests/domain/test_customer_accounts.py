from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bank.domain.customer_accounts import AccountNotEmpty, CustomerAccount
from bank.domain.identifiers import RowId, public_id, row_of
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.refusals import AccountClosed
from bank.domain.money import currency
from bank.domain.parties import StaleVersion
from bank.domain.refusals import Refusal

OPENED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
ACCOUNT = CustomerAccount(
    row=RowId(7),
    opened_at=OPENED_AT,
    owner=RowId(3),
    owner_id=public_id(OPENED_AT, 3),
    product="current",
    product_version=1,
    currency=currency("EUR"),
    branch="main",
    status=AccountStatus.OPEN,
    number="0000000007",
    name=None,
    external_reference=None,
    overdraft_minor=500,
    balance_minor=0,
    held_minor=0,
    version=4,
)


def test_the_public_id_carries_the_row() -> None:
    assert row_of(ACCOUNT.id) == 7


def test_available_is_balance_and_overdraft_less_holds() -> None:
    assert replace(ACCOUNT, balance_minor=1000, held_minor=300).available_minor == 1200


def test_renaming_counts_the_version_and_changes_nothing_else() -> None:
    assert ACCOUNT.renamed("Rent", 4) == replace(ACCOUNT, name="Rent", version=5)
    assert ACCOUNT.renamed("Rent") == replace(ACCOUNT, name="Rent", version=5)


def test_renaming_refuses_a_stale_version_before_a_closed_account() -> None:
    closed = replace(ACCOUNT, status=AccountStatus.CLOSED)
    with pytest.raises(StaleVersion):
        closed.renamed("Rent", 3)
    with pytest.raises(AccountClosed):
        closed.renamed("Rent", 4)


def test_an_empty_account_is_closed() -> None:
    expected = replace(ACCOUNT, status=AccountStatus.CLOSED, version=5)
    assert ACCOUNT.closed() == expected


@pytest.mark.parametrize(
    ("account", "refusal"),
    [
        (replace(ACCOUNT, status=AccountStatus.CLOSED, balance_minor=1), AccountClosed),
        (replace(ACCOUNT, balance_minor=1), AccountNotEmpty),
        (replace(ACCOUNT, balance_minor=-1), AccountNotEmpty),
        (replace(ACCOUNT, held_minor=1), AccountNotEmpty),
    ],
    ids=["closed", "owing", "owed", "held"],
)
def test_closing_refuses(account: CustomerAccount, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        account.closed()
