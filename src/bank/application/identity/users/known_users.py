"""What every act on a customer's users looks at first: the customer, and the user."""

from collections.abc import Sequence
from uuid import UUID

from bank.application.identity.principals import Principals
from bank.application.identity.users.customer_users import CustomerUsers
from bank.application.ports.authorizer import Resource
from bank.application.ports.customers import Customers, acted_for
from bank.domain.parties import CustomerNotFound
from bank.domain.principals import Principal, PrincipalKind, PrincipalNotFound


class KnownUsers:
    """Finds who acts for a customer, inside the current unit of work."""

    def __init__(self, customers: Customers, users: CustomerUsers, principals: Principals) -> None:
        """Take the stores."""
        self._customers = customers
        self._users = users
        self._principals = principals

    async def resource(self, customer: UUID) -> Resource:
        """Say whose customer it is, for conditions of the policy."""
        return await acted_for(self._customers, customer)

    async def of(self, customer: UUID) -> Sequence[Principal]:
        """Give all users of a customer; staff and systems are none. Refuses an unknown customer."""
        if await self._customers.find(customer) is None:
            raise CustomerNotFound
        found = await self._users.of(customer)
        return [each for each in found if each.kind is PrincipalKind.CUSTOMER]

    async def one(self, customer: UUID, subject: str | None) -> Principal:
        """Give a user of a customer, locked; the customer's own principal, if none is named.

        Refuses an unknown customer, then whoever does not act for them.
        """
        wanted = subject or str(customer)
        if wanted not in {each.subject for each in await self.of(customer)}:
            raise PrincipalNotFound
        found = await self._principals.find(wanted, lock=True)
        if found is None:
            raise PrincipalNotFound
        return found
