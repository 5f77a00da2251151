"""The store of what the law wants to be known of organisations."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol

from bank.domain.organisation_data import OrganisationData
from bank.domain.parties import Customer


class StoredOrganisationData(Protocol):
    """Data of organisations, inside the current unit of work, sealed under the customer's key."""

    @abstractmethod
    async def of(self, customer: Customer) -> OrganisationData:
        """Give what is known of a customer: nothing at first, and nothing once it is erased."""

    @abstractmethod
    async def put(self, customer: Customer, known: OrganisationData, now: datetime) -> None:
        """Write what is known of a customer who was locked."""
