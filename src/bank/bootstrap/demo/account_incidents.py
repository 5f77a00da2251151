"""What happens to accounts in the demo's year, so that there is one in every state of its life."""

from datetime import datetime

from bank.application.accounts.block_account import (
    AccountBlocking,
    AccountUnblocking,
    BlockAccount,
    UnblockAccount,
)
from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.hold_account import (
    AddHolder,
    EndHolder,
    HolderEnding,
    NewHolder,
)
from bank.application.accounts.life_cycle import AccountReopening, ReopenAccount
from bank.application.accounts.mark_dormant import DormancyRound, MarkDormant
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.transfers.post_cash import CashOrder, PostDeposit
from bank.bootstrap.demo.incidents import EURO, Stage
from bank.domain.customer_accounts import BlockReason
from bank.domain.ledger.accounts import Block
from bank.domain.parties import HolderRole


class AccountIncidents:
    """Tells what happens to accounts on a day of the story, after its payments."""

    def __init__(self, stage: Stage) -> None:
        """Take whom it happens to."""
        self._ask, self._accounts, self._owners = stage.ask, stage.accounts, stage.owners
        self._told = {
            3: self._holders,
            5: self._account_that_is_forgotten,
            60: self._mandate_ends,
            150: self._card_is_lost_and_found,
            240: self._trial_savings,
            330: self._sleeps,
            365: self._court_order,
        }

    async def of_day(self, number: int, now: datetime) -> int:
        """Tell what happens on a day of the story; gives how many entries were made."""
        tell = self._told.get(number)
        return 0 if tell is None else await tell(now)

    async def _holders(self, _now: datetime) -> int:
        for account, partner, role in (
            ("chloe", "dmitri", HolderRole.JOINT),
            ("greta", "hiro", HolderRole.MANDATE),
            ("femi", "esra", HolderRole.MANDATE),
            ("cafe", "ada", HolderRole.BENEFICIAL_OWNER),
        ):
            holder = NewHolder(
                account=self._accounts[account], customer_id=self._owners[partner], role=role
            )
            await self._ask(AddHolder, holder, f"holder-{account}")
        return 0

    async def _account_that_is_forgotten(self, _now: datetime) -> int:
        opened = await self._open("ben", "basic", "Pocket money")
        order = CashOrder(
            account=opened, amount_minor=2_000, currency=EURO.code, reference="From grandmother"
        )
        await self._ask(PostDeposit, order, "deposit-ben-basic")
        return 1

    async def _mandate_ends(self, _now: datetime) -> int:
        ending = HolderEnding(account=self._accounts["femi"], customer_id=self._owners["esra"])
        await self._ask(EndHolder, ending, "mandate-femi")
        return 0

    async def _card_is_lost_and_found(self, _now: datetime) -> int:
        account = self._accounts["femi"]
        lost = AccountBlocking(account=account, side=Block.DEBIT, reason=BlockReason.LOST_CARD)
        await self._ask(BlockAccount, lost, "block-femi")
        found = AccountUnblocking(account=account, side=Block.DEBIT)
        await self._ask(UnblockAccount, found, "unblock-femi")
        return 0

    async def _trial_savings(self, _now: datetime) -> int:
        opened = await self._open("ben", "savings", "Tried and left")
        await self._ask(CloseAccount, AccountClosing(opened), "close-ben-savings")
        await self._ask(ReopenAccount, AccountReopening(opened), "reopen-ben-savings")
        await self._ask(CloseAccount, AccountClosing(opened), "close-ben-savings-for-good")
        return 0

    async def _sleeps(self, _now: datetime) -> int:
        await self._ask(MarkDormant, DormancyRound(), "dormancy")
        return 0

    async def _court_order(self, _now: datetime) -> int:
        court = AccountBlocking(
            account=self._accounts["esra-savings"],
            side=Block.DEBIT,
            reason=BlockReason.COURT_ORDER,
        )
        await self._ask(BlockAccount, court, "block-esra-savings")
        return 0

    async def _open(self, handle: str, product: str, name: str) -> str:
        new = NewAccount(
            customer_id=self._owners[handle],
            product=product,
            currency=EURO,
            name=name,
            external_reference=f"demo-{handle}-{product}",
        )
        opened = await self._ask(OpenAccount, new, f"account-{handle}-{product}")
        return str(opened.id)
