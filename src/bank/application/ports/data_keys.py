"""The store of wrapped data keys: what it no longer holds can no longer be read by anybody."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class DataKeyPurpose(StrEnum):
    """What data keys are for, and with it who owns one."""

    CUSTOMER = "customer"
    """Owned by a customer's id; destroyed to erase the customer."""

    PRINCIPAL = "principal"
    """Owned by a principal's subject."""

    REFERENCE = "reference"
    """Owned by a month (``2026-11``): the free text of the entries and holds recorded in it.

    Destroyed when its retention ends.
    """

    APPROVAL = "approval"
    """Owned by a month: acts that waited for approval, and the reasons why they were not given."""

    PASSING = "passing"
    """Owned by a month: what is kept until it is sent or proved, and not longer.

    Destroyed a month after the month is over.
    """


@dataclass(frozen=True, slots=True)
class StoredDataKey:
    """A wrapped data key.

    ``id`` is its number (1 to 2**32 - 1, never used again), which sealed values carry.
    """

    id: int
    purpose: str
    owner: str
    wrapped: bytes
    created_at: datetime


class DataKeys(Protocol):
    """Keeps at most one data key for a purpose and owner, inside the current unit of work."""

    @abstractmethod
    async def find(self, purpose: str, owner: str) -> StoredDataKey | None:
        """Give the owner's data key, or nothing if there was none or it was destroyed.

        Locks nothing.
        """

    @abstractmethod
    async def add(
        self, *, purpose: str, owner: str, wrapped: bytes, created_at: datetime
    ) -> StoredDataKey:
        """Number and keep a data key, or give the one that somebody else added first.

        Waits for a concurrent unit of work that is adding a key for the same purpose and owner. The
        caller must use what is given back, not what it brought.
        """

    @abstractmethod
    async def destroy(self, purpose: str, owner: str) -> bool:
        """Delete the owner's data key for good and tell whether there was one; locks its row."""

    @abstractmethod
    async def destroy_months(self, purpose: str, *, over_at: datetime) -> int:
        """Delete for good the keys of the months that were over at a moment, and say how many."""
