"""How somebody who proved an address becomes a customer who can sign in by it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.ports.customers import Customers
from bank.domain.address_codes import AddressCode
from bank.domain.contacts import Channel, Contact
from bank.domain.parties import Customer, CustomerKind, CustomerNotFound, CustomerState
from bank.domain.principals import Principal, PrincipalNotFound


@dataclass(frozen=True, slots=True)
class RegistrationTerms:
    """At which branch people register by themselves."""

    branch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """A new customer, and the principal who they are."""

    customer: Customer
    principal: Principal


class TakingIn:
    """Writes the customer, their name for signing in, their address and their password."""

    def __init__(
        self,
        customers: Customers,
        principals: Principals,
        contacts: ProvedContacts,
        passwords: Passwords,
        terms: RegistrationTerms,
    ) -> None:
        """Take the stores and the bank's terms."""
        self._customers = customers
        self._principals = principals
        self._contacts = contacts
        self._passwords = passwords
        self._terms = terms

    async def registered(self, code: AddressCode, now: datetime) -> TakenIn:
        """Take in, pending, who proved the address of a registration.

        Refuses an address by which somebody else signs in.
        """
        contact = code.contact
        customer = Customer(
            row=await self._customers.next_row(),
            created_at=now,
            kind=CustomerKind.PERSON,
            full_name=code.data["full_name"],
            email=contact.value if contact.channel is Channel.EMAIL else None,
            phone=contact.value if contact.channel is Channel.PHONE else None,
            branch=self._terms.branch,
            version=1,
            state=CustomerState.PENDING,
        )
        await self._customers.add(customer)
        principal = await self._principals.find(str(customer.id), lock=True)
        if principal is None:
            raise PrincipalNotFound
        await self.let_in(principal, contact, now)
        if "password" in code.data:
            await self._passwords.keep(principal.row, code.data["password"], now)
        return TakenIn(customer=customer, principal=principal)

    async def let_in(self, principal: Principal, contact: Contact, now: datetime) -> None:
        """Let a principal sign in by an address that they proved.

        Refuses an address by which somebody else signs in.
        """
        await self._principals.name(principal.row, contact.value)
        await self._contacts.put(principal, contact, now)

    async def is_reached_by(self, principal: Principal, contact: Contact) -> bool:
        """Whether an invitation went to an address that is still theirs.

        Of whoever is no customer themselves nothing else is known.
        """
        try:
            found = await self._customers.find(UUID(principal.subject))
        except ValueError:
            return True
        return found is None or found.is_reached_by(contact)

    async def known(self, customer: UUID) -> Customer:
        """Give a customer."""
        found = await self._customers.find(customer)
        if found is None:
            raise CustomerNotFound
        return found
