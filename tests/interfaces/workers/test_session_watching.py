"""The watch over sessions goes on whatever happens to the database."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import pytest
from tests.application.identity.sessions.scene import NotedRefusals

from bank.application.identity.sessions.session_cookies import SessionCookies
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.identity.sessions.session_watch import OVERLAP, SessionWatch
from bank.application.identity.sessions.sessions import Revocation, SessionDirectory
from bank.application.ports.authenticator import TokenEnding
from bank.application.ports.unit_of_work import DatabaseUnavailable
from bank.domain.principals import Principal
from bank.domain.sessions import Session
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.in_memory.secrets_source import CountedSecrets
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.interfaces.workers.session_watching import SessionWatching

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
AWAY = "ended sessions cannot be read"


class Troubled(SessionDirectory):
    """Answers with what is wrong, one thing after the other, and then with nothing."""

    def __init__(self, *faults: Exception | None) -> None:
        self._faults = list(faults)
        self.since: list[datetime] = []

    async def by_cookie(self, digest: bytes) -> tuple[Session, Principal] | None:
        raise NotImplementedError

    async def revoked(self, since: datetime, now: datetime) -> Sequence[Revocation]:
        self.since.append(since)
        fault = self._faults.pop(0) if self._faults else None
        if fault is not None:
            raise fault
        return []

    async def endings(self, since: datetime, now: datetime) -> Sequence[TokenEnding]:
        return []

    async def cutoff(self) -> datetime | None:
        return None

    async def touch(self, seen: Mapping[UUID, datetime], now: datetime) -> Sequence[UUID]:
        raise NotImplementedError


def _watching(directory: Troubled, clock: SettableClock) -> SessionWatching:
    cookies = SessionCookies(
        CountedSecrets(), HkdfKeyedDigests(b"a secret of the tests' own......")
    )
    watch = SessionWatch(directory, NotedRefusals(), SessionTerms(), cookies)
    return SessionWatching(watch, clock)


async def test_a_database_that_is_away_is_told_once_until_it_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    gone = [DatabaseUnavailable() for _ in range(3)]
    directory = Troubled(*gone, None, DatabaseUnavailable())
    watching = _watching(directory, SettableClock(NOW))
    for told in (1, 1, 1, 1, 2):
        await watching.look()
        assert caplog.messages == [AWAY] * told


async def test_after_it_was_away_the_watch_goes_on_from_where_it_was(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Scenario: one look, two that fail while time passes, and one that does not.

    Outcome: the last look begins where the first did.
    """
    clock = SettableClock(NOW)
    directory = Troubled(None, DatabaseUnavailable(), RuntimeError("what is that"))
    watching = _watching(directory, clock)
    for _ in range(4):
        await watching.look()
        clock.move(OVERLAP)
    assert directory.since[1:] == [NOW - OVERLAP] * 3
    assert caplog.messages == [AWAY, "watching sessions failed"]


async def test_the_watch_looks_until_it_is_cancelled() -> None:
    directory = Troubled()
    running = asyncio.create_task(_watching(directory, SettableClock(NOW)).run(0.001))
    async with asyncio.timeout(10):
        while len(directory.since) < 3:  # noqa: ASYNC110 - the watch tells nobody
            await asyncio.sleep(0.001)
    running.cancel()
