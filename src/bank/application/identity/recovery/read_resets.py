"""Resets of lost factors are looked at: by the staff who look after them, and by their owners."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.factors.factor_resets import FactorResetFilter, FactorResets
from bank.application.identity.recovery.known_resets import KnownResets, kinds_for
from bank.application.identity.recovery.reset_factors import FactorResetById
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.domain.factor_resets import FactorReset


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorResetsWanted:
    """Which resets, from which on, how many: open ones or those that are over, or somebody's."""

    is_open: bool | None = None
    owner: UUID | None = None
    before: UUID | None = None
    limit: int = 50


@use_case(action="factor_reset.list", kind=UseCaseKind.QUERY, audited=True)
class ListFactorResets:
    """Open to tellers and branch managers for customers', to administrators for those of staff.

    Refuses nothing. Records that they were read.
    """

    def __init__(self, resets: FactorResets) -> None:
        """Take the store."""
        self._resets = resets

    async def __call__(self, command: FactorResetsWanted, act: Act) -> Sequence[FactorReset]:
        """Give them as they stand now, newest first."""
        wanted = FactorResetFilter(
            at=act.now,
            kinds=kinds_for(act),
            is_open=command.is_open,
            owner=None if command.owner is None else str(command.owner),
        )
        return await self._resets.page(wanted, before=command.before, limit=command.limit)


@use_case(action="factor_reset.read", kind=UseCaseKind.QUERY, audited=True)
class GetFactorReset:
    """Open to those who may list it, and to its owner.

    Refuses an unknown reset. Records that it was read.
    """

    def __init__(self, known: KnownResets) -> None:
        """Take what finds it."""
        self._known = known

    @shows(Fact.HOLDERS, Fact.MAKER)
    async def resource(self, command: FactorResetById) -> Resource:
        """Say whose it is, and who asked for it."""
        return await self._known.resource(command.reset)

    async def __call__(self, command: FactorResetById, act: Act) -> FactorReset:
        """Give it."""
        reset = await self._known.one(command.reset, act)
        act.looked_at("factor_reset", reset.id)
        return reset
