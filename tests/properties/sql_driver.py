"""The SQL adapter under test: a bank over a real database, which all examples share.

Each example has accounts of its own, and goes on in time where the last one ended.
"""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from dishka import Provider, Scope
from sqlalchemy import Connection, text
from tests import postgresql
from tests.properties.asks import CloseDay, Start
from tests.properties.driver import Courage, Driver, Leg, Line, Result, Stand
from tests.system.assembly import OpenBank, bank_over, seeded

from bank.application.ports.authorizer import Authorizer
from bank.application.ports.clock import Clock
from bank.bootstrap.database import Database
from bank.domain.identifiers import RowId, public_id_at
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

MONEY = ("EUR", "JPY")
_STANDS = text(
    """SELECT a.id, a.balance_minor, a.held_minor, a.sequence,
              coalesce(sum(h.amount_minor - h.captured_minor), 0),
              coalesce(sum(h.amount_minor - h.captured_minor) FILTER (WHERE h.expires_at > :now), 0)
       FROM ledger_account a
       LEFT JOIN hold h ON h.book = a.book AND h.account = a.id AND h.status = 1
       WHERE a.id = ANY(:rows) GROUP BY a.book, a.id"""
)
_LINES = text(
    """SELECT e.id, e.recorded_at, e.booking_date, e.value_date,
              p.account, p.sequence, p.amount_minor, p.balance_minor, p.debits_minor
       FROM journal_entry e JOIN posting p ON p.book = e.book AND p.entry = e.id
       WHERE e.id > :last ORDER BY e.id, p.amount_minor < 0"""
)


class SharedBank:
    """A bank on one database with a clock that tests move, and a loop that it runs on."""

    def __init__(self, database: Database, home: Path) -> None:
        self.clock = SettableClock(SystemClock().now().replace(microsecond=0) + timedelta(hours=1))
        self.runner = asyncio.Runner()
        self.numbers = count(1)
        self.limited: dict[tuple[str, str], set[str]] = {}
        self._engine = database.migration_engine()
        self.connection: Connection = self._engine.connect()
        self._open = AsyncExitStack()
        provider = Provider(scope=Scope.APP)
        provider.provide(lambda: self.clock, provides=Clock, override=True)
        provider.provide(Courage, provides=Authorizer, override=True)
        opening = bank_over(database, home, providers=[provider])
        self.bank: OpenBank = self.runner.run(self._open.enter_async_context(opening))

    def close(self) -> None:
        """Close the bank."""
        self.runner.run(self._open.aclose())
        self.runner.close()
        self.connection.close()
        self._engine.dispose()

    def read(self, statement: Any, **values: Any) -> Any:
        """Read what is committed."""
        with self.connection.begin():
            return self.connection.execute(statement, values).all()

    def write(self, statement: str, **values: Any) -> None:
        """Change something behind the bank's back."""
        with self.connection.begin():
            self.connection.execute(text(statement), values)


@contextmanager
def shared_bank(home: Path) -> Iterator[SharedBank]:
    """Open a bank on a fresh database."""
    with postgresql.database(seeded) as database:
        shared = SharedBank(database, home)
        try:
            yield shared
        finally:
            shared.close()


class SqlDriver(Driver):
    """One example over the shared bank."""

    looks_often = False

    def __init__(self, shared: SharedBank) -> None:
        super().__init__()
        self._shared = shared
        self._last_entry = 0
        self._first_day = date.min

    def start(self) -> Start:
        """Lift the limits of the product that the last example left, those yet to come too."""
        shared = self._shared
        self.move(timedelta(days=2))
        for place, kinds in shared.limited.items():
            super().agree(place, dict.fromkeys(kinds), None)
        shared.limited.clear()
        tills = shared.read(
            text(
                """SELECT id, opened_ms, currency, balance_minor FROM ledger_account
                   WHERE position = 'cash/main' AND currency = ANY(:money)"""
            ),
            money=list(MONEY),
        )
        for row, opened_ms, code, _ in tills:
            self.know(f"till {code}", public_id_at(opened_ms, row), RowId(row))
        self._open_the_day()
        ((last_entry, at, day),) = shared.read(
            text("SELECT last_entry, last_recorded_at, booking_date FROM ledger_head")
        )
        self._last_entry, self._first_day = last_entry, day
        return Start(
            now=shared.clock.now(),
            zone=shared.bank.settings.time_zone,
            by_calendar=True,
            open_day=day,
            last_entry=last_entry,
            last_recorded_at=at,
            tills={f"till {code}": balance for _, _, code, balance in tills},
        )

    def _open_the_day(self) -> None:
        """Have a batch look at the calendar: with a request that it refuses."""
        key = f"of the driver {next(self._shared.numbers)}"
        self.ask(key, CloseDay(day=date.min))

    def stop(self) -> None:
        """Leave the bank open for the next example."""

    def move(self, by: timedelta) -> None:
        self._shared.clock.move(by)

    def complete(self, working: Coroutine[Any, Any, Result]) -> Result:
        return self._shared.runner.run(working)

    async def put(
        self, use_case: type[Any], command: Any, *, key: str | None, dry: bool, role: str
    ) -> Any:
        done = await self._shared.bank.run(
            use_case,
            command,
            key=key or f"of the driver {next(self._shared.numbers)}",
            roles=(role,),
            dry_run=dry,
        )
        return done.result

    def stands(self) -> dict[str, Stand]:
        found = self._shared.read(_STANDS, rows=list(self.names), now=self._shared.clock.now())
        return {
            self.names[row]: Stand(
                balance if self.names[row].startswith("till") else -balance,
                int(held),
                stored,
                int(active - held),
                sequence,
            )
            for row, balance, stored, sequence, active, held in found
        }

    def lines(self) -> list[Line]:
        lines: dict[int, Line] = {}
        for number, at, booked_on, value_date, *leg in self._shared.read(
            _LINES, last=self._last_entry
        ):
            posted = Leg(self.names[leg[0]], *leg[1:])
            known = lines.get(number, Line(number, at, booked_on, value_date, ()))
            lines[number] = known._replace(legs=(*known.legs, posted))
        return list(lines.values())

    def closed_days(self) -> dict[date, int]:
        days = self._shared.read(
            text("SELECT day, last_entry FROM business_day WHERE day >= :first"),
            first=self._first_day,
        )
        return dict(tuple(each) for each in days)

    def agree(
        self, place: tuple[str, str], amounts: dict[str, int | None], at: datetime | None
    ) -> None:
        super().agree(place, amounts, at)
        if place[0] != "account":
            self._shared.limited.setdefault(place, set()).update(amounts)

    def fall_asleep(self, name: str) -> None:
        row = next(row for row, each in self.names.items() if each == name)
        self._shared.write("UPDATE ledger_account SET status = 5 WHERE id = :row", row=row)

    def findings(self) -> list[str]:
        found = self.complete(self._shared.bank.findings())
        return [f"{finding.check}: {finding.offender}" for finding in found]
