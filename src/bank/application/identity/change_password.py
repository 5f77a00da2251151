"""Somebody changes their own password."""

from dataclasses import dataclass, field
from uuid import UUID

from bank.application.identity.factors.own_factors import OwnFactors
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.identifiers import public_id
from bank.domain.passwords import WrongPassword
from bank.domain.principals import Principal
from bank.domain.sign_in_guard import Lane


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChange:
    """The password that is to be, and the one that is; nothing where there is none yet."""

    new: str = field(repr=False)
    current: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedPassword:
    """How many sessions were ended with the old password; ``id`` is the act's own."""

    id: UUID
    sessions_ended: int


@use_case(action="password.change", kind=UseCaseKind.COMMAND, keyless=True, fresh_proof=True)
class ChangePassword:
    """Open to whoever signs in, for themselves, by a fresh proof.

    Refuses, in this order: whoever is no principal; who has a second factor and did not sign in by
    one; who was wrong too often and has to wait; a wrong password; a new one that is too short or
    too long; one that is known to the world. Records the new password, or a failure in the lane of
    those who guess from within a session; ends every other session of theirs; tells them, of
    guessing as soon as it has to wait.
    """

    def __init__(
        self,
        own: OwnFactors,
        passwords: Passwords,
        lanes: SignInLanes,
        digests: KeyedDigests,
        sessions: SessionDesk,
        notices: Notices,
    ) -> None:
        """Take who asks, the passwords, what slows guessing, and what follows."""
        self._own = own
        self._passwords = passwords
        self._lanes = lanes
        self._digests = digests
        self._sessions = sessions
        self._notices = notices

    async def __call__(self, command: PasswordChange, act: Act) -> ChangedPassword:
        """Compare, set, end, tell."""
        owner = await self._own.changing(act)
        await self._refuse_unless_known(owner, command.current, act)
        await self._passwords.set(owner.row, command.new, act.now)
        ended = await self._sessions.end_all(
            owner.subject, SessionEnd.PASSWORD_CHANGED, act.now, but=_session(act)
        )
        await self._notices.tell(Notice(kind=NoticeKind.PASSWORD_CHANGED, principal=owner.row))
        whose = public_id(owner.created_at, owner.row)
        event = "bank.password.changed.v1"
        act.changed(Change(object_kind="principal", object_id=whose, event=event))
        return ChangedPassword(id=act.audit_event, sessions_ended=ended)

    async def _refuse_unless_known(self, owner: Principal, current: str | None, act: Act) -> None:
        """Compare the password that is; whoever signs in by a passkey alone has none to show."""
        if not await self._passwords.has(owner.row):
            return
        lane = self._digests.digest("password-change", owner.subject)
        state = (await self._lanes.lock(lane)).entered(act.now)
        if await self._passwords.holds(owner.row, current or "", act.now):
            await self._lanes.save(lane, Lane())
            return
        failed = state.failed(act.now)
        await self._lanes.save(lane, failed)
        if failed.begins_to_wait:
            notice = Notice(kind=NoticeKind.SIGN_IN_THROTTLED, principal=owner.row)
            await self._notices.tell(notice)
        raise WrongPassword


def _session(act: Act) -> UUID | None:
    """Give the session that asks, which stays; a token of no session has none."""
    try:
        return None if act.actor.session is None else UUID(act.actor.session)
    except ValueError:
        return None
