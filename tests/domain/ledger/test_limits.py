from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import count

import pytest
from tests.domain.ledger.scene import (
    DAY,
    EVENT,
    NOW,
    TODAY,
    account,
    capture,
    leg,
    let_go,
    refuses_and_moves_nothing,
    request,
    set_aside,
    state,
)

from bank.domain.ledger.accounts import AccountKind, LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.decision import place, post, release
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.limits import (
    LimitExceeded,
    LimitKind,
    LimitRule,
    Limits,
    Terms,
    Turnover,
    in_force,
    renewal,
)
from bank.domain.ledger.state import LedgerState

HOUR = timedelta(hours=1)
_rows = count(1)


def _rule(kind: LimitKind, amount_minor: int | None, since: datetime = NOW) -> LimitRule:
    return LimitRule(kind, amount_minor, since, next(_rows))


def _daily_out(*amounts: tuple[int | None, datetime]) -> list[LimitRule]:
    return [_rule(LimitKind.DAILY_OUT, amount, since) for amount, since in amounts]


@pytest.mark.parametrize(
    ("of_product", "of_account", "daily_out_minor"),
    [
        ([], [], None),
        ([(5, NOW)], [], 5),
        ([(5, NOW - HOUR), (6, NOW)], [], 6),
        ([(6, NOW), (5, NOW - HOUR)], [], 6),
        ([(5, NOW), (6, NOW)], [], 6),
        ([(5, NOW), (6, NOW + timedelta(microseconds=1))], [], 5),
        ([(6, NOW + HOUR)], [], None),
        ([(5, NOW)], [(7, NOW - HOUR)], 7),
        ([(5, NOW)], [(9, NOW - HOUR)], 9),
        ([(5, NOW)], [(7, NOW + HOUR)], 5),
        ([(5, NOW - HOUR), (None, NOW)], [], None),
        ([(5, NOW)], [(None, NOW)], None),
        ([(None, NOW)], [(7, NOW)], 7),
        ([(5, NOW - HOUR), (None, NOW), (6, NOW + HOUR)], [], None),
    ],
)
def test_the_newest_rule_is_in_force_and_an_accounts_before_a_products(
    of_product: list[tuple[int | None, datetime]],
    of_account: list[tuple[int | None, datetime]],
    daily_out_minor: int | None,
) -> None:
    terms = in_force(_daily_out(*of_product), _daily_out(*of_account), NOW)
    said = None if terms.limits is None else terms.limits.daily_out_minor
    assert said == daily_out_minor
    assert terms.overdraft_minor is None
    assert (terms.limits is None) == (daily_out_minor is None)


def test_each_kind_of_limit_has_its_own_newest_rule() -> None:
    kinds = [kind for kind in LimitKind if kind is not LimitKind.OVERDRAFT]
    product = [_rule(kind, 10 * kind) for kind in kinds]
    own = [_rule(LimitKind.DAILY_IN, 7), _rule(LimitKind.OVERDRAFT, 500)]
    assert in_force(product, own, NOW) == Terms(
        500,
        Limits(
            per_transfer_minor=20,
            daily_out_minor=30,
            daily_in_minor=7,
            monthly_out_minor=50,
            monthly_in_minor=60,
        ),
    )


def test_an_overdraft_is_agreed_for_an_account_and_never_by_its_product() -> None:
    assert in_force([_rule(LimitKind.OVERDRAFT, 5)], [], NOW) == Terms(None, None)


TILL = 9


class _Customer:
    """One account with limits, its till, and days that pass."""

    def __init__(self, **limits: int) -> None:
        self.account = account(1, balance_minor=-10_000, limits=Limits(**limits))
        self.other = account(2, balance_minor=-10_000)
        till = account(TILL, kind=AccountKind.ASSET, overdraft_minor=None)
        tip = LedgerHead(10, NOW, TODAY)
        self.state: LedgerState = state(self.account, self.other, till, tip=tip)

    def pays(self, amount_minor: int) -> None:
        post(request(leg(1, amount_minor), leg(2, -amount_minor)), self.state)

    def is_paid(self, amount_minor: int) -> None:
        post(request(leg(2, amount_minor), leg(1, -amount_minor)), self.state)

    def may_not(self, what: str, amount_minor: int) -> LimitExceeded:
        legs = leg(1, amount_minor), leg(2, -amount_minor)
        if what == "be paid":
            legs = leg(2, amount_minor), leg(1, -amount_minor)
        refused = refuses_and_moves_nothing(
            LimitExceeded, self.state, partial(post, request(*legs))
        )
        assert isinstance(refused, LimitExceeded)
        return refused

    def sleeps_until(self, day: date) -> None:
        self.state.head.advance(datetime(day.year, day.month, day.day, 8, tzinfo=UTC), UTC)


