"""A database of its own for each module, and an engine of units of work for each test."""

from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine
from tests import postgresql

from bank.bootstrap.database import Database


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with postgresql.database(lambda _engine: None) as made:
        yield made


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    made = database.engine()
    yield made
    await made.dispose()
