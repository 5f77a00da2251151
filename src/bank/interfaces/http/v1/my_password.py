"""My password over HTTP: `/v1/me/password`."""

from typing import Annotated

from litestar import Response, Router, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from bank.application.identity.change_password import ChangePassword, PasswordChange
from bank.application.identity.passwords.password_hasher import HashingBusy
from bank.domain.passwords import (
    LENGTH_MAX,
    LENGTH_MIN,
    SENT_MAX,
    PasswordBreached,
    PasswordOfBankWords,
    PasswordTooLong,
    PasswordTooShort,
    WrongPassword,
)
from bank.domain.principals import PrincipalNotFound
from bank.domain.sessions import FreshProofNeeded
from bank.domain.sign_in_guard import SignInThrottled
from bank.interfaces.http.calls import Asked, answered
from bank.interfaces.http.documentation import keyless
from bank.interfaces.http.door import at_the_door

_Password = Annotated[str, Meta(max_length=SENT_MAX)]


class PasswordToChange(Struct, frozen=True, forbid_unknown_fields=True):
    """The password that is to be, and the one that is."""

    new_password: Annotated[
        _Password,
        Meta(
            description=f"{LENGTH_MIN} to {LENGTH_MAX} characters of any kind; none that is known"
            " to have been stolen, or that everybody thinks of."
        ),
    ]
    current_password: Annotated[
        _Password | None, Meta(description="Left out by whoever has had none so far.")
    ] = None


class PasswordChangedView(Struct, frozen=True):
    """What followed."""

    sessions_ended: Annotated[int, Meta(description="Your other sessions; this one goes on.")]


@post(
    operation_id="changePassword",
    summary="Change my password",
    status_code=200,
    responses=keyless(
        PrincipalNotFound,
        FreshProofNeeded,
        SignInThrottled,
        WrongPassword,
        PasswordTooShort,
        PasswordTooLong,
        PasswordOfBankWords,
        PasswordBreached,
        HashingBusy,
    ),
)
async def change_password(
    request: Asked, data: JSONBody[PasswordToChange]
) -> Response[PasswordChangedView]:
    """Change your password, which ends every other session of yours."""
    order = PasswordChange(new=data.new_password, current=data.current_password)
    done = await at_the_door(request, ChangePassword, order)
    return answered(PasswordChangedView(done.result.sessions_ended), done)


my_password = Router("/me/password", route_handlers=[change_password], tags=["Me"])
