"""Somebody registers with a bank of the system tests, and says of themselves what is wanted."""

from datetime import date

from tests.system.assembly import OpenBank

from bank.application.identity.notices.stored_notices import StoredNotices
from bank.application.identity.registration.give_due_diligence import GiveDueDiligence
from bank.application.identity.registration.register import (
    NewRegistration,
    ProveRegistration,
    Register,
    RegistrationProof,
)
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.contacts import Contact
from bank.domain.due_diligence import DueDiligence, PostalAddress
from bank.domain.parties import Customer

PASSWORD = "a ship in the harbour"
STRANGER, CUSTOMER = ("anonymous",), ("customer",)


async def registered(bank: OpenBank, full_name: str, contact: Contact) -> RegistrationProof:
    """Register somebody, and give what proves their address."""
    order = NewRegistration(full_name=full_name, contact=contact, password=PASSWORD)
    begun = (await bank.run(Register, order, roles=STRANGER)).result
    (code,) = await sent_codes(bank)
    return RegistrationProof(id=begun.id, code=code)


async def proved(bank: OpenBank, full_name: str, contact: Contact, street: str) -> Customer:
    """Register somebody who lives in a street, and have them prove their address."""
    given = await registered(bank, full_name, contact)
    customer: Customer = (await bank.run(ProveRegistration, given, roles=STRANGER)).result.customer
    address = PostalAddress(street=street, city="London", country="GB")
    said = DueDiligence(
        date_of_birth=date(1985, 12, 10), nationality="GB", address=address, tax_residence="GB"
    )
    await bank.run(GiveDueDiligence, said, roles=CUSTOMER, subject=str(customer.id))
    return customer


async def sent_codes(bank: OpenBank) -> list[str]:
    """Claim what waits to be sent, and give the codes in it, oldest first."""
    clock = await bank.container.get(Clock)
    async with bank.container(context={UseCaseKind: UseCaseKind.COMMAND}) as scope:
        waiting = await (await scope.get(StoredNotices)).claim(clock.now(), limit=20)
        await (await scope.get(UnitOfWork)).commit()
    return [notice.code for notice in waiting if notice.code is not None]
