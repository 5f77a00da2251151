from copy import copy
from dataclasses import replace
from datetime import UTC, date, timedelta
from functools import partial
from typing import Any

import pytest
from tests.domain.ledger.scene import (
    DAY,
    NOW,
    OPENED_MS,
    TODAY,
    Precedence,
    account,
    head,
    leg,
    meets_in_order,
    refuses_and_moves_nothing,
    request,
    said_in_order,
    state,
)

from bank.domain.ledger.accounts import (
    BALANCE_MINOR_MAX,
    AccountKind,
    AccountStatus,
    Block,
    LedgerAccount,
)
from bank.domain.ledger.decision import post
from bank.domain.ledger.entries import EntryKind, JournalEntry, Posting
from bank.domain.ledger.limits import LimitExceeded, Limits
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountClosed,
    AccountDormant,
    AccountNotFound,
    BackdatingNotPermitted,
    BalanceOutOfRange,
    CurrencyMismatch,
    EntryNotBalanced,
    InsufficientFunds,
    InternalAccount,
    QuoteExpired,
    SameAccount,
    ValueDateInFuture,
)
from bank.domain.ledger.requests import Leg
from bank.domain.refusals import Refusal

_DEFECTIVE = request(
    leg(1, 100, currency="JPY"),
    leg(1, -99, currency="JPY"),
    value_date=TODAY + DAY,
    not_after=NOW - DAY,
)
_PAYER = account(
    1,
    status=AccountStatus.CLOSED,
    overdraft_minor=None,
    balance_minor=BALANCE_MINOR_MAX,
    blocked=Block.DEBIT,
    limits=Limits(per_transfer_minor=99),
)
_PAYEE = account(
    2,
    status=AccountStatus.CLOSED,
    balance_minor=-BALANCE_MINOR_MAX,
    blocked=Block.CREDIT,
    limits=Limits(daily_in_minor=99),
)


class _Scene:
    """A request with every defect that the decision refuses, over accounts with defects."""

    def __init__(self) -> None:
        self.request = _DEFECTIVE
        self.payer = copy(_PAYER)
        self.payee = copy(_PAYEE)
        self.there = False

    def decide(self) -> JournalEntry:
        there = (self.payer, self.payee) if self.there else ()
        return post(self.request, state(*there))

    def ask(self, **given: Any) -> None:
        self.request = self.request._replace(**given)

    def let_payer(self, **be: Any) -> None:
        self.payer = replace(self.payer, **be)

    def let_payee(self, **be: Any) -> None:
        self.payee = replace(self.payee, **be)

    def find_the_accounts(self) -> None:
        self.there = True


_JPY = "JPY"
PRECEDENCE: Precedence[_Scene] = (
    (EntryNotBalanced, lambda s: s.ask(legs=(leg(1, 9, currency=_JPY), leg(1, -9, currency=_JPY)))),
    (SameAccount, lambda s: s.ask(legs=(leg(1, 100, currency=_JPY), leg(2, -100, currency=_JPY)))),
    (AccountNotFound, _Scene.find_the_accounts),
    (InternalAccount, lambda s: s.let_payer(overdraft_minor=0)),
    (QuoteExpired, lambda s: s.ask(not_after=NOW)),
    (AccountClosed, lambda s: s.let_payer(status=AccountStatus.DORMANT)),
    (AccountDormant, lambda s: s.let_payer(status=AccountStatus.OPEN)),
    (AccountBlocked, lambda s: s.let_payer(blocked=Block.CREDIT)),
    (AccountClosed, lambda s: s.let_payee(status=AccountStatus.DORMANT)),
    (AccountBlocked, lambda s: s.let_payee(blocked=Block.DEBIT)),
    (CurrencyMismatch, lambda s: s.ask(legs=(leg(1, 100), leg(2, -100)))),
    (ValueDateInFuture, lambda s: s.ask(value_date=TODAY - DAY)),
    (BackdatingNotPermitted, lambda s: s.ask(may_backdate=True)),
    (InsufficientFunds, lambda s: s.let_payer(balance_minor=-100)),
    (LimitExceeded, lambda s: s.let_payer(limits=Limits(per_transfer_minor=100))),
    (LimitExceeded, lambda s: s.let_payee(limits=Limits(daily_in_minor=100))),
    (BalanceOutOfRange, lambda s: s.let_payee(balance_minor=0)),
)
_WORDS = {
    EntryNotBalanced: "an entry that does not balance",
    SameAccount: "the same account twice",
    AccountNotFound: "an account that is not there",
    InternalAccount: "an internal account where a customer's belongs",
    QuoteExpired: "what is the matter with the quote",
    AccountClosed: "a closed",
    AccountDormant: "a dormant",
    AccountBlocked: "or a blocked account",
    CurrencyMismatch: "another currency",
    ValueDateInFuture: "a value date in the future",
    BackdatingNotPermitted: "a value date in the past without permission",
    InsufficientFunds: "what the available balance does not cover",
    LimitExceeded: "what passes a limit",
    BalanceOutOfRange: "a balance out of range",
}


