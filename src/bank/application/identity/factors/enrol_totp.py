"""An authenticator is enrolled: begun with a secret, confirmed by a code."""

import base64
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from bank.application.identity.factors.authenticators import Authenticator, Authenticators
from bank.application.identity.factors.enrolled_factors import EnrolledFactor, of_authenticator
from bank.application.identity.factors.one_time_codes import OneTimeCodes
from bank.application.identity.factors.own_factors import OwnFactors
from bank.application.identity.secrets_source import SecretsSource
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factors import (
    AUTHENTICATORS_MAX,
    FactorConfirmed,
    FactorKind,
    FactorNotFound,
    TooManyFactors,
    WrongCode,
)

SECRET_BYTES: Final = 20
"""As long as the digest that RFC 6238 makes codes of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAuthenticator:
    """What its owner calls it."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunAuthenticator:
    """An authenticator that waits for its first code. Secret and address are shown this once."""

    id: UUID
    name: str
    secret: str = field(repr=False)
    provisioning_uri: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstCode:
    """Which authenticator, and what it shows."""

    authenticator: UUID
    code: str = field(repr=False)


@use_case(action="factor.enrol_totp", kind=UseCaseKind.COMMAND, keyless=True, fresh_proof=True)
class EnrolTotp:
    """Open to whoever signs in, for themselves, by a fresh proof.

    Refuses, in this order: whoever is no principal; who has a second factor and did not sign in by
    one; one authenticator too many. Records an authenticator that waits for its first code, in
    place of any other that does.
    """

    def __init__(
        self,
        own: OwnFactors,
        authenticators: Authenticators,
        codes: OneTimeCodes,
        secrets: SecretsSource,
    ) -> None:
        """Take the store, and what secrets and their addresses are made by."""
        self._own = own
        self._authenticators = authenticators
        self._codes = codes
        self._secrets = secrets

    async def __call__(self, command: NewAuthenticator, act: Act) -> BegunAuthenticator:
        """Begin."""
        owner = await self._own.changing(act)
        known = await self._authenticators.of(owner.row, lock=True)
        if sum(each.confirmed for each in known) >= AUTHENTICATORS_MAX:
            raise TooManyFactors
        for each in known:
            if not each.confirmed:
                await self._authenticators.remove(each.row)
        begun = Authenticator(
            row=await self._authenticators.next_row(),
            principal=owner.row,
            created_at=act.now,
            name=command.name,
            secret=base64.b32encode(self._secrets.token(SECRET_BYTES)).decode(),
        )
        await self._authenticators.add(begun)
        act.changed(Change(object_kind="factor", object_id=begun.id))
        uri = self._codes.provisioning_uri(begun.secret, begun.name)
        return BegunAuthenticator(
            id=begun.id, name=begun.name, secret=begun.secret, provisioning_uri=uri
        )


@use_case(action="factor.confirm_totp", kind=UseCaseKind.COMMAND)
class ConfirmTotp:
    """Open to whoever signs in, for themselves.

    Refuses, in this order: whoever is no principal; who has a second factor and did not sign in by
    one; an unknown authenticator; one that is confirmed; a wrong code. Records the authenticator as
    a factor of theirs, with the step of the code, which is used up; tells its owner.
    """

    def __init__(
        self, own: OwnFactors, authenticators: Authenticators, codes: OneTimeCodes
    ) -> None:
        """Take the store and what knows codes."""
        self._own = own
        self._authenticators = authenticators
        self._codes = codes

    async def __call__(self, command: FirstCode, act: Act) -> EnrolledFactor:
        """Confirm."""
        owner = await self._own.changing(act)
        theirs = await self._authenticators.of(owner.row, lock=True)
        begun = next((each for each in theirs if each.id == command.authenticator), None)
        if begun is None:
            raise FactorNotFound
        if begun.confirmed:
            raise FactorConfirmed
        step = self._codes.matching_step(begun.secret, command.code, act.now, after=None)
        if step is None:
            raise WrongCode
        confirmed = begun.shown(step, act.now)
        await self._authenticators.save(confirmed)
        await self._own.added(owner, confirmed.id, FactorKind.TOTP, act)
        return of_authenticator(confirmed)

    async def recall(self, factor: UUID, act: Act) -> EnrolledFactor:
        """Give the authenticator as it is now."""
        owner = await self._own.owner(act)
        for each in await self._authenticators.of(owner.row):
            if each.id == factor:
                return of_authenticator(each)
        raise FactorNotFound
