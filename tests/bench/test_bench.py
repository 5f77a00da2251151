"""The benchmark counts what was posted, and compares within a round."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import NAMESPACE_OID, uuid5

import pytest
from bench.figures import Figures, Ratio
from bench.load import Load, Orders

ACCOUNTS = [str(uuid5(NAMESPACE_OID, name)) for name in ("one", "two", "three")]
POSTED = b'{"outcomes":[{"status":"posted"},{"status":"posted"}]}'
ONE_REFUSED = b'{"outcomes":[{"status":"posted"},{"status":"refused"}]}'


def test_a_ratio_is_taken_round_by_round() -> None:
    figures = Figures()
    for yardstick, bulk in ((100, 800), (50, 500), (200, 1800)):
        figures.add("pgbench", "transactions/s", yardstick)
        figures.add("bulk", "transfers/s", bulk)
    wanted = (Ratio("bulk_over_pgbench", "bulk", "pgbench", 8), Ratio("other", "bulk", "none", 1))
    (ratio,) = figures.ratios(wanted).values()
    assert (ratio.shown()["rounds"], ratio.shown()["median"]) == ([8, 10, 9], 9)


@asynccontextmanager
async def _answering(status: int, body: bytes) -> AsyncIterator[int]:
    """Answer every request alike, and give the port."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            start = f"HTTP/1.1 {status} .\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(start.encode() + body)
            await writer.drain()

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("status", "body", "posted", "refused"),
    [
        (200, POSTED, 6, 0),
        (200, ONE_REFUSED, 3, 3),
        (503, POSTED, 0, 6),
    ],
)
async def test_only_what_was_posted_counts(
    status: int, body: bytes, posted: int, refused: int
) -> None:
    async with _answering(status, body) as port:
        orders = Orders(
            kind="bulk",
            port=port,
            token="token",
            accounts=ACCOUNTS,
            connections=2,
            seconds=0,
            size=2,
            bulks=3,
        )
        done = await Load(orders).run()
    assert (done["posted"], done["refused"]) == (posted, refused)


async def test_a_single_transfer_counts_once_it_is_created() -> None:
    async with _answering(202, b'{"status":"held"}') as port:
        orders = Orders(
            kind="single",
            port=port,
            token="token",
            accounts=ACCOUNTS,
            connections=1,
            seconds=0.01,
        )
        done = await Load(orders).run()
    assert done["posted"] == 0
    assert done["refused"] > 0
