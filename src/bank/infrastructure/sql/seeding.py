"""What a new bank begins with: the head of its book, its branches, and its own ledger accounts."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, Table, insert, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.domain.chart_of_accounts import ChartOfAccounts
from bank.domain.identifiers import milliseconds
from bank.domain.ledger.accounts import AccountStatus
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.customer_accounts import NEW_LEDGER_ACCOUNT

BRANCH_OF_POSITIONS = "main"
BEFORE_ALL = datetime(1970, 1, 1, tzinfo=UTC)
"""Where a new book's head stands until its first entry."""


def seed(
    engine: Engine,
    *,
    book: int,
    chart: ChartOfAccounts,
    branches: Iterable[tuple[str, str]],
    currencies: Iterable[str],
    now: datetime,
) -> None:
    """Add what is missing; what is there stays as it is. ``branches`` are codes with names."""
    with engine.begin() as connection:
        _add_missing(
            connection,
            t.ledger_head,
            {"book": book},
            {
                "last_entry": 0,
                "last_recorded_at": BEFORE_ALL,
                "booking_date": BEFORE_ALL.date(),
                "last_hold": 0,
                "limits_version": 0,
            },
        )
        _add_missing(connection, t.outbox_head, {"book": book}, {"last_position": 0})
        for code, name in branches:
            _add_missing(connection, t.branch, {"book": book, "code": code}, {"name": name})
        for code in currencies:
            _add_positions(connection, book, chart, code, now)


def _add_positions(
    connection: Connection, book: int, chart: ChartOfAccounts, currency: str, now: datetime
) -> None:
    for line, position in chart.positions():
        _add_missing(
            connection,
            t.ledger_account,
            {"book": book, "position": position, "currency": currency},
            {
                "id": t.row_numbers.next_value(),
                "opened_ms": milliseconds(now),
                **NEW_LEDGER_ACCOUNT,
                "kind": line.kind,
                "status": AccountStatus.OPEN,
                "gl_code": line.gl_code,
                "branch": BRANCH_OF_POSITIONS,
            },
        )


def _add_missing(
    connection: Connection, table: Table, identity: dict[str, object], rest: dict[str, object]
) -> None:
    here = [table.c[name] == value for name, value in identity.items()]
    if connection.execute(select(table.c.book).where(*here)).first() is None:
        connection.execute(insert(table).values(**identity, **rest))


async def has_customers(engine: AsyncEngine) -> bool:
    """Whether anybody banks here yet."""
    async with engine.connect() as connection:
        return (await connection.execute(select(t.customer.c.id).limit(1))).first() is not None
