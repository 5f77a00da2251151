"""Sessions are forgotten long after they are over."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bank.application.identity.sessions.sessions import Sessions
from bank.application.identity.sessions.token_endings import TokenEndings
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case

SESSIONS_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class SessionRetention:
    """How long a session is kept after it is over."""

    retention: timedelta = SESSIONS_KEPT


@dataclass(frozen=True, slots=True)
class SessionsForgotten:
    """How many sessions were forgotten; ``id`` is the act's own."""

    id: UUID
    sessions: int


@use_case(action="session.forget", kind=UseCaseKind.COMMAND)
class ForgetSessions:
    """Open to the bank's own workers. Refuses nothing."""

    def __init__(self, sessions: Sessions, endings: TokenEndings) -> None:
        """Take the sessions, and what ended beside them."""
        self._sessions = sessions
        self._endings = endings

    async def __call__(self, command: SessionRetention, act: Act) -> SessionsForgotten:
        """Forget the sessions that were over for the retention, and what ended and is stale."""
        number = await self._sessions.forget_before(act.now - command.retention, act.now)
        await self._endings.forget(act.now)
        act.changed(
            Change(object_kind="session", object_id=act.audit_event, after=f"{number} forgotten")
        )
        return SessionsForgotten(act.audit_event, number)

    async def recall(self, act_before: UUID, _act: Act) -> SessionsForgotten:
        """Say that it was done before."""
        return SessionsForgotten(act_before, 0)