def test_refusals_come_in_their_documented_order() -> None:
    scene = _Scene()
    meets_in_order(PRECEDENCE, scene, _Scene.decide)
    assert scene.decide().value_date == TODAY - DAY


def test_the_order_is_the_one_in_which_the_decision_says_it_looks() -> None:
    said_in_order(post, [_WORDS[refusal] for refusal in dict(PRECEDENCE)])


@pytest.mark.parametrize(
    "legs",
    [
        (),
        (leg(1, 100),),
        (leg(1, 100), leg(2, -99)),
        (leg(1, 100), leg(2, 100)),
        (leg(1, 0), leg(2, 0)),
        (leg(1, 100), leg(2, -100, currency="JPY")),
        (leg(1, 100), leg(2, -99), leg(3, -2)),
        (leg(1, 100), leg(2, -100), leg(3, 0)),
        (leg(1, 1), leg(2, -1), leg(3, 1, currency="JPY"), leg(4, -2, currency="JPY")),
    ],
)
def test_what_does_not_balance_is_no_entry(legs: tuple[Leg, ...]) -> None:
    accounts = [account(row, overdraft_minor=None) for row in range(1, 5)]
    order = request(*legs, kind=EntryKind.MANUAL)
    refuses_and_moves_nothing(EntryNotBalanced, state(*accounts), partial(post, order))


def test_an_entry_of_many_legs_balances_in_each_currency() -> None:
    accounts = [account(row, overdraft_minor=None) for row in (1, 2, 3)]
    yen = [account(row, overdraft_minor=None, currency="JPY") for row in (4, 5)]
    legs = [leg(1, 100), leg(2, -70), leg(3, -30)]
    legs += [leg(4, 7, currency="JPY"), leg(5, -7, currency="JPY")]
    entry = post(request(*legs, kind=EntryKind.MANUAL), state(*accounts, *yen))
    assert [each.balance_minor for each in entry.postings] == [100, -70, -30, 7, -7]


@pytest.mark.parametrize(
    ("kind", "internal", "refused"),
    [
        (kind, internal, kind.internal_accounts not in {None, internal})
        for kind in EntryKind
        for internal in range(3)
    ],
)
def test_each_kind_of_entry_has_its_number_of_the_banks_own_accounts(
    kind: EntryKind, internal: int, *, refused: bool
) -> None:
    accounts = [
        account(row, overdraft_minor=None if row <= internal else 100, balance_minor=-100)
        for row in (1, 2)
    ]
    order, found = request(leg(1, 10), leg(2, -10), kind=kind), state(*accounts)
    if refused:
        refuses_and_moves_nothing(InternalAccount, found, partial(post, order))
    else:
        assert post(order, found).kind is kind


