"""Describes the interface in OpenAPI 3.1.

``python -m bank.interfaces.http.openapi docs/reference/openapi.json`` writes it.

The framework knows paths, parameters and answers; msgspec knows the schemas of bodies exactly; what
holds for whole groups of operations (key, request id, headers) is added here.
"""

import re
import sys
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from inspect import cleandoc
from pathlib import Path
from typing import Any, get_args

import msgspec
from litestar import Litestar, Response, get
from litestar.routes import HTTPRoute
from msgspec import Struct

from bank.interfaces.http.oauth2.errors import OAuthError
from bank.interfaces.http.openapi_in_general import HEADERS, PARAMETERS, described_in_general
from bank.interfaces.http.pending import PendingView
from bank.interfaces.http.problems import Problem
from bank.interfaces.http.refusals import RouteNotFound
from bank.interfaces.http.routes import ROUTES

_SUCCESS = {
    "200": "Done.",
    "201": "Done; Location says where it is found.",
    "202": "Accepted; there is more to do.",
    "204": "Done; there is nothing to say.",
}
_SAID_BY_FRAMEWORK = frozenset(HTTPStatus(int(status)).description for status in _SUCCESS)
_FINAL = frozenset({"200", "201", "202", "403", "404", "409", "412", "422"})
"""The answers that are kept under an idempotency key."""

_PAGE = re.compile(rb"Page_(?:[\w.]*\.)?(\w+?)_(?=\")")
_KEYLESS = frozenset(
    {
        "beginContactChange",
        "changeContact",
        "changePassword",
        "confirmChallenge",
        "endMyOtherSessions",
        "endMySession",
        "enrolPasskey",
        "enrolTotp",
        "renewRecoveryCodes",
        "searchCustomers",
        "setLogger",
        "signOut",
    }
)
_VERSIONED = frozenset(
    {
        "createCustomer",
        "getCustomer",
        "changeCustomersContact",
        "renameCustomer",
        "getCustomerDueDiligence",
        "giveCustomerDueDiligence",
        "changeCustomerDueDiligence",
        "getOrganisationData",
        "giveOrganisationData",
        "changeOrganisationData",
        "openAccount",
        "getAccount",
        "renameAccount",
        "closeAccount",
    }
)
_CHANGING_A_VERSION = frozenset({"renameAccount"})
"""Those that may be told which version was read."""

_CHANGING_WHAT_WAS_READ = frozenset(
    {
        "changeCustomersContact",
        "renameCustomer",
        "changeCustomerDueDiligence",
        "changeOrganisationData",
    }
)
"""Those that have to be."""

_FILES = frozenset({"exportAccountEntries", "exportLedgerEntries"})


@cache
def document() -> bytes:
    """Give the description as JSON, the same bytes every time."""
    app = Litestar(
        route_handlers=ROUTES, openapi_config=described_in_general(), logging_config=None
    )
    described = _with_short_names(app.openapi_schema.to_schema())
    described["components"]["schemas"] = _exact_schemas(app)
    described["components"]["parameters"] = PARAMETERS
    described["components"]["headers"] = {
        name: {"description": text, "schema": {"type": "string"}} for name, text in HEADERS.items()
    }
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            _add_parameters(operation, path, method)
            _add_unroutable(operation)
            _add_headers(operation, method)
    text = msgspec.json.encode(described, order="sorted")
    return msgspec.json.format(text, indent=2) + b"\n"


@get("/openapi.json", include_in_schema=False, sync_to_thread=False)
def get_openapi() -> Response[bytes]:
    """Give the description."""
    return Response(
        document(),
        media_type="application/json",
        headers={"cache-control": "public, max-age=300"},
    )


def _exact_schemas(app: Litestar) -> dict[str, Any]:
    structs = sorted({OAuthError, PendingView, Problem, *_structs(app)}, key=str)
    _, exact = msgspec.json.schema_components(structs, ref_template="#/components/schemas/{name}")
    for schema in exact.values():
        if "description" in schema:
            schema["description"] = cleandoc(schema["description"])
    return _with_portable_patterns(_with_short_names(exact))


