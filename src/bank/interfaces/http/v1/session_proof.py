"""A fresh proof within a session over HTTP: `/v1/sessions/current/proof`."""

from datetime import datetime
from typing import Annotated, Any, Literal

from litestar import Response, Router, get, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from bank.application.identity.passwords.password_hasher import HashingBusy
from bank.application.identity.sessions.my_sessions import OwnSessions
from bank.application.identity.sign_in.prove_again import NewProof, ProveAgain, ShowProof
from bank.domain.factors import FactorKind
from bank.domain.principals import PrincipalNotFound
from bank.domain.sessions import NoSession, ProofFailed, SessionOver
from bank.domain.sign_in_guard import SignInThrottled
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.cookies import session_cookie
from bank.interfaces.http.documentation import keyless


class WaysToProveView(Struct, frozen=True):
    """What proves anew that it is you: all that a sign-in would ask."""

    password: Annotated[bool, Meta(description="Whether you have one; a passkey does without it.")]
    factors: Annotated[
        dict[str, dict[str, Any]],
        Meta(
            description="Any one of these is asked beside the password; none where you have none."
            " For a passkey: what `PublicKeyCredential.parseRequestOptionsFromJSON` takes, anew"
            " each time."
        ),
    ]


class FactorOfProof(Struct, frozen=True, forbid_unknown_fields=True):
    """The proof of one factor."""

    kind: FactorKind
    proof: Annotated[
        dict[str, Any],
        Meta(
            description='For `totp` and `recovery_code` `{"code": "…"}`; for `passkey` what'
            " `credential.toJSON()` gave, as it is."
        ),
    ]


class SessionProof(Struct, frozen=True, forbid_unknown_fields=True):
    """What proves anew that it is you: a passkey; or the password, and a factor if you have any."""

    password: Annotated[str, Meta(min_length=1, max_length=1024)] | None = None
    factor: FactorOfProof | None = None


class SessionProvedView(Struct, frozen=True, omit_defaults=True):
    """You have proved that it is you. An app goes on with this access token; it is shown once."""

    status: Literal["proved"]
    proved_at: datetime
    access_token: str | None = None
    access_token_expires_at: datetime | None = None


@get(
    operation_id="getSessionProof",
    summary="Ask what proves that it is you",
    responses=keyless(NoSession, PrincipalNotFound),
)
async def get_session_proof(request: Asked) -> Response[WaysToProveView]:
    """Ask what a fresh proof can be given by: what a sign-in would ask of you."""
    done = await ask(request, ShowProof, OwnSessions())
    factors = {kind.value: dict(options) for kind, options in done.result.options.items()}
    answer = answered(WaysToProveView(done.result.by_password, factors), done)
    answer.set_header("cache-control", "no-store")
    return answer


@post(
    operation_id="proveSession",
    summary="Prove that it is you",
    status_code=200,
    responses=keyless(
        NoSession, SignInThrottled, PrincipalNotFound, ProofFailed, SessionOver, HashingBusy
    ),
)
async def prove_session(
    request: Asked, data: JSONBody[SessionProof]
) -> Response[SessionProvedView]:
    """Prove that it is you, after which what answered `fresh_proof_needed` is open for a while.

    A browser gets another cookie, and the last is good no more, within a second wherever it was
    used. An app gets an access token that says when you proved it; its refresh token stays. Five
    failures in a row and there is a wait.
    """
    shown, factor = NewProof(password=data.password), data.factor
    if factor is not None:
        shown = NewProof(password=data.password, kind=factor.kind, proof=factor.proof)
    done = await ask(request, ProveAgain, shown)
    proved = done.result
    view = SessionProvedView(
        status="proved",
        proved_at=proved.proved_at,
        access_token=proved.access_token,
        access_token_expires_at=proved.access_expires_at,
    )
    answer = answered(view, done)
    answer.set_header("cache-control", "no-store")
    if proved.cookie is not None:
        answer.set_header("set-cookie", session_cookie(proved))
    return answer


session_proof = Router(
    "/sessions/current/proof", route_handlers=[get_session_proof, prove_session], tags=["Me"]
)
