"""Notices are claimed, sent by a worker between two units of work, and settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bank.application.identity.notices.stored_notices import StoredNotices, WaitingNotice
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.identifiers import RowId

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class NoticesToClaim:
    """How many at most."""

    limit: int = AT_ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What was claimed, under the id of the act's audit event."""

    id: UUID
    notices: Sequence[WaitingNotice]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticesToSettle:
    """What became of claimed notices: sent, or to be tried again at a moment."""

    sent: Sequence[RowId] = ()
    postponed: Sequence[tuple[RowId, datetime]] = ()


@dataclass(frozen=True, slots=True)
class NoticeToGiveUp:
    """Which notice."""

    notice: RowId


@dataclass(frozen=True, slots=True)
class Settled:
    """The id of the act's audit event."""

    id: UUID


@use_case(action="notice.look", kind=UseCaseKind.QUERY)
class LookForNotices:
    """Open to the worker. Refuses nothing. Leaves no span where nothing is due."""

    def __init__(self, notices: StoredNotices) -> None:
        """Take the store."""
        self._notices = notices

    async def __call__(self, _command: None, act: Act) -> bool:
        """Tell whether any notice is due."""
        due = await self._notices.is_due(act.now)
        if not due:
            act.found_nothing()
        return due


@use_case(action="notice.claim", kind=UseCaseKind.COMMAND, keyless=True)
class ClaimNotices:
    """Open to the worker. Refuses nothing. Records that the notices are on their way."""

    def __init__(self, notices: StoredNotices) -> None:
        """Take the store."""
        self._notices = notices

    async def __call__(self, command: NoticesToClaim, act: Act) -> Claimed:
        """Claim what is due."""
        notices = await self._notices.claim(act.now, limit=command.limit)
        return Claimed(id=act.audit_event, notices=notices)


@use_case(action="notice.settle", kind=UseCaseKind.COMMAND, keyless=True)
class SettleNotices:
    """Open to the worker. Refuses nothing. Records what was sent, and what has to wait."""

    def __init__(self, notices: StoredNotices) -> None:
        """Take the store."""
        self._notices = notices

    async def __call__(self, command: NoticesToSettle, act: Act) -> Settled:
        """Settle them."""
        for notice in command.sent:
            await self._notices.sent(notice, act.now)
        for notice, until in command.postponed:
            await self._notices.postpone(notice, until)
        return Settled(act.audit_event)


@use_case(action="notice.give_up", kind=UseCaseKind.COMMAND, keyless=True)
class GiveUpNotice:
    """Open to the worker. Refuses nothing.

    Records that somebody will not hear of what happened; the audit event is how staff learn it.
    """

    def __init__(self, notices: StoredNotices) -> None:
        """Take the store."""
        self._notices = notices

    async def __call__(self, command: NoticeToGiveUp, act: Act) -> Settled:
        """Give it up."""
        await self._notices.give_up(command.notice, act.now)
        return Settled(act.audit_event)
