"""Asks the running bank whether what is said to be on is on, instead of saying so."""

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

from bench.banks.books import Counted
from bench.banks.served import Served
from bench.faults import NoRun
from bench.load.answers import is_posted, posted_of_bulk
from bench.load.orders import Orders
from bench.load.transfers import Transfers
from bench.load.wire import Answer, Wire

_SINGLE, _BULK = "/v1/transfers", "/v1/transfers/bulk"
_SIZE = 2
_MAY_NOT = "auditor"


def probe_refusals(served: Served, accounts: Sequence[UUID]) -> None:
    """Refuse a bank that posts without a token, or for a role that may not. Raises ``NoRun``."""
    reader = served.issued(_MAY_NOT)
    asyncio.run(_refusals(served, _transfers(served, accounts), reader))


def probe_replays(served: Served, accounts: Sequence[UUID], counted: Counted) -> None:
    """Send a transfer and a bulk twice each, under the same key; the second time must be a replay.

    What was posted is added to the count. Raises ``NoRun``.
    """
    asyncio.run(_replays(served, _transfers(served, accounts), counted))


async def _refusals(served: Served, transfers: Transfers, reader: str) -> None:
    for who, token, wanted in (("nobody", "", 401), (_MAY_NOT, reader, 403)):
        for path, body in ((_SINGLE, transfers.one()), (_BULK, transfers.bulk())):
            (answer,) = await _asked(served, token, path, body, times=1)
            if answer.status != wanted:
                raise NoRun(f"{path} by {who} is answered {answer.status} instead of {wanted}")


async def _replays(served: Served, transfers: Transfers, counted: Counted) -> None:
    once, again = await _asked(served, served.token, _SINGLE, transfers.one(), times=2)
    if not is_posted(once) or not again.replayed or is_posted(again):
        raise NoRun(f"{_SINGLE}: a key that was used is answered {again.status}, not as a replay")
    once_bulk, again_bulk = await _asked(served, served.token, _BULK, transfers.bulk(), times=2)
    if posted_of_bulk(once_bulk, _SIZE) != _SIZE or posted_of_bulk(again_bulk, _SIZE):
        raise NoRun(f"{_BULK}: a key that was used is not answered as a replay")
    counted.singles += 1
    counted.bulks += 1
    counted.in_bulks += _SIZE


async def _asked(
    served: Served, token: str, path: str, body: bytes, *, times: int
) -> Sequence[Answer]:
    wire, key = Wire(served.port, token), str(uuid4())
    await wire.open()
    try:
        return [await wire.ask("POST", path, body, key) for _ in range(times)]
    finally:
        wire.close()


def _transfers(served: Served, accounts: Sequence[UUID]) -> Transfers:
    return Transfers(
        Orders(
            kind="bulk",
            port=served.port,
            token=served.token,
            accounts=[str(account) for account in accounts],
            connections=1,
            size=_SIZE,
            seed="probes",
        )
    )
