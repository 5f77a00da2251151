"""Somebody asks who they are to the bank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factors import FactorKind
from bank.domain.principals import Principal, PrincipalNotFound


@dataclass(frozen=True, slots=True)
class WhoAmI:
    """There is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """A principal, whom they act for, what they can prove themselves by, and how they came in.

    ``pseudonym`` stands for them in audit events.
    """

    principal: Principal
    pseudonym: str
    customers: Sequence[UUID]
    factors: Mapping[FactorKind, int]
    assurance: int
    session: str | None


@use_case(action="me.read", kind=UseCaseKind.QUERY)
class GetMe:
    """Open to whoever signs in, for themselves. Refuses whoever is no principal."""

    def __init__(self, principals: Principals, factors: EveryFactor) -> None:
        """Take who is known, and their factors."""
        self._principals = principals
        self._factors = factors

    async def __call__(self, command: WhoAmI, act: Act) -> Me:
        """Read all of it."""
        del command
        principal = await self._principals.find(act.actor.subject)
        if principal is None:
            raise PrincipalNotFound
        return Me(
            principal=principal,
            pseudonym=act.actor.pseudonym,
            customers=await self._principals.customers_of(principal.row),
            factors=await self._factors.enrolled(principal.row),
            assurance=act.actor.assurance,
            session=act.actor.session,
        )
