"""What clients of the simulation ask, beside what `tests.properties.asks` has words for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tests.properties.asks import Answer, Ask


@dataclass(frozen=True, kw_only=True)
class Staff:
    """The state of an account to be changed."""

    what: str
    account: str
    side: str = "debit"


@dataclass(frozen=True, kw_only=True)
class Agree:
    """Limits to be agreed, at once or from a moment on."""

    place: tuple[str, str]
    amounts: tuple[tuple[str, int | None], ...]
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class AskRate:
    """A quote for euros of one account to yen of another."""

    debit: str
    credit: str
    amount: int


@dataclass(frozen=True, kw_only=True)
class TakeRate:
    """A quote to be taken."""

    quote: UUID


@dataclass(frozen=True, kw_only=True)
class LookBack:
    """The balance at the end of a closed day, by booking date."""

    account: str
    day: date


Change = Staff | Agree | AskRate
"""What the pipeline runs in a unit of work of its own."""

Wish = Ask | Change | TakeRate | LookBack


@dataclass(frozen=True, kw_only=True)
class Operation:
    """What a client wants, under a key; ``dry`` is only tried."""

    number: int
    key: str
    wish: Wish
    dry: bool = False

    def __str__(self) -> str:
        tried = " (dry run)" if self.dry else ""
        return f"operation {self.number} under {self.key}{tried}: {self.wish}"


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """An operation on its way to the bank: one of several tries, one of several copies."""

    operation: Operation
    attempt: int
    copy: int

    @property
    def name(self) -> str:
        """The request's id."""
        return f"{self.operation.number}.{self.attempt}.{self.copy}"


def trouble(code: str) -> Answer:
    """Give the answer of a bank that could not do it at the moment."""
    return Answer(("trouble", code))


TROUBLES = frozenset(
    {"database_unavailable", "ledger_busy", "outcome_unknown", "request_in_flight"}
)
"""Not answers to what was asked: ask again under the same key."""
