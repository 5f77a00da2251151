"""The public keys of others, as they publish them: JSON Web Key Sets (RFC 7517)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey
from joserfc.util import base64_to_int

ALGORITHMS: Final = ("ES256", "PS256", "RS256")
"""What others may sign with, all that Spring's own tools offer beside longer digests."""

_OF_KEYS: Final = {"EC": frozenset({"ES256"}), "RSA": frozenset({"PS256", "RS256"})}
_PUBLIC_PARTS: Final = {"EC": ("crv", "x", "y"), "RSA": ("n", "e")}
_PRIVATE_PARTS: Final = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_KEYS_MAX: Final = 32
_KEY_ID_MAX: Final = 128
_RSA_BITS: Final = range(2048, 8193)
PublicKey = ECKey | RSAKey


class KeyUnusable(ValueError):
    """A key, or a set of them, that nothing may be verified with; says why, and quotes nothing."""


@dataclass(frozen=True, slots=True)
class UsableKey:
    """A key, and the algorithms that it verifies: a key is never tried with another."""

    id: str
    key: PublicKey
    algorithms: frozenset[str]

    def published(self) -> dict[str, Any]:
        """Give the key's public parts alone, and what it is for."""
        named: dict[str, Any] = {"kid": self.id, "use": "sig"}
        if len(self.algorithms) == 1:
            (named["alg"],) = self.algorithms
        return {**self.key.as_dict(private=False), **named}


def every_key(text: str | bytes) -> list[UsableKey]:
    """Read a key set each of whose keys must be usable; raises ``KeyUnusable``."""
    keys = [_usable(member) for member in _members(text)]
    if len({key.id for key in keys}) < len(keys):
        raise KeyUnusable("Two keys have the same kid.")
    return keys


def usable_keys(text: str | bytes, algorithms: Collection[str]) -> Mapping[str, UsableKey]:
    """Read the keys of a set that verify one of some algorithms, by their id.

    Keys of kinds and uses that the bank does not know are passed over, so that one of them does not
    spoil the set; of two keys of one id neither is taken. Raises ``KeyUnusable`` for what is no
    set.
    """
    found: dict[str, UsableKey] = {}
    twice: set[str] = set()
    for member in _members(text):
        try:
            key = _usable(member)
        except KeyUnusable:
            continue
        if key.id in found:
            twice.add(key.id)
        found[key.id] = UsableKey(key.id, key.key, key.algorithms & frozenset(algorithms))
    return {name: key for name, key in found.items() if key.algorithms and name not in twice}


def _members(text: str | bytes) -> list[dict[str, Any]]:
    try:
        members = msgspec.json.decode(text, type=dict[str, Any]).get("keys")
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise KeyUnusable("This is no JSON object.") from None
    if not isinstance(members, list) or not 1 <= len(members) <= _KEYS_MAX:
        raise KeyUnusable(f"There must be a list called keys, of 1 to {_KEYS_MAX}.")
    if not all(isinstance(each, dict) for each in members):
        raise KeyUnusable("A key is a JSON object.")
    return members


def _usable(member: dict[str, Any]) -> UsableKey:
    said = {name: _text(member, name) for name in ("kty", "kid", "alg", "use")}
    kind, key_id, algorithm = said["kty"], said["kid"], said["alg"]
    if kind not in _OF_KEYS:
        raise KeyUnusable("A key must be of kty EC or RSA.")
    if not 1 <= len(key_id) <= _KEY_ID_MAX:
        raise KeyUnusable(f"Each key needs a kid of 1 to {_KEY_ID_MAX} characters.")
    if not _PRIVATE_PARTS.isdisjoint(member):
        raise KeyUnusable("A private key was sent: send the public one, and make a new pair.")
    if said["use"] not in {"", "sig"}:
        raise KeyUnusable("A key must be for signatures.")
    if algorithm and algorithm not in _OF_KEYS[kind]:
        raise KeyUnusable(f"A key's alg must be one of {', '.join(ALGORITHMS)}, and fit it.")
    algorithms = frozenset({algorithm}) if algorithm else _OF_KEYS[kind]
    return UsableKey(key_id, _imported(kind, member), algorithms)


def _imported(kind: str, member: dict[str, Any]) -> PublicKey:
    parts: dict[str, str | list[str]] = {"kty": kind}
    parts.update({name: _text(member, name) for name in _PUBLIC_PARTS[kind]})
    if not all(parts.values()):
        raise KeyUnusable("A part of a key is missing.")
    if kind == "EC" and parts["crv"] != "P-256":
        raise KeyUnusable("A key's curve must be P-256.")
    try:
        if kind == "EC":
            return ECKey.import_key(parts)
        if base64_to_int(_text(member, "n")).bit_length() in _RSA_BITS:
            return RSAKey.import_key(parts)
    except (JoseError, ValueError, TypeError, ArithmeticError):
        raise KeyUnusable("A key's numbers are not those of a key.") from None
    raise KeyUnusable("An RSA key must have 2048 to 8192 bits.")


def _text(member: dict[str, Any], name: str) -> str:
    """Give a text of a key, empty where there is none; raises ``KeyUnusable`` for what is none."""
    value = member.get(name, "")
    if not isinstance(value, str):
        raise KeyUnusable(f"The {name} of a key must be text.")
    return value
