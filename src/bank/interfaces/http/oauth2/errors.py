"""What the OAuth 2 endpoints say no with: RFC 6749's errors instead of problems."""

import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from litestar import Request, Response
from litestar.openapi.datastructures import ResponseSpec
from msgspec import Struct

from bank.application.identity.tokens.grants import (
    AudienceUnknown,
    ClientUnproved,
    GrantInvalid,
    ScopeUnfit,
    TokenNotRevocable,
    TokenOfAnother,
)
from bank.application.ports.authorizer import ActionForbidden
from bank.domain.refusals import Kind, Refusal
from bank.interfaces.http.problems import answer_fault, answer_refusal, status_of
from bank.interfaces.http.refusals import ServerFault

_NOT_SAID = re.compile(r"[^\x20-\x21\x23-\x5b\x5d-\x7e]")
"""What an error's description may not have in it (RFC 6749, 5.2)."""


class FormUnreadable(Refusal):
    """The form of an OAuth 2 request lacks something, or has something twice."""

    code = "invalid_form"
    title = "The form is not as this endpoint reads it."
    kind: ClassVar[Kind] = Kind.INVALID


class GrantTypeUnsupported(Refusal):
    """The bank gives no tokens for this."""

    code = "unsupported_grant_type"
    title = "The grant types are refresh_token and client_credentials."
    kind: ClassVar[Kind] = Kind.INVALID


_WORDS: Mapping[type[Refusal], tuple[int, str]] = {
    ClientUnproved: (401, "invalid_client"),
    GrantInvalid: (400, "invalid_grant"),
    AudienceUnknown: (400, "invalid_target"),
    ScopeUnfit: (400, "invalid_scope"),
    GrantTypeUnsupported: (400, "unsupported_grant_type"),
    TokenNotRevocable: (400, "unsupported_token_type"),
    TokenOfAnother: (400, "unauthorized_client"),
    ActionForbidden: (400, "unauthorized_client"),
}
_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class OAuthError(Struct, frozen=True):
    """Why there is no token: `error` is for programs, the description for people."""

    error: str
    error_description: str


def answer_oauth_refusal(request: Request[Any, Any, Any], refusal: Refusal) -> Response[Any]:
    """Answer a refusal in the words of OAuth 2, with the bank's status where that has none."""
    status, error = _worded(type(refusal))
    answer = Response(
        OAuthError(error, _NOT_SAID.sub("'", refusal.detail)),
        status_code=status,
        media_type="application/json",
    )
    if status == HTTPStatus.UNAUTHORIZED:
        answer.set_header("www-authenticate", "Bearer")
    if later := answer_refusal(request, refusal).headers.get("retry-after"):
        answer.set_header("retry-after", later)
    return answer


def answer_oauth_fault(request: Request[Any, Any, Any], fault: Exception) -> Response[Any]:
    """Answer what broke, which is logged as everywhere."""
    answer_fault(request, fault)
    return answer_oauth_refusal(request, ServerFault())


def oauth_answers(refusals: Iterable[type[Refusal]]) -> dict[int, ResponseSpec]:
    """Give the OpenAPI responses of the errors that an endpoint may answer."""
    by_status: dict[int, list[str]] = {}
    for refusal in refusals:
        status, error = _worded(refusal)
        by_status.setdefault(status, []).append(f"- `{error}`: {refusal.title}")
    return {
        status: ResponseSpec(
            OAuthError,
            generate_examples=False,
            media_type="application/json",
            description="\n".join(by_status[status]),
        )
        for status in sorted(by_status)
    }


def _worded(refusal: type[Refusal]) -> tuple[int, str]:
    for kind, words in _WORDS.items():
        if issubclass(refusal, kind):
            return words
    status = status_of(refusal)
    if status in _LATER:
        return status, "temporarily_unavailable"
    broken = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    return status, "server_error" if broken else "invalid_request"
