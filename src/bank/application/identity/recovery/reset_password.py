"""Somebody who forgot their password sets another, by a code to an address that they proved."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bank.application.identity.codes.code_desk import CodeDesk, CodeOrder
from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.devices.devices import Devices, NewDevice
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.recovery.reset_proof import ResetProof, ShownFactor
from bank.application.identity.registration.register import CodeSent
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.identity.sign_in.second_step import FactorNeeded
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.address_codes import CodeInvalid, CodePurpose, asked_under
from bank.domain.contacts import Contact
from bank.domain.factors import FactorKind
from bank.domain.identifiers import RowId

_NOBODY = RowId(0)


@dataclass(frozen=True, slots=True)
class ForgottenPassword:
    """By which address somebody signs in, and the secret of a device that they did it on before."""

    contact: Contact
    device_secret: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordReset:
    """The code that was sent, the password that is to be, and a proof by a second factor.

    ``remember_as`` names a device that wants to be known from now on.
    """

    id: UUID
    code: str = field(repr=False)
    password: str = field(repr=False)
    factor: FactorKind | None = None
    proof: Mapping[str, Any] = field(default_factory=dict, repr=False)
    remember_as: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordWasReset:
    """How many sessions were ended with the old password; ``id`` is the act's own.

    What ``device`` holds is shown this once.
    """

    id: UUID
    sessions_ended: int
    device: NewDevice | None = None


@use_case(action="password_reset.begin", kind=UseCaseKind.COMMAND, keyless=True)
class BeginPasswordReset:
    """Open to strangers. Refuses nothing.

    Records a code that is sent to the address, if somebody signs in by it and proved it; else the
    address is told that nobody does. The answer and the work are the same. What strangers ask for
    is counted by where they come from, and what is asked for on a device of the owner's by itself.
    Whoever is sent nothing, because many were asked for, was sent a code of letters less than five
    minutes ago, which is good for them as well. All of them are over with the next password.
    """

    def __init__(
        self,
        principals: Principals,
        contacts: ProvedContacts,
        devices: Devices,
        passwords: Passwords,
        desk: CodeDesk,
    ) -> None:
        """Take who there is, how they are reached, on what and by what they sign in; the desk."""
        self._principals = principals
        self._contacts = contacts
        self._devices = devices
        self._passwords = passwords
        self._desk = desk

    async def __call__(self, command: ForgottenPassword, act: Act) -> CodeSent:
        """Look the address up, send."""
        asked = command.contact
        named = await self._principals.named(asked.value)
        row = _NOBODY if named is None else named.row
        proved = await self._contacts.of(row)
        device = None
        if command.device_secret is not None:
            device = await self._devices.known(row, command.device_secret)
        # What was proved is written to, not what was typed: two addresses may read the same.
        to = next((each for each in proved if each.is_like(asked)), None)
        known = named is not None and named.is_let_in and to is not None
        order = CodeOrder(
            purpose=CodePurpose.PASSWORD_RESET,
            contact=to if known and to is not None else asked,
            asked_by=act.actor.pseudonym,
            device=device,
            principal=named.row if known and named is not None else None,
            data=asked_under(await self._passwords.mark(row)),
            instead=None if known else Notice(kind=NoticeKind.NOT_REGISTERED, address=str(asked)),
        )
        code = await self._desk.issue(order, act.now)
        act.changed(Change(object_kind="password_reset", object_id=code.id))
        return CodeSent(id=code.id, expires_at=code.expires_at)


@use_case(action="password_reset.finish", kind=UseCaseKind.COMMAND, keyless=True)
class FinishPasswordReset:
    """Open to strangers.

    Refuses, in this order: a code that is not the one that was sent, counting the failure; one that
    was asked for before the password became another, as by a reset; a password that is too short or
    too long; one that is known to the world; whoever was wrong about the second factor too often,
    under this code or others, and has to wait (``SignInThrottled``); a second factor that does not
    hold, counting the failure. An address alone opens nothing that has a second factor: whoever has
    one and proves none is told which they have, and the code stays good. Records the password, ends
    every session, tells the principal at each address; strangers who failed under their name keep
    them waiting no more, nor do they where they go on, on a device that is remembered.
    """

    def __init__(
        self,
        desk: CodeDesk,
        principals: Principals,
        proof: ResetProof,
        passwords: Passwords,
        sessions: SessionDesk,
        notices: Notices,
    ) -> None:
        """Take the desk of codes, who there is and what they prove, and what follows."""
        self._desk = desk
        self._principals = principals
        self._proof = proof
        self._passwords = passwords
        self._sessions = sessions
        self._notices = notices

    async def __call__(self, command: PasswordReset, act: Act) -> PasswordWasReset | FactorNeeded:
        """Take the code back, ask for the factor, set, end, tell."""
        code = await self._desk.reset(command.id, command.code, act.now)
        # Before the principal is locked, as signing in does it.
        lane = await self._proof.lane_of(code.contact)
        principal = code.principal and await self._principals.find(code.principal, lock=True)
        if not principal or not principal.is_let_in:
            raise CodeInvalid
        code.refuse_if_outlived(await self._passwords.mark(principal.row))
        prepared = await self._passwords.prepared(command.password)
        proof = None if command.factor is None else ShownFactor(command.factor, command.proof)
        needed = await self._proof.needed(proof, code, principal, act)
        if needed is not None:
            return needed
        await self._desk.spend(code, act.now)
        device = await self._proof.end_waiting(lane, principal.row, command.remember_as, act.now)
        await self._passwords.keep(principal.row, prepared, act.now)
        ended = await self._sessions.end_all(
            principal.subject, SessionEnd.PASSWORD_CHANGED, act.now
        )
        # At each address: whoever reads one of them has just set it.
        changed = Notice(kind=NoticeKind.PASSWORD_CHANGED, principal=principal.row, everywhere=True)
        await self._notices.tell(changed)
        act.changed(
            Change(
                object_kind="password",
                object_id=act.audit_event,
                event="bank.password.reset.v1",
                after=f"{principal.subject} {None if device is None else device.id}",
            )
        )
        return PasswordWasReset(id=act.audit_event, sessions_ended=ended, device=device)
