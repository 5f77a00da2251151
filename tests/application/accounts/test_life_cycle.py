"""Accounts are blocked and freed, closed and opened again."""

from datetime import timedelta
from decimal import Decimal

import pytest
from tests.application.scene import OPENED_AT, TELLER, TODAY, Desk, actor, cash, holder_of, transfer

from bank.application.accounts.block_account import (
    AccountBlocking,
    AccountUnblocking,
    BlockAccount,
    UnblockAccount,
)
from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.life_cycle import (
    AccountReactivation,
    AccountReopening,
    ReactivateAccount,
    ReopenAccount,
)
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.post_cash import PostDeposit
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import (
    AccountNotBlocked,
    AccountNotClosed,
    AccountNotDormant,
    AccountNotEmpty,
    BlockReason,
    CustomerAccount,
)
from bank.domain.exchange import Quote
from bank.domain.ledger.accounts import AccountStatus, Block
from bank.domain.ledger.refusals import AccountBlocked, AccountClosed, AccountNotFound
from bank.domain.money import Money, currency

MANAGER, OFFICER = actor("branch_manager"), actor("compliance_officer")


def blocking(
    account: CustomerAccount, side: Block, reason: BlockReason = BlockReason.LOST_CARD
) -> AccountBlocking:
    return AccountBlocking(account=str(account.id), side=side, reason=reason)


async def test_a_blocked_side_moves_nothing_until_it_is_freed(desk: Desk) -> None:
    payer, payee = await desk.account(balance_minor=100), await desk.account()
    owner = await desk.paying(payer, payee)
    blocked = (await desk.ask(BlockAccount, blocking(payer, Block.DEBIT), OFFICER)).result
    assert (blocked.blocked, blocked.debit_block, blocked.version) == (Block.DEBIT, "lost_card", 2)
    with pytest.raises(AccountBlocked):
        await desk.ask(PostTransfer, transfer(payer, payee, 10), owner)
    await desk.ask(PostDeposit, cash(payer, 10))
    unblocking = AccountUnblocking(account=str(payer.id), side=Block.BOTH)
    freed = (await desk.ask(UnblockAccount, unblocking, OFFICER, key="k")).result
    assert freed.blocked is Block.NONE
    await desk.ask(PostTransfer, transfer(payer, payee, 10), owner)
    again = await desk.ask(UnblockAccount, unblocking, OFFICER, key="k")
    assert (again.replayed, again.result.version) == (True, 3)
    with pytest.raises(AccountNotBlocked):
        await desk.ask(UnblockAccount, unblocking, OFFICER)


async def test_each_change_is_audited_and_told_to_others(desk: Desk) -> None:
    account = await desk.account()
    await desk.ask(BlockAccount, blocking(account, Block.BOTH), MANAGER)
    unblocking = AccountUnblocking(account=str(account.id), side=Block.BOTH)
    await desk.ask(UnblockAccount, unblocking, MANAGER)
    await desk.ask(CloseAccount, AccountClosing(str(account.id)), MANAGER)
    await desk.ask(ReopenAccount, AccountReopening(str(account.id)), MANAGER)
    told = [
        each for each in desk.bank.store.committed.outbox.values() if each.subject == account.id
    ]
    assert [each.type for each in told] == [
        "bank.account.opened.v1",
        "bank.account.blocked.v1",
        "bank.account.unblocked.v1",
        "bank.account.closed.v1",
        "bank.account.reopened.v1",
    ]
    (event,) = desk.events("account.block")
    assert event.object_id == str(account.id)
    assert event.before != event.after


async def test_customers_and_tellers_block_nothing_and_reopen_nothing(desk: Desk) -> None:
    account = await desk.account()
    for who in (holder_of(account), TELLER, actor("auditor")):
        for use_case, command in (
            (BlockAccount, blocking(account, Block.DEBIT)),
            (UnblockAccount, AccountUnblocking(account=str(account.id), side=Block.DEBIT)),
            (ReopenAccount, AccountReopening(str(account.id))),
        ):
            with pytest.raises(ActionForbidden):
                await desk.ask(use_case, command, who)
    with pytest.raises(ActionForbidden):
        await desk.ask(ReopenAccount, AccountReopening(str(account.id)), OFFICER)


