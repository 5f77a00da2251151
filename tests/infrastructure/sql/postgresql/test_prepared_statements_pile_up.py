"""A connection keeps no statement prepared that nobody will ask for again.

DEFECT (fails with HEAD 46e9e26): after a rollback the names of what was prepared are forgotten,
but the driver deallocates only where it has prepared something itself, and since look-ups go in
round trips of our own it mostly has not. Each batch that is repeated then leaves its statements (9,
and 400 kB of the back end's memory) on the connection, until that ends (an hour). Statements that a
failed round trip had prepared before its failure are lost in the same way.
"""

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
