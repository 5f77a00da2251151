"""The shapes of signing in: what is shown, what is asked for, what somebody gets."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from bank.application.identity.sessions.carried_sessions import Carried
from bank.application.identity.sign_in.admission import SignedIn
from bank.application.identity.sign_in.begin_passkey_sign_in import PasskeySignIn
from bank.application.identity.sign_in.begin_sign_in import Credentials
from bank.application.identity.sign_in.finish_sign_in import ProvedFactor
from bank.application.identity.sign_in.second_step import FactorNeeded
from bank.domain.factors import FactorKind
from bank.domain.sessions import SessionKind
from bank.interfaces.http.v1.texts import AccountName

_SECRET = Meta(min_length=1, max_length=1024)

Session = Annotated[
    Literal["app", "browser"],
    Meta(
        description="`app`: access and refresh token in the answer. `browser`: a cookie, for pages"
        " of this very origin, which send `X-Bank-Client` with whatever changes something."
    ),
]
RememberAs = Annotated[
    AccountName,
    Meta(description="The name of a new device; the answer has a secret for it to keep."),
]


Replaces = Annotated[
    Annotated[str, _SECRET],
    Meta(
        description="The refresh token of the session that this app had, with the password and with"
        " the second factor: that session ends once somebody is in. A browser's is known by its"
        " cookie."
    ),
]


class CredentialsShown(Struct, frozen=True, forbid_unknown_fields=True):
    """A name for signing in, such as an e-mail address, and its password."""

    name: Annotated[str, Meta(min_length=1, max_length=254)]
    password: Annotated[str, _SECRET]
    session: Session = "app"
    device_secret: Annotated[
        Annotated[str, _SECRET] | None,
        Meta(description="What this device was given to keep when it was remembered."),
    ] = None
    remember_as: RememberAs | None = None
    replaces: Replaces | None = None


class PasskeyWanted(Struct, frozen=True, forbid_unknown_fields=True):
    """For which kind of session a passkey is to be shown."""

    session: Session = "app"


class FactorShown(Struct, frozen=True, forbid_unknown_fields=True):
    """The proof of one factor."""

    kind: FactorKind
    proof: Annotated[
        dict[str, Any],
        Meta(
            description='For `totp` and `recovery_code` `{"code": "…"}`; for `passkey` what'
            " `credential.toJSON()` gave, as it is."
        ),
    ]
    remember_as: RememberAs | None = None
    replaces: Replaces | None = None


class RememberedDevice(Struct, frozen=True):
    """A new device, and the secret by which it is known from now on: shown this once."""

    id: UUID
    secret: str


class SignedInView(Struct, frozen=True, omit_defaults=True):
    """You are in. Tokens and secrets are shown this once."""

    status: Literal["signed_in"]
    session_id: UUID
    ends_at: datetime
    assurance: Annotated[int, Meta(description="How many factors were proved.")]
    access_token: str | None = None
    access_token_expires_at: datetime | None = None
    refresh_token: str | None = None
    device: RememberedDevice | None = None


class FactorNeededView(Struct, frozen=True):
    """One more proof is needed, within five minutes and in five tries."""

    status: Literal["factor_needed"]
    attempt_id: UUID
    expires_at: datetime
    factors: Annotated[
        dict[str, dict[str, Any]],
        Meta(
            description="Any one of these will do. For a passkey: what"
            " `PublicKeyCredential.parseRequestOptionsFromJSON` takes."
        ),
    ]


def credentials(shown: CredentialsShown, cookie: str | None) -> Credentials:
    """Give the command that a body asks for."""
    return Credentials(
        name=shown.name,
        password=shown.password,
        session_kind=SessionKind(shown.session),
        device_secret=shown.device_secret,
        remember_as=shown.remember_as,
        carried=Carried(cookie=cookie, refresh_token=shown.replaces),
    )


def passkey_sign_in(wanted: PasskeyWanted) -> PasskeySignIn:
    """Give the command that a body asks for."""
    return PasskeySignIn(session_kind=SessionKind(wanted.session))


def proved_factor(attempt: UUID, shown: FactorShown, cookie: str | None) -> ProvedFactor:
    """Give the command that a body asks for."""
    return ProvedFactor(
        attempt=attempt,
        kind=shown.kind,
        proof=shown.proof,
        remember_as=shown.remember_as,
        carried=Carried(cookie=cookie, refresh_token=shown.replaces),
    )


def view_of(result: SignedIn | FactorNeeded) -> SignedInView | FactorNeededView:
    """Give what is shown of a result; the cookie of a browser's session is not in it."""
    if isinstance(result, FactorNeeded):
        return FactorNeededView(
            status="factor_needed",
            attempt_id=result.id,
            expires_at=result.expires_at,
            factors={kind.value: dict(options) for kind, options in result.options.items()},
        )
    session, device = result.session, result.device
    return SignedInView(
        status="signed_in",
        session_id=session.id,
        ends_at=session.ends_at,
        assurance=result.assurance,
        access_token=session.access_token,
        access_token_expires_at=session.access_expires_at,
        refresh_token=session.refresh_token,
        device=None if device is None else RememberedDevice(device.id, device.secret),
    )
