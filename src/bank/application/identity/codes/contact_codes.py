"""Codes by which somebody who has signed in proves another address of theirs."""

from datetime import datetime
from uuid import UUID

from bank.application.identity.codes.code_desk import CodeDesk, CodeOrder
from bank.application.identity.passwords.passwords import Passwords
from bank.application.pipeline.act import Act
from bank.domain.address_codes import AddressCode, CodePurpose, asked_under
from bank.domain.contacts import Contact
from bank.domain.principals import Principal


class ContactCodes:
    """Sends them and takes them back, inside the current unit of work.

    They are over with the next password: who has set it may not be who asked for them. The
    principal is locked.
    """

    def __init__(self, desk: CodeDesk, passwords: Passwords) -> None:
        """Take the desk of codes, and what tells passwords apart."""
        self._desk = desk
        self._passwords = passwords

    async def send(self, owner: Principal, contact: Contact, act: Act) -> AddressCode:
        """Issue one for an address."""
        order = CodeOrder(
            purpose=CodePurpose.CONTACT,
            contact=contact,
            asked_by=act.actor.pseudonym,
            principal=owner.row,
            data=asked_under(await self._passwords.mark(owner.row)),
        )
        return await self._desk.issue(order, act.now)

    async def proved(self, owner: Principal, number: UUID, text: str, now: datetime) -> Contact:
        """Use a code up that its owner gave back, and give the address that it proves.

        Refuses with ``CodeInvalid``, in this order: a code that is not the one that was sent, or
        somebody else's, counting the failure; one that was asked for under another password.
        """
        code = await self._desk.taken_back(number, CodePurpose.CONTACT, text, now)
        if code.principal != owner.row:
            await self._desk.fail(code)
        code.refuse_if_outlived(await self._passwords.mark(owner.row))
        await self._desk.spend(code, now)
        return code.contact
