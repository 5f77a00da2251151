"""What statements do that go to the server together: their order, their errors, what is left."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg.errors import DivisionByZero, NumericValueOutOfRange, UniqueViolation
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGresult
from tests import postgresql
from tests.contracts.backend import NOW, named
from tests.contracts.waiting import ended, waits

from bank.bootstrap.database import Database
from bank.infrastructure.sql.postgresql.arrays import BigintArray
from bank.infrastructure.sql.postgresql.journal import _rolled_back
from bank.infrastructure.sql.postgresql.round_trip import RoundTrip, numbered

Connection = AsyncConnection[Any]
MEGABYTES = 4 << 20
PREPARED = "SELECT statement, parameter_types::text FROM pg_prepared_statements"


@pytest.fixture(scope="module")
def database() -> Iterator[Database]:
    with postgresql.database(lambda _engine: None) as made:
        with psycopg.connect(made.migration_url) as connection:
            connection.execute("CREATE TABLE probe (number bigint PRIMARY KEY)")
            connection.execute("GRANT SELECT, INSERT, DELETE ON probe TO bank_app")
        yield made


@pytest.fixture
async def connection(database: Database) -> AsyncIterator[Connection]:
    async with database.posting_pool() as pool, pool.connection() as one:
        await one.execute("DELETE FROM probe")
        await one.commit()
        yield one
        await _rolled_back(one)


@pytest.fixture
async def other(database: Database) -> AsyncIterator[Connection]:
    async with await AsyncConnection.connect(database.url, autocommit=True) as one:
        yield one


def _number(result: PGresult) -> int:
    return int.from_bytes(result.get_value(0, 0) or b"", signed=True)


def _numbers(results: list[PGresult]) -> list[int]:
    return [_number(result) for result in results]


async def _answered(connection: Connection, *numbers: int, prepared: bool = True) -> list[int]:
    """Ask for numbers in one round trip, each by a statement of its own."""
    trip = RoundTrip(connection, prepared=prepared)
    for number in numbers:
        trip.add("SELECT %s::bigint", (number,))
    return _numbers(await trip.make())


async def _stored(connection: Connection) -> list[int]:
    rows = await (await connection.execute("SELECT number FROM probe ORDER BY number")).fetchall()
    return [row[0] for row in rows]


async def _prepared(connection: Connection) -> list[str]:
    """Give the types of the values of what round trips have prepared here."""
    rows = await (await connection.execute(PREPARED + " WHERE name LIKE 'bank\\_%'")).fetchall()
    return sorted(types for statement, types in rows if "bigint" in statement)


@pytest.mark.parametrize("prepared", [True, False])
async def test_results_come_in_the_order_of_their_statements(
    connection: Connection, *, prepared: bool
) -> None:
    """Scenario: some statements give a row, some none, some many; one twice; a new one later on.

    Outcome: each is at the number under which it was added, whether or not it was prepared before.
    """
    for numbers in ([1, 2, 3], [3, 1], [1, 2, 3, 4]):
        trip = RoundTrip(connection, prepared=prepared)
        places = {}
        for number in numbers:
            statement = f"SELECT %s::bigint + generate_series(1, {number}) WHERE %s"
            places[number] = trip.add(statement, (number, True))
            trip.add(statement, (number, False))
        results = await trip.make()
        assert [*places.values()] == [*range(0, 2 * len(numbers), 2)]
        for number, place in places.items():
            assert (results[place].ntuples, _number(results[place])) == (number, number + 1)
            assert results[place + 1].ntuples == 0


async def test_nothing_is_sent_for_nothing(connection: Connection) -> None:
    assert await RoundTrip(connection, prepared=True).make() == []
    assert connection.info.transaction_status == TransactionStatus.IDLE


async def test_what_was_made_is_not_made_again(connection: Connection) -> None:
    trip = RoundTrip(connection, prepared=True)
    trip.add("INSERT INTO probe VALUES (%s)", (1,))
    await trip.make()
    assert await trip.make() == []
    trip.add("COMMIT")
    assert [result.command_status for result in await trip.make()] == [b"COMMIT"]
    assert await _stored(connection) == [1]


async def test_rows_are_read_as_the_driver_reads_them(connection: Connection) -> None:
    given = (1 << 40, "Grüße", NOW, NOW.date(), named("id"), b"\0\1", None, True)
    trip = RoundTrip(connection, prepared=True)
    trip.add("SELECT %s, %s, %s, %s, %s, %s, %s::bigint, %s FROM generate_series(1, 2)", given)
    trip.add("SELECT 1 WHERE false")
    some, none = [trip.rows(result) for result in await trip.make()]
    assert some == [given, given]
    assert some[0][2].utcoffset() == timedelta()
    assert none == []


@pytest.mark.parametrize("prepared", [True, False])
async def test_it_begins_a_transaction_only_where_there_is_none(
    connection: Connection, *, prepared: bool
) -> None:
    """Scenario: a round trip on its own, one more, and one in a transaction of the driver's.

    Outcome: one transaction for the first two, of the driver's the same one; nothing complains.
    """
    said: list[str | None] = []
    connection.add_notice_handler(lambda notice: said.append(notice.message_primary))
    which = "SELECT pg_current_xact_id()::text::bigint"

    async def transaction() -> int:
        trip = RoundTrip(connection, prepared=prepared)
        trip.add(which)
        return _number((await trip.make())[0])

    first = await transaction()
    assert connection.info.transaction_status == TransactionStatus.INTRANS
    assert await transaction() == first
    await connection.commit()
    row = await (await connection.execute(which)).fetchone()
    assert row is not None
    assert first != row[0] == await transaction()
    assert said == []


async def test_it_ends_the_transaction_with_what_it_did(
    connection: Connection, other: Connection
) -> None:
    trip = RoundTrip(connection, prepared=True)
    trip.add("INSERT INTO probe VALUES (%s)", (7,))
    trip.add("COMMIT")
    await trip.make()
    assert connection.info.transaction_status == TransactionStatus.IDLE
    assert await _stored(other) == [7]


async def test_a_statement_is_prepared_once_a_connection_and_again_for_other_types(
    connection: Connection,
) -> None:
    assert await _answered(connection, 1, 2) == [1, 2]
    assert await _prepared(connection) == ["{smallint}"]
    assert await _answered(connection, 3) == [3]
    assert await _prepared(connection) == ["{smallint}"]
    assert await _answered(connection, 1 << 40, 4, 1 << 41) == [1 << 40, 4, 1 << 41]
    assert await _prepared(connection) == ["{bigint}", "{smallint}"]


async def test_another_connection_prepares_for_itself(
    connection: Connection, other: Connection
) -> None:
    for one in (connection, other, connection):
        assert await _answered(one, 1) == [1]
        assert await _prepared(one) == ["{smallint}"]
    await _rolled_back(other)


async def test_unless_it_may_prepare_nothing_is_kept(connection: Connection) -> None:
    for number in range(10):
        assert await _answered(connection, number, prepared=False) == [number]
    assert await _prepared(connection) == []


async def test_what_is_missing_is_sent_as_nothing(connection: Connection) -> None:
    """Scenario: the same statements with a moment, with none, and with lists of either.

    Outcome: each finds as many as there are, whatever it was prepared for before.
    """
    given: list[list[datetime | None]] = [[NOW], [None], [NOW, None], [None, None], []]
    for values in given:
        trip = RoundTrip(connection, prepared=True)
        trip.add("SELECT count(m) FROM unnest(%s::timestamptz[]) AS m", (values,))
        trip.add("SELECT (%s::timestamptz IS NULL)::int::bigint", (values[0] if values else None,))
        found = _numbers(await trip.make())
        assert found == [values.count(NOW), int(not values or values[0] is None)]


_FAULTS: list[tuple[str, type[psycopg.Error]]] = [
    ("SELECT 1 / %s::bigint", DivisionByZero),
    ("INSERT INTO probe SELECT 5 + %s FROM generate_series(1, 2)", UniqueViolation),
    ("SELECT (1e9 * 1e9 * 1e9 + %s)::bigint", NumericValueOutOfRange),
]


@pytest.mark.parametrize("prepared", [True, False])
@pytest.mark.parametrize("first", range(len(_FAULTS)))
async def test_the_first_failure_is_what_is_raised_and_the_connection_is_used_again(
    connection: Connection, first: int, *, prepared: bool
) -> None:
    """Scenario: several statements fail, behind some that do not and are prepared by then.

    Outcome: the error is the first one's, nothing is kept; after a rollback all of it is possible.
    """
    await _answered(connection, 1, prepared=prepared)
    trip = RoundTrip(connection, prepared=prepared)
    trip.add("SELECT %s::bigint", (1,))
    trip.add("INSERT INTO probe VALUES (%s)", (1,))
    for statement, _ in _FAULTS[first:] + _FAULTS[:first]:
        trip.add(statement, (0,))
    trip.add("COMMIT")
    with pytest.raises(_FAULTS[first][1]):
        await trip.make()
    assert connection.info.transaction_status == TransactionStatus.INERROR
    await _rolled_back(connection)
    assert not connection.closed
    assert await _stored(connection) == []
    await connection.commit()
    trip = RoundTrip(connection, prepared=prepared)
    trip.add("SELECT %s::bigint", (3,))
    trip.add("INSERT INTO probe VALUES (%s)", (2,))
    trip.add("COMMIT")
    assert _number((await trip.make())[0]) == 3
    assert await _stored(connection) == [2]
    await connection.commit()


async def test_a_statement_that_cannot_be_prepared_is_the_failure(connection: Connection) -> None:
    trip = RoundTrip(connection, prepared=True)
    trip.add("SELECT %s::bigint", (1,))
    trip.add("SELECT nothing FROM nowhere WHERE id = %s", (1,))
    with pytest.raises(psycopg.errors.UndefinedTable):
        await trip.make()
    await _rolled_back(connection)
    assert await _answered(connection, 1, 2) == [1, 2]


async def test_what_the_driver_threw_away_is_prepared_anew(connection: Connection) -> None:
    """Scenario: the driver has prepared as well; at a rollback it throws away all there is."""
    for _ in range(3):
        assert await _answered(connection, 1) == [1]
        await connection.execute("SELECT 2", prepare=True)
        await _rolled_back(connection)
        assert not connection.closed


@pytest.mark.parametrize("prepared", [True, False])
async def test_large_values_go_both_ways_without_standing_in_each_others_way(
    connection: Connection, *, prepared: bool
) -> None:
    """Scenario: the server answers with megabytes while megabytes are still on their way to it."""
    trip = RoundTrip(connection, prepared=prepared)
    for number in range(4):
        trip.add("SELECT %s::bytea", (bytes([number]) * MEGABYTES,))
        trip.add("SELECT sum(n)::bigint FROM unnest(%s) n", (BigintArray.of([number] * 100_000),))
    results = await ended(asyncio.create_task(trip.make()))
    for number in range(4):
        assert results[2 * number].get_value(0, 0) == bytes([number]) * MEGABYTES
        assert _number(results[2 * number + 1]) == number * 100_000


async def test_values_that_cannot_be_sent_leave_a_connection_to_be_given_back(
    connection: Connection,
) -> None:
    trip = RoundTrip(connection, prepared=True)
    trip.add("INSERT INTO probe VALUES (%s)", (1,))
    trip.add("SELECT %s", (object(),))
    with pytest.raises(psycopg.ProgrammingError):
        await trip.make()
    await _copes(connection)


async def test_a_wait_that_is_cancelled_leaves_a_connection_to_be_given_back(
    connection: Connection, other: Connection
) -> None:
    """Scenario: whoever waits for a lock within a round trip is cancelled.

    Outcome: the connection is rolled back or closed, and either way has let go of its own locks.
    """
    async with other.transaction():
        await other.execute("SELECT pg_advisory_xact_lock(1)")
        trip = RoundTrip(connection, prepared=True)
        trip.add("SELECT pg_advisory_xact_lock(2)")
        trip.add("SELECT pg_advisory_xact_lock(1)")
        trip.add("INSERT INTO probe VALUES (1)")
        trip.add("COMMIT")
        task = asyncio.create_task(trip.make())
        assert await waits(task)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await _copes(connection)
        await ended(asyncio.create_task(other.execute("SELECT pg_advisory_xact_lock(2)")))
    assert await _stored(other) == []


async def _copes(connection: Connection) -> None:
    """Give a connection back as the journal does; it is of use, or closed."""
    await _rolled_back(connection)
    if not connection.closed:
        assert await _answered(connection, 1) == [1]


@pytest.mark.parametrize("prepared", [True, False])
@pytest.mark.parametrize("before", [0, 3])
async def test_a_back_end_that_is_ended_within_a_round_trip_is_an_operational_error(
    connection: Connection, other: Connection, before: int, *, prepared: bool
) -> None:
    trip = RoundTrip(connection, prepared=prepared)
    for number in range(before):
        trip.add("INSERT INTO probe VALUES (%s)", (number,))
    trip.add("SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10)")
    trip.add("COMMIT")
    with pytest.raises(psycopg.OperationalError):
        await trip.make()
    assert connection.closed
    await _rolled_back(connection)
    assert await _stored(other) == []


@pytest.mark.parametrize("prepared", [True, False])
async def test_a_back_end_that_is_ended_before_a_round_trip_is_an_operational_error(
    connection: Connection, other: Connection, *, prepared: bool
) -> None:
    assert await _answered(connection, 1, prepared=prepared) == [1]
    await other.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))
    with pytest.raises(psycopg.OperationalError):
        await _answered(connection, 1, prepared=prepared)
    assert connection.closed


async def test_a_back_end_that_is_ended_while_it_waits_is_an_operational_error(
    connection: Connection, other: Connection
) -> None:
    async with other.transaction():
        await other.execute("SELECT pg_advisory_xact_lock(1)")
        trip = RoundTrip(connection, prepared=True)
        for number in range(200):
            trip.add("SELECT %s::bigint", (number,))
        trip.add("SELECT pg_advisory_xact_lock(1)")
        trip.add("COMMIT")
        task = asyncio.create_task(trip.make())
        assert await waits(task)
        await other.execute("SELECT pg_terminate_backend(%s)", (connection.info.backend_pid,))
        with pytest.raises(psycopg.OperationalError):
            await ended(task)
    assert connection.closed


@pytest.mark.parametrize(
    ("statement", "sent"),
    [("SELECT 1", b"SELECT 1"), ("SELECT %s, %s::date, %s", b"SELECT $1, $2::date, $3")],
)
def test_values_are_numbered(statement: str, sent: bytes) -> None:
    assert numbered(statement) == sent
