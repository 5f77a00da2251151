"""Somebody looks at their own factors."""

from collections.abc import Sequence
from dataclasses import dataclass

from bank.application.identity.factors.enrolled_factors import EnrolledFactor, EnrolledFactors
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.own_factors import OwnFactors
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factors import may_move_money


@dataclass(frozen=True, slots=True)
class AllMyFactors:
    """There is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyFactors:
    """The factors, oldest first, and whether they suffice for money to leave by their hand."""

    factors: Sequence[EnrolledFactor]
    may_move_money: bool


@use_case(action="factor.list", kind=UseCaseKind.QUERY)
class ListFactors:
    """Open to whoever signs in, for themselves. Refuses whoever is no principal."""

    def __init__(self, own: OwnFactors, enrolled: EnrolledFactors, every: EveryFactor) -> None:
        """Take who asks, and what they have."""
        self._own = own
        self._enrolled = enrolled
        self._every = every

    async def __call__(self, command: AllMyFactors, act: Act) -> MyFactors:
        """Give them."""
        del command
        owner = await self._own.owner(act)
        return MyFactors(
            factors=await self._enrolled.of(owner.row),
            may_move_money=may_move_money(await self._every.enrolled(owner.row)),
        )
