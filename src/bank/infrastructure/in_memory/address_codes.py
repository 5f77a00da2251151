"""Codes that prove an address, in memory."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from bank.application.identity.codes.address_codes import AddressCodes
from bank.domain.address_codes import SENT_WITHIN, SHORT_WITHIN, AddressCode, CodePurpose, Sent
from bank.domain.contacts import Contact
from bank.infrastructure.in_memory.customers import plain
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryAddressCodes(AddressCodes):
    """The codes of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.address_codes

    async def add(self, code: AddressCode) -> None:
        """Keep it."""
        self._rows[code.id] = code

    async def find(self, code: UUID) -> AddressCode | None:
        """Look for the id under its lock; one that was used is none."""
        await self._unit.lock("address code", code)
        found = self._rows.get(code)
        return None if found is None or found.spent_at is not None else found

    async def save(self, code: AddressCode) -> None:
        """Keep it as it is now."""
        self._rows[code.id] = code if code.spent_at is None else replace(code, data={})

    async def sent(
        self,
        contact: Contact,
        purposes: AbstractSet[CodePurpose],
        lane: bytes,
        now: datetime,
    ) -> Sent:
        """Count them."""
        in_a_day = [
            code
            for code in self._rows.values()
            if _plain(code.contact) == _plain(contact)
            and code.purpose in purposes
            and code.created_at > now - SHORT_WITHIN
            and code.lane is not None
            and code.spent_at is None
        ]
        lately = [code for code in in_a_day if code.created_at > now - SENT_WITHIN]
        in_lane = [code for code in lately if code.lane == lane]
        last_at = max((code.created_at for code in lately), default=None)
        return Sent(len(lately), len(in_lane), last_at, len(in_a_day))

    async def forget_before(self, moment: datetime) -> int:
        """Delete old ones."""
        old = [number for number, code in self._rows.items() if code.expires_at < moment]
        for number in old:
            del self._rows[number]
        return len(old)


def _plain(contact: Contact) -> str:
    return plain(str(contact))
