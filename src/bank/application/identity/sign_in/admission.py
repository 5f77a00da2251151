"""Lets in whoever has proved who they are, and remembers the device that they came on."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.devices.devices import Devices, NewDevice
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.sessions.carried_sessions import NOTHING, Carried, CarriedSessions
from bank.application.identity.sessions.session_desk import (
    OpenedSession,
    SessionDesk,
    SessionOrder,
)
from bank.application.pipeline.act import Act, Change
from bank.domain.principals import Principal
from bank.domain.sessions import SessionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Who is there, how surely that is known (``Assurance``), and on which known device.

    ``remember_as`` names a device that is not known yet and wants to be; ``carried`` is what the
    browser or app had of the session before.
    """

    principal: Principal
    session_kind: SessionKind
    assurance: int
    device: UUID | None = None
    remember_as: str | None = None
    carried: Carried = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Somebody is in. What ``session`` and ``device`` hold is shown this once."""

    session: OpenedSession
    assurance: int
    device: NewDevice | None = None

    @property
    def id(self) -> UUID:
        """The session's id."""
        return self.session.id


class Admission:
    """The last step of every way to sign in."""

    def __init__(
        self, desk: SessionDesk, carried: CarriedSessions, devices: Devices, notices: Notices
    ) -> None:
        """Take who opens sessions and tells old ones, the devices, and what tells of new ones."""
        self._desk = desk
        self._carried = carried
        self._devices = devices
        self._notices = notices

    async def admit(self, arrival: Arrival, act: Act) -> SignedIn:
        """Open a session, in place of the one that the same browser or app had until now.

        Refuses with ``NotLetIn`` a principal who was let go meanwhile.
        """
        principal, device, added = arrival.principal, arrival.device, None
        if device is None:
            await self._tell_of_new_device(principal)
            if arrival.remember_as is not None:
                added = await self._devices.add(principal.row, arrival.remember_as, act.now)
                device = added.id
        session = await self._desk.open(
            SessionOrder(
                principal=principal,
                kind=arrival.session_kind,
                assurance=arrival.assurance,
                device=device,
                label=arrival.remember_as,
                replaces=await self._carried.of(arrival.session_kind, arrival.carried),
            ),
            act.now,
        )
        # Behind the principal, whom opening locked: whoever removes a device comes so as well.
        if arrival.device is not None and not await self._devices.seen(arrival.device, act.now):
            await self._tell_of_new_device(principal)
        act.changed(
            Change(
                object_kind="session",
                object_id=session.id,
                event="bank.session.opened.v1",
                before=None if session.replaced is None else f"session {session.replaced}",
                after=f"{principal.subject} {arrival.assurance} {device}",
            )
        )
        return SignedIn(session=session, assurance=arrival.assurance, device=added)

    async def _tell_of_new_device(self, principal: Principal) -> None:
        notice = Notice(kind=NoticeKind.SIGNED_IN_ON_NEW_DEVICE, principal=principal.row)
        await self._notices.tell(notice)
