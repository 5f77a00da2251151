"""HTTP/1.1 as lean as it gets: one connection, requests made of bytes, answers counted."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any

from bench.served import HOST


@dataclass(frozen=True, slots=True)
class Answer:
    """The status of an answer and its body."""

    status: int
    body: bytes

    def json(self) -> Any:
        """Give the body's value."""
        return json.loads(self.body)


class Wire:
    """One connection that is kept."""

    def __init__(self, port: int, token: str) -> None:
        """Take where the bank listens, and who asks."""
        self._port = port
        self._fixed = (
            f"Host: {HOST}:{port}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\n"
        )
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def open(self) -> None:
        """Connect."""
        self._reader, self._writer = await asyncio.open_connection(HOST, self._port, limit=2**24)

    async def close(self) -> None:
        """Let the connection go."""
        if self._writer is not None:
            self._writer.close()

    async def ask(self, method: str, path: str, body: bytes = b"", key: str = "") -> Answer:
        """Send a request and wait for its answer."""
        assert self._reader is not None  # noqa: S101 - it is open
        assert self._writer is not None  # noqa: S101 - it is open
        own = f"Idempotency-Key: {key}\r\n" if key else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._fixed}{own}Content-Length: {len(body)}\r\n\r\n"
        self._writer.write(head.encode() + body)
        await self._writer.drain()
        said = await self._reader.readuntil(b"\r\n\r\n")
        status = int(said[9:12])
        return Answer(status, await self._body(said.lower()))

    async def _body(self, head: bytes) -> bytes:
        assert self._reader is not None  # noqa: S101 - it is open
        start = head.find(b"content-length:")
        if start >= 0:
            length = int(head[start + 15 : head.index(b"\r\n", start)])
            return await self._reader.readexactly(length)
        parts: list[bytes] = []
        while size := int((await self._reader.readuntil(b"\r\n")).split(b";")[0], 16):
            parts.append(await self._reader.readexactly(size))
            await self._reader.readexactly(2)
        await self._reader.readexactly(2)
        return b"".join(parts)
