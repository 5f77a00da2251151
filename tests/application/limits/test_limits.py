from datetime import date, timedelta
from typing import Any

import pytest
from tests.application.scene import (
    EUR,
    OPENED_AT,
    SERVICE,
    TELLER,
    Desk,
    actor,
    cash,
    holder_of,
    transfer,
)

from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.limits.read_limits import (
    AccountStandings,
    GetLimitsInForce,
    LimitHistory,
    LimitsInForce,
    ListLimits,
)
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct, SetLimits
from bank.application.pipeline.payees import PayeeCannotReceive
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.post_cash import PostDeposit
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.limit_changes import (
    AgreedLimits,
    EffectiveInPast,
    LimitNegative,
    OverdraftOfAccountsOnly,
)
from bank.domain.ledger.limits import LimitExceeded, LimitKind
from bank.domain.ledger.refusals import (
    AccountClosed,
    AccountNotFound,
    CurrencyMismatch,
    InsufficientFunds,
)
from bank.domain.money import currency
from bank.domain.products import OverdraftNotAllowed, ProductNotFound
from bank.domain.refusals import Refusal

HOUR = timedelta(hours=1)
OUT, IN, OVERDRAFT = LimitKind.DAILY_OUT, LimitKind.DAILY_IN, LimitKind.OVERDRAFT


def of(account: CustomerAccount, kind: LimitKind, amount_minor: int | None, **given: Any) -> Any:
    return LimitsOfAccount(account=str(account.id), amounts={kind: amount_minor}, **given)


def of_product(kind: LimitKind, amount_minor: int | None, **given: Any) -> LimitsOfProduct:
    return LimitsOfProduct(product="current", currency=EUR, amounts={kind: amount_minor}, **given)


async def test_a_limit_counts_from_when_it_is_agreed_until_it_is_lifted(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1000), await desk.account()
    await desk.ask(PostTransfer, transfer(payer, payee, 60))
    await desk.ask(SetLimits, of(payer, OUT, 100))
    with pytest.raises(LimitExceeded) as refused:
        await desk.ask(PostTransfer, transfer(payer, payee, 41))
    assert refused.value.context["left_minor"] == 40
    assert refused.value.context["renews_on"] == "2026-11-25"
    await desk.ask(PostTransfer, transfer(payer, payee, 40))
    await desk.ask(SetLimits, of(payer, OUT, None))
    await desk.ask(PostTransfer, transfer(payer, payee, 500))


async def test_a_limit_to_come_counts_from_its_time_on(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1000), await desk.account()
    await desk.ask(SetLimits, of(payer, OUT, 10, effective_from=OPENED_AT + HOUR))
    await desk.ask(PostTransfer, transfer(payer, payee, 20))
    desk.bank.clock.move(HOUR)
    with pytest.raises(LimitExceeded):
        await desk.ask(PostTransfer, transfer(payer, payee, 1))


async def test_an_accounts_own_limit_goes_before_its_products(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=1000), await desk.account()
    await desk.ask(SetLimits, of_product(LimitKind.PER_TRANSFER, 10))
    with pytest.raises(LimitExceeded):
        await desk.ask(PostTransfer, transfer(payer, payee, 11))
    await desk.ask(SetLimits, of(payer, LimitKind.PER_TRANSFER, 20))
    await desk.ask(PostTransfer, transfer(payer, payee, 20))


async def test_the_overdraft_that_is_agreed_anew_counts_and_is_shown(desk: Desk) -> None:
    payer, payee = await desk.account(overdraft_minor=10), await desk.account()
    await desk.ask(SetLimits, of(payer, OVERDRAFT, 50))
    await desk.ask(PostTransfer, transfer(payer, payee, 40))
    shown: CustomerAccount = (await desk.ask(GetAccount, AccountByName(str(payer.id)))).result
    assert (shown.overdraft_minor, shown.available_minor) == (50, 10)
    await desk.ask(SetLimits, of(payer, OVERDRAFT, None))
    with pytest.raises(InsufficientFunds):
        await desk.ask(PostTransfer, transfer(payer, payee, 1))


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        (of_product(OVERDRAFT, -1), LimitNegative),
        (of_product(OVERDRAFT, None), OverdraftOfAccountsOnly),
        (LimitsOfProduct(product="gold", currency=EUR, amounts={OUT: 1}), ProductNotFound),
        (LimitsOfAccount(account="nobody", amounts={OUT: 1}), AccountNotFound),
        (of_product(OUT, 1, effective_from=OPENED_AT - HOUR), EffectiveInPast),
    ],
)
async def test_what_cannot_be_agreed_is_refused(
    desk: Desk, case: Any, refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal):
        await desk.ask(SetLimits, case)


