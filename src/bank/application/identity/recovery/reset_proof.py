"""What stands between a code by post and another password: a second factor, if there is one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bank.application.identity.codes.code_desk import CodeDesk
from bank.application.identity.devices.devices import Devices, NewDevice
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.sign_in.guard import SignInGuard
from bank.application.identity.sign_in.second_step import FactorNeeded
from bank.application.pipeline.act import Act, Change
from bank.domain.address_codes import AddressCode
from bank.domain.contacts import Contact
from bank.domain.factors import STRONG, FactorKind
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal


@dataclass(frozen=True, slots=True)
class ShownFactor:
    """Which kind of factor is shown, and what proves it."""

    kind: FactorKind
    proof: Mapping[str, Any] = field(repr=False)


class ResetProof:
    """Asks whoever forgot their password for a second factor, and slows who guesses at it.

    Guesses are counted over all codes: whoever reads somebody's post gets as many codes as they
    like. Strangers cannot count there, for they have no code.
    """

    def __init__(
        self, desk: CodeDesk, factors: EveryFactor, guard: SignInGuard, devices: Devices
    ) -> None:
        """Take the desk of codes, the factors, what slows guessing, and the owners' devices."""
        self._desk = desk
        self._factors = factors
        self._guard = guard
        self._devices = devices

    async def lane_of(self, contact: Contact) -> bytes:
        """Give the lane of who signs in by an address, occupied: lock no principal before it."""
        lane = self._guard.lane_of(contact.value, None)
        await self._guard.occupy(lane)
        return lane

    async def end_waiting(
        self, lane: bytes, owner: RowId, remember_as: str | None, now: datetime
    ) -> NewDevice | None:
        """Let the owner sign in at once, whoever has failed in their lane, or goes on failing.

        For a device that is to be remembered has a lane of its own.
        """
        await self._guard.passed(lane)
        return None if remember_as is None else await self._devices.add(owner, remember_as, now)

    async def needed(
        self, shown: ShownFactor | None, code: AddressCode, principal: Principal, act: Act
    ) -> FactorNeeded | None:
        """Prove the factor that was shown; give what may be shown where none was and one must.

        Refuses, in this order: whoever was wrong too often and has to wait; a factor that does not
        hold, counting the failure against the code as well.
        """
        enrolled = await self._factors.enrolled(principal.row)
        if STRONG.isdisjoint(enrolled):
            return None
        purpose = Purpose(attempt=code.id)
        if shown is not None:
            await self._prove(shown, code, principal, act)
            return None
        options = {
            kind: await self._factors.of(kind).options(principal.row, purpose, act.now)
            for kind in enrolled
        }
        act.changed(Change(object_kind="password_reset", object_id=code.id))
        return FactorNeeded(id=code.id, options=options, expires_at=code.expires_at)

    async def _prove(
        self, shown: ShownFactor, code: AddressCode, principal: Principal, act: Act
    ) -> None:
        lane = self._guard.lane_of_reset(principal.subject)
        entered = await self._guard.enter(lane, act.now)
        factor, purpose = self._factors.of(shown.kind), Purpose(attempt=code.id)
        if not await factor.prove(principal.row, shown.proof, purpose, act.now):
            await self._guard.failed(lane, entered, principal.row, act.now)
            await self._desk.fail(code)
        await self._guard.passed(lane)
