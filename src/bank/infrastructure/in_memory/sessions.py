"""Sessions in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.identity.sessions.sessions import Revocation, SessionDirectory, Sessions
from bank.application.identity.sessions.token_endings import TokenEndings
from bank.application.ports.authenticator import TokenEnding
from bank.domain.principals import Principal
from bank.domain.sessions import Session
from bank.infrastructure.in_memory.rows import RevocationRow, SessionRow, TokenEndingRow
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemorySessions(Sessions):
    """The sessions as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.sessions
        self._revocations = unit.tables.revocations
        self._cutoff = unit.tables.session_cutoff

    async def add(self, session: Session, cookie_digest: bytes | None) -> None:
        """Write a session."""
        self._rows[session.id] = SessionRow(session, cookie_digest)

    async def find(self, session: UUID, *, lock: bool = False) -> Session | None:
        """Look for the id, once nobody else has it."""
        if lock:
            await self._unit.lock("session", session)
        row = self._rows.get(session)
        return None if row is None else row.session.cut_off(self._cutoff.get(None))

    async def carried_by(self, cookie_digest: bytes) -> Session | None:
        """Look through all digests."""
        rows = (row for row in self._rows.values() if row.cookie_digest == cookie_digest)
        return next((row.session.cut_off(self._cutoff.get(None)) for row in rows), None)

    async def cookie_of(self, session: UUID) -> bytes | None:
        """Look for the id."""
        row = self._rows.get(session)
        return None if row is None else row.cookie_digest

    async def of_subject(
        self, subject: str, at: datetime, *, lock: bool = False
    ) -> Sequence[Session]:
        """Look through all sessions."""
        known = sorted(
            (row.session.id for row in self._rows.values() if row.session.subject == subject),
            reverse=True,
        )
        found = [await self.find(each, lock=lock) for each in known]
        return [each for each in found if each is not None and each.in_force(at)]

    async def save(self, session: Session, cookie_digest: bytes | None = None) -> None:
        """Write a session anew."""
        row = replace(self._rows[session.id], session=session)
        if cookie_digest is not None:
            row = replace(row, cookie_digest=cookie_digest)
        self._rows[session.id] = row

    async def revoke(self, revoked: UUID, at: datetime, until: datetime) -> None:
        """Write the revocation."""
        self._revocations[revoked] = RevocationRow(at, until)

    async def forget_before(self, over: datetime, now: datetime) -> int:
        """Delete what is over."""
        old = [key for key, row in self._rows.items() if row.session.good_until < over]
        for key in old:
            del self._rows[key]
        for key in [key for key, row in self._revocations.items() if row.until < now]:
            del self._revocations[key]
        return len(old)


class InMemorySessionCutoff(SessionCutoff):
    """The moment as the unit sees it."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.session_cutoff

    async def put(self, at: datetime) -> None:
        """Keep the later one."""
        await self._unit.lock("session cutoff", None)
        self._rows[None] = max(at, self._rows.get(None, at))

    async def last(self) -> datetime | None:
        """Look at the moment."""
        return self._rows.get(None)


class InMemoryTokenEndings(TokenEndings):
    """The endings as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.token_endings

    async def put(self, ending: TokenEnding, now: datetime) -> None:
        """Write it, with the later moment."""
        await self._unit.lock("token ending", ending.holder)
        before = self._rows.get(ending.holder)
        at = ending.at if before is None else max(ending.at, before.ending.at)
        self._rows[ending.holder] = TokenEndingRow(replace(ending, at=at), now)

    async def of(self, holder: str) -> TokenEnding | None:
        """Look for the holder."""
        row = self._rows.get(holder)
        return None if row is None else row.ending

    async def forget(self, now: datetime) -> int:
        """Delete what is stale."""
        rows = [row.ending for row in self._rows.values()]
        stale = [each for each in rows if each.until is not None and each.until < now]
        for each in stale:
            del self._rows[each.holder]
        return len(stale)


class InMemorySessionDirectory(SessionDirectory):
    """The sessions as they are committed."""

    def __init__(self, store: Store) -> None:
        """Take the store."""
        self._tables = store.committed

    async def by_cookie(self, digest: bytes) -> tuple[Session, Principal] | None:
        """Look for the digest."""
        for row in self._tables.sessions.values():
            if row.cookie_digest == digest:
                session = row.session.cut_off(self._tables.session_cutoff.get(None))
                return session, self._tables.principals[session.principal]
        return None

    async def revoked(self, since: datetime, now: datetime) -> Sequence[Revocation]:
        """Look through all revocations."""
        return [
            Revocation(revoked, row.until)
            for revoked, row in self._tables.revocations.items()
            if row.at >= since and row.until > now
        ]

    async def endings(self, since: datetime, now: datetime) -> Sequence[TokenEnding]:
        """Look through all endings."""
        return [
            row.ending
            for row in self._tables.token_endings.values()
            if row.written_at >= since and (row.ending.until is None or row.ending.until > now)
        ]

    async def cutoff(self) -> datetime | None:
        """Look at the moment."""
        return self._tables.session_cutoff.get(None)

    async def touch(self, seen: Mapping[UUID, datetime], now: datetime) -> Sequence[UUID]:
        """Move the sessions on that are known and in force."""
        over = []
        for session, at in seen.items():
            row = self._tables.sessions.get(session)
            if row is not None:
                moved = row.session.cut_off(self._tables.session_cutoff.get(None)).seen(at)
                self._tables.sessions[session] = replace(row, session=moved)
                if not moved.in_force(now):
                    over.append(session)
        return over
