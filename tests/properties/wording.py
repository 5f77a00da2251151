"""Plain words turned into commands of the bank, and its answers turned back into plain words."""

from datetime import datetime
from typing import Any
from uuid import UUID

from tests.properties.asks import (
    NOBODY,
    Answer,
    Ask,
    Bulk,
    Capture,
    CloseDay,
    Pay,
    PlaceHold,
    Release,
    Reverse,
    refused,
)

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
from bank.application.business_days.close_day import CloseBusinessDay, DayReceipt, DayToClose
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.holds import place_hold
from bank.application.holds.end_hold import CaptureHold, CaptureOrder, HoldRelease, ReleaseHold
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct
from bank.application.pipeline.jobs import HoldReceipt, PostingReceipt
from bank.application.ports.ledger import Posted
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, BulkReceipt, PostBulk
from bank.application.transfers.post_cash import CashOrder, PostDeposit, PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.customer_accounts import BlockReason
from bank.domain.identifiers import RowId, public_id_at
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.entries import JournalEntry
from bank.domain.ledger.limits import LimitKind
from bank.domain.money import currency


class Wording:
    """Knows accounts, holds and entries by the names and numbers that the tests have for them."""

    def __init__(self) -> None:
        self.ids: dict[str, UUID] = {NOBODY: public_id_at(1_000, 1 << 50)}
        self.names: dict[RowId, str] = {}
        self.holds: list[UUID] = []
        self.entries: dict[int, UUID] = {}

    def know(self, name: str, identifier: UUID, row: RowId) -> None:
        """Take an account's name."""
        self.ids[name], self.names[row] = identifier, name

    def command(self, ask: Ask) -> tuple[type[Any], Any]:
        """Give the use case and the command of a request."""
        made: tuple[type[Any], Any]
        match ask:
            case Pay():
                made = self._payment(ask)
            case Bulk():
                made = PostBulk, BulkOrder([self._order(o) for o in ask.orders], ask.atomic)
            case PlaceHold(account=account, amount=amount, currency=code, expires_at=until):
                made = (
                    place_hold.PlaceHold,
                    place_hold.HoldOrder(
                        account=str(self.ids[account]),
                        amount_minor=amount,
                        currency=code,
                        expires_at=until,
                    ),
                )
            case Capture(hold=hold, credit=credit, amount=amount, final=final):
                made = (
                    CaptureHold,
                    CaptureOrder(
                        hold=self.holds[hold],
                        credit=str(self.ids[credit]),
                        amount_minor=amount,
                        final=final,
                    ),
                )
            case Release(hold=hold):
                made = ReleaseHold, HoldRelease(self.holds[hold])
            case Reverse(entry=entry, value_date=day):
                made = ReverseEntry, ReversalOrder(entry=self.entries[entry], value_date=day)
            case CloseDay(day=day):
                made = CloseBusinessDay, DayToClose(day)
        return made

    def _payment(self, pay: Pay) -> tuple[type[Any], Any]:
        if pay.kind == "transfer":
            return PostTransfer, self._order(pay)
        deposits = pay.kind == "deposit"
        account = pay.credit if deposits else pay.debit
        order = CashOrder(
            account=str(self.ids[account]), amount_minor=pay.amount, currency=pay.currency
        )
        return (PostDeposit if deposits else PostWithdrawal), order

    def _order(self, pay: Pay) -> TransferOrder:
        return TransferOrder(
            str(self.ids[pay.debit]),
            str(self.ids[pay.credit]),
            pay.amount,
            pay.currency,
            value_date=pay.value_date,
            id=pay.id,
        )

    def answer(self, result: Any, *, dry: bool) -> Answer:
        """Give what a use case answered, in plain words."""
        match result:
            case PostingReceipt(id=public, entry=entry, replayed=replayed):
                answer = Answer(self._posted(public, entry, dry=dry), replayed)
            case HoldReceipt(hold=hold, balance_minor=balance, available_minor=left):
                status = hold.status.name.lower()
                facts = (hold.amount_minor, hold.captured_minor, status, balance, left)
                answer = Answer(("held", *facts), result.replayed)
            case DayReceipt(closed=closed, replayed=replayed):
                answer = Answer(("closed", closed.day, closed.last_entry), replayed)
            case BulkReceipt(outcomes=outcomes):
                answers = [
                    Answer(self._posted(each.id, each.entry, dry=dry), each.replayed)
                    if isinstance(each, Posted)
                    else refused(each.refusal.code)
                    for each in outcomes
                ]
                answer = Answer(("bulk", *answers))
            case _:
                raise AssertionError(result)
        return answer

    def _posted(self, public: UUID, entry: JournalEntry, *, dry: bool) -> tuple[object, ...]:
        if not dry:
            self.entries[entry.row] = public
        return (
            "posted",
            entry.row,
            entry.recorded_at.replace(microsecond=0),
            entry.booking_date,
            entry.value_date,
            *[
                (self.names[p.account], p.amount_minor, self._shown(p), p.available_minor)
                for p in entry.postings
            ],
        )

    def _shown(self, posting: Any) -> int:
        debit_side = self.names[posting.account].startswith(("till", "position"))
        balance: int = posting.balance_minor
        return balance if debit_side else -balance

    def limits(
        self, place: tuple[str, str], amounts: dict[str, int | None], at: datetime | None
    ) -> LimitsOfAccount | LimitsOfProduct:
        """Give the command that agrees limits for an account, or for a product in a currency."""
        kinds = {LimitKind[kind.upper()]: amount for kind, amount in amounts.items()}
        what, which = place
        if what == "account":
            return LimitsOfAccount(account=str(self.ids[which]), amounts=kinds, effective_from=at)
        return LimitsOfProduct(
            product=what, currency=currency(which), amounts=kinds, effective_from=at
        )

    def change(self, what: str, name: str, side: str) -> tuple[type[Any], Any]:
        """Give the use case and the command that change the state of an account."""
        account, bar = str(self.ids[name]), Block[side.upper()]
        acts: dict[str, tuple[type[Any], Any]] = {
            "block": (
                BlockAccount,
                AccountBlocking(account=account, side=bar, reason=BlockReason.OTHER),
            ),
            "unblock": (UnblockAccount, AccountUnblocking(account=account, side=bar)),
            "close": (CloseAccount, AccountClosing(account)),
            "reopen": (ReopenAccount, AccountReopening(account)),
            "wake": (ReactivateAccount, AccountReactivation(account)),
        }
        return acts[what]
