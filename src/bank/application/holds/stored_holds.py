"""Finding holds: within a read, and outside any unit of work."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.application.ports.account_directory import AccountDirectory, AccountRef, Amount, Holding
from bank.application.ports.authorizer import Resource
from bank.domain.identifiers import RowId, milliseconds
from bank.domain.ledger.holds import Hold, HoldNotFound, HoldStatus
from bank.domain.ledger.requests import HoldRef


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldView:
    """A hold as it is read: with its free text in the clear, and the entries that captured it.

    A hold whose time is over is shown as expired, whether or not a batch has found it so.
    """

    hold: Hold
    reference: str | None
    captures: tuple[UUID, ...]


class Holds(Protocol):
    """The holds, inside the current read snapshot."""

    @abstractmethod
    async def find(self, hold: UUID, at: datetime) -> HoldView | None:
        """Give the hold of a public id as it stands at a moment."""

    @abstractmethod
    async def of_account(
        self,
        account: AccountRef,
        at: datetime,
        *,
        status: HoldStatus | None,
        before: RowId | None,
        limit: int,
    ) -> Sequence[HoldView]:
        """Give an account's holds, newest first, before a row where given."""


class HoldDirectory(Protocol):
    """Finds holds outside any unit of work, as the last commit left them."""

    @abstractmethod
    async def find(self, hold: UUID) -> Hold | None:
        """Give the hold of a public id."""

    @abstractmethod
    async def overdue(self, at: datetime, limit: int) -> Sequence[Hold]:
        """Give active holds whose time was over at a moment, longest first."""

    @abstractmethod
    async def maker_of(self, hold: Hold) -> str | None:
        """Give the pseudonym of who placed a hold."""


async def held_on(
    directory: AccountDirectory,
    hold: Hold | None,
    *,
    amount: Amount | None = None,
    maker: str | None = None,
) -> Resource:
    """Say who holds the account that a hold is on; nobody, where there is none.

    The amount is the hold's own where no other is given.
    """
    if hold is None:
        return Holding().resource(HoldNotFound)
    held = await directory.holding(AccountRef(hold.account, hold.opened_ms))
    own = (hold.amount_minor, hold.currency)
    return held.resource(HoldNotFound, amount=amount or own, maker=maker)


def ref_of(hold: Hold | None) -> HoldRef:
    """Give a hold as the ledger addresses it; one that is not there, it will refuse."""
    if hold is None:
        return HoldRef(RowId(-1), -1, RowId(-1))
    return HoldRef(hold.row, milliseconds(hold.created_at), hold.account)
