"""Notices in their table, sealed under the passing key of their month until they are settled."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.notices.reached import Reached
from bank.application.identity.notices.stored_notices import LEASE, StoredNotices, WaitingNotice
from bank.application.ports.clock import Clock
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_NOTICE = t.notice.c
_FORGOTTEN: dict[str, Any] = {
    "next_at": None,
    "sealed_to": None,
    "sealed_code": None,
    "about": None,
}


class SqlNotices(Notices, StoredNotices):
    """The notices of the unit's book."""

    def __init__(
        self, unit: SqlUnitOfWork, sealing: Sealing, clock: Clock, reached: Reached
    ) -> None:
        """Take the unit, its sealing, by what clock a notice begins to wait, and where it goes."""
        self._unit = unit
        self._sealing = sealing
        self._clock = clock
        self._reached = reached

    async def tell(self, notice: Notice) -> None:
        """Write it for the address that it names, or for the principal's first, or for each.

        One whose address is found late has none before it is claimed.
        """
        if notice.address is not None:
            await self._write(notice, notice.address)
        elif notice.found_late:
            await self._write(notice, None)
        elif notice.principal is not None:
            contacts = await self._reached.at(notice.principal)
            for each in contacts if notice.everywhere else contacts[:1]:
                await self._write(notice, str(each))

    async def about_to_be_told(
        self, kind: NoticeKind, principals: Collection[RowId]
    ) -> frozenset[RowId]:
        """Read those that are due for the first time."""
        wanted = select(_NOTICE.principal).where(
            _NOTICE.book == self._unit.book,
            _NOTICE.next_at.is_not(None),
            _NOTICE.attempts == 0,
            _NOTICE.kind == kind.value,
            _NOTICE.principal.in_(principals),
        )
        with translated():
            return frozenset(map(RowId, await self._unit.connection.scalars(wanted)))

    async def _write(self, notice: Notice, to: str | None) -> None:
        now = self._clock.now()
        key = await self._sealing.passing_key(now)
        with translated():
            number = await self._unit.connection.scalar(select(t.row_numbers.next_value()))
            row = int(number or 0)

            def sealed(column: str, value: str | None) -> bytes | None:
                place = ("notice", column, row)
                return None if value is None else self._sealing.seal(key, value, place)

            await self._unit.connection.execute(
                insert(t.notice).values(
                    book=self._unit.book,
                    id=row,
                    kind=notice.kind.value,
                    principal=notice.principal,
                    created_at=now,
                    attempts=0,
                    next_at=now,
                    sealed_to=sealed("sealed_to", to),
                    sealed_code=sealed("sealed_code", notice.code),
                    about=notice.about,
                )
            )

    async def is_due(self, now: datetime) -> bool:
        """Look for one."""
        wanted = (
            select(_NOTICE.id)
            .where(_NOTICE.book == self._unit.book, _NOTICE.next_at <= now)
            .limit(1)
        )
        with translated():
            return (await self._unit.connection.execute(wanted)).first() is not None

    async def claim(self, now: datetime, *, limit: int) -> Sequence[WaitingNotice]:
        """Lock what nobody else has locked, and put it off for as long as it is claimed."""
        wanted = (
            select(t.notice)
            .where(_NOTICE.book == self._unit.book, _NOTICE.next_at <= now)
            .order_by(_NOTICE.next_at, _NOTICE.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
            if not rows:
                return []
            await self._unit.connection.execute(
                update(t.notice)
                .where(_NOTICE.book == self._unit.book, _NOTICE.id.in_([row.id for row in rows]))
                .values(attempts=_NOTICE.attempts + 1, next_at=now + LEASE)
            )
        return [claimed for row in rows if (claimed := await self._opened(row, now)) is not None]

    async def sent(self, notice: RowId, now: datetime) -> None:
        """Note it."""
        await self._change(notice, sent_at=now, **_FORGOTTEN)

    async def postpone(self, notice: RowId, until: datetime) -> None:
        """Note when it is due again."""
        await self._change(notice, next_at=until)

    async def give_up(self, notice: RowId, now: datetime) -> None:
        """Note it."""
        await self._change(notice, given_up_at=now, **_FORGOTTEN)

    async def forget_before(self, moment: datetime) -> int:
        """Delete rows."""
        old = delete(t.notice).where(
            _NOTICE.book == self._unit.book,
            _NOTICE.next_at.is_(None),
            _NOTICE.created_at < moment,
        )
        with translated():
            return (await self._unit.connection.execute(old)).rowcount

    async def _change(self, notice: RowId, **values: Any) -> None:
        """Change a notice unless somebody else has settled it."""
        change = (
            update(t.notice)
            .where(
                _NOTICE.book == self._unit.book,
                _NOTICE.id == notice,
                _NOTICE.next_at.is_not(None),
            )
            .values(**values)
        )
        with translated():
            await self._unit.connection.execute(change)

    async def _opened(self, row: Row[Any], now: datetime) -> WaitingNotice | None:
        """Open a notice; one whose month's key is destroyed, or of nobody's, is given up."""
        key = await self._sealing.kept_passing_key(row.created_at)

        def opened(column: str, sealed: bytes) -> str:
            return self._sealing.open(key, sealed, ("notice", column, row.id))

        to = None
        if key is not None and row.sealed_to is not None:
            to = Contact.of(opened("sealed_to", row.sealed_to))
        elif key is not None:
            to = next(iter(await self._reached.at(RowId(row.principal))), None)
        if to is None:
            await self.give_up(RowId(row.id), now)
            return None
        return WaitingNotice(
            row=RowId(row.id),
            kind=NoticeKind(row.kind),
            to=to,
            code=row.sealed_code and opened("sealed_code", row.sealed_code),
            created_at=row.created_at,
            attempts=row.attempts + 1,
            about=row.about,
        )
