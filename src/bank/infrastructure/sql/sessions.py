"""Sessions in their table, within a unit and beside all of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.identity.sessions.sessions import Revocation, SessionDirectory, Sessions
from bank.application.ports.authenticator import TokenEnding
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal
from bank.domain.sessions import Session, SessionEnd, SessionKind
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.look import look
from bank.infrastructure.sql.principals import SqlPrincipals
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.token_endings import endings_since
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork, unit_of_work

_ONE, _REVOKED, _CUTOFF = t.session.c, t.revocation.c, t.session_cutoff.c
_SECOND = timedelta(seconds=1)


class SqlSessions(Sessions):
    """The sessions of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit, and what seals the names of devices."""
        self._unit = unit
        self._sealing = sealing

    async def add(self, session: Session, cookie_digest: bytes | None) -> None:
        """Write a session."""
        label = None
        if session.label is not None:
            key = await self._sealing.principal_key(session.subject)
            label = self._sealing.seal(key, session.label, _place(session.id))
        added = insert(t.session).values(
            book=self._unit.book,
            id=session.id,
            principal=session.principal,
            subject=session.subject,
            kind=session.kind.value,
            assurance=session.assurance,
            device=session.device,
            sealed_label=label,
            created_at=session.created_at,
            idle_seconds=session.idle_limit // _SECOND,
            ends_at=session.ends_at,
            cookie_digest=cookie_digest,
            **_changing(session),
        )
        with translated():
            await self._unit.connection.execute(added)

    async def find(self, session: UUID, *, lock: bool = False) -> Session | None:
        """Read a session, locked where that is asked for."""
        found = await self._read(self._sessions().where(_ONE.id == session), lock=lock)
        return found[0] if found else None

    async def carried_by(self, cookie_digest: bytes) -> Session | None:
        """Read a session by the index of digests."""
        wanted = self._sessions().where(_ONE.cookie_digest == cookie_digest)
        found = await self._read(wanted, lock=False)
        return found[0] if found else None

    async def cookie_of(self, session: UUID) -> bytes | None:
        """Read the digest."""
        wanted = select(_ONE.cookie_digest).where(_ONE.book == self._unit.book, _ONE.id == session)
        with translated():
            found: bytes | None = await self._unit.connection.scalar(wanted)
        return found

    async def of_subject(
        self, subject: str, at: datetime, *, lock: bool = False
    ) -> Sequence[Session]:
        """Read a principal's sessions; their locks are taken in one order by all."""
        wanted = self._sessions().where(_ONE.subject == subject, _ONE.good_until > at)
        found = await self._read(wanted.order_by(_ONE.id.desc()), lock=lock)
        return [each for each in found if each.in_force(at)]

    async def save(self, session: Session, cookie_digest: bytes | None = None) -> None:
        """Write what may change."""
        values = _changing(session)
        if cookie_digest is not None:
            values["cookie_digest"] = cookie_digest
        change = (
            update(t.session)
            .where(_ONE.book == self._unit.book, _ONE.id == session.id)
            .values(**values)
        )
        with translated():
            await self._unit.connection.execute(change)

    async def revoke(self, revoked: UUID, at: datetime, until: datetime) -> None:
        """Change the revocation, or add it."""
        here = {"book": self._unit.book, "revoked": revoked}
        values = {"at": at, "until": until}
        change = update(t.revocation).filter_by(**here).values(**values)
        with translated():
            if not (await self._unit.connection.execute(change)).rowcount:
                await self._unit.connection.execute(insert(t.revocation).values(**here, **values))

    async def forget_before(self, over: datetime, now: datetime) -> int:
        """Delete by the indexes of both tables."""
        old = delete(t.session).where(_ONE.book == self._unit.book, _ONE.good_until < over)
        gone = delete(t.revocation).where(_REVOKED.book == self._unit.book, _REVOKED.until < now)
        with translated():
            await self._unit.connection.execute(gone)
            return (await self._unit.connection.execute(old)).rowcount

    def _sessions(self) -> Select[Any]:
        return _sessions(self._unit.book)

    async def _read(self, wanted: Select[Any], *, lock: bool) -> list[Session]:
        with translated():
            rows = (
                await self._unit.connection.execute(wanted.with_for_update() if lock else wanted)
            ).all()
        return [_session(row, await self._label(row)) for row in rows]

    async def _label(self, row: Row[Any]) -> str | None:
        if row.sealed_label is None:
            return None
        key = await self._sealing.kept_principal_key(row.subject)
        return self._sealing.open(key, row.sealed_label, _place(row.id))


