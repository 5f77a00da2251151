"""What PostgreSQL keeps of postings that count from an earlier day, batch by batch."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from tests.contracts import postgresql_backend
from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import NOW, TODAY
from tests.contracts.postgresql_backend import PostgresqlBackend
from tests.contracts.postings import post, request

DAY = timedelta(days=1)
BATCHES = (
    (0, [(10, 0), (20, 3), (30, 1)]),
    (0, [(40, 0), (50, 0)]),
    (1, [(60, 1), (70, 4), (80, 4)]),
    (2, [(number, number % 5) for number in range(1, 601)]),
    (2, [(90, 2)]),
)
"""Days from today, and the amounts of a batch with how many days each is backdated."""


@pytest.fixture
async def backend(tmp_path: Path) -> AsyncIterator[PostgresqlBackend]:
    async with postgresql_backend.opened(tmp_path) as opened:
        assert isinstance(opened, PostgresqlBackend)
        yield opened


async def test_backdated_postings_run_on_from_batch_to_batch(backend: PostgresqlBackend) -> None:
    opened, cash = await committed_account(backend), await till(backend)
    noted: list[tuple[int, int, int, int]] = []
    days: dict[object, tuple[int, int]] = {}
    sequence, running = 0, 0
    for number, (later, amounts) in enumerate(BATCHES):
        wanted = []
        for place, (amount_minor, backdated) in enumerate(amounts):
            value_date = TODAY + (later - backdated) * DAY
            key = f"{number} {place}"
            wanted.append(
                request(key, cash, ref(opened), amount_minor=amount_minor, value_date=value_date)
            )
            sequence += 1
            if backdated:
                running -= amount_minor
                noted.append((sequence, -amount_minor, running, len(noted) + 1))
                before = days.get(value_date, (0, 0))
                days[value_date] = (before[0] - amount_minor, before[1] + 1)
        await post(backend, *wanted, now=NOW + later * DAY)

    async with backend.engine.connect() as connection:
        postings = await connection.execute(
            text(
                "SELECT sequence, amount_minor, running_minor, running_postings"
                " FROM backdated_posting WHERE account = :account ORDER BY sequence"
            ),
            {"account": opened.row},
        )
        assert [tuple(row) for row in postings] == noted
        moved = await connection.execute(
            text(
                "SELECT value_date, amount_minor, postings FROM backdated_day"
                " WHERE account = :account"
            ),
            {"account": opened.row},
        )
        assert {day: (amount, count) for day, amount, count in moved} == days
