"""A real server on this machine that publishes an issuer's keys, as an OIDC provider does."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc.jwk import ECKey, RSAKey


@dataclass
class KeyServer:
    """What the server answers, and how often it was asked."""

    port: int
    answer: bytes = b'{"keys": []}'
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/realms/bank/certs"

    def publish(self, *keys: ECKey | RSAKey | dict[str, Any]) -> None:
        members = [key if isinstance(key, dict) else key.as_dict(private=False) for key in keys]
        self.answer = json.dumps({"keys": members}).encode()


@contextmanager
def key_server() -> Iterator[KeyServer]:
    """Serve until the test is over."""

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked += 1
            self.send_response(served.status)
            for name, value in served.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(served.answer)))
            self.end_headers()
            self.wfile.write(served.answer)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    served = KeyServer(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
