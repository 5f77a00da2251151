"""Codes that prove an address, in their table."""

import json
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, update

from bank.application.identity.codes.address_codes import AddressCodes
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.address_codes import SENT_WITHIN, SHORT_WITHIN, AddressCode, CodePurpose, Sent
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_CODE = t.address_code.c
CONTACT_INDEX = "address_code.contact"


class SqlAddressCodes(AddressCodes):
    """The codes of the unit's book, their data sealed under the passing key of their month."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing, digests: KeyedDigests) -> None:
        """Take the unit, its sealing, and what makes blind indexes of addresses."""
        self._unit = unit
        self._sealing = sealing
        self._digests = digests

    async def add(self, code: AddressCode) -> None:
        """Insert a row."""
        key = await self._sealing.passing_key(code.created_at)
        kept = json.dumps({"contact": str(code.contact), "data": dict(code.data)})
        with translated():
            await self._unit.connection.execute(
                insert(t.address_code).values(
                    book=self._unit.book,
                    id=code.id,
                    purpose=code.purpose.value,
                    digest=code.digest,
                    index_contact=self._index(code.contact),
                    principal=code.principal,
                    created_at=code.created_at,
                    expires_at=code.expires_at,
                    failures=code.failures,
                    lane=code.lane,
                    sealed_data=self._sealing.seal(key, kept, _place(code.id)),
                )
            )

    async def find(self, code: UUID) -> AddressCode | None:
        """Read a row under its lock; one that was used is none."""
        wanted = (
            select(t.address_code)
            .where(_CODE.book == self._unit.book, _CODE.id == code)
            .with_for_update()
        )
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        return None if row is None or row.sealed_data is None else await self._opened(row)

    async def save(self, code: AddressCode) -> None:
        """Change a row."""
        values: dict[str, Any] = {"failures": code.failures, "spent_at": code.spent_at}
        if code.spent_at is not None:
            values["sealed_data"] = None
        change = (
            update(t.address_code)
            .where(_CODE.book == self._unit.book, _CODE.id == code.id)
            .values(values)
        )
        with translated():
            await self._unit.connection.execute(change)

    async def sent(
        self,
        contact: Contact,
        purposes: AbstractSet[CodePurpose],
        lane: bytes,
        now: datetime,
    ) -> Sent:
        """Count rows by the blind index."""
        lately = _CODE.created_at > now - SENT_WITHIN
        wanted = select(
            func.count().filter(lately),
            func.count().filter(lately, _CODE.lane == lane),
            func.max(_CODE.created_at).filter(lately),
            func.count(),
        ).where(
            _CODE.book == self._unit.book,
            _CODE.index_contact == self._index(contact),
            _CODE.purpose.in_(sorted(purpose.value for purpose in purposes)),
            _CODE.created_at > now - SHORT_WITHIN,
            _CODE.lane.is_not(None),
            _CODE.spent_at.is_(None),
        )
        with translated():
            row = (await self._unit.connection.execute(wanted)).one()
        return Sent(*row)

    async def forget_before(self, moment: datetime) -> int:
        """Delete rows."""
        old = delete(t.address_code).where(_CODE.book == self._unit.book, _CODE.expires_at < moment)
        with translated():
            return (await self._unit.connection.execute(old)).rowcount

    def _index(self, contact: Contact) -> bytes:
        return self._digests.blind_index(CONTACT_INDEX, str(contact))

    async def _opened(self, row: Row[Any]) -> AddressCode | None:
        """Open a code; there is none once its month's key is destroyed."""
        key = await self._sealing.kept_passing_key(row.created_at)
        if key is None:
            return None
        kept = json.loads(self._sealing.open(key, row.sealed_data, _place(row.id)))
        return AddressCode(
            id=row.id,
            purpose=CodePurpose(row.purpose),
            digest=bytes(row.digest),
            contact=Contact.of(kept["contact"]),
            created_at=row.created_at,
            expires_at=row.expires_at,
            principal=None if row.principal is None else RowId(row.principal),
            data=kept["data"],
            failures=row.failures,
            spent_at=row.spent_at,
            lane=None if row.lane is None else bytes(row.lane),
        )


def _place(code: UUID) -> tuple[str, str, str]:
    return ("address_code", "sealed_data", str(code))
