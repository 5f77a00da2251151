"""A person registers: first they are sent a code, then they give it back and are a customer."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bank.application.identity.codes.code_desk import CodeDesk, CodeOrder
from bank.application.identity.notices.notices import Notice, NoticeKind
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.registration.taking_in import TakingIn
from bank.application.identity.sessions.session_desk import (
    OpenedSession,
    SessionDesk,
    SessionOrder,
)
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.address_codes import CodePurpose
from bank.domain.contacts import Contact
from bank.domain.parties import Customer
from bank.domain.principals import Assurance
from bank.domain.sessions import SessionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRegistration:
    """Who wants to be a customer, where a code reaches them, and their password, if they want one.

    Whoever gives none enrols a passkey in the session that their code opens, or sets one by the way
    of forgotten passwords.
    """

    full_name: str = field(repr=False)
    contact: Contact
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeSent:
    """That a message is on its way, and until when a code that it may hold is good."""

    id: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeGivenBack:
    """Which code was sent, and what it is said to be."""

    id: UUID
    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationProof:
    """Which code was sent, and what it is said to be.

    ``session_kind`` is asked for by whoever gave no password, to enrol a passkey at once.
    """

    id: UUID
    code: str = field(repr=False)
    session_kind: SessionKind | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A new customer, and their first session if one was opened."""

    customer: Customer
    session: OpenedSession | None = None

    @property
    def id(self) -> UUID:
        """The customer's public id."""
        return self.customer.id


@use_case(action="registration.begin", kind=UseCaseKind.COMMAND, keyless=True)
class Register:
    """Open to strangers.

    Refuses a password that is too short or too long, then one that is known to the world. Records a
    code that is sent to the address, and seals the rest until it comes back. Whose address is taken
    is told so instead, and nobody else learns it: the answer and the work are the same.
    """

    def __init__(self, principals: Principals, passwords: Passwords, desk: CodeDesk) -> None:
        """Take who there is, the rules for passwords, and the desk of codes."""
        self._principals = principals
        self._passwords = passwords
        self._desk = desk

    async def __call__(self, command: NewRegistration, act: Act) -> CodeSent:
        """Judge the password, look the address up, send."""
        data = {"full_name": command.full_name}
        if command.password is not None:
            data["password"] = await self._passwords.prepared(command.password)
        taken = await self._principals.named(command.contact.value)
        told = None
        if taken is not None:
            told = Notice(kind=NoticeKind.ALREADY_REGISTERED, principal=taken.row, found_late=True)
        order = CodeOrder(
            purpose=CodePurpose.REGISTRATION,
            contact=command.contact,
            asked_by=act.actor.pseudonym,
            data=data,
            instead=told,
        )
        code = await self._desk.issue(order, act.now)
        act.changed(Change(object_kind="registration", object_id=code.id))
        return CodeSent(id=code.id, expires_at=code.expires_at)


@use_case(action="registration.prove", kind=UseCaseKind.COMMAND, keyless=True)
class ProveRegistration:
    """Open to strangers.

    Refuses, in this order: a code that is not the one that was sent, counting the failure; an
    address by which somebody else came to sign in meanwhile. Records a customer who is pending,
    with a principal who signs in by the address; and a session, where one is asked for and there is
    no password to sign in with.
    """

    def __init__(self, desk: CodeDesk, taking_in: TakingIn, sessions: SessionDesk) -> None:
        """Take the desk of codes, what makes customers, and what opens sessions."""
        self._desk = desk
        self._taking_in = taking_in
        self._sessions = sessions

    async def __call__(self, command: RegistrationProof, act: Act) -> Registered:
        """Take the code back, take the customer in."""
        code = await self._desk.taken_back(
            command.id, CodePurpose.REGISTRATION, command.code, act.now
        )
        taken_in = await self._taking_in.registered(code, act.now)
        customer, session = taken_in.customer, None
        await self._desk.spend(code, act.now)
        if command.session_kind is not None and "password" not in code.data:
            order = SessionOrder(
                principal=taken_in.principal,
                kind=command.session_kind,
                assurance=Assurance.ONE_FACTOR,
            )
            session = await self._sessions.open(order, act.now)
        act.changed(
            Change(
                object_kind="customer",
                object_id=customer.id,
                event="bank.customer.registered.v1",
                after=repr(customer),
            )
        )
        return Registered(customer=customer, session=session)
