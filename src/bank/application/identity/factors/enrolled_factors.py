"""The factors of a principal as they are shown to their owner, whatever their kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bank.application.identity.factors.authenticators import Authenticator, Authenticators
from bank.application.identity.factors.passkeys import Passkeys
from bank.application.identity.factors.recovery_codes import RecoveryCodes, RecoveryCodeSet
from bank.domain.factors import FactorKind
from bank.domain.identifiers import RowId
from bank.domain.passkeys import Passkey


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolledFactor:
    """A factor without its secret. ``left`` counts the recovery codes that were not used.

    One that is not ``confirmed`` is an authenticator whose first code is still awaited.
    """

    id: UUID
    kind: FactorKind
    created_at: datetime
    used_at: datetime | None
    name: str | None = None
    left: int | None = None
    confirmed: bool = True


class EnrolledFactors:
    """Lists and removes the factors of every kind, inside the current unit of work."""

    def __init__(
        self, authenticators: Authenticators, codes: RecoveryCodes, passkeys: Passkeys
    ) -> None:
        """Take the store of each kind."""
        self._authenticators = authenticators
        self._codes = codes
        self._passkeys = passkeys

    async def of(self, principal: RowId) -> Sequence[EnrolledFactor]:
        """Give a principal's factors, oldest first."""
        codes = await self._codes.set_of(principal)
        found = [
            *(of_authenticator(each) for each in await self._authenticators.of(principal)),
            *(of_passkey(each) for each in await self._passkeys.of(principal)),
            *([] if codes is None else [of_codes(codes)]),
        ]
        return sorted(found, key=lambda factor: (factor.created_at, factor.id))

    async def remove(self, principal: RowId, factor: UUID) -> EnrolledFactor | None:
        """Delete a principal's factor, and give what it was; nothing if it is not theirs."""
        for each in await self._authenticators.of(principal, lock=True):
            if each.id == factor:
                await self._authenticators.remove(each.row)
                return of_authenticator(each)
        codes = await self._codes.set_of(principal)
        if codes is not None and codes.id == factor:
            await self._codes.remove(principal)
            return of_codes(codes)
        for passkey in await self._passkeys.of(principal):
            if passkey.id == factor and await self._passkeys.remove(principal, factor):
                return of_passkey(passkey)
        return None


def of_authenticator(authenticator: Authenticator) -> EnrolledFactor:
    """Show an authenticator."""
    return EnrolledFactor(
        id=authenticator.id,
        kind=FactorKind.TOTP,
        name=authenticator.name,
        created_at=authenticator.created_at,
        used_at=authenticator.used_at,
        confirmed=authenticator.confirmed,
    )


def of_codes(codes: RecoveryCodeSet) -> EnrolledFactor:
    """Show a set of recovery codes."""
    return EnrolledFactor(
        id=codes.id,
        kind=FactorKind.RECOVERY_CODE,
        created_at=codes.created_at,
        used_at=codes.used_at,
        left=codes.left,
    )


def of_passkey(passkey: Passkey) -> EnrolledFactor:
    """Show a passkey."""
    return EnrolledFactor(
        id=passkey.id,
        kind=FactorKind.PASSKEY,
        name=passkey.name,
        created_at=passkey.created_at,
        used_at=passkey.last_used_at,
    )
