"""Passwords by argon2id in threads of their own, and whatever Spring Security has kept."""

import asyncio
import base64
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from time import thread_time
from typing import Final, TypeVar

import argon2

from bank.application.identity.passwords.comparing_times import ComparingTimes
from bank.application.identity.passwords.password_hasher import (
    Compared,
    HashingBusy,
    PasswordHasher,
)
from bank.domain.passwords import normalised
from bank.infrastructure.passwords.spring_hashes import LEGACY, SOUND, compared, divided

Given = TypeVar("Given")

ID: Final = "argon2@SpringSecurity_v5_8"
"""By which Spring's ``DelegatingPasswordEncoder`` finds what reads the value."""

MEMORY_KIB: Final = 19 * 1024
TIME_COST: Final = 2
PARALLELISM: Final = 1

_ARGON2: Final = argon2.PasswordHasher(
    time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=PARALLELISM, hash_len=32, salt_len=16
)


def _plain(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


_STRENGTH: Final = f"$argon2id$v=19$m={MEMORY_KIB},t={TIME_COST},p={PARALLELISM}$"
_NOBODYS: Final = f"{_STRENGTH}{_plain(bytes(16))}${_plain(bytes(32))}"
"""What a password is compared with where there is none: as slow as any of ours."""


def _is_as_ours(kept: str) -> bool:
    """Whether a hash costs what the bank's own do; Spring's id is the same at any strength."""
    return kept.startswith(f"{{{ID}}}{_STRENGTH}")


@dataclass(frozen=True, slots=True, kw_only=True)
class HashingTerms:
    """How many passwords are hashed at once and how many may wait; whether weak hashes are read."""

    at_once: int = 2
    waiting_max: int = 64
    legacy: bool = False


class Argon2PasswordHasher(PasswordHasher):
    """Hashes in a few threads: each takes its 19 MiB, and the event loop goes on meanwhile."""

    def __init__(
        self,
        terms: HashingTerms,
        times: ComparingTimes | None = None,
        seconds: Callable[[], float] = thread_time,
    ) -> None:
        """Take the terms, and what is told how long comparing takes, by a clock that never falls.

        That is the processor's of the comparing thread, so that a moment in which the machine
        stood still is not learned. Threads start when they are needed.
        """
        self._times = times or ComparingTimes()
        self._seconds = seconds
        self._known = {**SOUND, **(LEGACY if terms.legacy else {})}
        self._threads = ThreadPoolExecutor(terms.at_once, thread_name_prefix="passwords")
        self._room = terms.at_once + terms.waiting_max
        self._lock = Lock()

    async def hash(self, password: str) -> str:
        """Give ``{argon2@SpringSecurity_v5_8}$argon2id$…``."""
        raw = _bytes(password)
        return await self._run(lambda: f"{{{ID}}}{_ARGON2.hash(raw)}")

    async def compare(self, password: str, kept: str | None) -> Compared:
        """Compare the normalised text, then the text as it came, if that is another.

        Others hashed what was typed.
        """
        texts = list(dict.fromkeys((_bytes(normalised(password)), _bytes(password))))
        found, took = await self._run(lambda: self._timed(texts, kept))
        self._times.took(took, len(texts), own=kept is None or _is_as_ours(kept))
        return found

    def reads(self, kept: str) -> bool:
        """Look the id up."""
        parts = divided(kept)
        return parts is not None and parts[0] in self._known

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _timed(self, texts: list[bytes], kept: str | None) -> tuple[Compared, float]:
        began = self._seconds()
        found = self._compared(texts, kept)
        return found, self._seconds() - began

    def _compared(self, texts: list[bytes], kept: str | None) -> Compared:
        name, value = divided(kept or "") or ("", "")
        how = self._known.get(name)
        matches = [how is not None and compared(how, text, value) for text in texts]
        if not any(matches):
            if kept is None or not _is_as_ours(kept):
                self._cost_as_nobodys(texts)
            return Compared(matches=False, outdated=False)
        current = name == ID and matches[0] and not _ARGON2.check_needs_rehash(value)
        return Compared(matches=True, outdated=not current)

    def _cost_as_nobodys(self, texts: list[bytes]) -> None:
        """Let no answer be cheaper than nobody's, of whatever kind the hash was."""
        for text in texts:
            compared(self._known[ID], text, _NOBODYS)

    async def _run(self, work: Callable[[], Given]) -> Given:
        with self._lock:
            if self._room == 0:
                raise HashingBusy
            self._room -= 1
        future = self._threads.submit(work)
        future.add_done_callback(self._left)
        return await asyncio.wrap_future(future)

    def _left(self, _done: Future[Given]) -> None:
        with self._lock:
            self._room += 1


def _bytes(password: str) -> bytes:
    """Give what is hashed; half a character is no fault of the bank's, and matches nothing."""
    return password.encode("utf-8", "surrogatepass")
