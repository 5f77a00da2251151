"""The way that the framework found for a request is taken again without asking it."""

from typing import Any, NamedTuple

from litestar.types import ASGIApp, Receive, Scope, Send

from bank.interfaces.http.direct import FAULT, TAKEN, Operation

_KNOWN_MAX = 256


class _Known(NamedTuple):
    """What the framework put into the scope of a request, and where it led."""

    operation: Operation
    route_handler: Any
    path: str
    path_template: str


class Shortcut:
    """Stands before the framework, and remembers which requests led straight to an operation.

    Method, host and address decide that, where there is no query: the same three lead there again.
    What is raised on the way is handed to the framework, which answers it as ever.
    """

    def __init__(self, app: ASGIApp) -> None:
        """Take the framework's way."""
        self._app = app
        self._known: dict[tuple[str, bytes | None, str], _Known] = {}

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http" or scope["query_string"] or scope.get("root_path"):
            await self._app(scope, receive, send)
            return
        host = next((value for name, value in scope["headers"] if name == b"host"), None)
        led = scope["method"], host, scope["path"]
        known = self._known.get(led)
        if known is None:
            await self._app(scope, receive, send)
            self._remember(led, scope)
            return
        scope["path_params"], scope["path"] = {}, known.path
        scope["route_handler"], scope["path_template"] = known.route_handler, known.path_template
        try:
            answer = await known.operation.answer(scope, receive, send)
        except Exception as fault:  # noqa: BLE001 - the framework knows what each is answered with
            scope["state"][FAULT] = fault
            await self._app(scope, receive, send)
        else:
            await known.operation.send(answer, scope, receive, send)

    def _remember(self, led: tuple[str, bytes | None, str], scope: Scope) -> None:
        operation = scope["state"].get(TAKEN)
        if operation is None or scope["path_params"]:
            return
        if len(self._known) >= _KNOWN_MAX:
            # Whoever invents hosts gets no more than that.
            self._known.clear()
        self._known[led] = _Known(
            operation, scope["route_handler"], scope["path"], scope["path_template"]
        )
