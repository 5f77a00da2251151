"""The load generator counts what was posted or read, and nothing else."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import NAMESPACE_OID, uuid5

import pytest
from bench.faults import NoRun
from bench.load.generator import Load, percentiles
from bench.load.orders import Kind, Orders
from bench.load.sending import send
from bench.load.wire import Torn

ACCOUNTS = [str(uuid5(NAMESPACE_OID, name)) for name in ("one", "two", "three")]
POSTED = b'{"outcomes":[{"status":"posted"},{"status":"posted"}]}'
ONE_REFUSED = b'{"outcomes":[{"status":"posted"},{"status":"refused","code":"posted"}]}'
ONE_MISSING = b'{"outcomes":[{"status":"posted"}]}'
ONE_REPLAYED = b'{"outcomes":[{"status":"posted"},{"status":"posted","replayed":true}]}'
ONE_TOO_MANY = b'{"outcomes":[{"status":"posted"},{"status":"posted"},{"status":"posted"}]}'


@asynccontextmanager
async def answering(
    status: int,
    body: bytes,
    *,
    delays: Sequence[float] = (),
    tears: bool = False,
    replayed: str = "",
) -> AsyncIterator[int]:
    """Answer every request alike, the first of them late, and give the port."""
    late = list(delays)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            if late:
                await asyncio.sleep(late.pop())
            said = f"Idempotency-Replayed: {replayed}\r\n" if replayed else ""
            start = f"HTTP/1.1 {status} .\r\n{said}Content-Length: {len(body) + tears}\r\n\r\n"
            writer.write(start.encode() + body)
            await writer.drain()
            if tears:
                writer.close()
                return

    async def served(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await answer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(served, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


def orders(kind: Kind, port: int, connections: int = 1, **others: float) -> Orders:
    return Orders(
        kind=kind,
        port=port,
        token="token",
        accounts=ACCOUNTS,
        connections=connections,
        size=2,
        bulks=3 if kind == "bulk" else 0,
        seconds=others.get("seconds", 0.02),
        rate=others.get("rate", 0.0),
    )


@pytest.mark.parametrize(
    ("status", "body", "counted", "refused"),
    [
        (200, POSTED, 6, 0),
        (200, ONE_REFUSED, 3, 3),
        (200, ONE_REPLAYED, 3, 3),
        (200, ONE_MISSING, 0, 6),
        (200, ONE_TOO_MANY, 0, 6),
        (200, b"posted, posted", 0, 6),
        (202, POSTED, 0, 6),
        (503, POSTED, 0, 6),
    ],
)
async def test_of_a_bulk_only_what_was_posted_counts(
    status: int, body: bytes, counted: int, refused: int
) -> None:
    async with answering(status, body) as port:
        done = await Load(orders("bulk", port, connections=2)).run()
    assert (done.counted, done.refused) == (counted, refused)


@pytest.mark.parametrize(
    ("kind", "status", "body", "counts"),
    [
        ("single", 201, b'{"status":"posted"}', True),
        ("single", 201, b'{"status":"held","reference":"\\"status\\":\\"posted\\""}', False),
        ("single", 200, b'{"status":"posted"}', False),
        ("single", 202, b'{"status":"pending_approval"}', False),
        ("single", 503, b"", False),
        ("balance", 200, b'{"balance":{"currency":"EUR","amount":"1.00"}}', True),
        ("balance", 200, b"{}", False),
        ("balance", 404, b'{"balance":null}', False),
        ("entries", 200, b'{"items":[],"next_cursor":null}', True),
        ("entries", 429, b'{"items":[]}', False),
    ],
)
async def test_a_request_counts_once_it_is_done(
    kind: Kind, status: int, body: bytes, *, counts: bool
) -> None:
    async with answering(status, body) as port:
        done = await Load(orders(kind, port)).run()
    assert (done.counted > 0, done.refused > 0) == (counts, not counts)
    assert done.first_refused.startswith("" if counts else str(status))


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [("bulk", 200, POSTED), ("single", 201, b'{"status":"posted"}')],
)
async def test_an_answer_that_was_given_before_does_not_count(
    kind: Kind, status: int, body: bytes
) -> None:
    async with answering(status, body, replayed="true") as port:
        replayed = await Load(orders(kind, port)).run()
    async with answering(status, body, replayed="false") as port:
        new = await Load(orders(kind, port)).run()
    assert (replayed.counted, new.refused) == (0, 0)
    assert replayed.refused
    assert new.counted


async def test_the_open_loop_times_from_when_a_request_was_due() -> None:
    """Scenario: one connection, a request due every 10 ms, of which the first is answered late.

    Outcome: those that were due while it waited are as late as they were, not as quick as their own
    answers.
    """
    async with answering(201, b'{"status":"posted"}', delays=[0.2]) as port:
        done = await Load(orders("open", port, seconds=0.2, rate=100)).run()
    assert done.counted == 20
    assert done.latencies["p100"] > 150
    assert done.latencies["p50"] > 50


async def test_a_torn_connection_is_no_answer() -> None:
    async with answering(201, b'{"status":"posted"}', tears=True) as port:
        with pytest.raises(Torn):
            await Load(orders("single", port)).run()


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [(200, ONE_REFUSED, "3 of 6 did not count"), (503, b"full", "503 full")],
)
async def test_a_load_with_a_refused_transfer_is_no_run(
    status: int, body: bytes, said: str
) -> None:
    async with answering(status, body) as port:
        with pytest.raises(NoRun, match=said):
            await asyncio.to_thread(send, orders("bulk", port))


async def test_a_load_that_finds_nobody_is_no_run() -> None:
    async with answering(200, POSTED) as port:
        pass
    with pytest.raises(NoRun, match="ended with 1"):
        await asyncio.to_thread(send, orders("bulk", port))


def test_percentiles_are_by_nearest_rank() -> None:
    found = percentiles([number / 1000 for number in range(1, 1001)])
    assert found == {"p50": 500, "p95": 950, "p99": 990, "p99.9": 999, "p100": 1000}
    assert percentiles([0.25]) == dict.fromkeys(found, 250)
