"""Races about the life of accounts, over real connections."""

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from tests import postgresql
from tests.system.assembly import CUSTOMER, OpenBank, bank_over, clocked, seeded

from bank.application.accounts.block_account import (
    AccountBlocking,
    AccountUnblocking,
    BlockAccount,
    UnblockAccount,
)
from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.hold_account import AddHolder, EndHolder, HolderEnding, NewHolder
from bank.application.accounts.life_cycle import AccountReactivation, ReactivateAccount
from bank.application.accounts.mark_dormant import DormancyRound, MarkDormant
from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.holds.end_hold import CaptureHold, CaptureOrder
from bank.application.holds.place_hold import HoldOrder, PlaceHold
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import (
    AccountNotDormant,
    AccountNotEmpty,
    BlockReason,
    CustomerAccount,
)
from bank.domain.ledger.accounts import AccountStatus, Block
from bank.domain.ledger.holds import HoldExpired
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountClosed,
    AccountDormant,
    AccountNotFound,
)
from bank.domain.parties import HolderRole
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

WORKER = ("worker",)


async def _read(bank: OpenBank, account: CustomerAccount) -> CustomerAccount:
    found: CustomerAccount = (await bank.run(GetAccount, AccountByName(str(account.id)))).result
    return found


def _blocking(account: CustomerAccount, side: Block, reason: BlockReason) -> AccountBlocking:
    return AccountBlocking(account=str(account.id), side=side, reason=reason)


async def _last_used(bank: OpenBank, day: date, *accounts: CustomerAccount) -> None:
    """Let accounts have been used last on a day long ago."""
    engine = bank.database.migration_engine()
    with engine.begin() as connection:
        for account in accounts:
            connection.execute(
                text("UPDATE ledger_account SET active_on = :day WHERE id = :row"),
                {"day": day, "row": account.row},
            )
    engine.dispose()


async def test_a_block_and_a_transfer_come_one_after_the_other(tmp_path: Path) -> None:
    """Scenario: one process blocks an account while another pays from it, ten times over.

    Outcome: each payment is posted before the block or refused for it, none after it; the books
    hold as much as was posted.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payer, payee = await one.account(funds_minor=1000), await one.account()
            posted = 0
            for _ in range(10):
                block = _blocking(payer, Block.DEBIT, BlockReason.LOST_CARD)
                results = await asyncio.gather(
                    one.run(BlockAccount, block),
                    other.transfer(payer, payee, 10),
                    return_exceptions=True,
                )
                assert not isinstance(results[0], BaseException)
                assert not isinstance(results[1], BaseException) or isinstance(
                    results[1], AccountBlocked
                )
                posted += not isinstance(results[1], BaseException)
                late = await asyncio.gather(
                    other.transfer(payer, payee, 10), return_exceptions=True
                )
                assert isinstance(late[0], AccountBlocked)
                freeing = AccountUnblocking(account=str(payer.id), side=Block.DEBIT)
                await one.run(UnblockAccount, freeing)
            assert await one.balance(payee) == 10 * posted
            assert not await one.findings()


async def test_two_blocks_of_two_sides_lose_nothing_of_each_other(tmp_path: Path) -> None:
    """Scenario: one process blocks what goes out, another what comes in, at once.

    Outcome: both sides are blocked, each for its reason, and both changes were counted.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for _ in range(5):
                account = await one.account()
                await asyncio.gather(
                    one.run(BlockAccount, _blocking(account, Block.DEBIT, BlockReason.COURT_ORDER)),
                    other.run(BlockAccount, _blocking(account, Block.CREDIT, BlockReason.DECEASED)),
                )
                found = await _read(one, account)
                assert (found.debit_block, found.credit_block) == ("court_order", "deceased")
                assert (found.blocked, found.version) == (Block.BOTH, 3)


