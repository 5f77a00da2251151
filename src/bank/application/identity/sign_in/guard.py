"""Slows whoever guesses: finds the lane of a sign-in, and counts in it."""

from datetime import datetime
from uuid import UUID

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.contacts import sign_in_name
from bank.domain.identifiers import RowId
from bank.domain.sign_in_guard import Lane


class SignInGuard:
    """Stands at every lane; whoever enters one is alone in it until the unit ends."""

    def __init__(self, lanes: SignInLanes, digests: KeyedDigests, notices: Notices) -> None:
        """Take the store of lanes, what hides the names in them, and how owners hear of it."""
        self._lanes = lanes
        self._digests = digests
        self._notices = notices

    def lane_of(self, written: str, device: UUID | None) -> bytes:
        """Give the lane of a name, or of a name on a device that is known by it."""
        name = self._digests.blind_index("sign_in_name", sign_in_name(written))
        place = b"" if device is None else device.bytes
        return self._digests.digest("sign-in lane", name, place)

    def lane_of_payer(self, subject: str) -> bytes:
        """Give the lane in which somebody's failures to confirm payments are counted."""
        return self._digests.digest("challenge lane", subject)

    def lane_of_proof(self, subject: str) -> bytes:
        """Give the lane of somebody's failures to prove within a session that it is they."""
        return self._digests.digest("proof lane", subject)

    def lane_of_reset(self, subject: str) -> bytes:
        """Give the lane of somebody's failures to prove a factor for another password."""
        return self._digests.digest("password-reset lane", subject)

    async def occupy(self, lane: bytes) -> None:
        """Be alone in a lane, however long there is to wait in it, to let it begin anew later."""
        await self._lanes.lock(lane)

    async def enter(self, lane: bytes, now: datetime) -> Lane:
        """Enter a lane.

        Refuses with ``SignInThrottled`` whoever has to wait.
        """
        return (await self._lanes.lock(lane)).entered(now)

    async def failed(self, lane: bytes, entered: Lane, owner: RowId | None, now: datetime) -> None:
        """Count a failure; the owner of the name, if it has one, is told when the waiting begins.

        Once: whoever goes on guessing does not fill their post.
        """
        state = entered.failed(now)
        await self._lanes.save(lane, state)
        if state.begins_to_wait and owner is not None:
            await self._notices.tell(Notice(kind=NoticeKind.SIGN_IN_THROTTLED, principal=owner))

    async def failed_behind_password(self, owner: RowId) -> None:
        """Tell an owner that somebody knew their password, and no second factor."""
        await self._notices.tell(Notice(kind=NoticeKind.SECOND_FACTOR_FAILED, principal=owner))

    async def passed(self, lane: bytes) -> None:
        """Let the lane begin anew."""
        await self._lanes.save(lane, Lane())
