"""What others need to trust and understand the bank: keys, discovery, kinds of problem."""

from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.params import FromPath
from msgspec import Struct

from bank.domain.refusals import every_refusal
from bank.interfaces.http.documentation import PUBLIC
from bank.interfaces.http.problems import documented, status_of
from bank.interfaces.http.refusals import InvalidRequest, ObjectNotFound
from bank.interfaces.http.services import HttpSettings, services_of

_KEPT = {"cache-control": "public, max-age=300"}
_CLAIMS = ["iss", "sub", "aud", "exp", "iat", "nbf", "jti", "sid", "acr", "roles", "branch"]


class Discovery(Struct, frozen=True):
    """What resource servers read before they verify tokens, and clients before they get some.

    It is metadata of an OAuth authorization server (RFC 8414), at the address where most look for
    it. There is no authorization endpoint, hence no response type, and there are no ID tokens:
    people sign in under `/v1/sessions`.
    """

    issuer: str
    jwks_uri: str
    token_endpoint: str
    revocation_endpoint: str
    grant_types_supported: list[str]
    response_types_supported: list[str]
    subject_types_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    token_endpoint_auth_signing_alg_values_supported: list[str]
    revocation_endpoint_auth_methods_supported: list[str]
    revocation_endpoint_auth_signing_alg_values_supported: list[str]
    claims_supported: list[str]


class ProblemKind(Struct, frozen=True):
    """What a problem of this code means."""

    code: str
    title: str
    status: int
    meaning: str
    retryable: bool


@get(
    "/oauth2/jwks",
    operation_id="getJwks",
    summary="Read the keys that verify access tokens",
    responses=documented(PUBLIC),
    security=[{}],
    tags=["Trust"],
)
async def get_jwks(request: Request[Any, Any, Any]) -> Response[dict[str, Any]]:
    """Read the JSON Web Key Set (RFC 7517)."""
    return Response(dict(services_of(request).jwks()), headers=_KEPT)


@get(
    "/.well-known/openid-configuration",
    operation_id="getDiscovery",
    summary="Discover the issuer of access tokens",
    responses=documented(PUBLIC),
    security=[{}],
    tags=["Trust"],
)
async def get_discovery(request: Request[Any, Any, Any]) -> Response[Discovery]:
    """Read who issues access tokens, and where the keys are."""
    settings: HttpSettings = request.app.state.settings
    at = f"{settings.issuer.rstrip('/')}/oauth2"
    view = Discovery(
        issuer=settings.issuer,
        jwks_uri=f"{at}/jwks",
        token_endpoint=f"{at}/token",
        revocation_endpoint=f"{at}/revoke",
        grant_types_supported=["refresh_token", "client_credentials"],
        response_types_supported=[],
        subject_types_supported=["public"],
        token_endpoint_auth_methods_supported=["private_key_jwt", "none"],
        token_endpoint_auth_signing_alg_values_supported=["ES256", "PS256", "RS256"],
        revocation_endpoint_auth_methods_supported=["private_key_jwt", "none"],
        revocation_endpoint_auth_signing_alg_values_supported=["ES256", "PS256", "RS256"],
        claims_supported=_CLAIMS,
    )
    return Response(view, headers=_KEPT)


@get(
    "/problems/{code:str}",
    operation_id="getProblemKind",
    summary="Read what a kind of problem means",
    media_type=MediaType.JSON,
    responses=documented((*PUBLIC, InvalidRequest, ObjectNotFound)),
    security=[{}],
    tags=["Trust"],
)
async def get_problem_kind(code: FromPath[str]) -> Response[ProblemKind]:
    """Read what a problem's code means: this is the address that its `type` names."""
    refusal = every_refusal().get(code)
    if refusal is None:
        raise ObjectNotFound
    meaning = (refusal.__doc__ or "").strip()
    view = ProblemKind(code, refusal.title, status_of(refusal), meaning, refusal.retryable)
    return Response(view, headers=_KEPT)


trust = [get_jwks, get_discovery, get_problem_kind]
