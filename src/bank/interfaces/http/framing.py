"""What surrounds every request: its id, the caller's trace, and the headers of every answer."""

import re
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPResponseStartEvent, Message, Receive, Scope, Send

from bank.domain.account_names import looks_like_number
from bank.interfaces.http.services import Services

_REQUEST_ID = re.compile(rb"[A-Za-z0-9._~-]{1,128}")
_TRACE_HEADERS = frozenset({b"traceparent", b"b3", b"x-b3-traceid"})
_SAFETY = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"no-referrer"),
)


class Framing:
    """Outside the whole application, so that unknown addresses are framed as well.

    A request id goes into logs and the audit trail, where nothing personal belongs: one that is not
    1 to 128 letters, digits, dots, hyphens, underscores and tildes, or that has the form of an
    account number, is replaced by one of the bank's.
    """

    def __init__(self, app: ASGIApp, services: Services) -> None:
        """Take what is framed."""
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Frame one request."""
        if scope["type"] != ScopeType.HTTP:
            await self._app(scope, receive, send)
            return
        request_id, traced = _read(scope["headers"])
        if request_id is None:
            request_id = str(self._services.ids.new()).encode()
        state: dict[str, Any] = scope["state"]
        state["request_id"] = request_id.decode()
        state["services"] = self._services

        async def send_framed(message: Message) -> None:
            if message["type"] == "http.response.start":
                _add_headers(message, request_id, state)
                if scope["method"] == "OPTIONS":
                    _say_methods(message, scope)
            await send(message)

        if traced:
            headers = {
                name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
            }
            with self._services.trace_context(headers):
                await self._app(scope, receive, send_framed)
        else:
            await self._app(scope, receive, send_framed)


def _read(headers: Any) -> tuple[bytes | None, bool]:
    request_id, traced = None, False
    for name, value in headers:
        if name == b"x-request-id":
            request_id = value if _is_request_id(value) else None
        elif name in _TRACE_HEADERS:
            traced = True
    return request_id, traced


def _is_request_id(value: bytes) -> bool:
    return _REQUEST_ID.fullmatch(value) is not None and not looks_like_number(value.decode())


def _say_methods(message: HTTPResponseStartEvent, scope: Scope) -> None:
    """Allow every method of the address: the framework forgets those that were added to it."""
    template = scope.get("path_template")
    methods = {
        method
        for each in scope["litestar_app"].routes
        if each.path_format == template
        for method in each.methods
    }
    if methods:
        others = [each for each in message["headers"] if each[0].lower() != b"allow"]
        message["headers"] = [*others, (b"allow", ", ".join(sorted(methods)).encode())]


def _add_headers(message: HTTPResponseStartEvent, request_id: bytes, state: dict[str, Any]) -> None:
    headers = [*message["headers"], (b"x-request-id", request_id), *_SAFETY]
    if b"cache-control" not in dict(message["headers"]):
        headers.append((b"cache-control", b"no-store"))
    allowance = state.get("rate_limit")
    if allowance is not None:
        headers += [
            (b"ratelimit-limit", b"%d" % allowance.limit),
            (b"ratelimit-remaining", b"%d" % allowance.remaining),
            (b"ratelimit-reset", b"%d" % allowance.reset_seconds),
        ]
    message["headers"] = headers
