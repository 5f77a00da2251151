"""The straight way to an operation's handler, for requests that bring a body or nothing at all.

The framework reads parameters, converts them by a model of the handler's signature and prepares the
answer in several layers. Where a request names no parameter there is nothing to convert, and that
costs more than all the rest of a transfer over HTTP. What is left to do is done here with the same
functions: guards, body, handler, answer. A request with parameters goes the framework's way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from litestar.handlers import HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.types import ASGIApp, Receive, Scope, Send

from bank.interfaces.http.answers import Answer
from bank.interfaces.http.bodies import read_as
from bank.interfaces.http.explanations import BODY_NEEDED
from bank.interfaces.http.refusals import InvalidRequest

_GIVEN = frozenset({"request", "data"})

FAULT = "fault_on_the_shortcut"
"""In a request's state: what was raised before the framework was asked, for it to answer."""

TAKEN = "operation_taken"
"""In a request's state: the operation that it was led straight to."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked of a handler again and again."""

    handler: HTTPRouteHandler
    request: Callable[[Scope, Receive, Send], Any]
    guards: Sequence[Callable[[Any, Any], Any]]
    body: Any | None
    straight: bool

    @classmethod
    def of(cls, handler: object) -> "Operation":
        """Look at a handler."""
        assert isinstance(handler, HTTPRouteHandler)  # noqa: S101 - the bank has no others
        fields = handler.parsed_fn_signature.parameters
        return cls(
            handler,
            handler.resolve_request_class(),
            handler.resolve_guards(),
            body=fields["data"].annotation if "data" in fields else None,
            straight=goes_straight(handler),
        )

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> Any:
        """Let the request in and give what is answered; raises refusals, as handlers do."""
        handler = self.handler
        request = self.request(scope, receive, send)
        for guard in self.guards:
            await guard(request, handler)
        if self.body is None:
            answer = await handler.fn(request=request)
        else:
            answer = await handler.fn(request=request, data=await _body(request, self.body))
        if isinstance(answer, Answer):
            return answer
        return await handler.to_response(scope["litestar_app"], answer, request)

    @staticmethod
    async def send(answer: Any, scope: Scope, receive: Receive, send: Send) -> None:
        """Send an answer."""
        if isinstance(answer, Answer):
            await answer.send(send)
        else:
            await answer(scope, receive, send)


def goes_straight(handler: HTTPRouteHandler) -> bool:
    """Whether all that a handler takes beside request and body is optional and in the query."""
    fields = handler.parsed_fn_signature.parameters
    return "request" in fields and all(
        isinstance(field.kwarg_definition, QueryParameter) and field.has_default
        for name, field in fields.items()
        if name not in _GIVEN
    )


class Direct:
    """Stands before one handler, behind the framework's routing."""

    def __init__(self, app: ASGIApp) -> None:
        """Take the framework's way, which leads to the same handler."""
        self._app = app
        self._operation: Operation | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request; refusals leave as they do from handlers."""
        state = scope["state"]
        if FAULT in state:
            raise state.pop(FAULT)
        operation = self._operation
        if operation is None:
            operation = self._operation = Operation.of(scope["route_handler"])
        if scope["query_string"] or not operation.straight:
            await self._app(scope, receive, send)
            return
        answer = await operation.answer(scope, receive, send)
        if isinstance(answer, Answer):
            state[TAKEN] = operation
        await operation.send(answer, scope, receive, send)


async def _body(request: Any, shape: Any) -> Any:
    body = await request.body()
    if not body:
        raise InvalidRequest(errors=[BODY_NEEDED])
    return read_as(request, body, shape)
