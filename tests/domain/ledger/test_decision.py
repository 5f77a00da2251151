from copy import copy
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from tests.domain.ledger.scene import NOW, OPENED_MS, TODAY, account, books, head, leg, request

from bank.domain.ledger.accounts import BALANCE_MINOR_MAX, AccountKind, AccountStatus, LedgerAccount
from bank.domain.ledger.decision import LedgerHead, decide
from bank.domain.ledger.entries import EntryKind, JournalEntry, Posting
from bank.domain.ledger.refusals import (
    AccountClosed,
    AccountNotFound,
    BackdatingNotPermitted,
    BalanceOutOfRange,
    CurrencyMismatch,
    InsufficientFunds,
    InternalAccount,
    SameAccount,
    ValueDateInFuture,
)
from bank.domain.ledger.requests import Leg
from bank.domain.refusals import Refusal

DAY = timedelta(days=1)

# Every defect that the decision refuses; below, in its documented order, what mends each.
_DEFECTIVE = request(
    leg(1, 100, currency="JPY"), leg(1, -100, currency="JPY"), value_date=TODAY + DAY
)
_PAYER = account(
    1,
    status=AccountStatus.CLOSED,
    overdraft_minor=None,
    balance_minor=BALANCE_MINOR_MAX,
)
_PAYEE = account(2, status=AccountStatus.CLOSED, balance_minor=-BALANCE_MINOR_MAX)


class _Scene:
    """A request with defects, over accounts with defects."""

    def __init__(self) -> None:
        self.request = _DEFECTIVE
        self.payer = copy(_PAYER)
        self.payee = copy(_PAYEE)
        self.there = False

    def decide(self) -> JournalEntry:
        accounts = books(self.payer, self.payee) if self.there else {}
        return decide(self.request, accounts, head())


def _name_two_accounts(scene: _Scene) -> None:
    scene.request = scene.request._replace(
        legs=(leg(1, 100, currency="JPY"), leg(2, -100, currency="JPY"))
    )


def _find_the_accounts(scene: _Scene) -> None:
    scene.there = True


def _make_the_payer_a_customers(scene: _Scene) -> None:
    scene.payer = replace(scene.payer, overdraft_minor=0)


def _open_the_payer(scene: _Scene) -> None:
    scene.payer = replace(scene.payer, status=AccountStatus.OPEN)


def _open_the_payee(scene: _Scene) -> None:
    scene.payee = replace(scene.payee, status=AccountStatus.OPEN)


def _name_the_accounts_currency(scene: _Scene) -> None:
    scene.request = scene.request._replace(legs=(leg(1, 100), leg(2, -100)))


def _name_a_past_day(scene: _Scene) -> None:
    scene.request = scene.request._replace(value_date=TODAY - DAY)


def _permit_backdating(scene: _Scene) -> None:
    scene.request = scene.request._replace(may_backdate=True)


def _fund_the_payer(scene: _Scene) -> None:
    scene.payer = replace(scene.payer, balance_minor=-100)


def _make_room_at_the_payee(scene: _Scene) -> None:
    scene.payee = replace(scene.payee, balance_minor=0)


PRECEDENCE = (
    (SameAccount, _name_two_accounts),
    (AccountNotFound, _find_the_accounts),
    (InternalAccount, _make_the_payer_a_customers),
    (AccountClosed, _open_the_payer),
    (AccountClosed, _open_the_payee),
    (CurrencyMismatch, _name_the_accounts_currency),
    (ValueDateInFuture, _name_a_past_day),
    (BackdatingNotPermitted, _permit_backdating),
    (InsufficientFunds, _fund_the_payer),
    (BalanceOutOfRange, _make_room_at_the_payee),
)


def test_refusals_come_in_their_documented_order() -> None:
    scene = _Scene()
    for refusal, mend in PRECEDENCE:
        with pytest.raises(refusal) as caught:
            scene.decide()
        assert type(caught.value) is refusal
        mend(scene)
    assert scene.decide().value_date == TODAY - DAY


