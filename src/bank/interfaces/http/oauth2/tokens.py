"""Tokens over HTTP: `/oauth2/token` (RFC 6749, 7523, 8707) and `/oauth2/revoke` (RFC 7009)."""

from typing import Annotated, Any, Literal

from litestar import Response, Router, post
from litestar.params import URLEncodedBody
from msgspec import UNSET, Meta, Struct, UnsetType

from bank.application.identity.tokens.grants import (
    AudienceUnknown,
    ClientUnproved,
    GrantedTokens,
    GrantInvalid,
    ScopeUnfit,
    TokenNotRevocable,
    TokenOfAnother,
)
from bank.application.identity.tokens.issue_client_token import ClientGrant, IssueClientToken
from bank.application.identity.tokens.refresh_session import RefreshGrant, RefreshSession
from bank.application.identity.tokens.revoke_token import RevokeToken, Revoking
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.unit_of_work import DatabaseUnavailable, OutcomeUnknown
from bank.domain.refusals import Refusal
from bank.interfaces.http.access import anonymous
from bank.interfaces.http.calls import Asked, ask
from bank.interfaces.http.oauth2.errors import (
    FormUnreadable,
    GrantTypeUnsupported,
    answer_oauth_fault,
    answer_oauth_refusal,
    oauth_answers,
)
from bank.interfaces.http.oauth2.forms import StrictForm
from bank.interfaces.http.refusals import (
    BodyIncomplete,
    BodyTooLarge,
    BodyTooSlow,
    ServerFault,
    TooManyRequests,
    UnknownParameter,
)
from bank.interfaces.http.services import services_of

JWT_BEARER = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ASSERTION_MISSING = f"Send a client_assertion, of client_assertion_type {JWT_BEARER}."
_Short = Annotated[str, Meta(max_length=512)]
_Token = Annotated[str, Meta(max_length=8192)]
_ALWAYS: tuple[type[Refusal], ...] = (
    FormUnreadable,
    UnknownParameter,
    ActionForbidden,
    BodyIncomplete,
    BodyTooSlow,
    BodyTooLarge,
    TooManyRequests,
    ServerFault,
    DatabaseUnavailable,
    OutcomeUnknown,
)

_OF_TOKENS: tuple[type[Refusal], ...] = (
    GrantTypeUnsupported,
    GrantInvalid,
    ClientUnproved,
    ScopeUnfit,
    AudienceUnknown,
)


class TokenRequest(Struct, frozen=True):
    """What tokens are asked for with; `resource` and `audience` say the same, and are one."""

    grant_type: _Short
    refresh_token: _Token | None = None
    client_assertion_type: _Short | None = None
    client_assertion: _Token | None = None
    client_id: _Short | None = None
    scope: _Short | None = None
    resource: _Short | None = None
    audience: _Short | None = None


class TokenAnswer(Struct, frozen=True):
    """The tokens; `scope` is there for clients: their roles."""

    access_token: str
    token_type: Literal["Bearer"]
    expires_in: int
    refresh_token: str | UnsetType = UNSET
    scope: str | UnsetType = UNSET


class RevocationAnswer(Struct, frozen=True):
    """Nothing: whether there was such a token is not said."""


class RevocationRequest(Struct, frozen=True):
    """A token to give up; the hint is not needed. A client shows that the token is its own."""

    token: _Token
    token_type_hint: _Short | None = None
    client_assertion_type: _Short | None = None
    client_assertion: _Token | None = None
    client_id: _Short | None = None


@post(
    "/token",
    operation_id="issueTokens",
    summary="Get tokens",
    status_code=200,
    responses=oauth_answers((*_ALWAYS, *_OF_TOKENS)),
)
async def issue_tokens(request: Asked, data: URLEncodedBody[TokenRequest]) -> Response[TokenAnswer]:
    """Get tokens: for an app's session with its refresh token, or for a client with its assertion.

    A refresh token is good once, and comes with the next one. Shown again it ends the session.
    """
    use_case, grant = _grant(data)
    done = await ask(request, use_case, grant, exact=True)
    return Response(_view(request, done.result), headers={"pragma": "no-cache"})


@post(
    "/revoke",
    operation_id="revokeToken",
    summary="Revoke a token",
    status_code=200,
    responses=oauth_answers((*_ALWAYS, ClientUnproved, TokenOfAnother, TokenNotRevocable)),
)
async def revoke_token(
    request: Asked, data: URLEncodedBody[RevocationRequest]
) -> Response[RevocationAnswer]:
    """End the session that a token belongs to, or the token itself where there is none.

    A client's token is revoked by that client alone, which shows an assertion as it does to get
    one. A token that is none, or not any more, is answered as one that was.
    """
    await ask(request, RevokeToken, _revoking(data), exact=True)
    return Response(RevocationAnswer())


def _revoking(asked: RevocationRequest) -> Revoking:
    shown = (asked.client_assertion, asked.client_assertion_type)
    if shown != (None, None) and (shown[0] is None or shown[1] != JWT_BEARER):
        raise ClientUnproved(_ASSERTION_MISSING)
    return Revoking(asked.token, asked.client_assertion, asked.client_id)


def _grant(asked: TokenRequest) -> tuple[type[Any], Any]:
    if asked.grant_type == "refresh_token":
        if asked.refresh_token is None:
            raise FormUnreadable("The refresh_token is missing.")
        return RefreshSession, RefreshGrant(asked.refresh_token)
    if asked.grant_type == "client_credentials":
        return IssueClientToken, _client_grant(asked)
    raise GrantTypeUnsupported


def _client_grant(asked: TokenRequest) -> ClientGrant:
    if asked.client_assertion is None or asked.client_assertion_type != JWT_BEARER:
        raise ClientUnproved(_ASSERTION_MISSING)
    wanted = {each for each in (asked.resource, asked.audience) if each is not None}
    if len(wanted) > 1:
        raise FormUnreadable("Name one resource or audience.")
    return ClientGrant(
        assertion=asked.client_assertion,
        client_id=asked.client_id,
        scope=tuple((asked.scope or "").split(" ")) if asked.scope else (),
        audience=next(iter(wanted), None),
    )


def _view(request: Asked, granted: GrantedTokens) -> TokenAnswer:
    left = granted.access_expires_at - services_of(request).clock.now()
    return TokenAnswer(
        access_token=granted.access_token,
        token_type="Bearer",  # noqa: S106 - a type
        expires_in=max(0, int(left.total_seconds())),
        refresh_token=granted.refresh_token or UNSET,
        scope=granted.scope or UNSET,
    )


oauth2 = Router(
    "/oauth2",
    route_handlers=[issue_tokens, revoke_token],
    guards=[anonymous],
    dto=StrictForm,
    return_dto=None,
    exception_handlers={Refusal: answer_oauth_refusal, Exception: answer_oauth_fault},
    security=[{}],
    tags=["Tokens"],
)
