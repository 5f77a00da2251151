"""Statements that go to the server together, and are waited for once.

The driver's own pipeline turns to the socket for each of them; for a batch of few entries that
costs more than everything else in it.
"""

import re
from collections.abc import Sequence
from functools import cache
from itertools import count
from typing import Any
from weakref import WeakKeyDictionary

from psycopg import AsyncConnection, Error, OperationalError, errors
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat, Transformer
from psycopg.generators import fetch_many, send
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

from bank.infrastructure.sql.faults import is_outdated_plan

_Key = tuple[bytes, tuple[int, ...]]
_Named = tuple[_Key, bytes]
_Names = dict[_Key, bytes]
"""Names of prepared statements, by their text and the types of their values."""

_names: WeakKeyDictionary[AsyncConnection[Any], _Names] = WeakKeyDictionary()
_numbers = count(1)


class RoundTrip:
    """Statements on one connection, within its transaction or a new one.

    ``prepared`` they are planned once a connection. That is for connections which the driver never
    rolls back: it would deallocate them.
    """

    def __init__(self, connection: AsyncConnection[Any], *, prepared: bool) -> None:
        """Take the connection, on which nothing else may run."""
        self._connection = connection
        self._prepared = prepared
        self._statements: list[tuple[bytes, Sequence[Any]]] = []

    def add(self, statement: str, values: Sequence[Any] = ()) -> int:
        """Take a statement with ``%s`` for each value, and give its number."""
        self._statements.append((numbered(statement), values))
        return len(self._statements) - 1

    def rows(self, result: PGresult) -> list[tuple[Any, ...]]:
        """Give the rows of a result."""
        transformer = Transformer(self._connection)
        transformer.set_pgresult(result)
        return transformer.load_rows(0, result.ntuples, tuple)

    async def make(self) -> list[PGresult]:
        """Send all, wait, and give their results in binary.

        Raises the driver's error of the first that failed; those after it were not tried.
        """
        statements, self._statements = self._statements, []
        if not statements:
            return []
        connection, pgconn = self._connection, self._connection.pgconn
        begins = pgconn.transaction_status == TransactionStatus.IDLE
        if begins:
            statements.insert(0, (b"BEGIN", ()))
        async with connection.lock:
            pgconn.enter_pipeline_mode()
            try:
                preparing = self._send(statements)
                pgconn.pipeline_sync()
                answers = await connection.wait(_answers(pgconn))
            finally:
                _leave_pipeline(pgconn)
        self._know(preparing, answers)
        for answer in answers:
            if answer.status == ExecStatus.FATAL_ERROR:
                raise self._said(answer)
        if len(answers) < len(statements) + len(preparing):
            raise OperationalError("the connection was lost")
        answers = [each for place, each in enumerate(answers) if place not in preparing]
        return answers[1:] if begins else answers

    def _send(self, statements: Sequence[tuple[bytes, Sequence[Any]]]) -> dict[int, _Named]:
        """Put statements into the driver's buffer.

        Gives what had to be prepared, by the place that this has among all that was sent.
        """
        pgconn, known = self._connection.pgconn, _names.get(self._connection, {})
        new: _Names = {}
        preparing: dict[int, _Named] = {}
        transformer = Transformer(self._connection)
        for number, (statement, values) in enumerate(statements):
            given = transformer.dump_sequence(values, [PyFormat.AUTO] * len(values))
            types = tuple(transformer.types or ())
            if not self._prepared:
                pgconn.send_query_params(statement, given, types, transformer.formats, 1)
                continue
            key = statement, types
            name = known.get(key) or new.get(key)
            if name is None:
                name = new[key] = b"bank_%d" % next(_numbers)
                preparing[number + len(preparing)] = key, name
                pgconn.send_prepare(name, statement, types)
            pgconn.send_query_prepared(name, given, transformer.formats, 1)
        return preparing

    def _know(self, preparing: dict[int, _Named], answers: Sequence[PGresult]) -> None:
        """Keep the names of what was prepared, also where something after it failed."""
        if preparing:
            known = _names.setdefault(self._connection, {})
            for place, answer in enumerate(answers):
                if place in preparing and answer.status == ExecStatus.COMMAND_OK:
                    key, name = preparing[place]
                    known[key] = name

    def _said(self, answer: PGresult) -> Error:
        """Give the driver's error; what was prepared before a migration is prepared anew."""
        error = errors.error_from_result(answer, encoding="utf-8")
        if is_outdated_plan(error):
            _names.pop(self._connection, None)
        return error


def _answers(pgconn: PGconn) -> PQGen[list[PGresult]]:
    """Send what is in the buffer, and take all answers before that to the end."""
    yield from send(pgconn)
    answers: list[PGresult] = []
    while True:
        results = yield from fetch_many(pgconn)
        if not results or results[-1].status == ExecStatus.PIPELINE_SYNC:
            return answers
        answers += results


def _leave_pipeline(pgconn: PGconn) -> None:
    """Leave the pipeline's mode; a connection on which there are answers to come is closed."""
    try:
        pgconn.exit_pipeline_mode()
    except OperationalError:
        pgconn.finish()


@cache
def numbered(statement: str) -> bytes:
    """Give a statement with ``$1``, ``$2`` and so on for each ``%s``."""
    numbers = count(1)
    return re.sub("%s", lambda _: f"${next(numbers)}", statement).encode()
