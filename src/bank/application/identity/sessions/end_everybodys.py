"""The bank ends everybody's sessions at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.watch_told import WatchNews, WatchTold

_MOMENT: Final = timedelta(microseconds=1)


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
    caller's own as well, and so has every access token that was issued until then, whatever issued
    it: services, scripts and whom another issuer vouches for get new ones. Tells the watch:
    administrators, compliance officers, auditors. Nobody else is told one by one, for that would
    take as long as there are people, and whoever was signed in sees it.
    """

    def __init__(self, cutoff: SessionCutoff, watch: WatchTold) -> None:
        """Take where the moment is kept, and what tells the watch."""
        self._cutoff = cutoff
        self._watch = watch

    async def __call__(self, command: EverybodysSessions, act: Act) -> EverybodysSessionsEnded:
        """Write the moment."""
        del command
        last = await self._cutoff.last()
        until = act.now if last is None else max(act.now, last + _MOMENT)
        await self._cutoff.put(until)
        await self._watch.hear(WatchNews.EVERYBODYS_SESSIONS_ENDED)
        act.changed(
            Change(
                object_kind="act",
                object_id=act.audit_event,
                event="bank.sessions.ended.v1",
                after=until.isoformat(),
            )
        )
        return EverybodysSessionsEnded(id=act.audit_event, until=until)

    async def recall(self, act_before: UUID, act: Act) -> EverybodysSessionsEnded:
        """Say that it was done before, by now at the latest."""
        return EverybodysSessionsEnded(id=act_before, until=act.now)
