from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from tests.domain.ledger.scene import (
    DAY,
    NOW,
    TODAY,
    Precedence,
    account,
    leg,
    meets_in_order,
    refuses_and_moves_nothing,
    reversal,
    state,
)

from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import (
    BALANCE_MINOR_MAX,
    AccountStatus,
    Block,
    LedgerAccount,
)
from bank.domain.ledger.decision import post
from bank.domain.ledger.entries import EntryKind, JournalEntry
from bank.domain.ledger.limits import Limits
from bank.domain.ledger.refusals import (
    AccountNotFound,
    BackdatingNotPermitted,
    BalanceOutOfRange,
    CurrencyMismatch,
    EntryAlreadyReversed,
    QuoteExpired,
    ReversalNeedsForce,
    ValueDateInFuture,
)

_BACK = (leg(2, 100), leg(1, -100))
"""Account 1 had paid account 2; the reversal takes it back."""


class _Reversing:
    """A reversal with every defect that is refused, over accounts with defects."""

    def __init__(self) -> None:
        yen = (leg(2, 100, currency="JPY"), leg(1, -100, currency="JPY"))
        self.request = reversal(4, *yen, value_date=TODAY + DAY, not_after=NOW - DAY)
        self.payee = account(2, status=AccountStatus.CLOSED, blocked=Block.DEBIT)
        self.payer = account(1, balance_minor=-BALANCE_MINOR_MAX, status=AccountStatus.CLOSED)
        self.reversed = {RowId(4)}
        self.there = False

    def reverse(self) -> JournalEntry:
        found = state(self.payer, self.payee) if self.there else state()
        found.reversed = set(self.reversed)
        return post(self.request, found)

    def find_the_accounts(self) -> None:
        self.there = True

    def ask(self, **given: Any) -> None:
        self.request = self.request._replace(**given)

    def let_payee(self, **be: Any) -> None:
        self.payee = replace(self.payee, **be)

    def let_payer(self, **be: Any) -> None:
        self.payer = replace(self.payer, **be)


_ALWAYS: Precedence[_Reversing] = (
    (AccountNotFound, _Reversing.find_the_accounts),
    (QuoteExpired, lambda s: s.ask(not_after=None)),
    (EntryAlreadyReversed, lambda s: s.reversed.clear()),
    (CurrencyMismatch, lambda s: s.ask(legs=_BACK)),
    (ValueDateInFuture, lambda s: s.ask(value_date=TODAY - DAY)),
    (BackdatingNotPermitted, lambda s: s.ask(may_backdate=True)),
)
_WITHOUT_FORCE: Precedence[_Reversing] = (
    (ReversalNeedsForce, lambda s: s.let_payee(status=AccountStatus.DORMANT)),
    (ReversalNeedsForce, lambda s: s.let_payee(blocked=Block.CREDIT)),
    (ReversalNeedsForce, lambda s: s.let_payee(balance_minor=-100)),
    (ReversalNeedsForce, lambda s: s.let_payer(status=AccountStatus.OPEN)),
)
_AT_LAST: Precedence[_Reversing] = ((BalanceOutOfRange, lambda s: s.let_payer(balance_minor=0)),)


def test_refusals_to_reverse_come_in_their_documented_order() -> None:
    scene = _Reversing()
    meets_in_order([*_ALWAYS, *_WITHOUT_FORCE, *_AT_LAST], scene, _Reversing.reverse)
    entry = scene.reverse()
    assert (entry.kind, entry.value_date) == (EntryKind.REVERSAL, TODAY - DAY)
    assert (scene.payee.shown_minor, scene.payer.shown_minor) == (0, 100)


def test_who_may_force_reverses_whatever_has_become_of_the_accounts() -> None:
    scene = _Reversing()
    about = reversal(4, *_BACK, may_force=True).reverses
    scene.ask(reverses=about)
    meets_in_order([*_ALWAYS, *_AT_LAST], scene, _Reversing.reverse)
    scene.reverse()
    assert (scene.payee.shown_minor, scene.payee.available_minor) == (-100, -100)


@pytest.mark.parametrize("may_force", [True, False])
@pytest.mark.parametrize(
    "payee",
    [
        account(2, balance_minor=-100, status=AccountStatus.CLOSED),
        account(2, balance_minor=-100, blocked=Block.DEBIT),
        account(2, balance_minor=-99),
        account(2, balance_minor=-100, held_minor=1),
    ],
    ids=["closed", "blocked", "emptied", "held"],
)
def test_a_reversal_against_the_accounts_state_needs_force(
    payee: LedgerAccount, *, may_force: bool
) -> None:
    found = state(account(1), replace(payee))
    order = reversal(4, *_BACK, may_force=may_force)
    if may_force:
        assert post(order, found).postings[0].balance_minor == payee.balance_minor + 100
    else:
        refuses_and_moves_nothing(ReversalNeedsForce, found, partial(post, order))


def test_an_entry_is_reversed_once_though_with_force() -> None:
    found = state(account(1), account(2, balance_minor=-500))
    post(reversal(4, *_BACK), found)
    assert found.reversed == {4}
    again = reversal(4, *_BACK, may_force=True)
    refuses_and_moves_nothing(EntryAlreadyReversed, found, partial(post, again))
    post(reversal(5, *_BACK), found)
    assert found.reversed == {4, 5}


def test_a_reversal_passes_no_limit_and_is_no_use_of_the_account() -> None:
    none = Limits(per_transfer_minor=0, daily_out_minor=0, daily_in_minor=0)
    payer, payee = account(1, limits=none), account(2, balance_minor=-100, limits=none)
    post(reversal(4, *_BACK), state(payer, payee))
    assert (payer.active_on, payee.active_on) == (None, None)


def test_a_dormant_account_gives_back_what_was_wrongly_booked_to_it() -> None:
    payee = account(2, balance_minor=-100, status=AccountStatus.DORMANT)
    assert post(reversal(4, *_BACK), state(account(1), payee)).postings[0].balance_minor == 0
