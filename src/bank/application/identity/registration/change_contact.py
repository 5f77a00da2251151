"""Somebody changes the address by which they sign in and are reached."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.codes.contact_codes import ContactCodes
from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.factors.own_factors import OwnFactors
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.identity.registration.register import CodeGivenBack, CodeSent
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.domain.contacts import Contact
from bank.domain.parties import CustomerKind
from bank.domain.principals import Principal


@dataclass(frozen=True, slots=True)
class NewContact:
    """The address that is to be."""

    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanged:
    """The address that is, and of whom; ``id`` is the act's own."""

    id: UUID
    contact: Contact


@use_case(action="contact.begin_change", kind=UseCaseKind.COMMAND, keyless=True, fresh_proof=True)
class BeginContactChange:
    """Open to whoever signs in, for themselves, by a fresh proof.

    Refuses, in this order: whoever is no principal; who has a second factor and did not sign in by
    one. Records a code that is sent to the new address.
    """

    def __init__(self, own: OwnFactors, codes: ContactCodes) -> None:
        """Take who asks, and what sends them a code."""
        self._own = own
        self._codes = codes

    async def __call__(self, command: NewContact, act: Act) -> CodeSent:
        """Send."""
        owner = await self._own.changing(act)
        code = await self._codes.send(owner, command.contact, act)
        act.changed(Change(object_kind="contact_change", object_id=code.id))
        return CodeSent(id=code.id, expires_at=code.expires_at)


@use_case(action="contact.change", kind=UseCaseKind.COMMAND, keyless=True)
class ChangeContact:
    """Open to whoever signs in, for themselves.

    Refuses, in this order: whoever is no principal; who has a second factor and did not sign in by
    one; a code that is not the one that was sent, counting the failure; one that was asked for
    before the password became another; an address by which somebody else signs in. Records the
    address in place of the last one of its channel, and tells the principal where they were reached
    before.
    """

    def __init__(
        self,
        own: OwnFactors,
        codes: ContactCodes,
        principals: Principals,
        contacts: ProvedContacts,
        customers: Customers,
        notices: Notices,
    ) -> None:
        """Take who asks, what takes their code back, and the stores."""
        self._own = own
        self._codes = codes
        self._principals = principals
        self._contacts = contacts
        self._customers = customers
        self._notices = notices

    async def __call__(self, command: CodeGivenBack, act: Act) -> ContactChanged:
        """Take the code back, tell the old address, write the new one."""
        owner = await self._own.changing(act)
        contact = await self._codes.proved(owner, command.id, command.code, act.now)
        notice = Notice(kind=NoticeKind.CONTACT_CHANGED, principal=owner.row, everywhere=True)
        await self._notices.tell(notice)
        for last in await self._contacts.of(owner.row):
            if last.channel is contact.channel:
                await self._principals.unname(owner.row, last.value)
        await self._principals.name(owner.row, contact.value)
        await self._contacts.put(owner, contact, act.now)
        await self._amend(owner, contact)
        act.changed(
            Change(
                object_kind="principal",
                object_id=act.audit_event,
                event="bank.principal.contact-changed.v1",
                after=str(contact),
            )
        )
        return ContactChanged(id=act.audit_event, contact=contact)

    async def _amend(self, owner: Principal, contact: Contact) -> None:
        """Write it into the data of the customer who the principal is, if they are one."""
        for each in await self._principals.customers_of(owner.row):
            if str(each) != owner.subject:
                continue
            customer = await self._customers.find(each, lock=True)
            if customer is None or customer.kind is not CustomerKind.PERSON or customer.has_left:
                continue
            await self._customers.save(customer.reached_by(contact))
