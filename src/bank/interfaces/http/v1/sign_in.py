"""Signing in over HTTP: `POST /v1/sessions`, in one step or in two."""

from typing import Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody

from bank.application.identity.passwords.password_hasher import HashingBusy
from bank.application.identity.sign_in.admission import SignedIn
from bank.application.identity.sign_in.attempts import SignInAttemptOver
from bank.application.identity.sign_in.begin_passkey_sign_in import BeginPasskeySignIn
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn
from bank.application.identity.sign_in.finish_sign_in import FinishSignIn
from bank.application.pipeline.pipeline import Done
from bank.domain.sessions import NotLetIn
from bank.domain.sign_in_guard import SignInFailed, SignInThrottled
from bank.interfaces.http.calls import Asked, answered
from bank.interfaces.http.cookies import carried_cookie, refuse_forged, session_cookie
from bank.interfaces.http.documentation import public
from bank.interfaces.http.door import at_the_door
from bank.interfaces.http.even_answers import steps_of
from bank.interfaces.http.refusals import CsrfRefused
from bank.interfaces.http.v1.sign_in_views import (
    CredentialsShown,
    FactorNeededView,
    FactorShown,
    PasskeyWanted,
    SignedInView,
    credentials,
    passkey_sign_in,
    proved_factor,
    view_of,
)

_REFUSED = (SignInFailed, SignInThrottled, NotLetIn, HashingBusy)
_SECOND_STEP = {
    202: ResponseSpec(
        FactorNeededView,
        generate_examples=False,
        description="The password is right, and one more proof is needed.",
    )
}


@post(
    operation_id="beginSession",
    summary="Sign in",
    responses=public(*_REFUSED, CsrfRefused) | _SECOND_STEP,
)
async def begin_session(
    request: Asked, data: JSONBody[CredentialsShown]
) -> Response[SignedInView | FactorNeededView]:
    """Sign in with name and password.

    Nothing in a refusal says whether there is such a name. Five failures in a row and there is a
    wait, of 30 seconds at first, of 15 minutes at most; a device that you signed in on before, and
    that shows its secret, waits for its own failures alone. The new session ends the one that the
    same browser or app had: the one of the cookie that came along, or of `replaces`.
    """
    if data.session == "browser":
        refuse_forged(request.scope)
    shown = credentials(data, _cookie(request))
    signing_in = at_the_door(request, BeginSignIn, shown)
    return _told(await steps_of(request).even_refusals(signing_in))


@post(
    "/passkey",
    operation_id="beginPasskeySession",
    summary="Sign in with a passkey",
    status_code=202,
    responses=public(HashingBusy, CsrfRefused),
)
async def begin_passkey_session(
    request: Asked, data: JSONBody[PasskeyWanted]
) -> Response[SignedInView | FactorNeededView]:
    """Get what `navigator.credentials.get` takes, to sign in without a name or a password."""
    if data.session == "browser":
        refuse_forged(request.scope)
    return _told(await at_the_door(request, BeginPasskeySignIn, passkey_sign_in(data)))


@post(
    "/{attempt_id:uuid}/factor",
    operation_id="finishSession",
    summary="Prove the second factor",
    responses=public(*_REFUSED, SignInAttemptOver),
)
async def finish_session(
    request: Asked, attempt_id: FromPath[UUID], data: JSONBody[FactorShown]
) -> Response[SignedInView | FactorNeededView]:
    """Prove a factor that the attempt asks for, or the passkey that is all of it."""
    proved = proved_factor(attempt_id, data, _cookie(request))
    return _told(await at_the_door(request, FinishSignIn, proved))


def _cookie(request: Asked) -> str | None:
    """Give the cookie of the session that this browser has until now."""
    return carried_cookie(each for name, each in request.scope["headers"] if name == b"cookie")


def _told(done: Done[Any]) -> Response[SignedInView | FactorNeededView]:
    """Answer 201 to whoever is in, with the cookie of a browser's session, 202 to others."""
    result, is_in = done.result, isinstance(done.result, SignedIn)
    answer = answered(view_of(result), done, status=201 if is_in else 202)
    answer.set_header("cache-control", "no-store")
    answer.set_header(
        "location", "/v1/me/sessions" if is_in else f"/v1/sessions/{result.id}/factor"
    )
    if is_in and result.session.cookie is not None:
        answer.set_header("set-cookie", session_cookie(result.session))
    return answer


sign_in = Router(
    "/sessions",
    route_handlers=[begin_session, begin_passkey_session, finish_session],
    tags=["Sign-in"],
)