async def test_closing_and_depositing_do_not_both_succeed(tmp_path: Path) -> None:
    """Scenario: one process closes an empty account while another deposits cash, ten times over.

    Outcome: each time one of the two is refused; no closed account holds money.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for _ in range(10):
                account = await one.account()
                results = await asyncio.gather(
                    one.run(CloseAccount, AccountClosing(str(account.id))),
                    other.deposit(account, 10),
                    return_exceptions=True,
                )
                (refused,) = [each for each in results if isinstance(each, BaseException)]
                assert isinstance(refused, AccountClosed | AccountNotEmpty)
            assert not await one.findings()


async def test_a_customers_payment_and_the_marking_of_the_account_do_not_both_succeed(
    tmp_path: Path,
) -> None:
    """Scenario: accounts that were long not used are marked dormant while their customers pay.

    Outcome: an account whose payment was faster is open and in use; the other payments are refused,
    and their accounts sleep.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payee = await one.account()
            payers = [await one.account(funds_minor=10) for _ in range(10)]
            await _last_used(one, date(2020, 1, 1), *payers)
            marking = one.run(MarkDormant, DormancyRound(), roles=WORKER)
            results = await asyncio.gather(
                *[other.transfer(payer, payee, 10) for payer in payers[:5]],
                marking,
                *[other.transfer(payer, payee, 10) for payer in payers[5:]],
                return_exceptions=True,
            )
            payments = [*results[:5], *results[6:]]
            assert not isinstance(results[5], BaseException)
            for payer, result in zip(payers, payments, strict=True):
                found = await _read(one, payer)
                if isinstance(result, BaseException):
                    assert isinstance(result, AccountDormant)
                    assert (found.status, found.balance_minor) == (AccountStatus.DORMANT, 10)
                else:
                    assert (found.status, found.balance_minor) == (AccountStatus.OPEN, 0)
                    assert found.active_on > date(2020, 1, 1)
            assert not await one.findings()


async def test_a_mandate_that_has_ended_pays_nothing_more(tmp_path: Path) -> None:
    """Scenario: a mandate ends at one process while its holder pays at another, ten times over.

    Outcome: the payment that was allowed before is posted, any after the end is as if there were no
    such account.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            payer, payee = await one.account(funds_minor=1000), await one.account()
            agent = await one.customer()
            await one.let_pay(str(agent.id), payee)
            order = TransferOrder(str(payer.id), str(payee.id), 10, "EUR")
            posted = 0

            async def pay() -> object:
                me = str(agent.id)
                return await other.run(PostTransfer, order, subject=me, roles=CUSTOMER)

            for _ in range(10):
                await one.run(
                    AddHolder,
                    NewHolder(account=str(payer.id), customer_id=agent.id, role=HolderRole.MANDATE),
                )
                ending = HolderEnding(account=str(payer.id), customer_id=agent.id)
                results = await asyncio.gather(
                    one.run(EndHolder, ending), pay(), return_exceptions=True
                )
                assert not isinstance(results[0], BaseException)
                assert not isinstance(results[1], BaseException) or isinstance(
                    results[1], AccountNotFound
                )
                posted += not isinstance(results[1], BaseException)
                late = await asyncio.gather(pay(), return_exceptions=True)
                assert isinstance(late[0], AccountNotFound)
            assert await one.balance(payee) == 10 * posted
            assert not await one.findings()


async def test_an_account_is_woken_once(tmp_path: Path) -> None:
    """Scenario: two processes reactivate the same dormant account at once.

    Outcome: one does, the other is told that it is not dormant; one change was counted.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            account = await one.account()
            await _last_used(one, date(2020, 1, 1), account)
            await one.run(MarkDormant, DormancyRound(), roles=WORKER)
            command = AccountReactivation(str(account.id))
            results = await asyncio.gather(
                one.run(ReactivateAccount, command),
                other.run(ReactivateAccount, command),
                return_exceptions=True,
            )
            (refused,) = [each for each in results if isinstance(each, BaseException)]
            assert isinstance(refused, AccountNotDormant)
            found = await _read(one, account)
            assert (found.status, found.version) == (AccountStatus.OPEN, 3)


async def test_an_account_is_closed_by_the_time_of_the_ledger(tmp_path: Path) -> None:
    """Scenario: a process whose clock is two hours ahead closes an account with a hold of one hour.

    Outcome: the hold is over for everybody: the other process, whose clock says it is not, can
    neither capture it nor post to the account, and the ledger holds.
    """
    early = SettableClock(SystemClock().now())
    late = SettableClock(early.now() + timedelta(hours=2))
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, tmp_path, providers=[clocked(early)]) as one,
            bank_over(database, tmp_path, providers=[clocked(late)]) as other,
        ):
            account, payee = await one.account(overdraft_minor=100), await one.account()
            order = HoldOrder(
                account=str(account.id),
                amount_minor=60,
                currency="EUR",
                expires_at=early.now() + timedelta(hours=1),
            )
            hold = (await one.run(PlaceHold, order)).result.id
            with pytest.raises(AccountNotEmpty):
                await one.run(CloseAccount, AccountClosing(str(account.id)))
            await other.run(CloseAccount, AccountClosing(str(account.id)))
            with pytest.raises((HoldExpired, AccountClosed)):
                await one.run(CaptureHold, CaptureOrder(hold=hold, credit=str(payee.id)))
            assert await one.balance(account) == 0
            assert not await one.findings()
