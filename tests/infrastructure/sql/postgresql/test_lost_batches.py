"""What a batch says when its back end is ended while it commits."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from psycopg.sql import SQL, Identifier
from tests import postgresql
from tests.contracts import postgresql_backend
from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW, named
from tests.contracts.postgresql_backend import PostgresqlBackend
from tests.contracts.postings import post, request

from bank.application.ports.unit_of_work import TransientFault
from bank.application.posting.journal import CommitUnknown, Wanted
from bank.infrastructure.sql.postgresql.journal import PostgresqlJournal

FLUSH_SECONDS = 0.1


@pytest.fixture
async def slow(tmp_path: Path) -> AsyncIterator[PostgresqlBackend]:
    """Give a bank whose database takes its time for each commit."""
    async with postgresql_backend.opened(tmp_path) as backend:
        assert isinstance(backend, PostgresqlBackend)
        name = backend.engine.url.database
        assert name is not None
        with _superuser() as connection:
            delay = SQL("ALTER DATABASE {} SET commit_delay = {}")
            connection.execute(delay.format(Identifier(name), int(FLUSH_SECONDS * 1e6)))
            siblings = SQL("ALTER DATABASE {} SET commit_siblings = 0")
            connection.execute(siblings.format(Identifier(name)))
        assert isinstance(backend.journal, PostgresqlJournal)
        await backend.journal._pool.drain()
        yield backend


def _superuser() -> psycopg.Connection:
    return psycopg.connect(postgresql.server().dsn("postgres", "postgres"), autocommit=True)


def _ended(backend: PostgresqlBackend) -> int:
    """End the bank's back ends that are committing, and say how many those were."""
    with _superuser() as connection:
        ended = connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND state = 'active' AND query = 'COMMIT'",
            (backend.engine.url.database,),
        )
        return ended.rowcount


async def _is_there(backend: PostgresqlBackend, key: str) -> bool:
    async with backend.journal.begin() as unit:
        loaded = await unit.load(Wanted([named(key)], []), NOW)
    return named(key) in loaded.known


async def test_nobody_knows_what_became_of_it_until_they_look(slow: PostgresqlBackend) -> None:
    """Scenario: a back end is ended while it flushes the commit of a batch, as by a fail-over.

    Outcome: the batch is there, and its caller is not told that nothing was posted.
    """
    opened, cash = await committed_account(slow), await till(slow)
    told: list[object] = []
    for number in range(10):
        posting = asyncio.create_task(post(slow, request(f"r{number}", cash, ref(opened))))
        while not posting.done() and not _ended(slow):  # noqa: ASYNC110 - nobody tells of a flush
            await asyncio.sleep(FLUSH_SECONDS / 20)
        (heard,) = await asyncio.gather(posting, return_exceptions=True)
        told.append(type(heard))
        if isinstance(heard, TransientFault):
            assert not await _is_there(slow, f"r{number}")
    assert CommitUnknown in told
    assert set(told) <= {CommitUnknown, TransientFault, list}
