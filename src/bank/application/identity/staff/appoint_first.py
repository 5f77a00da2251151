"""The first administrator is appointed, on the machine that the bank runs on."""

from dataclasses import dataclass, field
from uuid import UUID

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.staff.first_appointment import FirstAppointment
from bank.application.identity.staff.register_staff import change_of, new_member
from bank.application.identity.staff.staff_book import StaffBook, StaffMember
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.ids import Ids
from bank.domain.contacts import Contact
from bank.domain.staff import ADMINISTRATOR, AdministratorExists


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAdministrator:
    """Who it is, and the password that they chose at the keyboard."""

    contact: Contact = field(repr=False)
    password: str = field(repr=False)
    branch: str = "main"


@use_case(action="staff.appoint_first", kind=UseCaseKind.COMMAND)
class AppointFirstAdministrator:
    """Open to whoever runs commands on the machine.

    One appoints at a time: of several at once one is done.

    Refuses, in this order: a bank that has an administrator; a password that is too short or too
    long; one that is known to the world; an unknown branch; an address by which somebody else signs
    in. Records an administrator who can sign in at once.
    """

    def __init__(
        self,
        principals: Principals,
        book: StaffBook,
        passwords: Passwords,
        contacts: ProvedContacts,
        ids: Ids,
        appointment: FirstAppointment,
    ) -> None:
        """Take who there is, what they sign in by, and whose turn it is."""
        self._principals = principals
        self._book = book
        self._passwords = passwords
        self._contacts = contacts
        self._ids = ids
        self._appointment = appointment

    async def __call__(self, command: FirstAdministrator, act: Act) -> StaffMember:
        """Appoint them."""
        await self._appointment.take_turn()
        if await self._book.administrators():
            raise AdministratorExists
        prepared = await self._passwords.prepared(command.password)
        row = await self._principals.next_row()
        member = new_member(self._ids, (ADMINISTRATOR,), command.branch, row, act.now)
        await self._principals.add(member)
        await self._principals.name(row, command.contact.value)
        await self._contacts.put(member, command.contact, act.now)
        await self._passwords.keep(row, prepared, act.now)
        act.changed(change_of(member, "bank.staff.registered.v1", after=member.roles))
        return await self._book.member(member)

    async def recall(self, member: UUID, _act: Act) -> StaffMember:
        """Give the member of staff as they are now."""
        return await self._book.member(await self._book.known(str(member)))
