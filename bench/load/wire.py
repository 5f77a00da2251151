"""HTTP/1.1 as lean as it gets: one connection, requests made of bytes, answers counted."""

import asyncio
import re
from typing import NamedTuple

HOST = "127.0.0.1"
_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)
_REPLAYED = re.compile(rb"\r\nidempotency-replayed: *true", re.IGNORECASE)
_END = b"\r\n\r\n"


class Answer(NamedTuple):
    """The status of an answer, its body, and whether it says that it was given before."""

    status: int
    body: bytes
    replayed: bool = False


class Torn(Exception):
    """The connection ended before its answer, or the answer is none that this client reads."""


class Wire(asyncio.Protocol):
    """One connection that is kept, with one request on it at a time."""

    def __init__(self, port: int, token: str) -> None:
        """Take where the bank listens, and who asks."""
        self._port = port
        who = f"Authorization: Bearer {token}\r\n" if token else ""
        fixed = f"Host: {HOST}:{port}\r\n{who}Content-Type: application/json\r\n"
        self._fixed = f"{fixed}Content-Length: ".encode()
        self._transport: asyncio.WriteTransport | None = None
        self._waiting: asyncio.Future[Answer] | None = None
        self._got = bytearray()
        self._body_from = self._whole = 0

    async def open(self) -> None:
        """Connect."""
        loop = asyncio.get_running_loop()
        self._transport, _ = await loop.create_connection(lambda: self, HOST, self._port)

    def close(self) -> None:
        """Let the connection go."""
        if self._transport is not None:
            self._transport.close()

    def ask(
        self, method: str, path: str, body: bytes = b"", key: str = ""
    ) -> asyncio.Future[Answer]:
        """Send a request; its answer comes. Raises ``Torn``."""
        self._waiting = asyncio.get_running_loop().create_future()
        if self._transport is None or self._transport.is_closing():
            self._waiting.set_exception(Torn("the connection is closed"))
            return self._waiting
        line = f"{method} {path} HTTP/1.1\r\n".encode()
        own = f"{len(body)}\r\nIdempotency-Key: {key}" if key else str(len(body))
        self._transport.write(b"".join((line, self._fixed, own.encode(), _END, body)))
        return self._waiting

    def data_received(self, data: bytes) -> None:
        """Take what has come of an answer, and give it once it is whole."""
        if self._got:
            self._got += data
        got = self._got or data
        if not self._is_whole(got) or self._waiting is None:
            self._got = self._got or bytearray(data)
            return
        replayed = _REPLAYED.search(got, 0, self._body_from) is not None
        body = bytes(got[self._body_from : self._whole])
        answer = Answer(int(got[9:12]), body, replayed)
        self._got = bytearray(got[self._whole :])
        self._whole = 0
        if not self._waiting.done():
            self._waiting.set_result(answer)

    def _is_whole(self, got: bytes | bytearray) -> bool:
        """Tell whether an answer has come to its end, which its head says, once that is there."""
        if not self._whole:
            end = got.find(_END)
            if end < 0:
                return False
            length = _LENGTH.search(got, 0, end)
            if length is None:
                self._fail(Torn("an answer without a length"))
                return False
            self._body_from = end + len(_END)
            self._whole = self._body_from + int(length[1])
        return len(got) >= self._whole

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail whoever still waits."""
        self._fail(Torn(f"the connection was lost: {exc}"))

    def _fail(self, fault: Torn) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(fault)
