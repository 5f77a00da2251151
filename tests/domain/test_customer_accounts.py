from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bank.domain.customer_accounts import (
    AccountNotBlocked,
    AccountNotClosed,
    AccountNotDormant,
    AccountNotEmpty,
    BlockReason,
    CustomerAccount,
    Obligation,
)
from bank.domain.identifiers import RowId, public_id, row_of
from bank.domain.ledger.accounts import AccountStatus, Block
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
    active_on=date(2026, 11, 24),
)
LATER = date(2026, 12, 1)


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
    ("balance_minor", "held_minor", "obligations", "left"),
    [
        (1, 0, [], "money"),
        (-1, 0, [], "money"),
        (0, 1, [], "holds"),
        (0, 0, [Obligation.EXCHANGE_QUOTE], "obligations (exchange quote)"),
        (1, 1, list(Obligation), "money, holds, obligations (exchange quote)"),
    ],
)
def test_closing_names_what_is_still_open(
    balance_minor: int, held_minor: int, obligations: list[Obligation], left: str
) -> None:
    account = replace(ACCOUNT, balance_minor=balance_minor, held_minor=held_minor)
    with pytest.raises(AccountNotEmpty) as refused:
        account.closed(obligations)
    assert refused.value.detail == f"What is still open: {left}."


def test_a_side_is_blocked_for_a_reason_and_the_last_one_stands() -> None:
    once = ACCOUNT.barred(Block.DEBIT, BlockReason.LOST_CARD)
    assert (once.blocked, once.debit_block, once.version) == (Block.DEBIT, "lost_card", 5)
    both = once.barred(Block.BOTH, BlockReason.COURT_ORDER)
    assert (both.blocked, both.debit_block, both.credit_block) == (Block.BOTH, *["court_order"] * 2)
    freed = both.unbarred(Block.DEBIT)
    assert (freed.blocked, freed.debit_block, freed.credit_block) == (
        Block.CREDIT,
        None,
        "court_order",
    )
    assert freed.unbarred(Block.BOTH) == replace(ACCOUNT, version=8)


def test_whoever_sleeps_is_woken_and_whoever_is_closed_is_opened_again() -> None:
    asleep = replace(ACCOUNT, status=AccountStatus.DORMANT)
    assert asleep.reactivated(LATER) == replace(ACCOUNT, active_on=LATER, version=5)
    assert asleep.closed().status is AccountStatus.CLOSED
    blocked = ACCOUNT.barred(Block.DEBIT, BlockReason.DECEASED).closed()
    reopened = blocked.reopened(LATER)
    assert (reopened.status, reopened.active_on) == (AccountStatus.OPEN, LATER)
    assert reopened.debit_block is BlockReason.DECEASED


def test_no_day_of_use_is_moved_back() -> None:
    used = replace(ACCOUNT, active_on=LATER)
    assert replace(used, status=AccountStatus.DORMANT).reactivated(OPENED_AT.date()).active_on == (
        LATER
    )
    assert used.closed().reopened(OPENED_AT.date()).active_on == LATER


CLOSED = replace(ACCOUNT, status=AccountStatus.CLOSED, balance_minor=1)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        (CLOSED.refuse_if_closed, AccountClosed),
        (CLOSED.closed, AccountClosed),
        (lambda: CLOSED.barred(Block.BOTH, BlockReason.OTHER), AccountClosed),
        (lambda: CLOSED.unbarred(Block.BOTH), AccountClosed),
        (lambda: CLOSED.reactivated(LATER), AccountClosed),
        (lambda: ACCOUNT.unbarred(Block.BOTH), AccountNotBlocked),
        (
            lambda: ACCOUNT.barred(Block.DEBIT, BlockReason.OTHER).unbarred(Block.CREDIT),
            AccountNotBlocked,
        ),
        (lambda: ACCOUNT.reactivated(LATER), AccountNotDormant),
        (lambda: ACCOUNT.reopened(LATER), AccountNotClosed),
    ],
)
def test_what_does_not_befit_its_state_is_refused(
    act: Callable[[], object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        act()
