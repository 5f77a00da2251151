"""Accounts for the load: some opened over HTTP, which can be read, and the others made by SQL."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg

from bank.domain.identifiers import public_id_at
from bench.banks.served import Served
from bench.faults import NoRun
from bench.load.wire import Wire

FUNDS_MINOR = 10**12
"""The overdraft of each account, so that no transfer of the benchmark is refused."""

_OF_A_CUSTOMER = 10
_CONNECTIONS = 8
_WHO = {
    "kind": "person",
    "full_name": "Ada Bench",
    "due_diligence": {
        "date_of_birth": "1985-12-10",
        "nationality": "GB",
        "address": {"street": "12 St James's Square", "city": "London", "country": "GB"},
        "tax_residence": "GB",
    },
}

ADD_ACCOUNTS = """
INSERT INTO ledger_account (book, id, opened_ms, kind, status, currency, gl_code, branch,
    balance_minor, held_minor, sequence, debits_minor, day_debits_minor, day_balance_minor,
    month_debits_minor, month_balance_minor, overdraft_minor, counted_on, blocked, limited, product)
SELECT 1, nextval('row_number'), %(opened_ms)s, 2, 1, 'EUR', '2100', 'main', 0, 0, %(sequence)s,
       %(debits)s, 0, 0, 0, 0, %(funds)s, %(counted_on)s, 0, false, 'current'
FROM generate_series(1, %(count)s) RETURNING id
"""

_ADD_FUNDS = "UPDATE ledger_account SET overdraft_minor = %s WHERE product = 'current'"


class _Opened(msgspec.Struct):
    id: UUID


def add_accounts(served: Served, count: int) -> Sequence[UUID]:
    """Add accounts of the ledger without a history, and give their public ids."""
    opened_ms = 1_700_000_000_000
    given = {
        "opened_ms": opened_ms,
        "sequence": 0,
        "debits": 0,
        "funds": FUNDS_MINOR,
        "counted_on": "1970-01-01",
        "count": count,
    }
    with psycopg.connect(served.owner()) as connection:
        rows = connection.execute(ADD_ACCOUNTS, given).fetchall()
        connection.execute("ANALYZE ledger_account")
    return [public_id_at(opened_ms, row[0]) for row in rows]


def open_accounts(served: Served, count: int) -> Sequence[UUID]:
    """Open customers' accounts as anybody would: they can be read. Raises ``NoRun``.

    No product allows so large an overdraft as a benchmark needs, so that it is given afterwards.
    """
    opened = asyncio.run(_opened(served, count))
    with psycopg.connect(served.owner()) as connection:
        connection.execute(_ADD_FUNDS, (FUNDS_MINOR,))
    return opened


async def _opened(served: Served, count: int) -> list[UUID]:
    wires = [Wire(served.port, served.token) for _ in range(_CONNECTIONS)]
    for wire in wires:
        await wire.open()
    left = [min(_OF_A_CUSTOMER, count - done) for done in range(0, count, _OF_A_CUSTOMER)]
    found: list[UUID] = []

    async def work(wire: Wire) -> None:
        while left:
            of_customer, number = left.pop(), len(left)
            who = _WHO | {"email": f"ada{number}@example.org"}
            customer = await _created(wire, "/v1/customers", who)
            terms = {"customer_id": str(customer), "product": "current", "currency": "EUR"}
            found.extend([await _created(wire, "/v1/accounts", terms) for _ in range(of_customer)])

    await asyncio.gather(*[work(wire) for wire in wires])
    for wire in wires:
        wire.close()
    return found


async def _created(wire: Wire, path: str, what: dict[str, Any]) -> UUID:
    answer = await wire.ask("POST", path, msgspec.json.encode(what), str(uuid4()))
    if answer.status != 201:  # noqa: PLR2004
        raise NoRun(f"{path}: {answer.status} {answer.body.decode(errors='replace')}")
    return msgspec.json.decode(answer.body, type=_Opened).id
