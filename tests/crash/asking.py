"""One connection to a served bank, by hand, so that it can be torn at any place."""

import json
import socket
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from random import Random
from typing import Any

from tests.system.served_bank import HOST

WAITING = frozenset(
    {
        (409, "request_in_flight"),
        (503, "database_unavailable"),
        (503, "ledger_busy"),
        (503, "outcome_unknown"),
    }
)
"""What the bank may say instead of an answer: come back with the same key."""


class Lost(Exception):
    """The connection broke before the answer was whole: nobody knows what became of the request."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bank said, whole."""

    status: int
    body: dict[str, Any]
    replayed: bool = False

    @property
    def done(self) -> bool:
        return self.status in {200, 201}

    @property
    def code(self) -> str:
        code: str = self.body.get("code", "")
        return code

    @property
    def definite(self) -> bool:
        """Whether it says what became of the request, rather than to come back."""
        return self.status < 500 and (self.status, self.code) not in WAITING


@dataclass(slots=True)
class Way:
    """How requests go to the bank at the moment: by which port, and with which manners."""

    port: int
    torn_share: float = 0.0
    torn: int = 0


@dataclass
class Connection:
    """Asks, one request after the other, over a connection that is made when there is none."""

    way: Way
    token: str
    chance: Random
    timeout_seconds: float = 30.0
    _open: HTTPConnection | None = field(default=None, init=False)

    def ask(self, method: str, path: str, text: str = "", key: str = "") -> Answer:
        """Ask once. Raises ``Lost``."""
        if method == "POST" and self.chance.random() < self.way.torn_share:
            self._tear(path, text, key)
        connection = self._connected()
        try:
            connection.request(method, path, body=text.encode(), headers=self._headers(key))
            answer = connection.getresponse()
            body = json.loads(answer.read())
        except (OSError, HTTPException, ValueError) as fault:
            self.close()
            raise Lost(type(fault).__name__) from None
        return Answer(
            answer.status, body, answer.headers.get("Idempotency-Replayed", "false") == "true"
        )

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _connected(self) -> HTTPConnection:
        if self._open is not None and self._open.port != self.way.port:
            self.close()
        if self._open is None:
            self._open = HTTPConnection(HOST, self.way.port, timeout=self.timeout_seconds)
        return self._open

    def _headers(self, key: str) -> dict[str, str]:
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        return headers | ({"Idempotency-Key": key} if key else {})

    def _tear(self, path: str, text: str, key: str) -> None:
        """Send a request, or a part of it, and hang up. Raises ``Lost`` always."""
        content = text.encode()
        head = "".join(f"{name}: {value}\r\n" for name, value in self._headers(key).items())
        start = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: {len(content)}\r\n"
        whole = f"{start}{head}\r\n".encode() + content
        share = self.chance.choice((0.5, 0.9, 1.0, 1.0))
        try:
            with socket.create_connection((HOST, self.way.port), timeout=5) as torn:
                torn.sendall(whole[: int(len(whole) * share)])
        except OSError as fault:
            raise Lost(type(fault).__name__) from None
        self.way.torn += 1
        raise Lost("Torn")
