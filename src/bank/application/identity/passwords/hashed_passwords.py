"""Passwords as hashes: compared, made anew where they are old, refused where they are bad."""

from datetime import datetime

from bank.application.identity.passwords.breached_passwords import BreachedPasswords
from bank.application.identity.passwords.password_hasher import PasswordHasher
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.passwords.passwords import Passwords
from bank.domain.identifiers import RowId
from bank.domain.passwords import (
    PasswordBreached,
    may_be_password,
    normalised,
    refuse_unless_of_length,
)


class HashedPasswords(Passwords):
    """The bank's rules for passwords, over a store of hashes."""

    def __init__(
        self, hashes: PasswordHashes, hasher: PasswordHasher, breached: BreachedPasswords
    ) -> None:
        """Take the store, the hasher and the lists of what is known to the world."""
        self._hashes = hashes
        self._hasher = hasher
        self._breached = breached

    async def holds(self, principal: RowId | None, password: str, now: datetime) -> bool:
        """Compare; a hash that another tool or an older release made is made anew."""
        del now
        kept = None if principal is None else await self._hashes.find(principal)
        if not may_be_password(password):
            # Nobody's; nor may anybody have us hash a book.
            password, kept = "", None
        compared = await self._hasher.compare(password, kept)
        if compared.matches and compared.outdated and principal is not None and kept is not None:
            fresh = await self._hasher.hash(normalised(password))
            await self._hashes.renew(principal, kept, fresh)
        return compared.matches

    async def set(self, principal: RowId, password: str, now: datetime) -> None:
        """Judge, hash, keep."""
        await self.keep(principal, await self.prepared(password), now)

    async def prepared(self, password: str) -> str:
        """Judge, hash."""
        refuse_unless_of_length(password)
        if await self._breached.know(password):
            raise PasswordBreached
        return await self._hasher.hash(normalised(password))

    async def keep(self, principal: RowId, prepared: str, now: datetime) -> None:
        """Keep."""
        await self._hashes.put(principal, prepared, now)

    async def has(self, principal: RowId) -> bool:
        """Look for a hash."""
        return await self._hashes.find(principal) is not None
