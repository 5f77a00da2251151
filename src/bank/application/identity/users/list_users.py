"""Staff look at who acts for a customer."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.users.known_users import KnownUsers
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.contacts import Contact
from bank.domain.principals import Principal


@dataclass(frozen=True, slots=True)
class UsersOfCustomer:
    """Whose users."""

    customer: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerUser:
    """Who acts for a customer, and by what they sign in: nothing before they took an invitation.

    ``pseudonym`` stands for them in audit events.
    """

    principal: Principal
    pseudonym: str
    contacts: Sequence[Contact] = field(default=(), repr=False)


@use_case(action="customer.list_users", kind=UseCaseKind.QUERY, audited=True)
class ListUsers:
    """Open to staff at a branch, whoever audits, and integrating systems.

    Refuses an unknown customer.
    """

    def __init__(self, known: KnownUsers, contacts: ProvedContacts, digests: KeyedDigests) -> None:
        """Take who acts for whom, how they are reached, and what stands for them in audits."""
        self._known = known
        self._contacts = contacts
        self._digests = digests

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: UsersOfCustomer) -> Resource:
        """Say whose users they are."""
        return await self._known.resource(command.customer)

    async def __call__(self, command: UsersOfCustomer, act: Act) -> Sequence[CustomerUser]:
        """Read them."""
        users = await self._known.of(command.customer)
        act.looked_at("customer", command.customer)
        return [
            CustomerUser(
                principal=each,
                pseudonym=self._digests.pseudonym(each.subject),
                contacts=await self._contacts.of(each.row),
            )
            for each in users
        ]
