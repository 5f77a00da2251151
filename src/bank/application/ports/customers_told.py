"""What customers are told that others changed about them."""

from abc import abstractmethod
from typing import Protocol

from bank.domain.parties import Customer


class CustomersTold(Protocol):
    """Tells customers, inside the current unit of work; they are sent it after the unit."""

    @abstractmethod
    async def reached_otherwise(self, before: Customer) -> None:
        """Tell a customer that the bank changed how it reaches them, at the addresses until then.

        ``before`` is the customer as they were. Nobody is told of what is no address.
        """
