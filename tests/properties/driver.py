"""A bank under test: asks are put to its use cases, and what they answer comes back in plain words.

The machine is synchronous; a bank's event loop runs while something is asked of it.
"""

from abc import ABC, abstractmethod
from collections.abc import Coroutine
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar
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
    Start,
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
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.accounts.read_balances import BalanceAnswer, BalanceQuestion, GetBalance
from bank.application.business_days.close_day import CloseBusinessDay, DayReceipt, DayToClose
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.holds import place_hold
from bank.application.holds.end_hold import CaptureHold, CaptureOrder, HoldRelease, ReleaseHold
from bank.application.holds.tidy_holds import OverdueHolds, TidyHolds
from bank.application.limits.set_limits import LimitsOfAccount, LimitsOfProduct, SetLimits
from bank.application.pipeline.jobs import HoldReceipt, PostingReceipt
from bank.application.ports.authorizer import Authorizer, Resource, Verdict
from bank.application.ports.ledger import Posted
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import BulkOrder, BulkReceipt, PostBulk
from bank.application.transfers.post_cash import CashOrder, PostDeposit, PostWithdrawal
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.audit import Actor
from bank.domain.customer_accounts import BlockReason
from bank.domain.identifiers import RowId, public_id_at
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.entries import JournalEntry
from bank.domain.ledger.limits import LimitKind
from bank.domain.ledger.positions import Axis
from bank.domain.money import currency
from bank.domain.parties import CustomerKind
from bank.domain.refusals import Refusal

BOLD, CAUTIOUS = "bold", "cautious"
Result = TypeVar("Result")


class Courage(Authorizer):
    """Lets everybody do everything, but only the bold backdate and force."""

    def decide(self, actor: Actor, action: str, resource: Resource | None = None) -> Verdict:
        for_the_bold = action in {"transfer.backdate", "entry.reverse_by_force"}
        return Verdict.DENIED if for_the_bold and BOLD not in actor.roles else Verdict.ALLOWED

    def roles(self) -> frozenset[str]:
        return frozenset({BOLD, CAUTIOUS})

    def actions(self) -> frozenset[str]:
        return frozenset()


class Stand(NamedTuple):
    """How an account stands in the books: shown balance, what is held by holds that still count.

    ``stored`` is what the account says is held, ``overdue`` what of it is held by holds whose time
    is over; ``sequence`` is the number of its postings.
    """

    balance: int
    held: int
    stored: int
    overdue: int
    sequence: int


class Leg(NamedTuple):
    """A posting as it is recorded."""

    account: str
    sequence: int
    amount: int
    balance: int
    debits: int


class Line(NamedTuple):
    """An entry as it is recorded."""

    number: int
    recorded_at: datetime
    booked_on: date
    value_date: date
    legs: tuple[Leg, ...]


class Driver(ABC):
    """Asks a bank, and looks into its books."""

    looks_often = True
    """Whether to read all of the books after every step."""

    def __init__(self) -> None:
        self.ids: dict[str, UUID] = {NOBODY: public_id_at(1_000, 1 << 50)}
        self.names: dict[RowId, str] = {}
        self.holds: list[UUID] = []
        self.entries: dict[int, UUID] = {}

    @abstractmethod
    def start(self) -> Start:
        """Begin another example, and say where the books stand."""

    @abstractmethod
    def stop(self) -> None:
        """End the example."""

    @abstractmethod
    def move(self, by: timedelta) -> None:
        """Move the bank's clock."""

    @abstractmethod
    def complete(self, working: Coroutine[Any, Any, Result]) -> Result:
        """Run something on the bank's loop."""

    @abstractmethod
    async def put(
        self, use_case: type[Any], command: Any, *, key: str | None, dry: bool, role: str
    ) -> Any:
        """Run a use case through the pipeline, and give what it answers."""

    @abstractmethod
    def stands(self) -> dict[str, Stand]:
        """Read how every account stands."""

    @abstractmethod
    def lines(self) -> list[Line]:
        """Read the entries since the start."""

    @abstractmethod
    def closed_days(self) -> dict[date, int]:
        """Read the closed days, each with its last entry."""

    @abstractmethod
    def fall_asleep(self, name: str) -> None:
        """Let an account be dormant, as if nobody had used it for years."""

    @abstractmethod
    def findings(self) -> list[str]:
        """Prove the ledger, and name what does not hold."""

    # Asks of the ledger.

    def ask(self, key: str, ask: Ask, *, dry: bool = False) -> Answer:
        """Put a request to the bank."""
        use_case, command = self._command(ask)
        role = CAUTIOUS if isinstance(ask, Pay | Reverse) and not ask.bold else BOLD
        try:
            result = self.complete(self.put(use_case, command, key=key, dry=dry, role=role))
        except Refusal as refusal:
            return refused(refusal.code)
        if isinstance(ask, PlaceHold) and not dry and not result.replayed:
            self.holds.append(result.id)
        return self._answer(result, dry=dry)

    def _command(self, ask: Ask) -> tuple[type[Any], Any]:
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

    def _answer(self, result: Any, *, dry: bool) -> Answer:
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
        debit_side = self.names[posting.account].startswith("till")
        balance: int = posting.balance_minor
        return balance if debit_side else -balance

    # What staff do.

    def open(self, name: str, money: str, overdraft: int) -> None:
        """Open an account for a new customer."""
        customer = NewCustomer(
            kind=CustomerKind.PERSON, full_name="Ada Lovelace", email="ada@example.com"
        )
        owner = self._do(CreateCustomer, customer)
        new = NewAccount(
            customer_id=owner.id,
            product="current",
            currency=currency(money),
            overdraft_minor=overdraft,
        )
        account = self._do(OpenAccount, new)
        self.know(name, account.id, account.row)

    def know(self, name: str, identifier: UUID, row: RowId) -> None:
        """Take an account's name."""
        self.ids[name], self.names[row] = identifier, name

    def agree(
        self, place: tuple[str, str], amounts: dict[str, int | None], at: datetime | None
    ) -> None:
        """Agree limits for an account, or for a product in a currency."""
        kinds = {LimitKind[kind.upper()]: amount for kind, amount in amounts.items()}
        what, which = place
        if what == "account":
            self._do(
                SetLimits,
                LimitsOfAccount(account=str(self.ids[which]), amounts=kinds, effective_from=at),
            )
        else:
            self._do(
                SetLimits,
                LimitsOfProduct(
                    product=what, currency=currency(which), amounts=kinds, effective_from=at
                ),
            )

    def staff(self, what: str, name: str, side: str) -> str | None:
        """Change the state of an account; give the refusal, if it is one."""
        account = str(self.ids[name])
        bar = Block[side.upper()]
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
        try:
            self._do(*acts[what])
        except Refusal as refusal:
            return refusal.code
        return None

    def tidy(self) -> None:
        """End the holds that are overdue."""
        self._do(TidyHolds, OverdueHolds())

    def balance(self, name: str, day: date, *, by_value: bool) -> int:
        """Ask for the balance at the end of a day."""
        axis = Axis.VALUE if by_value else Axis.BOOKING
        answer: BalanceAnswer = self._do(
            GetBalance, BalanceQuestion(account=str(self.ids[name]), at=day, axis=axis)
        )
        return answer.balance_minor

    def _do(self, use_case: type[Any], command: Any) -> Any:
        return self.complete(self.put(use_case, command, key=None, dry=False, role=BOLD))
