"""What an access token says, agreed between the side that issues and the side that verifies."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final

import msgspec

from bank.application.ports.key_service import ACCESS_TOKENS

ALGORITHM: Final = "ES256"
# The last second of the year 9999, beyond which there is no datetime.
_Seconds = Annotated[float, msgspec.Meta(ge=0, le=253_402_300_799)]
_Text = Annotated[str, msgspec.Meta(min_length=1, max_length=512)]


@dataclass(frozen=True, slots=True)
class TokenRules:
    """Issuer, audience and type of the bank's tokens.

    ``typ`` is ``JWT`` because Spring's resource server refuses ``at+jwt`` unless told otherwise.
    ``leeway`` forgives clocks that differ about when a token began, never about when it ends.
    """

    issuer: str
    audience: str
    typ: str = "JWT"
    leeway: timedelta = timedelta(seconds=60)
    key: str = ACCESS_TOKENS.name


class Claims(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The claims, by their registered names (RFC 7519); times are seconds since 1970."""

    iss: str
    aud: str | list[str]
    sub: _Text
    iat: _Seconds
    exp: _Seconds
    jti: _Text
    roles: Annotated[list[_Text], msgspec.Meta(min_length=1, max_length=32)]
    nbf: _Seconds | None = None
    sid: _Text | None = None
