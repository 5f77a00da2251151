"""Where principals are reached: at what they proved, or else at what is known of the customer."""

from collections.abc import Sequence
from uuid import UUID

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.principals import Principals
from bank.application.ports.customers import Customers
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId


class Reached:
    """Finds the addresses that notices go to, inside the current unit of work.

    An address that staff wrote down proves nothing and lets nobody in, but a notice has no secret:
    better that its reader is somebody else than that nobody hears of it.
    """

    def __init__(
        self, contacts: ProvedContacts, principals: Principals, customers: Customers
    ) -> None:
        """Take what was proved, and what is known of customers."""
        self._contacts = contacts
        self._principals = principals
        self._customers = customers

    async def at(self, principal: RowId) -> Sequence[Contact]:
        """Give a principal's addresses, e-mail first.

        Where none was proved and the principal is a customer's own, the customer's are given.
        """
        proved = await self._contacts.of(principal)
        return proved or await self._known(principal)

    async def _known(self, principal: RowId) -> Sequence[Contact]:
        found = await self._principals.find(principal)
        if found is None:
            return ()
        try:
            customer = await self._customers.find(UUID(found.subject))
        except ValueError:
            return ()
        return () if customer is None else customer.addresses()
