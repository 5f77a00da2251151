"""All second factors of a principal, whatever their kind."""

from collections.abc import Mapping
from typing import Any

from bank.application.identity.factors.passkey_factor import PasskeyFactor
from bank.application.identity.factors.recovery_factor import RecoveryFactor
from bank.application.identity.factors.second_factors import FactorKind, SecondFactor
from bank.application.identity.factors.totp_factor import TotpFactor
from bank.domain.identifiers import RowId


class EveryFactor:
    """Finds a factor by its kind, and counts them."""

    def __init__(
        self, totp: TotpFactor, passkeys: PasskeyFactor, recovery_codes: RecoveryFactor
    ) -> None:
        """Take each kind."""
        self._passkeys = passkeys
        self._kinds: dict[FactorKind, SecondFactor] = {
            FactorKind.TOTP: totp,
            FactorKind.PASSKEY: passkeys,
            FactorKind.RECOVERY_CODE: recovery_codes,
        }

    def of(self, kind: FactorKind) -> SecondFactor:
        """Give the factor of a kind."""
        return self._kinds[kind]

    async def owner_of_passkey(self, proof: Mapping[str, Any]) -> RowId | None:
        """Give whose passkey answered, where it says so itself; it has yet to be proved."""
        return await self._passkeys.identify(proof)

    async def enrolled(self, principal: RowId) -> dict[FactorKind, int]:
        """Give how many of each kind a principal has, without those that they have none of."""
        counted = {kind: await each.enrolled(principal) for kind, each in self._kinds.items()}
        return {kind: number for kind, number in counted.items() if number}
