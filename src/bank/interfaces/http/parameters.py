"""The query parameters that an operation declares, under the names that are sent."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from litestar.params import QueryParameter

from bank.interfaces.http.explanations import ERRORS_MAX, FieldError
from bank.interfaces.http.refusals import UnknownParameter

_REPEATABLE = "tag"
"""The one parameter that may stand several times, as Spring has it."""


def query_names(handler: BaseRouteHandler) -> Mapping[str, str]:
    """Give the name that is sent of each argument that the query fills."""
    parameters = handler.parsed_fn_signature.parameters.items()
    return {
        name: field.kwarg_definition.name or name
        for name, field in parameters
        if isinstance(field.kwarg_definition, QueryParameter)
    }


def refuse_unknown_parameters(
    connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler
) -> None:
    """Refuse what the operation does not declare, and what stands twice."""
    sent = Counter(name for name, _ in connection.query_params.multi_items())
    known = set(query_names(handler).values())
    repeated = {name for name, times in sent.items() if name != _REPEATABLE and times > 1}
    wrong = repeated | sent.keys() - known
    if wrong:
        detail = f"There are: {', '.join(sorted(known)) or 'none'}, each once."
        raise UnknownParameter(
            errors=[FieldError("query", name[:64], detail) for name in sorted(wrong)[:ERRORS_MAX]]
        )