@pytest.mark.parametrize("kind", EntryKind)
def test_a_dormant_account_takes_money_and_gives_none_by_the_customers_doing(
    kind: EntryKind,
) -> None:
    internal = kind.internal_accounts or 0
    till = account(3, kind=AccountKind.ASSET, overdraft_minor=None)
    other = till if internal == 1 else account(3, overdraft_minor=100)
    others = account(4, overdraft_minor=None), account(5, overdraft_minor=None)
    sleeper = account(1, status=AccountStatus.DORMANT, balance_minor=-100)
    found = state(sleeper, other, *others)
    further = [leg(4, 1), leg(5, -1)] if internal == 2 else []
    post(request(leg(3, 10), leg(1, -10), *further, kind=kind), found)
    out = request(leg(1, 10), leg(3, -10), *further, kind=kind)
    if kind.by_customer:
        refuses_and_moves_nothing(AccountDormant, found, partial(post, out))
    else:
        assert post(out, found).kind is kind


@pytest.mark.parametrize(
    ("blocked", "out", "taken"),
    [
        (Block.NONE, True, True),
        (Block.DEBIT, False, True),
        (Block.CREDIT, True, False),
        (Block.BOTH, False, False),
    ],
)
def test_a_block_bars_its_side_and_no_other(blocked: Block, *, out: bool, taken: bool) -> None:
    barred = account(1, balance_minor=-100, blocked=blocked)
    found = state(barred, account(2, balance_minor=-100))
    for goes, order in (
        (out, request(leg(1, 10), leg(2, -10))),
        (taken, request(leg(2, 10), leg(1, -10))),
    ):
        if goes:
            post(order, found)
        else:
            refuses_and_moves_nothing(AccountBlocked, found, partial(post, order))


def test_a_quote_holds_until_its_last_moment() -> None:
    order = request(leg(1, 5), leg(2, -5), not_after=NOW)
    found = state(account(1, balance_minor=-10), account(2))
    post(order, found)
    found.head.advance(NOW + timedelta(microseconds=1), UTC)
    refuses_and_moves_nothing(QuoteExpired, found, partial(post, order))


def test_the_customers_own_doing_is_what_keeps_an_account_in_use() -> None:
    till = account(3, kind=AccountKind.ASSET, overdraft_minor=None)
    used = {}
    for name, order in {
        "pays": request(leg(1, 5), leg(2, -5)),
        "brings cash": request(leg(3, 5), leg(1, -5), kind=EntryKind.DEPOSIT),
        "fetches cash": request(leg(1, 5), leg(3, -5), kind=EntryKind.WITHDRAWAL),
        "is paid": request(leg(2, 5), leg(1, -5)),
        "is corrected": request(leg(1, 5), leg(3, -5), kind=EntryKind.MANUAL),
    }.items():
        theirs = account(1, balance_minor=-10)
        post(order, state(theirs, account(2, balance_minor=-10), copy(till)))
        used[name] = theirs.active_on
    assert used == {
        "pays": TODAY,
        "brings cash": TODAY,
        "fetches cash": TODAY,
        "is paid": None,
        "is corrected": None,
    }


def test_each_kind_of_refusal_looks_at_all_legs_before_the_next_kind() -> None:
    payer = account(1, currency="JPY")
    with pytest.raises(AccountClosed):
        post(
            request(leg(1, 100), leg(2, -100)),
            state(payer, account(2, status=AccountStatus.CLOSED)),
        )


@pytest.mark.parametrize(
    ("legs", "accounts", "refusal"),
    [
        (
            (leg(1, 9, opened_ms=OPENED_MS + 1), leg(2, -9)),
            (account(1), account(2)),
            AccountNotFound,
        ),
        ((leg(1, 9), leg(3, -9)), (account(1), account(2)), AccountNotFound),
        ((leg(1, 1), leg(2, -1)), (account(1), account(2)), InsufficientFunds),
        (
            (leg(1, 100), leg(2, -100)),
            (account(1, balance_minor=-99, held_minor=0), account(2)),
            InsufficientFunds,
        ),
        (
            (leg(1, 100), leg(2, -100)),
            (account(1, balance_minor=-100, held_minor=1), account(2)),
            InsufficientFunds,
        ),
        (
            (leg(1, 100), leg(2, -100)),
            (account(1, overdraft_minor=99), account(2)),
            InsufficientFunds,
        ),
    ],
)
def test_what_is_refused_moves_nothing(
    legs: tuple[Leg, Leg], accounts: tuple[LedgerAccount, LedgerAccount], refusal: type[Refusal]
) -> None:
    found = state(*[copy(each) for each in accounts])
    with pytest.raises(refusal):
        post(request(*legs), found)
    assert list(found.accounts.values()) == list(accounts)
    assert found.head == head()


