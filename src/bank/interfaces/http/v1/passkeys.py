"""My passkeys over HTTP: `/v1/me/factors/passkeys`; they are listed and removed as factors."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.identity.factors.enrol_passkey import (
    ConfirmPasskey,
    EnrolPasskey,
    MadePasskey,
    NewPasskey,
)
from bank.domain.factors import TooManyFactors
from bank.domain.passkeys import (
    PasskeyAlreadyRegistered,
    PasskeyChallengeNotFound,
    PasskeyNotVerified,
)
from bank.domain.principals import PrincipalNotFound
from bank.domain.sessions import FreshProofNeeded
from bank.interfaces.http.calls import Asked, answered, ask, created
from bank.interfaces.http.documentation import command, keyless
from bank.interfaces.http.v1.texts import AccountName

_MINE = (PrincipalNotFound,)


class PasskeyToEnrol(Struct, frozen=True, forbid_unknown_fields=True):
    """For whom the browser is to keep a passkey."""

    account_name: Annotated[
        AccountName,
        Meta(description="By what you find it in your browser, an e-mail address say; not kept."),
    ]


class PasskeyBegun(Struct, frozen=True):
    """What the browser makes a passkey of, in five minutes at most."""

    id: UUID
    options: Annotated[
        dict[str, Any],
        Meta(description="For `PublicKeyCredential.parseCreationOptionsFromJSON`."),
    ]
    expires_at: datetime


class PasskeyToConfirm(Struct, frozen=True, forbid_unknown_fields=True):
    """What the browser made."""

    name: Annotated[AccountName, Meta(description="What you call it: the laptop, the blue key.")]
    credential: Annotated[
        dict[str, Any], Meta(description="What `credential.toJSON()` gave, as it is.")
    ]


class PasskeyView(Struct, frozen=True):
    """A passkey of yours."""

    id: UUID
    name: str
    created_at: datetime


@post(
    operation_id="enrolPasskey",
    summary="Begin to enrol a passkey",
    status_code=200,
    responses=keyless(*_MINE, TooManyFactors, FreshProofNeeded),
)
async def enrol_passkey(request: Asked, data: JSONBody[PasskeyToEnrol]) -> Response[PasskeyBegun]:
    """Get what `navigator.credentials.create` takes, with a challenge that is good once."""
    done = await ask(request, EnrolPasskey, NewPasskey(account_name=data.account_name))
    begun = done.result
    return answered(PasskeyBegun(begun.id, dict(begun.options), begun.expires_at), done)


@post(
    "/{passkey_id:uuid}/confirm",
    operation_id="confirmPasskey",
    summary="Confirm a passkey",
    responses=command(
        *_MINE,
        PasskeyChallengeNotFound,
        TooManyFactors,
        PasskeyNotVerified,
        PasskeyAlreadyRegistered,
    ),
)
async def confirm_passkey(
    request: Asked, passkey_id: FromPath[UUID], data: JSONBody[PasskeyToConfirm]
) -> Response[PasskeyView]:
    """Bring what the browser made: from now on you sign in and confirm by it."""
    order = MadePasskey(passkey=passkey_id, name=data.name, answer=data.credential)
    done = await ask(request, ConfirmPasskey, order)
    view = PasskeyView(done.result.id, done.result.name, done.result.created_at)
    return created(view, done, at="/v1/me/factors")


passkeys = Router(
    "/me/factors/passkeys", route_handlers=[enrol_passkey, confirm_passkey], tags=["Me"]
)
