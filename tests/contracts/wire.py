"""What a journal sends to its server, as the driver's own library writes it down."""

import ctypes
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg.pq import Trace

from bank.infrastructure.sql.postgresql.journal import PostgresqlJournal

_LIBRARY = ctypes.CDLL(None)
_SENT = re.compile(r'^F\t\d+\t(Parse|Bind|Query)\t "([^"]*)"(?: "([^"]*)")?', re.MULTILINE)


class Wire:
    """The journal's connection, as long as it is the only one of its pool."""

    def __init__(self, journal: PostgresqlJournal, path: Path, descriptor: int) -> None:
        self._journal = journal
        self._path = path
        self._descriptor = descriptor
        self._read = 0
        self._prepared: dict[str, str] = {}
        self.round_trips = 0
        """How often the server was waited for in what was last told."""

    async def watch(self) -> None:
        """Watch the connection that the pool has now, before anything was sent on it."""
        async with self._journal._pool.connection() as connection:
            connection.pgconn.trace(self._descriptor)
            connection.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)

    def statements(self) -> list[str]:
        """Tell the statements that were sent since this was last asked, with ``$1`` for values."""
        _LIBRARY.fflush(None)  # the driver's library leaves that to the next that is sent
        with self._path.open() as lines:
            lines.seek(self._read)
            told = lines.read()
            self._read = lines.tell()
        self.round_trips = told.count("ReadyForQuery")
        sent: list[str] = []
        for what, name, more in _SENT.findall(told):
            if what == "Parse":
                self._prepared[name] = more
            else:
                sent.append(self._prepared[more] if what == "Bind" else name)
        return sent


@contextmanager
def wire(journal: PostgresqlJournal, path: Path) -> Iterator[Wire]:
    """Have a file to write to; leave it after the journal's pool was closed."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
    try:
        yield Wire(journal, path, descriptor)
    finally:
        os.close(descriptor)
