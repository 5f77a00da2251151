"""Invited people who make a passkey over HTTP: `/v1/registrations/invited/passkey`."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Response, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from bank.application.identity.registration.accept_with_passkey import (
    AcceptWithPasskey,
    BeginInvitedPasskey,
    InvitationToPasskey,
    PasskeyOfInvited,
)
from bank.domain.address_codes import CodeInvalid
from bank.domain.passkeys import (
    PasskeyAlreadyRegistered,
    PasskeyChallengeNotFound,
    PasskeyNotVerified,
)
from bank.domain.principals import AlreadySignsIn, SignInNameTaken
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import public
from bank.interfaces.http.v1.texts import AccountName

InvitationCode = Annotated[str, Meta(min_length=1, max_length=64)]


class InvitedPasskeyToBegin(Struct, frozen=True, forbid_unknown_fields=True):
    """The code of an invitation, and for whom the browser is to keep a passkey."""

    code: InvitationCode
    account_name: Annotated[
        AccountName,
        Meta(description="By what you find it in your browser, an e-mail address say; not kept."),
    ]


class InvitedPasskeyBegun(Struct, frozen=True):
    """What the browser makes a passkey of, in five minutes at most."""

    options: Annotated[
        dict[str, Any],
        Meta(description="For `PublicKeyCredential.parseCreationOptionsFromJSON`."),
    ]
    expires_at: datetime


class InvitedPasskeyMade(Struct, frozen=True, forbid_unknown_fields=True):
    """The code of the invitation, and what the browser made."""

    code: InvitationCode
    name: Annotated[AccountName, Meta(description="What you call it: the laptop, the blue key.")]
    credential: Annotated[
        dict[str, Any], Meta(description="What `credential.toJSON()` gave, as it is.")
    ]


class LetInView(Struct, frozen=True):
    """You can sign in now, by the address that the invitation went to."""

    subject: str


@post(
    "/invited/passkey",
    operation_id="beginInvitedPasskey",
    summary="Begin a passkey with an invitation",
    responses=public(CodeInvalid, AlreadySignsIn),
    status_code=200,
)
async def begin_invited_passkey(
    request: Asked, data: JSONBody[InvitedPasskeyToBegin]
) -> Response[InvitedPasskeyBegun]:
    """Get what `navigator.credentials.create` takes; the invitation is not used up by it."""
    order = InvitationToPasskey(code=data.code, account_name=data.account_name)
    done = await ask(request, BeginInvitedPasskey, order)
    return answered(InvitedPasskeyBegun(dict(done.result.options), done.result.expires_at), done)


@post(
    "/invited/passkey/confirm",
    operation_id="acceptInvitationWithPasskey",
    summary="Accept an invitation with a passkey",
    responses=public(
        CodeInvalid,
        AlreadySignsIn,
        PasskeyChallengeNotFound,
        PasskeyNotVerified,
        PasskeyAlreadyRegistered,
        SignInNameTaken,
    ),
    status_code=200,
)
async def accept_with_passkey(
    request: Asked, data: JSONBody[InvitedPasskeyMade]
) -> Response[LetInView]:
    """Bring what the browser made, instead of a password: from now on you sign in by it."""
    order = PasskeyOfInvited(code=data.code, name=data.name, answer=data.credential)
    done = await ask(request, AcceptWithPasskey, order)
    return answered(LetInView(done.result.subject), done)
