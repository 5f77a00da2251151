"""The one table from refusals to HTTP, and the problems (RFC 9457) that answers are."""

import logging
import re
import traceback
from collections.abc import Iterable, Mapping
from typing import Any

from litestar import Request, Response
from litestar.exceptions import HTTPException, ValidationException
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from bank.application.identity.tokens.client_assertions import ClientAssertionReplayed
from bank.application.identity.tokens.grants import (
    ClientUnproved,
    GrantInvalid,
    RefreshTokenReused,
)
from bank.application.ports.authenticator import TokenMissing
from bank.domain.ledger.limits import LimitExceeded
from bank.domain.refusals import Kind, Refusal
from bank.domain.sign_in_guard import SignInThrottled
from bank.interfaces.http.amounts import Money, money_of
from bank.interfaces.http.explanations import BODY_NEEDED, ERRORS_MAX, FieldError, explained
from bank.interfaces.http.parameters import query_names
from bank.interfaces.http.refusals import (
    BodyTooLarge,
    BodyTooSlow,
    BulkTooLarge,
    InvalidRequest,
    MethodNotAllowed,
    RouteNotFound,
    ServerFault,
    TooManyRequests,
    UnsupportedMediaType,
)

PROBLEM_JSON = "application/problem+json"
STATUS_OF_KIND: Mapping[Kind, int] = {
    Kind.INVALID: 400,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.UNPROCESSABLE: 422,
    Kind.UNAVAILABLE: 503,
    Kind.WAITING: 202,
}
STATUS_OF_CODE: Mapping[str, int] = {
    GrantInvalid.code: 400,
    RefreshTokenReused.code: 400,
    ClientUnproved.code: 401,
    ClientAssertionReplayed.code: 401,
    MethodNotAllowed.code: 405,
    BodyTooSlow.code: 408,
    BodyTooLarge.code: 413,
    BulkTooLarge.code: 413,
    UnsupportedMediaType.code: 415,
    SignInThrottled.code: 429,
    TooManyRequests.code: 429,
    ServerFault.code: 500,
}
"""Where HTTP has a better word than the kind's."""

RETRY_AFTER_SECONDS = 1
_MISSING = re.compile(r"Missing required (\w+) parameter '([\w-]+)'")
_logger = logging.getLogger("bank.http")


class PassedLimit(Struct, frozen=True, omit_defaults=True):
    """With `limit_exceeded`: which limit, what of it is left, and from which day it is whole."""

    kind: str
    left: Money
    renews_on: str | None = None


class Problem(Struct, frozen=True, omit_defaults=True):
    """Why a request was not done: `code` is stable, for programs; `detail` is for people."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    errors: tuple[FieldError, ...] = ()
    limit: PassedLimit | None = None


def status_of(refusal: Refusal | type[Refusal]) -> int:
    """Give the status of a refusal."""
    return STATUS_OF_CODE.get(refusal.code) or STATUS_OF_KIND[refusal.kind]


def documented(refusals: Iterable[type[Refusal]]) -> dict[int, ResponseSpec]:
    """Give the OpenAPI responses of the refusals that an operation may answer."""
    by_status: dict[int, list[type[Refusal]]] = {}
    for refusal in dict.fromkeys(refusals):
        by_status.setdefault(status_of(refusal), []).append(refusal)
    return {
        status: ResponseSpec(
            data_container=Problem,
            generate_examples=False,
            media_type=PROBLEM_JSON,
            description="\n".join(f"- `{each.code}`: {each.title}" for each in by_status[status]),
        )
        for status in sorted(by_status)
    }


def answer_refusal(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Problem]:
    """Answer a refusal as its problem.

    Of its context only ``errors``, the query ``parameter`` that it is about, ``retry_after`` and
    what a passed limit has left leave.
    """
    status = status_of(refusal)
    return Response(
        Problem(
            type=f"/problems/{refusal.code}",
            title=refusal.title,
            status=status,
            detail=refusal.detail,
            code=refusal.code,
            request_id=request.scope["state"]["request_id"],
            errors=_errors(refusal),
            limit=_passed_limit(refusal),
        ),
        status_code=status,
        media_type=PROBLEM_JSON,
        headers=_headers(refusal, status),
    )


def answer_http_exception(
    request: Request[Any, Any, Any], fault: HTTPException
) -> Response[Problem]:
    """Answer what the framework says no to: an address, a method, a parameter, a size."""
    if fault.status_code >= 500:  # noqa: PLR2004 - server errors
        return answer_fault(request, fault)
    response = answer_refusal(request, _refusal_of(request, fault))
    if allowed := (fault.headers or {}).get("allow"):
        response.set_header("allow", allowed)
    return response


def answer_fault(request: Request[Any, Any, Any], fault: Exception) -> Response[Problem]:
    """Answer what broke; the log has where, under the request id, but no word that may be data."""
    _logger.error(
        "request failed: %s, request id %s\n%s",
        type(fault).__qualname__,
        request.scope["state"]["request_id"],
        "".join(traceback.format_tb(fault.__traceback__)),
    )
    return answer_refusal(request, ServerFault())


def _errors(refusal: Refusal) -> tuple[FieldError, ...]:
    if parameter := refusal.context.get("parameter"):
        return (FieldError("query", parameter, refusal.detail),)
    return tuple(refusal.context.get("errors", ()))


def _passed_limit(refusal: Refusal) -> PassedLimit | None:
    if not isinstance(refusal, LimitExceeded):
        return None
    facts = refusal.context
    left = money_of(facts["left_minor"], facts["currency"])
    return PassedLimit(facts["limit"], left, facts.get("renews_on"))


def _headers(refusal: Refusal, status: int) -> dict[str, str]:
    headers: dict[str, str] = {}
    if refusal.replayed:
        headers["idempotency-replayed"] = "true"
    if refusal.retryable or refusal.kind is Kind.UNAVAILABLE:
        headers["retry-after"] = str(refusal.context.get("retry_after", RETRY_AFTER_SECONDS))
    if status == STATUS_OF_KIND[Kind.UNAUTHENTICATED]:
        silent = isinstance(refusal, TokenMissing)
        headers["www-authenticate"] = "Bearer" if silent else 'Bearer error="invalid_token"'
    return headers


def _refusal_of(request: Request[Any, Any, Any], fault: HTTPException) -> Refusal:
    if isinstance(fault, ValidationException):
        return InvalidRequest(errors=_parameter_errors(fault, query_names(request.route_handler)))
    known: dict[int, type[Refusal]] = {
        404: RouteNotFound,
        405: MethodNotAllowed,
        413: BodyTooLarge,
    }
    return known.get(fault.status_code, InvalidRequest)()


def _parameter_errors(fault: ValidationException, names: Mapping[str, str]) -> list[FieldError]:
    if missing := _MISSING.search(fault.detail):
        location, name = missing.groups()
        return [FieldError(location, name, "This parameter is missing.")]
    extra = fault.extra if isinstance(fault.extra, list) else []
    if any(each.get("key") == "data" for each in extra):
        return [BODY_NEEDED]
    return [
        FieldError(
            "query" if each.get("key") in names else "path",
            names.get(str(each.get("key")), str(each.get("key", ""))),
            explained(str(each.get("message", ""))),
        )
        for each in extra[:ERRORS_MAX]
    ]
