"""A connection keeps no statement prepared that nobody will ask for again."""

from psycopg_pool import AsyncConnectionPool
from tests.contracts.remembering import Scene, pays

from bank.infrastructure.sql.postgresql.journal import PostgresqlJournal

_COUNT = "SELECT count(*) FROM pg_prepared_statements WHERE name LIKE 'bank\\_%'"


async def test_batches_that_are_repeated_leave_nothing_on_the_connection(scene: Scene) -> None:
    """Scenario: commands change an account between batches; each time the next one is repeated.

    Outcome: as many statements are prepared after the tenth as after the second.
    """
    one, other = await scene.known()
    journal = scene.bank.journal
    assert isinstance(journal, PostgresqlJournal)
    counts = []
    for number in range(10):
        await scene.command(one, lambda account: account.renamed("Holidays"))
        assert await scene.at_last(pays(f"{number}", one, other)) == ["posted"]
        assert await scene.at_once(pays(f"{number} back", other, one)) == ["posted"]
        counts.append(await _prepared(journal._pool))
    assert counts[-1] == counts[1]


async def _prepared(pool: AsyncConnectionPool) -> int:
    async with pool.connection() as connection:
        row = await (await connection.execute(_COUNT, prepare=False)).fetchone()
        assert row is not None
        return int(row[0])