def _with_portable_patterns(described: dict[str, Any]) -> dict[str, Any]:
    r"""End patterns as JSON Schema does: its `$` is the very end, and `\Z` is a letter to it."""
    text = msgspec.json.encode(described)
    portable: dict[str, Any] = msgspec.json.decode(text.replace(rb'\\Z"', b'$"'))
    return portable


def _with_short_names(described: dict[str, Any]) -> dict[str, Any]:
    """Call ``Page_CustomerView_``, as generic shapes are named, ``CustomerViewPage``."""
    text = msgspec.json.encode(described)
    short: dict[str, Any] = msgspec.json.decode(_PAGE.sub(rb"\1Page", text))
    return short


def _structs(app: Litestar) -> Iterator[Any]:
    for route in app.routes:
        for handler in route.route_handlers if isinstance(route, HTTPRoute) else ():
            signature = handler.parsed_fn_signature
            if "data" in signature.parameters:
                yield signature.parameters["data"].annotation
            yield from _shown(signature.return_type.annotation)


def _shown(annotation: Any) -> Iterator[Any]:
    origin = getattr(annotation, "__origin__", annotation)
    if isinstance(origin, type) and issubclass(origin, Struct):
        yield annotation
    for shape in get_args(annotation):
        yield from _shown(shape)


def _add_parameters(operation: dict[str, Any], path: str, method: str) -> None:
    names = ["RequestId"]
    if path.startswith("/v1/") and _takes_a_key(operation, method):
        names.append("IdempotencyKey")
    if operation["operationId"] in _CHANGING_A_VERSION:
        names.append("IfMatch")
    if operation["operationId"] in _CHANGING_WHAT_WAS_READ:
        names.append("VersionRead")
    if method != "get":
        names.append("BankClient")
    operation.setdefault("parameters", []).extend(
        {"$ref": f"#/components/parameters/{name}"} for name in names
    )


def _takes_a_key(operation: dict[str, Any], method: str) -> bool:
    """Whether it is kept under a key what was answered; strangers have none."""
    to_strangers = operation.get("security") == [{}]
    return method != "get" and not to_strangers and operation["operationId"] not in _KEYLESS


def _add_unroutable(operation: dict[str, Any]) -> None:
    """Say that an address is none where its id, day or number is none."""
    places = (each for each in operation.get("parameters", ()) if each.get("in") == "path")
    shapes = (each["schema"] for each in places)
    if any("format" in shape or shape.get("type") == "integer" for shape in shapes):
        said, responses = f"- `{RouteNotFound.code}`: {RouteNotFound.title}", operation["responses"]
        known = responses.get("404")
        before = "" if known is None else known["description"] + "\n"
        responses["404"] = {**(known or responses["400"]), "description": before + said}


def _add_headers(operation: dict[str, Any], method: str) -> None:
    for status, response in operation["responses"].items():
        if response["description"] in _SAID_BY_FRAMEWORK:
            response["description"] = _SUCCESS[status]
        if status == "204":
            response.pop("content", None)
        names = ["X-Request-ID"]
        if status < "300" and operation["operationId"] in _VERSIONED:
            names.append("ETag")
        if status in _FINAL and _takes_a_key(operation, method):
            names.append("Idempotency-Replayed")
        if status in {"201", "202"}:
            names.append("Location")
        if status == "200" and operation["operationId"] in _FILES:
            names.append("Entry-Count")
            response["content"]["text/csv"] = {"schema": {"type": "string"}}
        if status in {"408", "409", "429", "503"}:
            names.append("Retry-After")
        if status == "401":
            names.append("WWW-Authenticate")
        response["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}


if __name__ == "__main__":
    Path(sys.argv[1]).write_bytes(document())
