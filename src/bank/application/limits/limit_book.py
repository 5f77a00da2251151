"""The store of limits."""

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bank.application.ports.account_directory import AccountRef
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.limit_changes import AgreedLimits, AgreedRule, LimitPlace
from bank.domain.ledger.limits import LimitKind, LimitRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Limited:
    """An account with what limits it.

    ``account`` as it was opened: its terms are not agreed on it yet.
    """

    account: LedgerAccount
    head: LedgerHead
    of_product: Sequence[LimitRule]
    of_account: Sequence[LimitRule]


class LimitBook(Protocol):
    """The limits of products and accounts, inside the current unit of work.

    Rules are added and never changed: of each kind the newest that is in effect counts.
    """

    @abstractmethod
    async def begin(self, now: datetime) -> datetime:
        """Lock the book's head, before any account, and give the moment of the change.

        It is later than all that was decided before, and nothing that is decided after the unit's
        commit is earlier: so a change takes effect exactly, at every process.
        """

    @abstractmethod
    async def add(
        self,
        place: LimitPlace,
        amounts: Mapping[LimitKind, int | None],
        effective_from: datetime,
        agreed_at: datetime,
    ) -> AgreedLimits:
        """Add a rule of each kind, for a product or for an account that is locked."""

    @abstractmethod
    async def agreed(self, row: RowId) -> AgreedLimits | None:
        """Give all that was agreed in one act with the rule of a row."""

    @abstractmethod
    async def history(
        self, place: LimitPlace, *, before: RowId | None, limit: int
    ) -> Sequence[AgreedRule]:
        """Give the rules of a place, the last agreed first, before a row where given.

        Those that are yet to take effect are among them.
        """

    @abstractmethod
    async def limited(self, account: AccountRef, now: datetime) -> Limited | None:
        """Give an account with the rules of its product and its own; locks nothing.

        What is held on it is without the holds that have expired by now, tidied or not.
        """
