"""Accounts that nobody uses fall dormant, and staff wake them."""

from datetime import timedelta

import pytest
from tests.application.scene import (
    SERVICE,
    TELLER,
    TODAY,
    WORKER,
    Desk,
    actor,
    cash,
    transfer,
)

from bank.application.accounts.life_cycle import AccountReactivation, ReactivateAccount
from bank.application.accounts.mark_dormant import DormancyRound, MarkDormant
from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.post_cash import PostDeposit
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.refusals import AccountDormant

LONG = timedelta(days=731)
"""Longer than the shipped product lets an account lie."""


async def _status(desk: Desk, account: CustomerAccount) -> AccountStatus:
    found: CustomerAccount = (await desk.ask(GetAccount, AccountByName(str(account.id)))).result
    return found.status


async def test_an_account_sleeps_when_its_customer_has_long_done_nothing(desk: Desk) -> None:
    idle, used = await desk.account(balance_minor=100), await desk.account(balance_minor=100)
    desk.bank.clock.move(timedelta(days=1))
    await desk.ask(PostTransfer, transfer(used, idle, 1), await desk.paying(used, idle))
    desk.bank.clock.move(LONG - timedelta(days=1))
    done = await desk.ask(MarkDormant, DormancyRound(), WORKER)
    assert done.result.last is None
    assert await _status(desk, idle) is AccountStatus.DORMANT
    assert await _status(desk, used) is AccountStatus.OPEN
    (told,) = [
        each
        for each in desk.bank.store.committed.outbox.values()
        if each.type == "bank.account.dormant.v1"
    ]
    assert told.subject == idle.id
    (event,) = desk.events("account.mark_dormant")
    assert (event.object_kind, event.actor) == ("dormancy", WORKER.pseudonym)


async def test_an_account_lies_for_as_long_as_its_product_says(desk: Desk) -> None:
    account = await desk.account()
    desk.bank.clock.move(LONG - timedelta(days=1))
    await desk.ask(MarkDormant, DormancyRound(), WORKER)
    assert await _status(desk, account) is AccountStatus.OPEN


async def test_a_dormant_account_takes_money_and_gives_none_until_it_is_woken(desk: Desk) -> None:
    account, payee = await desk.account(balance_minor=100), await desk.account()
    owner = await desk.paying(account, payee)
    desk.bank.clock.move(LONG)
    await desk.ask(MarkDormant, DormancyRound(), WORKER)
    with pytest.raises(AccountDormant):
        await desk.ask(PostTransfer, transfer(account, payee, 10), owner)
    await desk.ask(PostDeposit, cash(account, 10))
    command = AccountReactivation(str(account.id))
    for who in (owner, actor("auditor")):
        with pytest.raises(ActionForbidden):
            await desk.ask(ReactivateAccount, command, who)
    woken = (await desk.ask(ReactivateAccount, command, TELLER, key="k")).result
    assert (woken.status, woken.active_on) == (AccountStatus.OPEN, TODAY + LONG)
    await desk.ask(ReactivateAccount, AccountReactivation(str(payee.id)), TELLER)
    await desk.ask(PostTransfer, transfer(account, payee, 10), owner)
    assert (await desk.ask(ReactivateAccount, command, TELLER, key="k")).replayed
    await desk.ask(MarkDormant, DormancyRound(), WORKER)
    assert await _status(desk, account) is AccountStatus.OPEN


async def test_portions_lead_on_to_each_other_also_when_they_are_replayed(desk: Desk) -> None:
    accounts = [await desk.account() for _ in range(5)]
    desk.bank.clock.move(LONG)
    first = await desk.ask(MarkDormant, DormancyRound(limit=2), WORKER, key="1")
    assert first.result.last == accounts[1].row
    again = await desk.ask(MarkDormant, DormancyRound(limit=2), WORKER, key="1")
    assert (again.replayed, again.result.last) == (True, first.result.last)
    asleep = [await _status(desk, each) is AccountStatus.DORMANT for each in accounts]
    assert asleep == [True, True, False, False, False]
    second = await desk.ask(MarkDormant, DormancyRound(after=first.result.last, limit=2), WORKER)
    last = await desk.ask(MarkDormant, DormancyRound(after=second.result.last, limit=2), WORKER)
    assert last.result.last is None
    assert {await _status(desk, each) for each in accounts} == {AccountStatus.DORMANT}


async def test_only_the_banks_own_worker_marks(desk: Desk) -> None:
    with pytest.raises(ActionForbidden):
        await desk.ask(MarkDormant, DormancyRound(), SERVICE)
