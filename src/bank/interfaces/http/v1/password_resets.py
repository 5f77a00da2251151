"""Forgotten passwords over HTTP: `/v1/password-resets`."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.factors.second_factors import FactorKind
from bank.application.identity.recovery.reset_password import (
    BeginPasswordReset,
    FinishPasswordReset,
    ForgottenPassword,
    PasswordReset,
    PasswordWasReset,
)
from bank.application.identity.sign_in.second_step import FactorNeeded
from bank.domain.address_codes import CodeInvalid
from bank.domain.sign_in_guard import SignInThrottled
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import public
from bank.interfaces.http.door import at_the_door
from bank.interfaces.http.even_answers import steps_of
from bank.interfaces.http.v1.contact_views import (
    CodeSentView,
    ContactShown,
    NewPassword,
    SentCode,
    contact_of,
    sent_view,
)
from bank.interfaces.http.v1.registrations import BAD_PASSWORD
from bank.interfaces.http.v1.sign_in_views import FactorNeededView, RememberAs, RememberedDevice

_FACTOR_NEEDED = {
    202: ResponseSpec(
        FactorNeededView,
        generate_examples=False,
        description="The code is right and still good: repeat this with a proof of a factor.",
    )
}


class ResetProofShown(Struct, frozen=True, forbid_unknown_fields=True):
    """The proof of one second factor."""

    kind: FactorKind
    proof: Annotated[
        dict[str, Any],
        Meta(description="As when signing in."),
    ]


class ForgottenPasswordShown(ContactShown, frozen=True, forbid_unknown_fields=True):
    """An address that somebody signs in by: e-mail or phone, and not both."""

    device_secret: Annotated[
        Annotated[str, Meta(max_length=256)] | None,
        Meta(
            description="What this device was given to keep when it was remembered: what strangers"
            " ask for does not count against it.",
        ),
    ] = None


class PasswordToReset(Struct, frozen=True, forbid_unknown_fields=True):
    """The code that was sent, the password that is to be, and a second factor of who has one."""

    code: SentCode
    password: NewPassword
    factor: ResetProofShown | None = None
    remember_as: RememberAs | None = None


class PasswordResetView(Struct, frozen=True, omit_defaults=True):
    """The password is set. Sign in on this device with the secret: no stranger keeps it waiting."""

    sessions_ended: int
    device: RememberedDevice | None = None


@post(
    operation_id="beginPasswordReset",
    summary="Say that I forgot my password",
    status_code=202,
    responses=public(),
)
async def begin_password_reset(
    request: Asked, data: JSONBody[ForgottenPasswordShown]
) -> Response[CodeSentView]:
    """Be sent a code. Whether anybody signs in by the address, only the address is told.

    Where no message comes, many have asked lately: the last code of letters that came will do.
    """
    order = ForgottenPassword(contact_of(data.email, data.phone), data.device_secret)
    done = await steps_of(request).even(ask(request, BeginPasswordReset, order))
    return answered(sent_view(done.result), done, status=202)


@post(
    "/{reset_id:uuid}/code",
    operation_id="finishPasswordReset",
    summary="Set another password",
    status_code=200,
    responses=public(CodeInvalid, *BAD_PASSWORD, SignInThrottled) | _FACTOR_NEEDED,
)
async def finish_password_reset(
    request: Asked, reset_id: FromPath[UUID], data: JSONBody[PasswordToReset]
) -> Response[PasswordResetView | FactorNeededView]:
    """Give the code back within ten minutes and five tries; every session of yours ends.

    A code of letters finds its own reset, whichever is named here. With `remember_as` this device
    is known from then on, and nobody else's failures keep it waiting when you sign in.
    """
    done = await at_the_door(request, FinishPasswordReset, _order(reset_id, data))
    if isinstance(done.result, PasswordWasReset):
        return _kept_from_caches(answered(_set(done.result), done))
    return _kept_from_caches(answered(_needed(done.result), done, status=202))


def _kept_from_caches(
    answer: Response[PasswordResetView | FactorNeededView],
) -> Response[PasswordResetView | FactorNeededView]:
    answer.set_header("cache-control", "no-store")
    return answer


def _set(reset: PasswordWasReset) -> PasswordResetView | FactorNeededView:
    device = reset.device
    shown = None if device is None else RememberedDevice(device.id, device.secret)
    return PasswordResetView(reset.sessions_ended, shown)


def _needed(needed: FactorNeeded) -> PasswordResetView | FactorNeededView:
    return FactorNeededView(
        status="factor_needed",
        attempt_id=needed.id,
        expires_at=needed.expires_at,
        factors={kind.value: dict(options) for kind, options in needed.options.items()},
    )


def _order(reset: UUID, shown: PasswordToReset) -> PasswordReset:
    factor = shown.factor
    return PasswordReset(
        id=reset,
        code=shown.code,
        password=shown.password,
        factor=None if factor is None else factor.kind,
        proof={} if factor is None else factor.proof,
        remember_as=shown.remember_as,
    )


password_resets = Router(
    "/password-resets",
    route_handlers=[begin_password_reset, finish_password_reset],
    tags=["Registration"],
)
