"""The demo is told once, whole, however often it breaks off on the way."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from tests import postgresql
from tests.system.assembly import SYSTEM, bank_over, seeded

from bank.bootstrap.database import Database
from bank.bootstrap.demo.filling import fill_if_empty
from bank.bootstrap.demo.story import FIRST, PARTIES, Story
from bank.bootstrap.office import Office
from bank.domain.audit import Actor
from bank.infrastructure.in_memory.time_and_ids import SettableClock

pytestmark = pytest.mark.slow
TODAY = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


class Killed(Exception):
    pass


class BreakingClock(SettableClock):
    """Stands at ``TODAY``, and breaks when it is set once too often."""

    def __init__(self, settings_left: int) -> None:
        super().__init__(TODAY)
        self._settings_left = settings_left

    def set(self, moment: datetime) -> None:
        self._settings_left -= 1
        if self._settings_left < 0:
            raise Killed
        super().set(moment)


@pytest.fixture
def database() -> Iterator[Database]:
    with postgresql.database(seeded) as made:
        yield made


@pytest.fixture
def office(database: Database, tmp_path: Path) -> Office:
    arguments = [f"--bank.home={tmp_path}", f"--bank.database.url={database.url}"]
    return Office.configured(arguments)


def _fill(office: Office, clock: SettableClock | None = None) -> list[str]:
    said: list[str] = []
    fill_if_empty(office, said.append, clock or SettableClock(TODAY))
    return said


def _told(database: Database) -> tuple[object, ...]:
    """What there is of the story: how many of everything, and how all of the money lies."""
    engine = database.migration_engine()
    with engine.connect() as connection:
        told = connection.execute(
            text("""SELECT (SELECT count(*) FROM customer), (SELECT count(*) FROM journal_entry),
                           (SELECT count(*) FROM posting), (SELECT count(*) FROM customer_account),
                           (SELECT max(recorded_at) FROM journal_entry),
                           (SELECT string_agg(balance_minor::text, ' ' ORDER BY external_reference)
                            FROM ledger_account l JOIN customer_account c USING (book, id))""")
        ).one()
    engine.dispose()
    return tuple(told)


def test_a_story_that_broke_off_is_finished_as_if_it_had_not(
    office: Office, database: Database, tmp_path: Path
) -> None:
    """Scenario: filling is killed before the first day, then half-way, then started two days later.

    Outcome: the same customers, entries, times and balances as in one go; the ledger holds.
    """
    for settings_left in (1, 180):
        with pytest.raises(Killed):
            _fill(office, BreakingClock(settings_left))
    first, last = _fill(office, SettableClock(TODAY + timedelta(days=2)))
    assert "half filled" in first
    with postgresql.database(seeded) as other:
        arguments = [f"--bank.home={tmp_path}/other", f"--bank.database.url={other.url}"]
        assert _fill(Office.configured(arguments)) == [
            "Filling the demo bank with a year of history.",
            last,
        ]
        assert _told(database) == _told(other)
    assert not office.check_ledger(lambda _step: None)
    assert _fill(office) == ["The demo bank is filled already; the demo adds nothing."]


async def _take_first_customer_in(database: Database, home: Path) -> None:
    async with bank_over(database, home) as bank:
        pseudonym = bank.digests.pseudonym("demo")
        actor = Actor(kind="cli", subject="demo", pseudonym=pseudonym, roles=SYSTEM)
        clock = SettableClock(TODAY)
        await Story(bank.pipeline, clock, actor, TODAY.date()).take_in(FIRST)


def test_a_story_that_broke_off_after_its_first_customer_is_finished(
    office: Office, database: Database, tmp_path: Path
) -> None:
    """Scenario: filling is killed between the first customer and their account."""
    asyncio.run(_take_first_customer_in(database, tmp_path))
    assert "half filled" in _fill(office)[0]
    assert _told(database)[0] == len(PARTIES)


async def _take_somebody_in(database: Database, home: Path) -> None:
    async with bank_over(database, home) as bank:
        await bank.customer()


def test_a_bank_with_customers_of_its_own_stays_as_it_is(
    office: Office, database: Database, tmp_path: Path
) -> None:
    asyncio.run(_take_somebody_in(database, tmp_path))
    assert _fill(office) == ["The bank has customers already; the demo adds nothing."]
    assert _told(database)[:2] == (1, 0)
