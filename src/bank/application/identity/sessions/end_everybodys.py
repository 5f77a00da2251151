"""The bank ends everybody's sessions at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case


@dataclass(frozen=True, slots=True)
class EverybodysSessions:
    """All there are: there is nothing to say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EverybodysSessionsEnded:
    """Until when a session has to be opened to have ended; ``id`` is the act's own."""

    id: UUID
    until: datetime


@use_case(action="session.end_everybodys", kind=UseCaseKind.COMMAND)
class EndEverybodysSessions:
    """Open to administrators, and to whoever runs commands on the machine.

    Refuses nothing. Records one moment: each session that was opened until then has ended, the
    caller's own as well, and so have services' tokens, for which they ask anew. Nobody is told one
    by one. What belongs to no session, such as a token of `bank token issue`, goes on.
    """

    def __init__(self, cutoff: SessionCutoff) -> None:
        """Take where the moment is kept."""
        self._cutoff = cutoff

    async def __call__(self, command: EverybodysSessions, act: Act) -> EverybodysSessionsEnded:
        """Write the moment."""
        del command
        await self._cutoff.put(act.now)
        act.changed(
            Change(
                object_kind="act",
                object_id=act.audit_event,
                event="bank.sessions.ended.v1",
                after=act.now.isoformat(),
            )
        )
        return EverybodysSessionsEnded(id=act.audit_event, until=act.now)

    async def recall(self, act_before: UUID, act: Act) -> EverybodysSessionsEnded:
        """Say that it was done before, by now at the latest."""
        return EverybodysSessionsEnded(id=act_before, until=act.now)
