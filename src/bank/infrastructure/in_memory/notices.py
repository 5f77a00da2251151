"""Notices and proved addresses in memory."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.notices.reached import Reached
from bank.application.identity.notices.stored_notices import LEASE, StoredNotices, WaitingNotice
from bank.domain.contacts import Channel, Contact
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal
from bank.infrastructure.in_memory.customers import InMemoryCustomers
from bank.infrastructure.in_memory.principals import InMemoryPrincipals
from bank.infrastructure.in_memory.rows import NoticeRow
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryProvedContacts(ProvedContacts):
    """The proved addresses of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._rows = unit.tables.contacts

    async def of(self, principal: RowId) -> Sequence[Contact]:
        """Look at every channel."""
        of_channels = (self._rows.get((principal, channel)) for channel in sorted(Channel))
        return [contact for contact in of_channels if contact is not None]

    async def put(self, principal: Principal, contact: Contact, now: datetime) -> None:
        """Keep it."""
        del now
        self._rows[principal.row, contact.channel] = contact

    async def erase(self, principal: Principal) -> None:
        """Drop them."""
        for channel in Channel:
            await self.remove(principal.row, channel)

    async def remove(self, principal: RowId, channel: Channel) -> None:
        """Drop it."""
        self._rows.pop((principal, channel), None)


class InMemoryNotices(Notices, StoredNotices):
    """The notices of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.notices
        self._reached = Reached(
            InMemoryProvedContacts(unit), InMemoryPrincipals(unit), InMemoryCustomers(unit)
        )

    async def about_to_be_told(
        self, kind: NoticeKind, principals: Collection[RowId]
    ) -> frozenset[RowId]:
        """Look through all."""
        return frozenset(
            each.principal
            for each in self._rows.values()
            if each.principal is not None
            and each.principal in principals
            and each.kind is kind
            and each.next_at is not None
            and not each.attempts
        )

    async def tell(self, notice: Notice) -> None:
        """Keep it for the address that it names, or for the principal's first, or for each.

        One whose address is found late has none before it is claimed.
        """
        if notice.address is not None:
            self._keep(notice, Contact.of(notice.address))
        elif notice.found_late:
            self._keep(notice, None)
        elif notice.principal is not None:
            contacts = await self._reached.at(notice.principal)
            for each in contacts if notice.everywhere else contacts[:1]:
                self._keep(notice, each)

    def _keep(self, notice: Notice, to: Contact | None) -> None:
        now = self._unit.store.clock.now()
        row = self._unit.store.next_row()
        self._rows[row] = NoticeRow(
            row=row,
            kind=notice.kind,
            principal=notice.principal,
            created_at=now,
            next_at=now,
            to=to,
            code=notice.code,
            about=notice.about,
        )

    async def is_due(self, now: datetime) -> bool:
        """Look for one."""
        return bool(self._due(now))

    async def claim(self, now: datetime, *, limit: int) -> Sequence[WaitingNotice]:
        """Lock what nobody else has locked, and put it off for as long as it is claimed."""
        free = [row for row in self._due(now) if not self._unit.taken("notice", row.row)]
        claimed = []
        for row in free[:limit]:
            await self._unit.lock("notice", row.row)
            taken = replace(row, attempts=row.attempts + 1, next_at=now + LEASE)
            self._rows[row.row] = taken
            to = row.to
            if to is None and row.principal is not None:
                to = next(iter(await self._reached.at(row.principal)), None)
            if to is None:
                await self.give_up(row.row, now)
            else:
                claimed.append(replace(taken, to=to).waiting())
        return claimed

    async def sent(self, notice: RowId, now: datetime) -> None:
        """Note it."""
        self._settle(notice, sent_at=now)

    async def postpone(self, notice: RowId, until: datetime) -> None:
        """Note when it is due again."""
        row = self._rows[notice]
        if row.next_at is not None:
            self._rows[notice] = replace(row, next_at=until)

    async def give_up(self, notice: RowId, now: datetime) -> None:
        """Note it."""
        self._settle(notice, given_up_at=now)

    async def forget_before(self, moment: datetime) -> int:
        """Drop them."""
        rows = self._rows.values()
        old = [each.row for each in rows if each.next_at is None and each.created_at < moment]
        for row in old:
            del self._rows[row]
        return len(old)

    def _settle(
        self,
        notice: RowId,
        *,
        sent_at: datetime | None = None,
        given_up_at: datetime | None = None,
    ) -> None:
        row = self._rows[notice]
        if row.next_at is not None:
            self._rows[notice] = replace(
                row,
                next_at=None,
                sent_at=sent_at,
                given_up_at=given_up_at,
                to=None,
                code=None,
                about=None,
            )

    def _due(self, now: datetime) -> Sequence[NoticeRow]:
        due = [row for row in self._rows.values() if row.next_at is not None and row.next_at <= now]
        return sorted(due, key=lambda row: (row.next_at, row.row))