class SqlSessionCutoff(SessionCutoff):
    """The moment of the unit's book, in the one row that it has at most."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def put(self, at: datetime) -> None:
        """Move the moment on, or write the first."""
        book, connection = self._unit.book, self._unit.connection
        first = insert(t.session_cutoff).values(book=book, at=at)
        later = update(t.session_cutoff).where(_CUTOFF.book == book, _CUTOFF.at < at).values(at=at)
        with translated():
            if await connection.scalar(select(_CUTOFF.at).where(_CUTOFF.book == book)) is None:
                try:
                    async with connection.begin_nested():
                        await connection.execute(first)
                except IntegrityError:
                    """Somebody else was first: theirs is moved on."""
            await connection.execute(later)

    async def last(self) -> datetime | None:
        """Read the moment."""
        with translated():
            return await _cutoff_of(self._unit.connection, self._unit.book)


class SqlSessionDirectory(SessionDirectory):
    """The sessions of a book, read and touched on connections of their own."""

    def __init__(self, engine: AsyncEngine, book: int, digests: KeyedDigests) -> None:
        """Take the engine that look-ups go to, and what the store of principals needs."""
        self._engine = engine
        self._book = book
        self._digests = digests

    async def by_cookie(self, digest: bytes) -> tuple[Session, Principal] | None:
        """Read the session by the index of digests, then whose it is."""
        wanted = _sessions(self._book).where(_ONE.cookie_digest == digest)
        async with unit_of_work(self._engine, self._book, read_only=True) as unit:
            row = (await unit.connection.execute(wanted)).one_or_none()
            if row is None:
                return None
            principal = await SqlPrincipals(unit, self._digests).find(row.subject)
        return None if principal is None else (_session(row, None), principal)

    async def revoked(self, since: datetime, now: datetime) -> Sequence[Revocation]:
        """Read by the index of times."""
        wanted = select(_REVOKED.revoked, _REVOKED.until).where(
            _REVOKED.book == self._book, _REVOKED.at >= since, _REVOKED.until > now
        )
        async with look(self._engine) as connection:
            rows = (await connection.execute(wanted)).all()
        return [Revocation(row.revoked, row.until) for row in rows]

    async def endings(self, since: datetime, now: datetime) -> Sequence[TokenEnding]:
        """Read by the index of times."""
        async with look(self._engine) as connection:
            return await endings_since(connection, self._book, since, now)

    async def cutoff(self) -> datetime | None:
        """Read the moment."""
        async with look(self._engine) as connection:
            return await _cutoff_of(connection, self._book)

    async def touch(self, seen: Mapping[UUID, datetime], now: datetime) -> Sequence[UUID]:
        """Write the times of those that were not over, in the order in which all lock sessions."""
        wanted = _sessions(self._book).where(_ONE.id.in_(list(seen)))
        async with unit_of_work(self._engine, self._book) as unit:
            rows = (await unit.connection.execute(wanted)).all()
            before = {row.id: _session(row, None) for row in rows}
            after = [before[each].seen(seen[each]) for each in sorted(before, reverse=True)]
            moved = [each for each in after if each != before[each.id]]
            if moved:
                await unit.connection.execute(_touched(self._book), [_seen(one) for one in moved])
                await unit.commit()
        return [each.id for each in after if not each.in_force(now)]


async def _cutoff_of(connection: AsyncConnection, book: int) -> datetime | None:
    """Give the moment at which everybody's sessions were ended, if ever they were."""
    at: datetime | None = await connection.scalar(select(_CUTOFF.at).where(_CUTOFF.book == book))
    return at


def _sessions(book: int) -> Select[Any]:
    """Select sessions, each with the moment at which everybody's were ended."""
    cutoff = select(_CUTOFF.at).where(_CUTOFF.book == book).scalar_subquery().label("cutoff")
    return select(t.session, cutoff).where(_ONE.book == book)


def _touched(book: int) -> Any:
    """Move a session on, unless it was ended or seen later since it was read."""
    return (
        update(t.session)
        .where(
            _ONE.book == book,
            _ONE.id == bindparam("of"),
            _ONE.seen_at < bindparam("seen"),
            _ONE.ended_at.is_(None),
        )
        .values(seen_at=bindparam("seen"), good_until=bindparam("good"))
    )


def _seen(session: Session) -> dict[str, object]:
    return {"of": session.id, "seen": session.seen_at, "good": session.good_until}


def _changing(session: Session) -> dict[str, Any]:
    return {
        "seen_at": session.seen_at,
        "good_until": session.good_until,
        "proved_again_at": session.proved_again_at,
        "ended_at": session.ended_at,
        "end_reason": None if session.end_reason is None else session.end_reason.value,
    }


def _session(row: Row[Any], label: str | None) -> Session:
    session = Session(
        id=row.id,
        principal=RowId(row.principal),
        subject=row.subject,
        kind=SessionKind(row.kind),
        assurance=row.assurance,
        created_at=row.created_at,
        seen_at=row.seen_at,
        idle_limit=row.idle_seconds * _SECOND,
        ends_at=row.ends_at,
        device=row.device,
        label=label,
        ended_at=row.ended_at,
        end_reason=None if row.end_reason is None else SessionEnd(row.end_reason),
        proved_again_at=row.proved_again_at,
    )
    return session.cut_off(row.cutoff)


def _place(session: UUID) -> tuple[str, str, str]:
    return ("session", "sealed_label", str(session))
