"""Tokens that others signed, taken apart: nothing in them says how they are to be verified."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from joserfc.errors import InvalidKeyIdError, UnsupportedHeaderError
from joserfc.jwk import GuestProtocol
from joserfc.jws import JWSRegistry, deserialize_compact
from joserfc.util import urlsafe_b64decode

from bank.infrastructure.access_tokens.not_a_token import LENGTH_MAX, NOT_A_TOKEN
from bank.infrastructure.access_tokens.public_keys import ALGORITHMS, PublicKey, UsableKey

_REGISTRY: Final = JWSRegistry(algorithms=list(ALGORITHMS))


class UnknownKey(ValueError):
    """The token names a key that is not among those that are known."""


def claimed(token: str) -> dict[str, Any]:
    """Give what a token says without looking at who says it; nothing of what is no token."""
    try:
        if len(token) > LENGTH_MAX:
            return {}
        _, payload, _ = token.split(".")
        return msgspec.json.decode(urlsafe_b64decode(payload.encode("ascii")), type=dict[str, Any])
    except NOT_A_TOKEN:
        return {}


def verified(
    token: str, keys: Mapping[str, UsableKey]
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Verify a token, and give its header and claims.

    The key is the one of the ``kid`` that the header must carry, and must be one for the header's
    ``alg``; keys that a token brings along, or addresses of keys, are not looked at, and what it
    calls critical is not understood. Raises ``UnknownKey``, or ``ValueError`` for anything else.
    """
    if len(token) > LENGTH_MAX or not token.isascii():
        raise ValueError("It is too long, or no token.")

    def named(guest: GuestProtocol) -> PublicKey:
        header = guest.headers()
        if "crit" in header:
            raise UnsupportedHeaderError("crit")
        key = keys.get(header["kid"])
        if key is None:
            raise UnknownKey("It names a key that is not known.")
        if header["alg"] not in key.algorithms:
            raise InvalidKeyIdError
        return key.key

    try:
        text = deserialize_compact(token, named, registry=_REGISTRY)
        return text.headers(), msgspec.json.decode(text.payload, type=dict[str, Any])
    except UnknownKey:
        raise
    except NOT_A_TOKEN:
        raise ValueError("Its signature, its header or its form is not as it must be.") from None