async def test_limits_of_an_account_are_refused_in_their_order(desk: Desk) -> None:
    account, closed = await desk.account(), await desk.account()
    await desk.ask(CloseAccount, AccountClosing(str(closed.id)))
    past = OPENED_AT - HOUR
    yen, much = currency("JPY"), 10**9
    for command, refusal in (
        (of(closed, OVERDRAFT, much, currency=yen, effective_from=past), AccountClosed),
        (of(account, OVERDRAFT, much, currency=yen, effective_from=past), CurrencyMismatch),
        (of(account, OVERDRAFT, much, currency=EUR, effective_from=past), OverdraftNotAllowed),
        (of(account, OVERDRAFT, 1, currency=EUR, effective_from=past), EffectiveInPast),
    ):
        with pytest.raises(refusal):
            await desk.ask(SetLimits, command)


async def test_setting_limits_is_not_for_tellers_and_a_dry_run_leaves_nothing(desk: Desk) -> None:
    account = await desk.account()
    with pytest.raises(ActionForbidden):
        await desk.ask(SetLimits, of(account, OUT, 1), TELLER)
    head = desk.bank.store.committed.head[None]
    await desk.ask(SetLimits, of(account, OUT, 1), actor("branch_manager"), dry_run=True)
    assert not desk.bank.store.committed.limits
    assert desk.bank.store.committed.head[None] == head


async def test_a_repeated_request_agrees_once_and_answers_the_same(desk: Desk) -> None:
    account = await desk.account()
    first = await desk.ask(SetLimits, of(account, OUT, 1), key="once")
    again = await desk.ask(SetLimits, of(account, OUT, 1), key="once")
    agreed: AgreedLimits = first.result
    assert (again.result, again.replayed) == (agreed, True)
    assert len(desk.bank.store.committed.limits) == 1
    (event,) = desk.events("limit.set")
    assert (event.object_kind, event.object_id) == ("limits", str(agreed.id))


async def test_holders_see_what_is_left_and_when_it_renews(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    await desk.ask(SetLimits, of_product(OUT, 50))
    await desk.ask(PostTransfer, transfer(payer, payee, 20))
    read = LimitsInForce(str(payer.id))
    found: AccountStandings = (await desk.ask(GetLimitsInForce, read, holder_of(payer))).result
    assert [tuple(each) for each in found.standings] == [
        (OVERDRAFT, 0, 0, 0, None),
        (OUT, 50, 20, 30, date(2026, 11, 25)),
    ]
    with pytest.raises(AccountNotFound):
        await desk.ask(GetLimitsInForce, read, holder_of(payee))
    till = str(desk.internal_accounts("EUR")[0].row)
    with pytest.raises(AccountNotFound):
        await desk.ask(GetLimitsInForce, LimitsInForce(till), SERVICE)


async def test_a_hold_that_has_expired_uses_nothing_before_anybody_tidies_it(desk: Desk) -> None:
    payer = await desk.account(overdraft_minor=100)
    await desk.ask(SetLimits, of(payer, OUT, 50))
    order = HoldOrder(
        account=str(payer.id), amount_minor=30, currency="EUR", expires_at=OPENED_AT + HOUR
    )
    await desk.ask(PlaceHold, order)
    for used_minor in (30, 0):
        found: AccountStandings = (
            await desk.ask(GetLimitsInForce, LimitsInForce(str(payer.id)))
        ).result
        assert [each.used_minor for each in found.standings] == [used_minor, used_minor]
        desk.bank.clock.move(HOUR)


async def test_what_was_used_yesterday_is_whole_again_before_anything_is_posted(
    desk: Desk,
) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    await desk.ask(SetLimits, of(payer, OUT, 50))
    await desk.ask(PostTransfer, transfer(payer, payee, 20))
    desk.bank.clock.move(timedelta(days=1))
    found: AccountStandings = (
        await desk.ask(GetLimitsInForce, LimitsInForce(str(payer.id)))
    ).result
    assert tuple(found.standings[1]) == (OUT, 50, 0, 50, date(2026, 11, 26))


async def test_the_history_has_what_is_to_come(desk: Desk) -> None:
    account = await desk.account()
    await desk.ask(SetLimits, of(account, OUT, 1))
    await desk.ask(SetLimits, of(account, OUT, None, effective_from=OPENED_AT + HOUR))
    await desk.ask(SetLimits, of_product(IN, 7))
    history = (await desk.ask(ListLimits, LimitHistory(account=str(account.id)), TELLER)).result
    assert [each.rule.amount_minor for each in history.rules] == [None, 1]
    of_all = LimitHistory(product="current", currency=EUR)
    history = (await desk.ask(ListLimits, of_all, TELLER)).result
    assert [each.rule.amount_minor for each in history.rules] == [7]


async def test_a_payer_does_not_learn_of_the_payees_limit(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    owner = await desk.paying(payer, payee)
    await desk.ask(SetLimits, of(payee, IN, 5))
    order = transfer(payer, payee, 6)
    for _ in range(2):
        with pytest.raises(PayeeCannotReceive) as refused:
            await desk.ask(PostTransfer, order, owner, key="of a customer")
        assert not refused.value.context
    with pytest.raises(LimitExceeded):
        await desk.ask(PostTransfer, order)
    await desk.ask(SetLimits, of(payer, OUT, 5))
    with pytest.raises(LimitExceeded):
        await desk.ask(PostTransfer, order, owner)
    with pytest.raises(LimitExceeded):
        await desk.ask(PostDeposit, cash(payee, 6))
