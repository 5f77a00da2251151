"""A passkey is enrolled: begun with a challenge, confirmed by what the browser makes of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from bank.application.identity.factors.enrolled_factors import EnrolledFactor, of_passkey
from bank.application.identity.factors.own_factors import OwnFactors
from bank.application.identity.factors.passkey_desk import PasskeyDesk
from bank.application.identity.factors.passkeys import Passkeys
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factors import FactorKind, FactorNotFound, TooManyFactors
from bank.domain.passkeys import (
    CHALLENGE_LIFETIME,
    PASSKEYS_MAX,
    Passkey,
    PasskeyChallengeNotFound,
    PasskeyNotVerified,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPasskey:
    """By what name its owner will find it in their browser; the bank does not keep that."""

    account_name: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunPasskey:
    """What the browser makes a passkey of, until when, and under which id it is confirmed."""

    id: UUID
    options: Mapping[str, Any] = field(repr=False)
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePasskey:
    """Which passkey, what its owner calls it, and the browser's answer."""

    passkey: UUID
    name: str
    answer: Mapping[str, Any] = field(repr=False)


@use_case(action="factor.enrol_passkey", kind=UseCaseKind.COMMAND, keyless=True, fresh_proof=True)
class EnrolPasskey:
    """Open to whoever signs in, for themselves, by a fresh proof.

    Refuses, in this order: whoever is no principal; who has a second factor and did not sign in by
    one; one passkey too many. Records a challenge that waits for the browser's answer.
    """

    def __init__(self, own: OwnFactors, passkeys: Passkeys, desk: PasskeyDesk) -> None:
        """Take who asks, the store, and the desk of challenges."""
        self._own = own
        self._passkeys = passkeys
        self._desk = desk

    async def __call__(self, command: NewPasskey, act: Act) -> BegunPasskey:
        """Begin."""
        owner = await self._own.changing(act)
        known = await self._passkeys.of(owner.row)
        _refuse_one_too_many(known)
        begun = act.audit_event
        options = await self._desk.ask_to_register(
            owner.row, command.account_name, known, begun, act.now
        )
        act.changed(Change(object_kind="factor", object_id=begun))
        return BegunPasskey(id=begun, options=options, expires_at=act.now + CHALLENGE_LIFETIME)


@use_case(action="factor.confirm_passkey", kind=UseCaseKind.COMMAND)
class ConfirmPasskey:
    """Open to whoever signs in, for themselves.

    Refuses, in this order: whoever is no principal; who has a second factor and did not sign in by
    one; an unknown, spent or expired challenge; one passkey too many; an answer that verifies
    nothing; a passkey that is known. A refusal leaves the challenge for another answer. Records the
    passkey as a factor of theirs; tells its owner.
    """

    def __init__(self, own: OwnFactors, passkeys: Passkeys, desk: PasskeyDesk) -> None:
        """Take who asks, the store, and the desk of challenges."""
        self._own = own
        self._passkeys = passkeys
        self._desk = desk

    async def __call__(self, command: MadePasskey, act: Act) -> EnrolledFactor:
        """Confirm."""
        owner = await self._own.changing(act)
        challenge = await self._desk.taken_back(command.passkey, owner.row, act.now)
        if challenge is None:
            raise PasskeyChallengeNotFound
        _refuse_one_too_many(await self._passkeys.of(owner.row))
        made = self._desk.registered(challenge, command.answer)
        if made is None:
            raise PasskeyNotVerified
        passkey = made.passkey(command.passkey, owner.row, command.name, act.now)
        await self._passkeys.add(passkey)
        await self._own.added(owner, passkey.id, FactorKind.PASSKEY, act)
        return of_passkey(passkey)

    async def recall(self, factor: UUID, act: Act) -> EnrolledFactor:
        """Give the passkey as it is now."""
        owner = await self._own.owner(act)
        for each in await self._passkeys.of(owner.row):
            if each.id == factor:
                return of_passkey(each)
        raise FactorNotFound


def _refuse_one_too_many(known: Sequence[Passkey]) -> None:
    if len(known) >= PASSKEYS_MAX:
        raise TooManyFactors("There are too many passkeys: remove one first.")
