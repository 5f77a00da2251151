"""Whoever is invited makes a passkey instead of a password: begun, then confirmed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bank.application.identity.factors.passkey_desk import PasskeyDesk
from bank.application.identity.factors.passkeys import Passkeys
from bank.application.identity.registration.invitations import Invitations, LetIn
from bank.application.identity.registration.ways_in import WaysIn
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.passkeys import (
    CHALLENGE_LIFETIME,
    PasskeyChallengeNotFound,
    PasskeyNotVerified,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationToPasskey:
    """The invitation, and by what name they will find the passkey; the bank does not keep that."""

    code: str = field(repr=False)
    account_name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunInvitedPasskey:
    """What the browser makes a passkey of, and until when."""

    options: Mapping[str, Any] = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyOfInvited:
    """The invitation, what its owner calls the passkey, and the browser's answer."""

    code: str = field(repr=False)
    name: str
    answer: Mapping[str, Any] = field(repr=False)


@use_case(action="registration.begin_passkey", kind=UseCaseKind.COMMAND, keyless=True)
class BeginInvitedPasskey:
    """Open to strangers.

    Refuses, in this order: what is no invitation, or not any more; one of somebody who signs in by
    now. Records a challenge that waits for the browser's answer, in place of an earlier one of the
    same invitation, which is not used up by it.
    """

    def __init__(self, invitations: Invitations, desk: PasskeyDesk) -> None:
        """Take the invitations and the desk of challenges."""
        self._invitations = invitations
        self._desk = desk

    async def __call__(self, command: InvitationToPasskey, act: Act) -> BegunInvitedPasskey:
        """Begin."""
        invitation = await self._invitations.shown(command.code, act.now)
        owner = invitation.principal.row
        options = await self._desk.ask_to_register(
            owner, command.account_name, [], invitation.code.id, act.now
        )
        act.changed(Change(object_kind="factor", object_id=act.audit_event))
        return BegunInvitedPasskey(options=options, expires_at=act.now + CHALLENGE_LIFETIME)


@use_case(action="registration.accept_with_passkey", kind=UseCaseKind.COMMAND, keyless=True)
class AcceptWithPasskey:
    """Open to strangers.

    Refuses, in this order: what is no invitation, or not any more; one of somebody who signs in by
    now; an unknown, spent or expired challenge; an answer that verifies nothing; a passkey that is
    known; an address by which somebody else signs in. A refusal leaves invitation and challenge for
    another answer. Records the passkey, and that they sign in by it and by the address that the
    invitation went to; tells them there. Where a password was forgotten, every session and token of
    theirs ends.
    """

    def __init__(
        self, invitations: Invitations, passkeys: Passkeys, desk: PasskeyDesk, ways_in: WaysIn
    ) -> None:
        """Take the invitations, the store, the desk of challenges, and what ends sessions."""
        self._invitations = invitations
        self._passkeys = passkeys
        self._desk = desk
        self._ways_in = ways_in

    async def __call__(self, command: PasskeyOfInvited, act: Act) -> LetIn:
        """Take the invitation back, let them in."""
        invitation = await self._invitations.shown(command.code, act.now)
        owner = invitation.principal
        challenge = await self._desk.taken_back(invitation.code.id, owner.row, act.now)
        if challenge is None:
            raise PasskeyChallengeNotFound
        made = self._desk.registered(challenge, command.answer)
        if made is None:
            raise PasskeyNotVerified
        passkey = made.passkey(act.audit_event, owner.row, command.name, act.now)
        await self._passkeys.add(passkey)
        if invitation.forgotten:
            await self._ways_in.forget_password(owner, act.now)
        return await self._invitations.let_in(invitation, act)
