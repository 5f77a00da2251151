"""A bank under test: asks are put to its use cases, and what they answer comes back in plain words.

The machine is synchronous; a bank's event loop runs while something is asked of it.
"""

from abc import ABC, abstractmethod
from collections.abc import Coroutine
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple, TypeVar

from tests.known_people import KNOWN
from tests.properties.asks import Answer, Ask, Pay, PlaceHold, Reverse, Start, refused
from tests.properties.wording import Wording

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.accounts.read_balances import BalanceAnswer, BalanceQuestion, GetBalance
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.holds.tidy_holds import OverdueHolds, TidyHolds
from bank.application.limits.set_limits import SetLimits
from bank.application.ports.authorizer import Authorizer, Resource, Verdict
from bank.domain.audit import Actor
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


class Driver(Wording, ABC):
    """Asks a bank, and looks into its books."""

    looks_often = True
    """Whether to read all of the books after every step."""

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
        use_case, command = self.command(ask)
        role = CAUTIOUS if isinstance(ask, Pay | Reverse) and not ask.bold else BOLD
        try:
            result = self.complete(self.put(use_case, command, key=key, dry=dry, role=role))
        except Refusal as refusal:
            return refused(refusal.code)
        if isinstance(ask, PlaceHold) and not dry and not result.replayed:
            self.holds.append(result.id)
        return self.answer(result, dry=dry)

    # What staff do.

    def open(self, name: str, money: str, overdraft: int) -> None:
        """Open an account for a new customer."""
        customer = NewCustomer(
            kind=CustomerKind.PERSON,
            full_name="Ada Lovelace",
            email="ada@example.com",
            due_diligence=KNOWN,
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

    def agree(
        self, place: tuple[str, str], amounts: dict[str, int | None], at: datetime | None
    ) -> None:
        """Agree limits for an account, or for a product in a currency."""
        self._do(SetLimits, self.limits(place, amounts, at))

    def staff(self, what: str, name: str, side: str) -> str | None:
        """Change the state of an account; give the refusal, if it is one."""
        try:
            self._do(*self.change(what, name, side))
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