def test_the_order_is_the_one_in_which_the_decision_says_it_looks() -> None:
    words = {
        SameAccount: "the same account twice",
        AccountNotFound: "an account that is not there",
        InternalAccount: "an internal account where a customer's belongs",
        AccountClosed: "a closed account",
        CurrencyMismatch: "another currency",
        ValueDateInFuture: "a value date in the future",
        BackdatingNotPermitted: "a value date in the past without permission",
        InsufficientFunds: "what the available balance does not cover",
        BalanceOutOfRange: "a balance out of range",
    }
    said = " ".join((decide.__doc__ or "").split())
    places = [said.index(words[refusal]) for refusal in dict(PRECEDENCE)]
    assert places == sorted(places)


def test_each_kind_of_refusal_looks_at_all_legs_before_the_next_kind() -> None:
    payer = account(1, currency="JPY")
    with pytest.raises(AccountClosed):
        decide(
            request(leg(1, 100), leg(2, -100)),
            books(payer, account(2, status=AccountStatus.CLOSED)),
            head(),
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
    found, tip = books(*[copy(each) for each in accounts]), head()
    with pytest.raises(refusal):
        decide(request(*legs), found, tip)
    assert list(found.values()) == list(accounts)
    assert tip == head()


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
    entry = decide(request(leg(1, 100), leg(2, -100)), books(payer, account(2)), head())
    assert entry.postings[0].available_minor == payer.available_minor == 0


def test_an_account_over_its_limit_still_takes_money_in() -> None:
    overdrawn = account(2, balance_minor=500)
    decide(
        request(leg(1, 100), leg(2, -100)), books(account(1, balance_minor=-100), overdrawn), head()
    )
    assert overdrawn.shown_minor == -400


def test_a_posted_request_says_all_that_the_books_keep() -> None:
    cash = account(1, kind=AccountKind.ASSET, overdraft_minor=None, balance_minor=500, sequence=4)
    theirs = account(2, overdraft_minor=70, balance_minor=-1000, held_minor=5, sequence=9)
    tip = head()
    deposit = request(leg(1, 100), leg(2, -100), kind=EntryKind.DEPOSIT)
    entry = decide(deposit, books(cash, theirs), tip)
    assert (entry.row, entry.kind, entry.recorded_at) == (11, EntryKind.DEPOSIT, NOW)
    assert (entry.booking_date, entry.value_date, entry.backdated) == (TODAY, TODAY, False)
    assert entry.postings == (
        Posting(cash.row, OPENED_MS, 5, 100, "EUR", 600, None),
        Posting(theirs.row, OPENED_MS, 10, -100, "EUR", -1100, 1165),
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
    entry = decide(order, books(account(1, balance_minor=-5), account(2)), head())
    assert (entry.value_date, entry.backdated, entry.booking_date) == (value_date, backdated, TODAY)


def test_the_permission_to_backdate_is_none_for_the_future() -> None:
    order = request(leg(1, 5), leg(2, -5), value_date=TODAY + DAY, may_backdate=True)
    with pytest.raises(ValueDateInFuture):
        decide(order, books(account(1, balance_minor=-5), account(2)), head())


@pytest.mark.parametrize(
    ("now", "recorded_at"),
    [
        (NOW + DAY, NOW + DAY),
        (NOW, NOW),
        (NOW - timedelta(microseconds=1), NOW),
        (NOW - 400 * DAY, NOW),
    ],
)
def test_the_head_never_goes_backwards(now: datetime, recorded_at: datetime) -> None:
    tip = head()
    tip.advance(now, UTC)
    assert tip.last_recorded_at == recorded_at
    assert tip.booking_date == recorded_at.date()
    assert tip.last_entry == 10


@pytest.mark.parametrize(
    ("zone", "booking_date"),
    [
        ("UTC", date(2026, 11, 24)),
        ("Europe/Berlin", date(2026, 11, 25)),
        ("Pacific/Kiritimati", date(2026, 11, 25)),
        ("America/New_York", date(2026, 11, 24)),
    ],
)
def test_the_open_day_is_the_one_in_the_banks_zone(zone: str, booking_date: date) -> None:
    tip = LedgerHead(0, datetime(2026, 11, 24, tzinfo=UTC), date(2026, 11, 23))
    tip.advance(datetime(2026, 11, 24, 23, 30, tzinfo=UTC), ZoneInfo(zone))
    assert tip.booking_date == booking_date


def test_a_day_that_was_opened_stays_open_when_the_zone_moves_west() -> None:
    tip = LedgerHead(0, NOW, TODAY + DAY)
    tip.advance(NOW, UTC)
    assert tip.booking_date == TODAY + DAY
