"""Bytes on a socket, as no client would send them, and what came back."""

import gzip
import json
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.system.served_bank import HOST

WAIT_SECONDS = 20.0
TRANSFER = (
    b'{"debit_account_id":"x","credit_account_id":"y","amount":{"currency":"EUR","amount":"1.00"}}'
)


@dataclass(frozen=True, slots=True)
class Heard:
    """The answers to what was sent: final statuses in order, and the last body."""

    statuses: Sequence[int]
    kind: str
    body: bytes

    @property
    def code(self) -> str:
        """The last problem's code; nothing where the answer is none of the application's."""
        if self.kind != "application/problem+json":
            return ""
        problem: dict[str, Any] = json.loads(self.body)
        code: str = problem["code"]
        return code


def exchange(port: int, *parts: bytes, end: bool = False) -> Heard:
    """Send bytes and hear all that is said until the server closes; ``end`` closes our side."""
    heard = b""
    with socket.create_connection((HOST, port), timeout=WAIT_SECONDS) as connection:
        try:
            for part in parts:
                connection.sendall(part)
            if end:
                connection.shutdown(socket.SHUT_WR)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough; what it said is still read
        try:
            while more := connection.recv(1 << 16):
                heard += more
        except ConnectionResetError:
            pass
    return understood(heard)


def understood(heard: bytes) -> Heard:
    """Read answers that follow each other; each but the last has its length."""
    statuses, kind, body = list[int](), "", b""
    while heard.startswith(b"HTTP/"):
        head, _, heard = heard.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        status = int(first.split()[1])
        if status < 200:
            continue
        length = int(headers.get("content-length", 0))
        body, heard = heard[:length], heard[length:]
        statuses.append(status)
        kind = headers.get("content-type", "")
    return Heard(statuses, kind, body)


def request(
    method: str, path: bytes, *headers: bytes, body: bytes = b"", close: bool = True
) -> bytes:
    """Write a request, exactly these headers and no other but Host."""
    lines = [method.encode() + b" " + path + b" HTTP/1.1", b"Host: bank", *headers]
    if close:
        lines.append(b"Connection: close")
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def post(token: str, body: bytes, *headers: bytes, kind: bytes = b"application/json") -> bytes:
    """Write a transfer with a key, a token and its length."""
    return request(
        "POST",
        b"/v1/transfers",
        bearer(token),
        b"Content-Type: " + kind,
        b"Content-Length: %d" % len(body),
        *(headers or (b"Idempotency-Key: wire",)),
        body=body,
    )


def chunked(token: str, *chunks: bytes) -> bytes:
    """Write a transfer whose body comes in these chunks, as they are."""
    framing = (bearer(token), b"Content-Type: application/json", b"Idempotency-Key: wire")
    head = request("POST", b"/v1/transfers", *framing, b"Transfer-Encoding: chunked")
    return head + b"".join(chunks)


def bearer(token: str) -> bytes:
    return b"Authorization: Bearer " + token.encode()


def bodies() -> Mapping[str, tuple[bytes, int, str]]:
    """Bodies that no transfer is, with status and code."""
    malformed = (400, "malformed_json")
    invalid = (400, "invalid_request")
    return {
        "deep arrays": (b"[" * 200_000, *malformed),
        "deep objects": (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, *malformed),
        "deep in a field": (b'{"debit_account_id":' + b"[" * 900 + b"]" * 900 + b"}", *invalid),
        "a huge integer": (b'{"x":' + b"9" * 1_000_000 + b"}", *malformed),
        "a huge exponent": (b'{"x":1e999999}', *malformed),
        "NUL bytes": (b"\0" * 1_000, *malformed),
        "a NUL in a name": (TRANSFER.replace(b'"x"', b'"\\u0000"'), *invalid),
        "half a surrogate": (TRANSFER.replace(b'"x"', b'"\\ud800"'), *malformed),
        "no UTF-8": (TRANSFER.replace(b'"x"', b'"\xff\xfe"'), *malformed),
        "UTF-16": (TRANSFER.decode().encode("utf-16"), *malformed),
        "a byte order mark": (b"\xef\xbb\xbf" + TRANSFER, *malformed),
        "many unknown fields": (
            b"{" + b",".join(b'"a%d":1' % each for each in range(200_000)) + b"}",
            *invalid,
        ),
        "gzip that does not say so": (gzip.compress(TRANSFER), *malformed),
        "more than the server takes": (b" " * 9_000_000, 413, "body_too_large"),
        "nothing": (b"", *invalid),
    }
