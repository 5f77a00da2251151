"""Finding the customer that a request means, or refusing."""

from uuid import UUID

from bank.application.ports.customers import Customers
from bank.domain.parties import Customer, CustomerNotFound


async def known(customers: Customers, wanted: UUID, *, lock: bool = False) -> Customer:
    """Give a customer or refuse."""
    found = await customers.find(wanted, lock=lock)
    if found is None:
        raise CustomerNotFound
    return found