async def test_a_closed_account_is_opened_again_and_only_then(desk: Desk) -> None:
    account = await desk.account()
    await desk.ask(BlockAccount, blocking(account, Block.DEBIT))
    with pytest.raises(AccountNotClosed):
        await desk.ask(ReopenAccount, AccountReopening(str(account.id)), MANAGER)
    await desk.ask(CloseAccount, AccountClosing(str(account.id)))
    for use_case, command in (
        (BlockAccount, blocking(account, Block.DEBIT)),
        (UnblockAccount, AccountUnblocking(account=str(account.id), side=Block.DEBIT)),
        (ReactivateAccount, AccountReactivation(str(account.id))),
    ):
        with pytest.raises(AccountClosed):
            await desk.ask(use_case, command)
    desk.bank.clock.move(timedelta(days=3))
    reopened = (await desk.ask(ReopenAccount, AccountReopening(str(account.id)), MANAGER)).result
    assert (reopened.status, reopened.blocked) == (AccountStatus.OPEN, Block.DEBIT)
    assert reopened.active_on == TODAY + timedelta(days=3)
    await desk.ask(PostDeposit, cash(account, 10))


async def test_what_is_not_there_is_not_found(desk: Desk) -> None:
    for use_case, command in (
        (BlockAccount, AccountBlocking(account="x", side=Block.BOTH, reason=BlockReason.OTHER)),
        (UnblockAccount, AccountUnblocking(account="x", side=Block.BOTH)),
        (ReactivateAccount, AccountReactivation("x")),
        (ReopenAccount, AccountReopening("x")),
    ):
        with pytest.raises(AccountNotFound):
            await desk.ask(use_case, command)
    account = await desk.account()
    with pytest.raises(AccountNotDormant):
        await desk.ask(ReactivateAccount, AccountReactivation(str(account.id)), TELLER)


async def test_an_account_with_an_open_hold_is_closed_once_the_hold_has_expired(desk: Desk) -> None:
    account = await desk.account(overdraft_minor=100)
    order = HoldOrder(
        account=str(account.id),
        amount_minor=10,
        currency="EUR",
        expires_at=OPENED_AT + timedelta(minutes=5),
    )
    await desk.ask(PlaceHold, order)
    with pytest.raises(AccountNotEmpty, match="open: holds"):
        await desk.ask(CloseAccount, AccountClosing(str(account.id)))
    desk.bank.clock.move(timedelta(minutes=5))
    row = desk.bank.store.committed.ledger_accounts[account.row]
    assert row.held_minor == 10, "nobody has tidied the hold"
    closed = (await desk.ask(CloseAccount, AccountClosing(str(account.id)))).result
    assert closed.status is AccountStatus.CLOSED


async def test_an_account_that_may_pay_for_a_quote_closes_once_it_has_expired(desk: Desk) -> None:
    account, other = await desk.account(), await desk.account()
    quote = Quote(
        id=desk.bank.ids.new(),
        created_at=OPENED_AT,
        expires_at=OPENED_AT + timedelta(seconds=30),
        debit_account=account.row,
        debit_opened_ms=0,
        credit_account=other.row,
        credit_opened_ms=0,
        debit=Money(1, currency("EUR")),
        credit=Money(1, currency("JPY")),
        rate=Decimal(1),
    )
    desk.bank.store.committed.quotes[quote.id] = quote
    with pytest.raises(AccountNotEmpty, match=r"open: obligations \(exchange quote\)"):
        await desk.ask(CloseAccount, AccountClosing(str(account.id)))
    await desk.ask(CloseAccount, AccountClosing(str(other.id)))
    desk.bank.clock.move(timedelta(seconds=30))
    await desk.ask(CloseAccount, AccountClosing(str(account.id)))
