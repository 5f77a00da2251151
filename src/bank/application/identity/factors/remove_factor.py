"""A factor is removed by its owner."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.factors.enrolled_factors import EnrolledFactors
from bank.application.identity.factors.own_factors import OwnFactors
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factors import FactorNotFound


@dataclass(frozen=True, slots=True)
class FactorToRemove:
    """Which factor."""

    factor: UUID


@dataclass(frozen=True, slots=True)
class RemovedFactor:
    """Which factor it was."""

    id: UUID


@use_case(action="factor.remove", kind=UseCaseKind.COMMAND, fresh_proof=True)
class RemoveFactor:
    """Open to whoever signs in, for themselves, by a fresh proof.

    Refuses, in this order: whoever is no principal; who has a second factor and did not sign in by
    one; an unknown factor. Even the last one goes, but then no money leaves. Deletes the factor
    with its secret; tells its owner, unless it never was confirmed.
    """

    def __init__(self, own: OwnFactors, enrolled: EnrolledFactors) -> None:
        """Take who asks, and what they have."""
        self._own = own
        self._enrolled = enrolled

    async def __call__(self, command: FactorToRemove, act: Act) -> RemovedFactor:
        """Remove it."""
        owner = await self._own.changing(act)
        removed = await self._enrolled.remove(owner.row, command.factor)
        if removed is None:
            raise FactorNotFound
        if removed.confirmed:
            await self._own.removed(owner, removed.id, removed.kind, act)
        else:
            act.changed(Change(object_kind="factor", object_id=removed.id))
        return RemovedFactor(removed.id)

    async def recall(self, factor: UUID, _act: Act) -> RemovedFactor:
        """Say so again: what was removed stays away."""
        return RemovedFactor(factor)
