"""The attack finds what it is for: a server that breaks its word in one way after another."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple

import pytest
from tests.hostile.attack import Attack, attacked

pytestmark = pytest.mark.slow

REQUEST_ID = "planted-1"


class Given(NamedTuple):
    """An answer: its status, its type, what it says."""

    status: int
    kind: str
    body: Any


def problem(status: int, code: str) -> Given:
    said = {"type": f"/problems/{code}", "status": status, "code": code, "request_id": REQUEST_ID}
    return Given(status, "application/problem+json", said)


GOOD = Given(200, "application/json", {"amount": "1.00"})
REFUSED = problem(400, "invalid_request")
UNAUTHENTICATED = problem(401, "token_missing")
NOT_ALLOWED = problem(405, "method_not_allowed")

FAULTS: dict[str, tuple[str, Callable[[bool], Given]]] = {
    "a server error": ("not_a_server_error", lambda _: problem(500, "internal_error")),
    "an undocumented status": ("status_code_conformance", lambda _: problem(418, "teapot")),
    "an undocumented type": (
        "content_type_conformance",
        lambda valid: Given(200, "text/plain", "1.00") if valid else REFUSED,
    ),
    "a body of another shape": (
        "response_schema_conformance",
        lambda valid: Given(200, "application/json", {"amount": 1.0}) if valid else REFUSED,
    ),
    "invalid data taken": ("negative_data_rejection", lambda _: GOOD),
    "an undocumented code": ("refusals_are_documented", lambda _: problem(400, "moody")),
    "a refusal that is no problem": (
        "refusals_are_documented",
        lambda _: Given(400, "application/json", {"error": "no"}),
    ),
    "its innards": (
        "answers_show_no_innards",
        lambda valid: Given(200, "application/json", {"amount": "Traceback"}) if valid else REFUSED,
    ),
}


def described() -> dict[str, Any]:
    """One operation, whose body is one amount."""
    shape = {
        "type": "object",
        "properties": {"amount": {"type": "string", "pattern": "^[0-9]+[.][0-9]{2}$"}},
        "required": ["amount"],
        "additionalProperties": False,
    }
    said = {"type": "object", "properties": {"amount": {"type": "string"}}}
    answers: dict[str, Any] = {
        "200": {"description": "Done.", "content": {"application/json": {"schema": said}}}
    }
    for status, code in (("400", "invalid_request"), ("401", "token_missing"), ("500", "broken")):
        content = {"application/problem+json": {"schema": {"type": "object"}}}
        answers[status] = {"description": f"- `{code}`: No.", "content": content}
    operation = {
        "operationId": "pay",
        "security": [{"accessToken": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": shape}}},
        "responses": answers,
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "planted", "version": "1"},
        "components": {"securitySchemes": {"accessToken": {"type": "http", "scheme": "bearer"}}},
        "paths": {"/pay": {"post": operation}},
    }


@contextmanager
def serving(answer: Callable[[bool], Given], *, guarded: bool = True) -> Iterator[str]:
    """Serve the operation; ``answer`` is asked for each request, whether it is valid."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_arguments: object) -> None:
            """Keep the test's output clean."""

        def handle_any(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            shown = self.headers.get("authorization") == "Bearer good"
            if self.command != "POST":
                self._give(NOT_ALLOWED)
            elif guarded and not shown:
                self._give(UNAUTHENTICATED)
            else:
                json_sent = self.headers.get("content-type") == "application/json"
                self._give(answer(json_sent and is_valid(body)))

        def _give(self, given: Given) -> None:
            body = b"" if self.command == "HEAD" else json.dumps(given.body).encode()
            self.send_response(given.status)
            for name, value in {
                "content-type": given.kind,
                "content-length": str(len(body)),
                "x-request-id": REQUEST_ID,
                "allow": "POST",
            }.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self.handle_any
            raise AttributeError(name)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def is_valid(body: bytes) -> bool:
    try:
        said = json.loads(body)
    except ValueError:
        return False
    amount = said.get("amount") if isinstance(said, dict) and len(said) == 1 else None
    whole, point, cents = amount.partition(".") if isinstance(amount, str) else ("", "", "")
    digits = whole + cents
    return bool(point and whole and len(cents) == 2 and digits.isascii() and digits.isdigit())


def found(url: str) -> set[str]:
    attack = Attack(url, "good", examples=10, thorough=True, seed=1)
    return {finding.check for finding in attacked(described(), {}, attack).findings}


def test_a_server_that_keeps_its_word_is_found_faultless() -> None:
    with serving(lambda valid: GOOD if valid else REFUSED) as url:
        assert found(url) == set()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_word_is_found(fault: str) -> None:
    check, answer = FAULTS[fault]
    with serving(answer) as url:
        assert check in found(url), fault


def test_a_door_without_a_guard_is_found() -> None:
    with serving(lambda valid: GOOD if valid else REFUSED, guarded=False) as url:
        assert "ignored_auth" in found(url)
