"""Passwords' hashes, authenticators and recovery codes in memory."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bank.application.identity.factors.authenticators import Authenticator, Authenticators
from bank.application.identity.factors.recovery_codes import RecoveryCodes, RecoveryCodeSet
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.domain.identifiers import RowId
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryPasswordHashes(PasswordHashes):
    """The hashes as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.password_hashes

    async def find(self, principal: RowId) -> str | None:
        """Look for the principal."""
        return self._rows.get(principal)

    async def put(self, principal: RowId, kept: str, now: datetime) -> None:
        """Keep it."""
        del now
        await self._unit.lock("password", principal)
        self._rows[principal] = kept

    async def drop(self, principal: RowId) -> None:
        """Remove it."""
        await self._unit.lock("password", principal)
        self._rows.pop(principal, None)

    async def renew(self, principal: RowId, old: str, new: str) -> None:
        """Keep it in place of the one that is expected."""
        await self._unit.lock("password", principal)
        if self._rows.get(principal) == old:
            self._rows[principal] = new


class InMemoryAuthenticators(Authenticators):
    """The authenticators as the unit sees them. What is never written needs no sealing."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.authenticators

    async def next_row(self) -> RowId:
        """Draw a row number."""
        return self._unit.store.next_row()

    async def add(self, authenticator: Authenticator) -> None:
        """Keep it."""
        self._rows[authenticator.row] = authenticator

    async def of(self, principal: RowId, *, lock: bool = False) -> Sequence[Authenticator]:
        """Look for the principal's, after locking them all where so wanted."""
        if lock:
            await self._unit.lock("authenticators", principal)
        return [each for _, each in sorted(self._rows.items()) if each.principal == principal]

    async def save(self, authenticator: Authenticator) -> None:
        """Keep what may change."""
        self._rows[authenticator.row] = replace(
            self._rows[authenticator.row],
            confirmed_at=authenticator.confirmed_at,
            used_at=authenticator.used_at,
            last_step=authenticator.last_step,
        )

    async def remove(self, authenticator: RowId) -> None:
        """Drop it."""
        self._rows.pop(authenticator, None)


class InMemoryRecoveryCodes(RecoveryCodes):
    """The recovery codes as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._rows = unit.tables.recovery_codes

    async def replace(
        self, principal: RowId, digests: Sequence[bytes], now: datetime
    ) -> RecoveryCodeSet:
        """Drop the old ones and keep the new."""
        await self.remove(principal)
        row = self._unit.store.next_row()
        kept = RecoveryCodeSet(row=row, created_at=now, left=len(digests))
        for digest in digests:
            self._rows[principal, digest] = (kept, None)
        return kept

    async def set_of(self, principal: RowId) -> RecoveryCodeSet | None:
        """Count the principal's."""
        found = [row for (owner, _), row in self._rows.items() if owner == principal]
        if not found:
            return None
        used = [used_at for _, used_at in found if used_at is not None]
        kept, _ = found[0]
        return replace(kept, left=len(found) - len(used), used_at=max(used, default=None))

    async def use(self, principal: RowId, digest: bytes, now: datetime) -> bool:
        """Mark it, after locking it."""
        await self._unit.lock("recovery codes", principal)
        kept, used_at = self._rows.get((principal, digest), (None, None))
        if kept is None or used_at is not None:
            return False
        self._rows[principal, digest] = (kept, now)
        return True

    async def remove(self, principal: RowId) -> None:
        """Drop the principal's."""
        await self._unit.lock("recovery codes", principal)
        for key in [key for key in self._rows if key[0] == principal]:
            del self._rows[key]
