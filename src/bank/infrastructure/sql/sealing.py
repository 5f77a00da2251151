"""Personal data on its way into a row and out of it.

Under the data key of the customer that it is about.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.ports.clock import Clock
from bank.application.ports.data_key_ring import DataKeyRing, OpenDataKeys
from bank.application.ports.data_keys import DataKeyPurpose
from bank.application.ports.field_cipher import FieldCipher, OpenDataKey
from bank.application.ports.key_service import KeyService
from bank.domain.parties import ERASED
from bank.infrastructure.sql.data_keys import SqlDataKeys, month_of
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork, unit_of_work


class Vault:
    """What sealing needs for as long as the process runs."""

    def __init__(
        self, keys: KeyService, cipher: FieldCipher, cache: OpenDataKeys, clock: Clock
    ) -> None:
        """Take the key service, the cipher and the process's cache of opened keys."""
        self.keys = keys
        self.cipher = cipher
        self.cache = cache
        self.clock = clock

    def within(self, unit: SqlUnitOfWork) -> "Sealing":
        """Give the sealing of one unit of work.

        All repositories of a unit share one, for they share the keys that it created.
        """
        ring = DataKeyRing(self.keys, SqlDataKeys(unit), self.cache, book=unit.book)
        return Sealing(self, ring)


class Sealing:
    """Seals and opens within one unit of work."""

    def __init__(self, vault: Vault, ring: DataKeyRing) -> None:
        """Take the unit's ring of keys."""
        self._cipher = vault.cipher
        self._clock = vault.clock
        self._ring = ring

    async def key_of(self, customer: UUID) -> OpenDataKey:
        """Give a customer's data key, made now if they have none."""
        now = self._clock.now()
        return await self._ring.open_key(DataKeyPurpose.CUSTOMER, str(customer), now)

    async def kept_key_of(self, customer: UUID) -> OpenDataKey | None:
        """Give a customer's data key, or nothing once it has been destroyed."""
        return await self._ring.existing_key(
            DataKeyPurpose.CUSTOMER, str(customer), self._clock.now()
        )

    async def month_key(self, moment: datetime) -> OpenDataKey:
        """Give the data key of a month's free text, made now if there is none."""
        return await self._ring.open_key(DataKeyPurpose.REFERENCE, month_of(moment), moment)

    async def kept_month_key(self, moment: datetime) -> OpenDataKey | None:
        """Give the data key of a month's free text, or nothing once it has been destroyed."""
        return await self._ring.existing_key(
            DataKeyPurpose.REFERENCE, month_of(moment), self._clock.now()
        )

    async def principal_key(self, subject: str) -> OpenDataKey:
        """Give a principal's data key, made now if they have none."""
        return await self._ring.open_key(DataKeyPurpose.PRINCIPAL, subject, self._clock.now())

    async def kept_principal_key(self, subject: str) -> OpenDataKey | None:
        """Give a principal's data key, or nothing once it has been destroyed."""
        return await self._ring.existing_key(DataKeyPurpose.PRINCIPAL, subject, self._clock.now())

    async def approval_key(self, moment: datetime) -> OpenDataKey:
        """Give the data key of a month's acts that wait for approval, made now if there is none."""
        return await self._ring.open_key(DataKeyPurpose.APPROVAL, month_of(moment), moment)

    async def kept_approval_key(self, moment: datetime) -> OpenDataKey | None:
        """Give the data key of a month's acts, or nothing once it has been destroyed."""
        return await self._ring.existing_key(
            DataKeyPurpose.APPROVAL, month_of(moment), self._clock.now()
        )

    async def passing_key(self, moment: datetime) -> OpenDataKey:
        """Give the data key of what a month keeps for a short while, made now if there is none."""
        return await self._ring.open_key(DataKeyPurpose.PASSING, month_of(moment), moment)

    async def kept_passing_key(self, moment: datetime) -> OpenDataKey | None:
        """Give the data key of what a month kept, or nothing once it has been destroyed."""
        return await self._ring.existing_key(
            DataKeyPurpose.PASSING, month_of(moment), self._clock.now()
        )

    async def destroy_customer(self, customer: UUID) -> None:
        """Destroy a customer's data key."""
        await self._ring.destroy(DataKeyPurpose.CUSTOMER, str(customer))

    async def destroy_principal(self, subject: str) -> None:
        """Destroy a principal's data key."""
        await self._ring.destroy(DataKeyPurpose.PRINCIPAL, subject)

    def seal(self, key: OpenDataKey, value: str, place: tuple[str, str, int | str]) -> bytes:
        """Seal a value for its place: table, column, row."""
        table, column, row = place
        return self._cipher.seal(key, value, table=table, column=column, row=row, version=0)

    def open(
        self, key: OpenDataKey | None, sealed: bytes, place: tuple[str, str, int | str]
    ) -> str:
        """Open a value from its place; a destroyed key shows ``ERASED``."""
        if key is None:
            return ERASED
        table, column, row = place
        return self._cipher.open(key, sealed, table=table, column=column, row=row, version=0)


class MonthKeys:
    """The data keys of the months' free text, each committed before anything is sealed under it."""

    def __init__(self, vault: Vault, engine: AsyncEngine, book: int) -> None:
        """Take the engine on which a month's key is made once."""
        self._vault = vault
        self._engine = engine
        self._book = book

    @property
    def cipher(self) -> FieldCipher:
        """What seals under them."""
        return self._vault.cipher

    async def key(self, moment: datetime) -> OpenDataKey:
        """Give the key of the moment's month."""
        place = (self._book, str(DataKeyPurpose.REFERENCE), month_of(moment))
        kept = self._vault.cache.get(place, self._vault.clock.now())
        if kept is not None:
            return kept
        async with unit_of_work(self._engine, self._book) as unit:
            await self._vault.within(unit).month_key(moment)
            await unit.commit()
        async with unit_of_work(self._engine, self._book) as unit:
            return await self._vault.within(unit).month_key(moment)
