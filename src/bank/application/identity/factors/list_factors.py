"""Somebody looks at their own factors."""

from collections.abc import Sequence
from dataclasses import dataclass

from bank.application.identity.factors.enrolled_factors import EnrolledFactor, EnrolledFactors
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.factor_resets import FactorResets
from bank.application.identity.factors.own_factors import OwnFactors
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factor_resets import FactorReset
from bank.domain.factors import may_move_money


@dataclass(frozen=True, slots=True)
class AllMyFactors:
    """There is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MyFactors:
    """The factors, oldest first, and whether they suffice for money to leave by their hand.

    ``reset`` is under way: unless it is stopped, all of them go.
    """

    factors: Sequence[EnrolledFactor]
    may_move_money: bool
    reset: FactorReset | None = None


@use_case(action="factor.list", kind=UseCaseKind.QUERY)
class ListFactors:
    """Open to whoever signs in, for themselves. Refuses whoever is no principal."""

    def __init__(
        self,
        own: OwnFactors,
        enrolled: EnrolledFactors,
        every: EveryFactor,
        resets: FactorResets,
    ) -> None:
        """Take who asks, what they have, and what is to become of it."""
        self._own = own
        self._enrolled = enrolled
        self._every = every
        self._resets = resets

    async def __call__(self, command: AllMyFactors, act: Act) -> MyFactors:
        """Give them."""
        del command
        owner = await self._own.owner(act)
        resets = await self._resets.of(owner.row)
        return MyFactors(
            factors=await self._enrolled.of(owner.row),
            may_move_money=may_move_money(await self._every.enrolled(owner.row)),
            reset=next((each for each in resets if each.is_open(act.now)), None),
        )
