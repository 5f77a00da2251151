"""Whoever changes how they sign in themselves: found, locked, and asked whether it is they."""

from uuid import UUID

from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act, Change
from bank.domain.factors import FactorKind, refuse_unless_sure
from bank.domain.principals import Principal, PrincipalNotFound


class OwnFactors:
    """What every change of one's own factors begins and ends with."""

    def __init__(self, principals: Principals, factors: EveryFactor, notices: Notices) -> None:
        """Take who there is, what they have, and what tells them."""
        self._principals = principals
        self._factors = factors
        self._notices = notices

    async def owner(self, act: Act) -> Principal:
        """Give the caller. Refuses whoever is no principal: a service's token, say."""
        found = await self._principals.find(act.actor.subject)
        if found is None:
            raise PrincipalNotFound
        return found

    async def changing(self, act: Act) -> Principal:
        """Give the caller, locked, so that two changes of theirs come one after the other.

        Refuses, in this order: whoever is no principal; who has a second factor and did not sign in
        by one.
        """
        found = await self._principals.find(act.actor.subject, lock=True)
        if found is None:
            raise PrincipalNotFound
        refuse_unless_sure(act.actor.assurance, await self._factors.enrolled(found.row))
        return found

    async def added(self, owner: Principal, factor: UUID, kind: FactorKind, act: Act) -> None:
        """Record that a factor can be used from now on, and tell its owner."""
        await self._notices.tell(Notice(kind=NoticeKind.FACTOR_ADDED, principal=owner.row))
        act.changed(_change(factor, "bank.factor.added.v1", after=kind))

    async def removed(self, owner: Principal, factor: UUID, kind: FactorKind, act: Act) -> None:
        """Record that a factor cannot be used any more, and tell whose it was."""
        await self._notices.tell(Notice(kind=NoticeKind.FACTOR_REMOVED, principal=owner.row))
        act.changed(_change(factor, "bank.factor.removed.v1", before=kind))


def _change(
    factor: UUID, event: str, *, before: FactorKind | None = None, after: FactorKind | None = None
) -> Change:
    return Change(object_kind="factor", object_id=factor, event=event, before=before, after=after)
