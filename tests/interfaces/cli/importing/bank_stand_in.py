"""A bank that knows one thing: to post bulks over HTTP, each transfer once, whatever is repeated.

It is a real server on a real socket; ``trouble`` lets a test decide how it fails.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import sleep
from typing import Any

TOKEN = "good-token"

Answer = tuple[int, dict[str, str], Any]


class BankStandIn:
    """What the bank has posted; ``trouble`` is asked before each bulk and may answer instead."""

    def __init__(self) -> None:
        self.posted: dict[str, dict[str, Any]] = {}
        self.bulks: dict[str, Any] = {}
        self.sent: Counter[str] = Counter()
        self.calls = 0
        self.tokens = {TOKEN}
        self.delay_seconds = 0.0
        self.refuse: Callable[[dict[str, Any]], str | None] = lambda _: None
        self.trouble: Callable[[int, list[dict[str, Any]]], Answer | None] = lambda *_: None
        self._lock = Lock()

    def answer(self, token: str, key: str, body: bytes) -> Answer:
        if token.removeprefix("Bearer ") not in self.tokens:
            return 401, {}, {"code": "unauthenticated", "title": "No."}
        transfers = json.loads(body)["transfers"]
        sleep(self.delay_seconds)
        with self._lock:
            self.calls += 1
            if (failure := self.trouble(self.calls, transfers)) is not None:
                return failure
            if key not in self.bulks:
                self.bulks[key] = [self._post(transfer) for transfer in transfers]
            return 200, {}, {"outcomes": self.bulks[key]}

    def _post(self, transfer: dict[str, Any]) -> dict[str, Any]:
        identifier = transfer["id"]
        self.sent[identifier] += 1
        known = self.posted.get(identifier)
        code = self.refuse(transfer)
        if known is not None and known != transfer:
            code = "idempotency_key_reused"
        if code is not None:
            return {"id": identifier, "status": "refused", "code": code, "detail": "No."}
        self.posted[identifier] = transfer
        return {"id": identifier, "status": "posted"}

    @property
    def references(self) -> list[str]:
        return [transfer["reference"] for transfer in self.posted.values()]


def forbidden_from(reference: str) -> Callable[[int, list[dict[str, Any]]], Answer | None]:
    """Give the trouble of a bank that forbids the bulk whose first transfer has this reference.

    Two bulks are on their way at once, so that their number would name either.
    """

    def trouble(_: int, transfers: list[dict[str, Any]]) -> Answer | None:
        if transfers[0]["reference"] != reference:
            return None
        return 403, {}, {"code": "action_forbidden"}

    return trouble


@contextmanager
def served(bank: BankStandIn, port: int = 0) -> Iterator[str]:
    """Serve a bank and give its address; on leaving, it is gone, and may come back on its port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, answer = bank.answer(
                self.headers["Authorization"], self.headers["Idempotency-Key"], body
            )
            content = json.dumps(answer).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            # Each request has its own connection, so that stopping the server waits for nobody.
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            # A killed client leaves in the middle of a sentence.
            try:
                super().handle()
            except ConnectionError:
                self.close_connection = True

    class Server(ThreadingHTTPServer):
        daemon_threads = False

    server = Server(("127.0.0.1", port), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
