"""Recovery codes are made anew."""

from dataclasses import dataclass, field
from uuid import UUID

from bank.application.identity.factors.own_factors import OwnFactors
from bank.application.identity.factors.recovery_codes import (
    CODE_BYTES,
    SET_SIZE,
    RecoveryCodes,
    digest_of,
    written,
)
from bank.application.identity.secrets_source import SecretsSource
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factors import FactorKind


@dataclass(frozen=True, slots=True)
class NewRecoveryCodes:
    """There is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecoveryCodes:
    """A set of codes, shown this once."""

    id: UUID
    codes: tuple[str, ...] = field(repr=False)


@use_case(
    action="factor.renew_recovery_codes", kind=UseCaseKind.COMMAND, keyless=True, fresh_proof=True
)
class RenewRecoveryCodes:
    """Open to whoever signs in, for themselves, by a fresh proof.

    Refuses, in this order: whoever is no principal; who has a second factor and did not sign in by
    one. Records digests of new codes in place of all that they had; tells their owner.
    """

    def __init__(self, own: OwnFactors, codes: RecoveryCodes, secrets: SecretsSource) -> None:
        """Take the store and what codes are made of."""
        self._own = own
        self._codes = codes
        self._secrets = secrets

    async def __call__(self, command: NewRecoveryCodes, act: Act) -> ShownRecoveryCodes:
        """Make them."""
        del command
        owner = await self._own.changing(act)
        shown = tuple(written(self._secrets.token(CODE_BYTES)) for _ in range(SET_SIZE))
        digests = [digest for digest in map(digest_of, shown) if digest is not None]
        kept = await self._codes.replace(owner.row, digests, act.now)
        await self._own.added(owner, kept.id, FactorKind.RECOVERY_CODE, act)
        return ShownRecoveryCodes(id=kept.id, codes=shown)
