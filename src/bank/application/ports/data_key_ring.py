"""Opened data keys: one ring for each unit of work, over one bounded cache for each process.

It sits beside the ports because it is policy between two of them and knows no technology: every
repository that keeps personal data needs it, and adapters may not import one another.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from bank.application.ports.data_keys import DataKeys, StoredDataKey
from bank.application.ports.field_cipher import OpenDataKey
from bank.application.ports.key_service import KeyService

SEPARATOR: Final = "|"

_Place = tuple[int, str, str]


def wrapping_context(book: int, purpose: str, owner: str) -> str:
    """Name what a data key is for; raises ``ValueError`` if a part could be taken for two."""
    if SEPARATOR in purpose or SEPARATOR in owner or not purpose or not owner:
        raise ValueError("the purpose and the owner of a data key are not empty and contain no '|'")
    return f"{book}{SEPARATOR}{purpose}{SEPARATOR}{owner}"


@dataclass(frozen=True, slots=True)
class _Kept:
    key: OpenDataKey
    since: datetime
    until: datetime


class OpenDataKeys:
    """The process's cache of opened data keys, bounded in number and in time; safe from any thread.

    The time bound is also how long a key that another process destroyed can still be in use here. A
    clock that runs backwards drops keys early rather than keeping them longer.
    """

    def __init__(
        self, *, size_max: int = 10_000, kept_for: timedelta = timedelta(minutes=5)
    ) -> None:
        self._size_max = size_max
        self._kept_for = kept_for
        self._kept: OrderedDict[_Place, _Kept] = OrderedDict()
        self._lock = Lock()

    def get(self, place: _Place, now: datetime) -> OpenDataKey | None:
        """Give the key kept for a book, purpose and owner, unless it is too old."""
        with self._lock:
            kept = self._kept.get(place)
            if kept is None:
                return None
            if not kept.since <= now < kept.until:
                del self._kept[place]
                return None
            self._kept.move_to_end(place)
            return kept.key

    def keep(self, place: _Place, key: OpenDataKey, now: datetime) -> None:
        """Keep a key that is known to be stored for good; the least recently used makes room."""
        with self._lock:
            self._kept[place] = _Kept(key, now, now + self._kept_for)
            self._kept.move_to_end(place)
            while len(self._kept) > self._size_max:
                self._kept.popitem(last=False)

    def forget(self, place: _Place) -> None:
        """Drop a key, if it is kept."""
        with self._lock:
            self._kept.pop(place, None)


class DataKeyRing:
    """Opens data keys for one unit of work; make a new one with each, never share it between two.

    A key that this unit created is used by this unit alone and is not put into the process's cache,
    because the unit may still roll back; a value sealed later under a key that was never stored
    could not be opened by anybody. The next unit reads the key back, which proves it committed, and
    caches it. A unit that rolls back and goes on must take a new ring.
    """

    def __init__(
        self, keys: KeyService, stored: DataKeys, cache: OpenDataKeys, *, book: int = 1
    ) -> None:
        self._keys = keys
        self._stored = stored
        self._cache = cache
        self._book = book
        self._created: dict[_Place, OpenDataKey] = {}

    async def open_key(self, purpose: str, owner: str, now: datetime) -> OpenDataKey:
        """Give the owner's key to seal with, creating it if there is none.

        Raises ``WrappedKeyDamaged`` if the stored key was altered or moved from another owner, and
        what the key service raises. Creating waits for a unit of work that is creating the same
        key.
        """
        known = await self.existing_key(purpose, owner, now)
        if known is not None:
            return known
        context = wrapping_context(self._book, purpose, owner)
        fresh = self._keys.generate_data_key(context)
        stored = await self._stored.add(
            purpose=purpose, owner=owner, wrapped=fresh.wrapped, created_at=now
        )
        created = self._opened(stored, context)
        self._created[self._book, purpose, owner] = created
        return created

    async def existing_key(self, purpose: str, owner: str, now: datetime) -> OpenDataKey | None:
        """Give the owner's key to open with; creates none.

        Nothing means that there never was one, or that it was destroyed and what it sealed with it.
        """
        place = (self._book, purpose, owner)
        known = self._created.get(place) or self._cache.get(place, now)
        if known is not None:
            return known
        stored = await self._stored.find(purpose, owner)
        if stored is None:
            return None
        opened = self._opened(stored, wrapping_context(self._book, purpose, owner))
        self._cache.keep(place, opened, now)
        return opened

    async def destroy(self, purpose: str, owner: str) -> bool:
        """Destroy the owner's key and tell whether there was one.

        Other processes, and units of this one that are under way, may use it until the cache's time
        bound.
        """
        place = (self._book, purpose, owner)
        destroyed = await self._stored.destroy(purpose, owner)
        self._created.pop(place, None)
        self._cache.forget(place)
        return destroyed

    def _opened(self, stored: StoredDataKey, context: str) -> OpenDataKey:
        return OpenDataKey(stored.id, self._keys.unwrap(stored.wrapped, context))
