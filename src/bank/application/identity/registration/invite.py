"""Staff invite people whom the bank knows to sign in; with the invitation they set a password."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bank.application.identity.codes.code_desk import CodeDesk, CodeOrder
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.registration.invitations import Invitations, LetIn
from bank.application.identity.registration.taking_in import TakingIn
from bank.application.identity.registration.ways_in import WaysIn
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers_told import CustomerNews, CustomersTold
from bank.application.ports.ids import Ids
from bank.domain.address_codes import AddressCode, CodePurpose
from bank.domain.contacts import Contact
from bank.domain.parties import Customer
from bank.domain.principals import (
    CUSTOMER,
    Principal,
    PrincipalKind,
    PrincipalNotFound,
    PrincipalState,
)


@dataclass(frozen=True, slots=True)
class CustomerToInvite:
    """Who is to sign in."""

    customer: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """Whom an invitation went to, and until when it is good; ``id`` is the customer's."""

    id: UUID
    subject: str
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewUser:
    """Who is to act for a customer: a principal by their subject, or whoever has an address."""

    customer: UUID
    subject: str | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationTaken:
    """The invitation, and the password that is to be."""

    code: str = field(repr=False)
    password: str = field(repr=False)


@use_case(action="customer.invite", kind=UseCaseKind.COMMAND)
class InviteCustomer:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an unknown customer; one who has left; one who signs in already, by a
    password, a proved address or any factor; one who has neither e-mail nor a phone number with its
    country's code. Whoever has nothing but a password that was moved here is invited within a week
    of a reset of their factors. Records an invitation that is sent to the customer's e-mail
    address, or else by phone.
    """

    def __init__(
        self, taking_in: TakingIn, principals: Principals, ways_in: WaysIn, desk: CodeDesk
    ) -> None:
        """Take who there is, what they sign in by, and the desk of codes."""
        self._taking_in = taking_in
        self._principals = principals
        self._ways_in = ways_in
        self._desk = desk

    async def __call__(self, command: CustomerToInvite, act: Act) -> Invited:
        """Send the invitation."""
        customer = await self._taking_in.known(command.customer)
        customer.refuse_if_left()
        principal = await self._principals.find(str(customer.id))
        if principal is None:
            raise PrincipalNotFound
        await self._ways_in.refuse_if_any(principal, act.now)
        code = await _invited(self._desk, principal, customer.reached_at(), act)
        act.changed(
            Change(object_kind="customer", object_id=customer.id, event="bank.customer.invited.v1")
        )
        return Invited(id=customer.id, subject=principal.subject, expires_at=code.expires_at)

    async def recall(self, customer: UUID, _act: Act) -> Invited:
        """Give whom the invitation went to."""
        return Invited(id=customer, subject=str(customer), expires_at=None)


@use_case(action="customer.add_user", kind=UseCaseKind.COMMAND)
class AddUser:
    """Open to branch managers and integrating systems.

    Refuses, in this order: an unknown customer; one who has left; an unknown principal, and who is
    staff or a system. Records that a principal acts for the customer as well, and tells those who
    acted for the customer before. Whoever signs in by the address is meant by it, and told so, and
    let in again if they were let go with another customer; if nobody does, a new principal is
    invited there.
    """

    def __init__(
        self,
        taking_in: TakingIn,
        principals: Principals,
        desk: CodeDesk,
        ids: Ids,
        notices: Notices,
        told: CustomersTold,
    ) -> None:
        """Take who there is, the desk of codes, what names new principals, and what tells them."""
        self._taking_in = taking_in
        self._principals = principals
        self._desk = desk
        self._ids = ids
        self._notices = notices
        self._told = told

    async def __call__(self, command: NewUser, act: Act) -> Invited:
        """Bind them, or invite them."""
        customer = await self._taking_in.known(command.customer)
        customer.refuse_if_left()
        expires_at = None
        principal = await self._meant(command)
        if principal is not None and principal.kind is not PrincipalKind.CUSTOMER:
            # Whoever may shut out a customer's users would shut out those who run the bank.
            raise PrincipalNotFound
        if principal is None:
            if command.contact is None:
                raise PrincipalNotFound
            principal = await self._added(customer, act.now)
            code = await _invited(self._desk, principal, command.contact, act)
            expires_at = code.expires_at
        else:
            await self._bind(principal, customer)
            notice = Notice(kind=NoticeKind.ADDED_AS_USER, principal=principal.row)
            await self._notices.tell(notice)
        await self._told.changed([customer.id], CustomerNews.USER_ADDED, but=principal.subject)
        act.changed(
            Change(
                object_kind="customer",
                object_id=customer.id,
                event="bank.customer.user-added.v1",
                after=principal.subject,
            )
        )
        return Invited(id=customer.id, subject=principal.subject, expires_at=expires_at)

    async def recall(self, customer: UUID, _act: Act) -> Invited:
        """Give the customer; who was added is among their users."""
        return Invited(id=customer, subject="", expires_at=None)

    async def _bind(self, principal: Principal, customer: Customer) -> None:
        """Let somebody act for the customer; who was let go with another is let in again."""
        found = await self._principals.find(principal.row, lock=True)
        if found is not None and found.state is PrincipalState.DEACTIVATED:
            await self._principals.save(found.changed(state=PrincipalState.ACTIVE))
        await self._principals.bind(principal.row, customer.id)

    async def _meant(self, command: NewUser) -> Principal | None:
        if command.subject is not None:
            return await self._principals.find(command.subject)
        if command.contact is None:
            return None
        return await self._principals.named(command.contact.value)

    async def _added(self, customer: Customer, now: datetime) -> Principal:
        principal = Principal(
            row=await self._principals.next_row(),
            subject=str(self._ids.new()),
            kind=PrincipalKind.CUSTOMER,
            state=PrincipalState.ACTIVE,
            roles=(CUSTOMER,),
            created_at=now,
        )
        await self._principals.add(principal, [customer.id])
        return principal


@use_case(action="registration.accept", kind=UseCaseKind.COMMAND, keyless=True)
class AcceptInvitation:
    """Open to strangers.

    Refuses, in this order: what is no invitation, or not any more; one of somebody who signs in by
    now; a password that is too short or too long; one that is known to the world; an address by
    which somebody else signs in. Records the password, and that they sign in by the address that
    the invitation went to; tells them there. Where another password was forgotten, every session
    and token of theirs ends.
    """

    def __init__(self, invitations: Invitations, passwords: Passwords, ways_in: WaysIn) -> None:
        """Take the invitations, the rules for passwords, and what keeps one."""
        self._invitations = invitations
        self._passwords = passwords
        self._ways_in = ways_in

    async def __call__(self, command: InvitationTaken, act: Act) -> LetIn:
        """Take the invitation back, let them in."""
        invitation = await self._invitations.shown(command.code, act.now)
        prepared = await self._passwords.prepared(command.password)
        let_in = await self._invitations.let_in(invitation, act)
        await self._ways_in.give(
            invitation.principal, prepared, act.now, forgotten=invitation.forgotten
        )
        return let_in


async def _invited(desk: CodeDesk, principal: Principal, contact: Contact, act: Act) -> AddressCode:
    order = CodeOrder(
        purpose=CodePurpose.INVITATION,
        contact=contact,
        asked_by=act.actor.pseudonym,
        principal=principal.row,
    )
    return await desk.invite(order, act.now)
