"""Proved addresses in their table, sealed under the key of the principal whose they are."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select

from bank.application.identity.contacts import ProvedContacts
from bank.domain.contacts import Channel, Contact
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_CONTACT, _PRINCIPAL = t.principal_contact.c, t.principal.c


class SqlProvedContacts(ProvedContacts):
    """The proved addresses of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit and its sealing."""
        self._unit = unit
        self._sealing = sealing

    async def of(self, principal: RowId) -> Sequence[Contact]:
        """Read them; what was erased is no address."""
        wanted = (
            select(_CONTACT.channel, _CONTACT.sealed_value, _PRINCIPAL.subject)
            .join(
                t.principal,
                (_PRINCIPAL.book == _CONTACT.book) & (_PRINCIPAL.id == _CONTACT.principal),
            )
            .where(_CONTACT.book == self._unit.book, _CONTACT.principal == principal)
            .order_by(_CONTACT.channel)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        contacts = []
        for row in rows:
            key = await self._sealing.kept_principal_key(row.subject)
            if key is not None:
                value = self._sealing.open(key, row.sealed_value, _place(principal, row.channel))
                contacts.append(Contact(Channel(row.channel), value))
        return contacts

    async def put(self, principal: Principal, contact: Contact, now: datetime) -> None:
        """Write one instead of another."""
        await self.remove(principal.row, contact.channel)
        key = await self._sealing.principal_key(principal.subject)
        place = _place(principal.row, contact.channel)
        with translated():
            await self._unit.connection.execute(
                insert(t.principal_contact).values(
                    book=self._unit.book,
                    principal=principal.row,
                    channel=contact.channel.value,
                    proved_at=now,
                    sealed_value=self._sealing.seal(key, contact.value, place),
                )
            )

    async def erase(self, principal: Principal) -> None:
        """Delete them, and the key."""
        for channel in Channel:
            await self.remove(principal.row, channel)
        await self._sealing.destroy_principal(principal.subject)

    async def remove(self, principal: RowId, channel: Channel) -> None:
        """Delete one."""
        unwanted = delete(t.principal_contact).where(
            _CONTACT.book == self._unit.book,
            _CONTACT.principal == principal,
            _CONTACT.channel == channel.value,
        )
        with translated():
            await self._unit.connection.execute(unwanted)


def _place(principal: RowId, channel: str) -> tuple[str, str, str]:
    return ("principal_contact", "sealed_value", f"{principal}/{channel}")
