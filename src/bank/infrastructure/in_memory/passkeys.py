"""Passkeys and their challenges in memory."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from bank.application.identity.factors.passkeys import PasskeyChallenges, Passkeys
from bank.domain.identifiers import RowId
from bank.domain.passkeys import Passkey, PasskeyAlreadyRegistered, PasskeyChallenge
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryPasskeys(Passkeys):
    """The passkeys as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.passkeys

    async def add(self, passkey: Passkey) -> None:
        """Keep it unless another unit kept its credential first."""
        await self._unit.lock("passkey", passkey.credential)
        if self._found(passkey.credential) is not None:
            raise PasskeyAlreadyRegistered
        self._rows[passkey.id] = passkey

    async def of(self, principal: RowId) -> Sequence[Passkey]:
        """Look for a principal's."""
        found = [each for each in self._rows.values() if each.principal == principal]
        return sorted(found, key=lambda each: (each.created_at, each.id))

    async def find(self, credential: bytes, *, lock: bool = False) -> Passkey | None:
        """Look for a credential, after locking it if asked to."""
        if lock:
            await self._unit.lock("passkey", credential)
        return self._found(credential)

    async def save(self, passkey: Passkey) -> None:
        """Keep it anew."""
        self._rows[passkey.id] = passkey

    async def remove(self, principal: RowId, passkey: UUID) -> bool:
        """Drop it."""
        found = self._rows.get(passkey)
        if found is None or found.principal != principal:
            return False
        await self._unit.lock("passkey", found.credential)
        return self._rows.pop(passkey, None) is not None

    def _found(self, credential: bytes) -> Passkey | None:
        return next((each for each in self._rows.values() if each.credential == credential), None)


class InMemoryPasskeyChallenges(PasskeyChallenges):
    """The challenges as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.passkey_challenges

    async def put(self, challenge: PasskeyChallenge) -> None:
        """Keep it."""
        await self._unit.lock("passkey challenge", challenge.attempt)
        self._rows[challenge.attempt] = challenge

    async def take(self, attempt: UUID) -> PasskeyChallenge | None:
        """Drop it, after waiting for whoever is about to."""
        await self._unit.lock("passkey challenge", attempt)
        return self._rows.pop(attempt, None)

    async def forget(self, *, expired_at: datetime) -> int:
        """Drop what is expired."""
        gone = [each.attempt for each in self._rows.values() if each.expires_at <= expired_at]
        for attempt in gone:
            del self._rows[attempt]
        return len(gone)