@pytest.mark.parametrize(
    "payer",
    [
        account(1, balance_minor=-100),
        account(1, overdraft_minor=100),
        account(1, balance_minor=-50, overdraft_minor=60, held_minor=10),
        account(1, balance_minor=30, overdraft_minor=130),
    ],
)
def test_the_last_cent_that_is_available_goes_out(payer: LedgerAccount) -> None:
    entry = post(request(leg(1, 100), leg(2, -100)), state(payer, account(2)))
    assert entry.postings[0].available_minor == payer.available_minor == 0


def test_an_account_over_its_limit_still_takes_money_in() -> None:
    overdrawn = account(2, balance_minor=500)
    post(request(leg(1, 100), leg(2, -100)), state(account(1, balance_minor=-100), overdrawn))
    assert overdrawn.shown_minor == -400


def test_a_posted_request_says_all_that_the_books_keep() -> None:
    cash = account(1, kind=AccountKind.ASSET, overdraft_minor=None, balance_minor=500, sequence=4)
    theirs = account(2, overdraft_minor=70, balance_minor=-1000, held_minor=5, sequence=9)
    tip = head()
    deposit = request(leg(1, 100), leg(2, -100), kind=EntryKind.DEPOSIT)
    entry = post(deposit, state(cash, theirs, tip=tip))
    assert (entry.row, entry.kind, entry.recorded_at) == (11, EntryKind.DEPOSIT, NOW)
    assert (entry.booking_date, entry.value_date, entry.backdated) == (TODAY, TODAY, False)
    assert entry.postings == (
        Posting(cash.row, OPENED_MS, 5, 100, "EUR", 600, None, 100),
        Posting(theirs.row, OPENED_MS, 10, -100, "EUR", -1100, 1165, 0),
    )
    assert (cash.balance_minor, cash.sequence) == (600, 5)
    assert (theirs.balance_minor, theirs.sequence, theirs.shown_minor) == (-1100, 10, 1100)
    assert tip.last_entry == 11


@pytest.mark.parametrize(
    ("wanted", "value_date", "backdated"),
    [(None, TODAY, False), (TODAY, TODAY, False), (TODAY - DAY, TODAY - DAY, True)],
)
def test_the_value_date_is_the_open_day_unless_a_past_one_is_permitted(
    wanted: date | None, value_date: date, *, backdated: bool
) -> None:
    order = request(leg(1, 5), leg(2, -5), value_date=wanted, may_backdate=backdated)
    entry = post(order, state(account(1, balance_minor=-5), account(2)))
    assert (entry.value_date, entry.backdated, entry.booking_date) == (value_date, backdated, TODAY)


def test_the_permission_to_backdate_is_none_for_the_future() -> None:
    order = request(leg(1, 5), leg(2, -5), value_date=TODAY + DAY, may_backdate=True)
    with pytest.raises(ValueDateInFuture):
        post(order, state(account(1, balance_minor=-5), account(2)))


def test_what_is_not_covered_says_what_is_left() -> None:
    books = state(account(1, balance_minor=-50, overdraft_minor=20, held_minor=10), account(2))
    with pytest.raises(InsufficientFunds, match=r"The available balance, 0\.60 EUR,") as refused:
        post(request(leg(1, 61), leg(2, -61)), books)
    assert refused.value.context == {"row": 1, "left_minor": 60, "currency": "EUR"}
