"""Passwords that are known: words of the bank's own list, and digests of a long one."""

import asyncio
import hashlib
from collections.abc import Iterable

from bank.application.identity.passwords.breached_passwords import BreachedPasswords
from bank.domain.passwords import folded, normalised
from bank.infrastructure.passwords.sorted_digests import SortedDigests


class EveryList(BreachedPasswords):
    """Several lists, asked one after the other until one knows a password."""

    def __init__(self, *lists: BreachedPasswords) -> None:
        """Take the lists, the quick ones first."""
        self._lists = lists

    async def know(self, password: str) -> bool:
        """Ask each."""
        for each in self._lists:
            if await each.know(password):
                return True
        return False


class ListedPasswords(BreachedPasswords):
    """Words, whatever their case, and the digests of a file, if the operator has one."""

    def __init__(self, words: Iterable[str], digests: SortedDigests | None) -> None:
        """Take both lists."""
        self._words = frozenset(map(folded, words))
        self._digests = digests

    async def know(self, password: str) -> bool:
        """Look both lists up: the file in a thread, for it may lie on a slow disk."""
        if folded(password) in self._words:
            return True
        digests = self._digests
        if digests is None:
            return False
        return await asyncio.to_thread(
            lambda: any(_sha1(text) in digests for text in {password, normalised(password)})
        )


def _sha1(text: str) -> bytes:
    return hashlib.sha1(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).digest()
