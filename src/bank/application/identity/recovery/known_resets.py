"""What every act on a reset looks at first: the reset, and whether it is the caller's to know."""

from uuid import UUID

from bank.application.identity.factors.factor_resets import FactorResets
from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act
from bank.application.ports.authorizer import Resource
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.factor_resets import FactorReset, FactorResetNotFound
from bank.domain.principals import Principal, PrincipalKind, PrincipalNotFound

OF_CUSTOMERS = "factor_reset.of_customers"
OF_STAFF = "factor_reset.of_staff"
"""Permissions beside the acts': whose factors they may be about."""

_LOOKED_AFTER = {PrincipalKind.CUSTOMER: OF_CUSTOMERS, PrincipalKind.STAFF: OF_STAFF}


def kinds_for(act: Act) -> frozenset[PrincipalKind]:
    """Give the kinds of people whose resets are the caller's to look after; systems have none."""
    return frozenset(kind for kind, permission in _LOOKED_AFTER.items() if act.may(permission))


class KnownResets:
    """Finds resets and whose factors they are about, inside the current unit of work."""

    def __init__(self, resets: FactorResets, principals: Principals, digests: KeyedDigests) -> None:
        """Take the stores, and what hides who asked for a reset."""
        self._resets = resets
        self._principals = principals
        self._digests = digests

    async def resource(self, wanted: UUID) -> Resource:
        """Say whose it is, and who asked for it. Refuses an unknown reset."""
        reset = await self._found(wanted)
        return Resource(
            holders=frozenset({reset.owner}),
            hidden_by=FactorResetNotFound,
            maker=self._digests.pseudonym(reset.requested_by),
        )

    async def one(self, wanted: UUID, act: Act, *, lock: bool = False) -> FactorReset:
        """Give a reset; one that is neither the caller's nor theirs to look after is unknown."""
        reset = await self._found(wanted, lock=lock)
        if reset.owner == act.actor.subject:
            return reset
        owner = await self._principals.find(reset.principal)
        if owner is None or owner.kind not in kinds_for(act):
            raise FactorResetNotFound
        return reset

    async def whose(self, subject: UUID, act: Act) -> Principal:
        """Give somebody whose factors the caller may ask to be reset, locked, or refuse."""
        owner = await self._principals.find(str(subject), lock=True)
        if owner is None or owner.kind not in kinds_for(act):
            raise PrincipalNotFound
        return owner

    async def again(self, wanted: UUID) -> FactorReset:
        """Give a reset that the caller was given before, as it is now."""
        return await self._found(wanted)

    async def _found(self, wanted: UUID, *, lock: bool = False) -> FactorReset:
        found = await self._resets.find(wanted, lock=lock)
        if found is None:
            raise FactorResetNotFound
        return found
