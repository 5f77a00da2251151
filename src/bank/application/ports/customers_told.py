"""What customers are told that others changed about them."""

from abc import abstractmethod
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from bank.domain.parties import Customer

USERS_TOLD: Final = 20
"""So many of those who act for a customer are told at most; the customer's own principal first."""


class CustomerNews(StrEnum):
    """What changed, by the kind of notice that tells it."""

    CUSTOMER_LEFT = "customer_left"
    CUSTOMER_RENAMED = "customer_renamed"
    HOLDERS_CHANGED = "holders_changed"
    LIMITS_CHANGED = "limits_changed"
    ORGANISATION_DATA_CHANGED = "organisation_data_changed"
    PERSONS_DATA_CHANGED = "persons_data_changed"
    USER_ADDED = "user_added"
    USER_REMOVED = "user_removed"


class CustomersTold(Protocol):
    """Tells customers, inside the current unit of work; they are sent it after the unit."""

    @abstractmethod
    async def reached_otherwise(self, before: Customer, after: Customer) -> None:
        """Tell a customer that the bank changed how it reaches them.

        They are told at the addresses that they had, at those that they have, and where they proved
        to be. Nobody is told of what is no address.
        """

    @abstractmethod
    async def changed(
        self, customers: Iterable[UUID], news: CustomerNews, *, but: str | None = None
    ) -> None:
        """Tell customers what changed about them: whoever acts for them, ``USERS_TOLD`` of each.

        Where the customer's own principal has proved no address, their data say how they are
        reached. ``but`` is the subject of whoever is told something else.
        """
