"""Customers are told by notices: at what they proved, and at what was known of them until then."""

from collections.abc import Iterator

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.ports.customers_told import CustomersTold
from bank.domain.contacts import Contact, InvalidContact
from bank.domain.parties import Customer


class ToldCustomers(CustomersTold):
    """Tells whoever signs in as the customer, and the addresses in the customer's data."""

    def __init__(self, principals: Principals, contacts: ProvedContacts, notices: Notices) -> None:
        """Take who signs in, where they are reached, and what leaves notices."""
        self._principals = principals
        self._contacts = contacts
        self._notices = notices

    async def reached_otherwise(self, before: Customer) -> None:
        """Leave one notice for each address."""
        kind = NoticeKind.CONTACT_CHANGED_BY_STAFF
        principal = await self._principals.find(str(before.id))
        row = None if principal is None else principal.row
        proved = [] if row is None else list(await self._contacts.of(row))
        if proved:
            await self._notices.tell(Notice(kind=kind, principal=row))
        for last in _written(before):
            if not any(last.is_like(each) for each in proved[:1]):
                await self._notices.tell(Notice(kind=kind, principal=row, address=str(last)))


def _written(customer: Customer) -> Iterator[Contact]:
    """Give the addresses in a customer's data; what staff wrote there need not be any."""
    for made, text in ((Contact.email, customer.email), (Contact.phone, customer.phone)):
        if text is None:
            continue
        try:
            yield made(text)
        except InvalidContact:
            continue