def test_a_single_payment_has_its_limit_and_incoming_ones_have_none() -> None:
    customer = _Customer(per_transfer_minor=100)
    customer.is_paid(5000)
    customer.pays(100)
    customer.pays(100)
    refused = customer.may_not("pay", 101)
    assert refused.context == {
        "limit": "per_transfer",
        "left_minor": 100,
        "currency": "EUR",
        "row": 1,
    }
    assert refused.detail == "The limit for a single payment is 1.00 EUR."


@pytest.mark.parametrize("way", ["out", "in"])
def test_a_daily_limit_counts_its_way_gross_and_renews_with_the_business_day(way: str) -> None:
    customer = _Customer(**{f"daily_{way}_minor": 100})
    move, back, what = customer.pays, customer.is_paid, "pay"
    if way == "in":
        move, back, what = customer.is_paid, customer.pays, "be paid"
    move(60)
    back(500)
    refused = customer.may_not(what, 41)
    assert refused.context == {
        "limit": f"daily_{way}",
        "left_minor": 40,
        "currency": "EUR",
        "renews_on": "2026-11-25",
        "row": 1,
    }
    move(40)
    assert customer.may_not(what, 1).context["left_minor"] == 0
    customer.sleeps_until(TODAY + DAY)
    move(100)
    assert customer.may_not(what, 1).context["renews_on"] == "2026-11-26"


@pytest.mark.parametrize("way", ["out", "in"])
def test_a_monthly_limit_counts_over_days_and_renews_with_the_month(way: str) -> None:
    customer = _Customer(**{f"monthly_{way}_minor": 100})
    move, what = (customer.pays, "pay") if way == "out" else (customer.is_paid, "be paid")
    move(60)
    customer.sleeps_until(date(2026, 11, 30))
    refused = customer.may_not(what, 41)
    assert (refused.context["left_minor"], refused.context["renews_on"]) == (40, "2026-12-01")
    move(40)
    customer.may_not(what, 1)
    customer.sleeps_until(date(2026, 12, 1))
    move(99)
    assert customer.may_not(what, 2).context["renews_on"] == "2027-01-01"
    customer.sleeps_until(date(2027, 12, 1))
    move(100)


def test_the_tightest_limit_is_said_in_the_order_payment_day_month() -> None:
    customer = _Customer(per_transfer_minor=50, daily_out_minor=60, monthly_out_minor=70)
    assert customer.may_not("pay", 100).context["limit"] == "per_transfer"
    customer.pays(50)
    assert customer.may_not("pay", 50).context["limit"] == "daily_out"
    customer.sleeps_until(TODAY + DAY)
    assert customer.may_not("pay", 50).context["limit"] == "monthly_out"
    customer.pays(20)


def test_what_is_held_counts_as_gone_out_until_it_is_let_go() -> None:
    customer = _Customer(daily_out_minor=100)
    placed = place(set_aside(70), customer.state, EVENT)
    assert customer.may_not("pay", 31).context["left_minor"] == 30
    again = partial(place, set_aside(31), audit_event=EVENT)
    refuses_and_moves_nothing(LimitExceeded, customer.state, again)
    customer.pays(30)
    release(let_go(placed), customer.state)
    customer.pays(70)


def test_a_capture_counts_once_and_meets_no_limit_of_its_payer() -> None:
    customer = _Customer(daily_out_minor=100)
    placed = place(set_aside(100), customer.state, EVENT)
    post(capture(placed, 60), customer.state)
    assert customer.may_not("pay", 1).context["left_minor"] == 0
    post(capture(placed, 10, final=True), customer.state)
    customer.pays(30)
    customer.may_not("pay", 1)


