"""My second factors over HTTP: `/v1/me/factors`; every answer is kept by nobody on its way."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.factors.enrol_totp import (
    BegunAuthenticator,
    ConfirmTotp,
    EnrolTotp,
    FirstCode,
    NewAuthenticator,
)
from bank.application.identity.factors.enrolled_factors import EnrolledFactor
from bank.application.identity.factors.list_factors import AllMyFactors, ListFactors
from bank.application.identity.factors.remove_factor import FactorToRemove, RemoveFactor
from bank.application.identity.factors.renew_recovery_codes import (
    NewRecoveryCodes,
    RenewRecoveryCodes,
)
from bank.domain.factors import (
    FactorConfirmed,
    FactorKind,
    FactorNotFound,
    TooManyFactors,
    WrongCode,
)
from bank.domain.principals import PrincipalNotFound
from bank.domain.sessions import FreshProofNeeded
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask, created, gone
from bank.interfaces.http.documentation import command, keyless, query
from bank.interfaces.http.v1.factor_resets import FactorResetView, factor_reset_view
from bank.interfaces.http.v1.texts import AccountName

_MINE = (PrincipalNotFound,)


class AuthenticatorToEnrol(Struct, frozen=True, forbid_unknown_fields=True):
    """An authenticator to enrol."""

    name: Annotated[AccountName, Meta(description="What you call it: the phone, the old phone.")]


class AuthenticatorBegun(Struct, frozen=True):
    """An authenticator that waits for its first code; the secret is shown this once."""

    id: UUID
    name: str
    secret: Annotated[str, Meta(description="In base 32, for whoever types it in.")]
    provisioning_uri: Annotated[
        str, Meta(description="`otpauth://totp/…`, to be shown as a QR code.")
    ]


class FirstCodeShown(Struct, frozen=True, forbid_unknown_fields=True):
    """What the authenticator shows."""

    code: Annotated[str, Meta(min_length=6, max_length=16, description="Six digits.")]


class RecoveryCodesShown(Struct, frozen=True):
    """A set of recovery codes, shown this once: print it, or write it down."""

    id: UUID
    codes: Annotated[list[str], Meta(description="Each is good once.")]


class FactorView(Struct, frozen=True, omit_defaults=True):
    """A second factor of yours."""

    id: UUID
    kind: FactorKind
    created_at: datetime
    last_used_at: datetime | None
    confirmed: Annotated[bool, Meta(description="An authenticator is none before its first code.")]
    name: str | None = None
    codes_left: Annotated[
        int | None, Meta(description="Of recovery codes: how many were not used.")
    ] = None


class FactorsView(Struct, frozen=True):
    """All of your second factors."""

    items: list[FactorView]
    next_cursor: None
    may_move_money: Annotated[
        bool, Meta(description="Whether they are enough for money to leave by your hand.")
    ]
    reset: Annotated[
        FactorResetView | None,
        Meta(
            description="If the bank was told that you lost them: stop it, if it was not you who"
            " said so, by `POST /v1/factor-resets/{id}/stop`."
        ),
    ]


@get(operation_id="listFactors", summary="List my factors", responses=query(PrincipalNotFound))
async def list_factors(request: Asked) -> Response[FactorsView]:
    """List your second factors, oldest first, and the reset of them that is under way."""
    done = await ask(request, ListFactors, AllMyFactors())
    items, reset = [_view(each) for each in done.result.factors], done.result.reset
    shown = None if reset is None else factor_reset_view(reset)
    return answered(FactorsView(items, None, done.result.may_move_money, shown), done)


@post(
    "/totp",
    operation_id="enrolTotp",
    summary="Begin to enrol an authenticator",
    status_code=200,
    responses=keyless(*_MINE, TooManyFactors, FreshProofNeeded),
)
async def enrol_totp(
    request: Asked, data: JSONBody[AuthenticatorToEnrol]
) -> Response[AuthenticatorBegun]:
    """Get the secret of a new authenticator, in place of one that was begun and not confirmed."""
    done = await ask(request, EnrolTotp, NewAuthenticator(name=data.name))
    return answered(_begun(done.result), done)


@post(
    "/totp/{factor_id:uuid}/confirm",
    operation_id="confirmTotp",
    summary="Confirm an authenticator",
    responses=command(*_MINE, FactorNotFound, FactorConfirmed, WrongCode),
)
async def confirm_totp(
    request: Asked, factor_id: FromPath[UUID], data: JSONBody[FirstCodeShown]
) -> Response[FactorView]:
    """Bring the code that the authenticator shows: from now on you sign in and confirm by it."""
    done = await ask(request, ConfirmTotp, FirstCode(authenticator=factor_id, code=data.code))
    return created(_view(done.result), done, at="/v1/me/factors")


@post(
    "/recovery-codes",
    operation_id="renewRecoveryCodes",
    summary="Make new recovery codes",
    status_code=200,
    responses=keyless(*_MINE, FreshProofNeeded),
)
async def renew_recovery_codes(request: Asked) -> Response[RecoveryCodesShown]:
    """Get ten codes for the day on which all else is lost; those that you had are void."""
    await refuse_content(request)
    done = await ask(request, RenewRecoveryCodes, NewRecoveryCodes())
    return answered(RecoveryCodesShown(done.result.id, list(done.result.codes)), done)


@delete(
    "/{factor_id:uuid}",
    operation_id="removeFactor",
    summary="Remove a factor",
    responses=command(*_MINE, FactorNotFound, FreshProofNeeded),
)
async def remove_factor(request: Asked, factor_id: FromPath[UUID]) -> Response[None]:
    """Remove an authenticator, a passkey or all recovery codes, for good."""
    await refuse_content(request)
    done = await ask(request, RemoveFactor, FactorToRemove(factor_id))
    return gone(done)


def _view(factor: EnrolledFactor) -> FactorView:
    return FactorView(
        id=factor.id,
        kind=factor.kind,
        created_at=factor.created_at,
        last_used_at=factor.used_at,
        confirmed=factor.confirmed,
        name=factor.name,
        codes_left=factor.left,
    )


def _begun(begun: BegunAuthenticator) -> AuthenticatorBegun:
    return AuthenticatorBegun(begun.id, begun.name, begun.secret, begun.provisioning_uri)


factors = Router(
    "/me/factors",
    route_handlers=[list_factors, enrol_totp, confirm_totp, renew_recovery_codes, remove_factor],
    tags=["Me"],
)
