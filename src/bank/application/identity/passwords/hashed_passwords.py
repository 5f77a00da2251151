"""Passwords as hashes: compared, made anew where they are old, refused where they are bad."""

from datetime import datetime
from hashlib import sha256

from bank.application.identity.passwords.breached_passwords import BreachedPasswords
from bank.application.identity.passwords.password_hasher import PasswordHasher
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.passwords.passwords import Passwords
from bank.domain.identifiers import RowId
from bank.domain.passwords import (
    BankWords,
    PasswordBreached,
    may_be_password,
    normalised,
    refuse_unless_of_length,
)

_NOBODY = RowId(0)


class HashedPasswords(Passwords):
    """The bank's rules for passwords, over a store of hashes."""

    def __init__(
        self,
        hashes: PasswordHashes,
        hasher: PasswordHasher,
        breached: BreachedPasswords,
        bank_words: BankWords,
    ) -> None:
        """Take the store, the hasher, and the lists of what is known to the world, or of here."""
        self._hashes = hashes
        self._hasher = hasher
        self._breached = breached
        self._bank_words = bank_words

    async def holds(self, principal: RowId | None, password: str, now: datetime) -> bool:
        """Compare; a hash that another tool or an older release made is made anew."""
        del now
        # Nobody's is looked for as well: what is not read would be missed in the time.
        kept = await self._hashes.find(_NOBODY if principal is None else principal)
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
        self._bank_words.refuse_if_all(password)
        if await self._breached.know(password):
            raise PasswordBreached
        return await self._hasher.hash(normalised(password))

    async def keep(self, principal: RowId, prepared: str, now: datetime) -> None:
        """Keep."""
        await self._hashes.put(principal, prepared, now)

    async def drop(self, principal: RowId) -> None:
        """Drop the hash."""
        await self._hashes.drop(principal)

    async def mark(self, principal: RowId) -> bytes | None:
        """Digest the hash: each has a salt of its own."""
        kept = await self._hashes.find(principal)
        return None if kept is None else sha256(kept.encode()).digest()

    async def has(self, principal: RowId) -> bool:
        """Look for a hash."""
        return await self._hashes.find(principal) is not None
