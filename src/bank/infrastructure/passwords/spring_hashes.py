"""What Spring Security keeps of passwords, ``{id}`` and value, and how each is compared.

Of its ``DelegatingPasswordEncoder`` all but MD4, with the parameters that Spring
gives them; bcrypt, scrypt and argon2 carry theirs.
"""

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType

import argon2
import bcrypt

_STORED = re.compile(r"\{([^{}]+)\}(.*)", re.DOTALL)
_BCRYPT_BYTES = 72
"""bcrypt looks at no more. Spring cut there without a word, so it is cut here to compare."""

_SCRYPT_MEMORY_MAX = 512 * 1024 * 1024
_SHA256_ROUNDS = 1024
_SALTED = re.compile(r"(\{[^{}]*\})?([0-9a-fA-F]+)")
_SHA = re.compile(r"\{(SSHA|SHA|ssha|sha)\}([^{}]+)")
_SHA_BYTES = 20

Compare = Callable[[bytes, str], bool]


def divided(stored: str) -> tuple[str, str] | None:
    """Give id and value of what is kept, or nothing where it has no such form."""
    match = _STORED.fullmatch(stored)
    return None if match is None else (match[1], match[2])


def compared(how: Compare, password: bytes, value: str) -> bool:
    """Compare; a value that cannot be read does not match."""
    try:
        return how(password, value)
    except (ValueError, binascii.Error, argon2.exceptions.Argon2Error):
        return False


def _argon2(password: bytes, value: str) -> bool:
    kind = argon2.extract_parameters(value).type
    return argon2.low_level.verify_secret(value.encode("ascii"), password, kind)


def _bcrypt(password: bytes, value: str) -> bool:
    return bcrypt.checkpw(password[:_BCRYPT_BYTES], value.encode("ascii"))


def _pbkdf2(password: bytes, value: str, *, digest: str, iterations: int, salt_bytes: int) -> bool:
    raw = bytes.fromhex(value)
    salt, expected = raw[:salt_bytes], raw[salt_bytes:]
    made = hashlib.pbkdf2_hmac(digest, password, salt, iterations, dklen=32)
    return hmac.compare_digest(made, expected)


def _scrypt(password: bytes, value: str) -> bool:
    _, parameters, salt, expected = value.split("$")
    packed = int(parameters, 16)
    log_n, r, p = packed >> 16 & 0xFFFF, packed >> 8 & 0xFF, packed & 0xFF
    wanted = base64.b64decode(expected, validate=True)
    if 128 * r * (2**log_n + p + 2) > _SCRYPT_MEMORY_MAX:
        return False
    made = hashlib.scrypt(
        password,
        salt=base64.b64decode(salt, validate=True),
        n=2**log_n,
        r=r,
        p=p,
        maxmem=_SCRYPT_MEMORY_MAX,
        dklen=len(wanted),
    )
    return hmac.compare_digest(made, wanted)


def _sha256(password: bytes, value: str) -> bool:
    raw = bytes.fromhex(value)
    salt, expected = raw[:8], raw[8:]
    made = salt + password
    for _ in range(_SHA256_ROUNDS):
        made = hashlib.sha256(made).digest()
    return hmac.compare_digest(made, expected)


def _message_digest(password: bytes, value: str, *, digest: str) -> bool:
    """Compare one round of a digest; the braces around the salt are digested too."""
    match = _SALTED.fullmatch(value)
    if match is None:
        return False
    made = hashlib.new(digest, password + (match[1] or "").encode(), usedforsecurity=False)
    return hmac.compare_digest(made.hexdigest(), match[2].lower())


def _ldap(password: bytes, value: str) -> bool:
    """Compare ``{SSHA}`` or ``{SHA}``, whose salt is what follows the digest of 20 bytes."""
    match = _SHA.fullmatch(value)
    if match is None:
        return False
    raw = base64.b64decode(match[2], validate=True)
    expected, salt = raw[:_SHA_BYTES], raw[_SHA_BYTES:]
    if bool(salt) is not (match[1].upper() == "SSHA"):
        return False
    made = hashlib.sha1(password + salt, usedforsecurity=False).digest()
    return hmac.compare_digest(made, expected)


def _noop(password: bytes, value: str) -> bool:
    return hmac.compare_digest(password, value.encode())


SOUND: Mapping[str, Compare] = MappingProxyType(
    {
        "argon2": _argon2,
        "argon2@SpringSecurity_v5_8": _argon2,
        "bcrypt": _bcrypt,
        "pbkdf2": partial(_pbkdf2, digest="sha1", iterations=185_000, salt_bytes=8),
        "pbkdf2@SpringSecurity_v5_8": partial(
            _pbkdf2, digest="sha256", iterations=310_000, salt_bytes=16
        ),
        "scrypt": _scrypt,
        "scrypt@SpringSecurity_v5_8": _scrypt,
        "sha256": _sha256,
    }
)
"""What is slow enough, or was when it was made."""

LEGACY: Mapping[str, Compare] = MappingProxyType(
    {
        "MD5": partial(_message_digest, digest="md5"),
        "SHA-1": partial(_message_digest, digest="sha1"),
        "SHA-256": partial(_message_digest, digest="sha256"),
        "ldap": _ldap,
        "noop": _noop,
    }
)
"""What whoever steals the table reads as if it were text: for the time of a migration alone."""