def test_a_hold_of_yesterday_counts_today() -> None:
    customer = _Customer(daily_out_minor=100)
    place(set_aside(70, expires_at=NOW + 9 * DAY), customer.state, EVENT)
    customer.sleeps_until(TODAY + DAY)
    customer.may_not("pay", 31)
    customer.pays(30)


def test_limits_are_for_what_the_customer_does() -> None:
    customer = _Customer(per_transfer_minor=0, daily_out_minor=0, daily_in_minor=0)
    for order in (
        request(leg(1, 5), leg(TILL, -5), kind=EntryKind.MANUAL),
        request(leg(TILL, 5), leg(1, -5), kind=EntryKind.MANUAL),
    ):
        post(order, customer.state)
    for kind, legs in (
        (EntryKind.DEPOSIT, (leg(TILL, 5), leg(1, -5))),
        (EntryKind.WITHDRAWAL, (leg(1, 5), leg(TILL, -5))),
    ):
        cash = partial(post, request(*legs, kind=kind))
        refuses_and_moves_nothing(LimitExceeded, customer.state, cash)


def test_a_backdated_payment_counts_on_the_day_that_it_is_booked() -> None:
    customer = _Customer(daily_out_minor=100)
    past = partial(request, value_date=TODAY - DAY, may_backdate=True)
    post(past(leg(1, 100), leg(2, -100)), customer.state)
    again = partial(post, past(leg(1, 1), leg(2, -1)))
    refuses_and_moves_nothing(LimitExceeded, customer.state, again)


@pytest.mark.parametrize("kind", [AccountKind.LIABILITY, AccountKind.ASSET])
def test_counters_tell_the_turnover_of_a_day_and_of_its_month_over_days(kind: AccountKind) -> None:
    out, in_ = (1, -1) if kind is AccountKind.LIABILITY else (-1, 1)
    counted: LedgerAccount = account(1, kind=kind)
    assert counted.turnover(TODAY) == Turnover(0, 0, 0, 0)
    counted.post(5 * in_, date(2026, 10, 31))
    counted.post(7 * in_, date(2026, 11, 2))
    counted.post(3 * out, date(2026, 11, 2))
    assert counted.turnover(date(2026, 11, 2)) == Turnover(3, 7, 3, 7)
    assert counted.turnover(TODAY) == Turnover(0, 0, 3, 7)
    counted.post(4 * out, TODAY)
    assert counted.turnover(TODAY) == Turnover(4, 0, 7, 7)
    assert counted.turnover(date(2026, 12, 1)) == Turnover(0, 0, 0, 0)
    assert counted.turnover(date(2027, 11, 24)) == Turnover(0, 0, 0, 0)


@pytest.mark.parametrize(
    ("kind", "day", "renews_on"),
    [
        (LimitKind.PER_TRANSFER, TODAY, None),
        (LimitKind.OVERDRAFT, TODAY, None),
        (LimitKind.DAILY_OUT, date(2026, 12, 31), date(2027, 1, 1)),
        (LimitKind.DAILY_IN, date(2028, 2, 28), date(2028, 2, 29)),
        (LimitKind.MONTHLY_OUT, date(2027, 1, 31), date(2027, 2, 1)),
        (LimitKind.MONTHLY_OUT, date(2027, 2, 1), date(2027, 3, 1)),
        (LimitKind.MONTHLY_IN, date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_a_limit_renews_when_its_day_or_month_is_over(
    kind: LimitKind, day: date, renews_on: date | None
) -> None:
    assert renewal(kind, day) == renews_on


def test_what_is_left_is_never_less_than_nothing() -> None:
    customer = _Customer(daily_out_minor=100)
    customer.pays(100)
    customer.account.limits = Limits(daily_out_minor=40)
    assert customer.may_not("pay", 1).context["left_minor"] == 0


def test_a_hold_stays_within_the_limit_for_a_single_payment() -> None:
    customer = _Customer(per_transfer_minor=50)
    again = partial(place, set_aside(51), audit_event=EVENT)
    refuses_and_moves_nothing(LimitExceeded, customer.state, again)
    assert place(set_aside(50), customer.state, EVENT).held_minor == 50
