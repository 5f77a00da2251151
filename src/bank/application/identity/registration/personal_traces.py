"""What the tables keep of somebody, beside the rows that say who did what."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Protocol

from bank.domain.contacts import Contact
from bank.domain.parties import Customer
from bank.domain.principals import Principal


class PersonalTraces(Protocol):
    """Traces of people, inside the current unit of work: deleted for good, one table after another.

    What stays names nobody: entries, audit events, approvals and resets, under ids alone.
    """

    @abstractmethod
    async def forget_principal(self, principal: Principal, contacts: Sequence[Contact]) -> None:
        """Delete what a principal signed in by, when, on what, and what was sent to them.

        ``contacts`` are addresses of theirs, to which codes may have gone before they were known.
        """

    @abstractmethod
    async def forget_customer(self, customer: Customer) -> None:
        """Delete what the law wanted to be known of a customer, and who acted for them."""
