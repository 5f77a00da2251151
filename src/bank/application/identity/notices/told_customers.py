"""Customers are told by notices: at what they proved, and at what is known of them."""

from collections.abc import Iterable
from uuid import UUID

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.ports.customers import Customers
from bank.application.ports.customers_told import USERS_TOLD, CustomerNews, CustomersTold
from bank.domain.identifiers import RowId
from bank.domain.parties import Customer
from bank.domain.principals import PrincipalKind


class ToldCustomers(CustomersTold):
    """Tells whoever signs in for the customer, and the addresses in the customer's data."""

    def __init__(
        self,
        principals: Principals,
        contacts: ProvedContacts,
        customers: Customers,
        notices: Notices,
    ) -> None:
        """Take who signs in, where they are reached, for whom, and what leaves notices."""
        self._principals = principals
        self._contacts = contacts
        self._customers = customers
        self._notices = notices

    async def reached_otherwise(self, before: Customer, after: Customer) -> None:
        """Leave one notice for each address, the old ones first."""
        kind = NoticeKind.CONTACT_CHANGED_BY_STAFF
        principal = await self._principals.find(str(before.id))
        row = None if principal is None else principal.row
        proved = [] if row is None else list(await self._contacts.of(row))
        if proved:
            await self._notices.tell(Notice(kind=kind, principal=row))
        told = proved[:1]
        for address in (*before.addresses(), *after.addresses()):
            if not any(address.is_like(each) for each in told):
                await self._notices.tell(Notice(kind=kind, principal=row, address=str(address)))
                told.append(address)

    async def changed(
        self, customers: Iterable[UUID], news: CustomerNews, *, but: str | None = None
    ) -> None:
        """Leave one notice for each person, whomever of the customers they act for."""
        kind = NoticeKind(news.value)
        told: set[RowId] = set()
        for customer in customers:
            told |= await self._told(customer, kind, but, told)

    async def _told(
        self, customer: UUID, kind: NoticeKind, but: str | None, before: set[RowId]
    ) -> set[RowId]:
        own = str(customer)
        subjects = await self._customers.subjects(customer) - {but}
        told: set[RowId] = set()
        for subject in sorted(subjects, key=lambda each: (each != own, each))[:USERS_TOLD]:
            found = await self._principals.find(subject)
            if found is None or found.kind is not PrincipalKind.CUSTOMER:
                continue
            if found.row not in before:
                await self._notices.tell(Notice(kind=kind, principal=found.row))
                told.add(found.row)
        return told
