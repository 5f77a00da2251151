"""What an access token says, agreed between the side that issues and the side that verifies."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import msgspec

from bank.application.ports.key_service import ACCESS_TOKENS

ALGORITHM: Final = "ES256"
USUAL_TYPE: Final = "JWT"
# The last second of the year 9999, beyond which there is no datetime.
Seconds = Annotated[float, msgspec.Meta(ge=0, le=253_402_300_799)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=512)]


def moment_of(seconds: float | None) -> datetime | None:
    """Give the moment that a claim names, if it is there."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class TokenRules:
    """Issuer, audience and type of the bank's tokens.

    ``audiences`` are all that tokens are made for, each with the type that it takes; the bank's own
    is among them, whether it is said or not. ``typ`` is ``JWT`` because Spring's resource server
    refuses ``at+jwt`` unless told otherwise.
    ``leeway`` forgives clocks that differ about when a token began, never about when it ends.
    """

    issuer: str
    audience: str
    audiences: Mapping[str, str] = field(default_factory=dict)
    leeway: timedelta = timedelta(seconds=60)
    key: str = ACCESS_TOKENS.name

    @property
    def typ(self) -> str:
        """The type of the tokens that are for the bank itself."""
        return self.audiences.get(self.audience, USUAL_TYPE)

    def type_for(self, audience: str) -> str | None:
        """Give the type of the tokens for an audience, or nothing where there are none."""
        return self.typ if audience == self.audience else self.audiences.get(audience)


class Claims(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The claims, by their registered names (RFC 7519); times are seconds since 1970.

    ``acr`` is the number of factors that were proved, as text, and ``auth_time`` when that was.
    ``client_id`` and ``scope`` are there in tokens of clients, whose scopes are their roles.
    ``iat_us`` are the microseconds behind ``iat``, which others read in whole seconds: so it is
    known of two acts within a second which came first, the issue or an ending.
    """

    iss: str
    aud: str | list[str]
    sub: Text
    iat: Seconds
    exp: Seconds
    jti: Text
    roles: Annotated[list[Text], msgspec.Meta(min_length=1, max_length=32)]
    nbf: Seconds | None = None
    sid: Text | None = None
    acr: Text | None = None
    branch: Text | None = None
    auth_time: Seconds | None = None
    iat_us: Annotated[int, msgspec.Meta(ge=0, lt=1_000_000)] = 0
    client_id: Text | None = None
    scope: Text | None = None
