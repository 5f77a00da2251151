"""Values as Spring Security writes them, made here from the algorithms and not by our own code."""

import base64
import hashlib
from collections.abc import AsyncIterator, Callable
from functools import partial

import argon2
import bcrypt
import pytest

from bank.infrastructure.passwords import argon2_password_hasher
from bank.infrastructure.passwords.argon2_password_hasher import (
    Argon2PasswordHasher,
    HashingTerms,
)

PASSWORD = "Grüße, 世界 🏦"
RAW = PASSWORD.encode()
SALT_8, SALT_16, SALT_64 = bytes(range(8)), bytes(range(16)), bytes(range(64))


def _b64(raw: bytes, *, padded: bool = True) -> str:
    text = base64.b64encode(raw).decode()
    return text if padded else text.rstrip("=")


def _argon2(memory_kib: int, rounds: int) -> str:
    made = argon2.low_level.hash_secret(
        RAW, SALT_16, rounds, memory_kib, 1, 32, argon2.low_level.Type.ID
    )
    return made.decode()


def _sha256() -> str:
    digest = SALT_8 + RAW
    for _ in range(1024):
        digest = hashlib.sha256(digest).digest()
    return (SALT_8 + digest).hex()


def _scrypt(log_n: int, salt: bytes) -> str:
    made = hashlib.scrypt(RAW, salt=salt, n=1 << log_n, r=8, p=1, maxmem=2**27, dklen=32)
    return f"${(log_n << 16) + 0x801:x}${_b64(salt)}${_b64(made)}"


def _digest(name: str) -> str:
    salt = "{" + _b64(SALT_16) + "}"
    return salt + hashlib.new(name, RAW + salt.encode(), usedforsecurity=False).hexdigest()


def _sha1(salt: bytes) -> str:
    return _b64(hashlib.sha1(RAW + salt, usedforsecurity=False).digest() + salt)


def _pbkdf2(digest: str, salt: bytes, rounds: int) -> str:
    return (salt + hashlib.pbkdf2_hmac(digest, RAW, salt, rounds, 32)).hex()


STORED: dict[str, Callable[[], str]] = {
    "argon2": partial(_argon2, 4096, 3),
    "argon2@SpringSecurity_v5_8": partial(_argon2, 16384, 2),
    "bcrypt": lambda: bcrypt.hashpw(RAW, bcrypt.gensalt(4, prefix=b"2a")).decode(),
    "pbkdf2": partial(_pbkdf2, "sha1", SALT_8, 185_000),
    "pbkdf2@SpringSecurity_v5_8": partial(_pbkdf2, "sha256", SALT_16, 310_000),
    "scrypt": partial(_scrypt, 14, SALT_64),
    "scrypt@SpringSecurity_v5_8": partial(_scrypt, 16, SALT_16),
    "sha256": _sha256,
}
"""How each is made, which takes so long that nobody does it while tests are only collected."""

WEAK = {
    "MD5": _digest("md5"),
    "SHA-1": _digest("sha1"),
    "SHA-256": _digest("sha256"),
    "ldap": "{SSHA}" + _sha1(SALT_8),
    "noop": PASSWORD,
}


@pytest.fixture(autouse=True)
def _cheap_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what matches nothing cost little: that it costs as much as anything is tested beside."""
    cheap = argon2.low_level.hash_secret(b"", SALT_16, 1, 8, 1, 32, argon2.low_level.Type.ID)
    monkeypatch.setattr(argon2_password_hasher, "_NOBODYS", cheap.decode())


@pytest.fixture
async def hasher() -> AsyncIterator[Argon2PasswordHasher]:
    made = Argon2PasswordHasher(HashingTerms())
    yield made
    made.close()


@pytest.fixture
async def lenient() -> AsyncIterator[Argon2PasswordHasher]:
    made = Argon2PasswordHasher(HashingTerms(legacy=True))
    yield made
    made.close()


def test_the_parameters_are_written_as_spring_writes_them() -> None:
    assert STORED["scrypt"]().startswith("$e0801$")
    assert STORED["scrypt@SpringSecurity_v5_8"]().startswith("$100801$")


@pytest.mark.parametrize("name", sorted(STORED))
async def test_what_spring_keeps_is_accepted_and_due_to_be_hashed_anew(
    hasher: Argon2PasswordHasher, name: str
) -> None:
    kept = f"{{{name}}}{STORED[name]()}"
    found = await hasher.compare(PASSWORD, kept)
    assert (found.matches, found.outdated) == (True, True)
    assert not (await hasher.compare(PASSWORD + "!", kept)).matches


@pytest.mark.parametrize("name", sorted(WEAK))
async def test_weak_hashes_are_accepted_only_where_the_operator_says_so(
    hasher: Argon2PasswordHasher, lenient: Argon2PasswordHasher, name: str
) -> None:
    kept = f"{{{name}}}{WEAK[name]}"
    assert not (await hasher.compare(PASSWORD, kept)).matches
    found = await lenient.compare(PASSWORD, kept)
    assert (found.matches, found.outdated) == (True, True)
    assert not (await lenient.compare(PASSWORD + "!", kept)).matches


async def test_an_old_digest_without_a_salt_is_accepted(lenient: Argon2PasswordHasher) -> None:
    kept = "{MD5}" + hashlib.md5(RAW, usedforsecurity=False).hexdigest().upper()
    assert (await lenient.compare(PASSWORD, kept)).matches


@pytest.mark.parametrize(
    ("kept", "matches"),
    [
        ("{SHA}" + _sha1(b""), True),
        ("{sha}" + _sha1(b""), True),
        ("{ssha}" + _sha1(SALT_8), True),
        ("{SSHA}" + _sha1(SALT_16), True),
        ("{SSHA}" + _sha1(b""), False),
        ("{SHA}" + _sha1(SALT_8), False),
        (_sha1(b""), False),
        ("{CRYPT}" + _sha1(b""), False),
    ],
)
async def test_what_a_directory_keeps_is_accepted_with_its_label_alone(
    lenient: Argon2PasswordHasher, kept: str, matches: bool
) -> None:
    assert (await lenient.compare(PASSWORD, "{ldap}" + kept)).matches is matches


async def test_values_that_others_have_published_are_read(lenient: Argon2PasswordHasher) -> None:
    """Digests that FIPS 180 and RFC 1321 give of ``abc``."""
    for kept in (
        "{SHA-1}a9993e364706816aba3e25717850c26c9cd0d89d",
        "{MD5}900150983cd24fb0d6963f7d28e17f72",
        "{ldap}{SHA}qZk+NkcGgWq6PiVxeFDCbJzQ2J0=",
    ):
        assert (await lenient.compare("abc", kept)).matches


@pytest.mark.parametrize("prefix", [b"2a", b"2b"])
async def test_bcrypt_looks_at_72_bytes_and_no_more(
    hasher: Argon2PasswordHasher, prefix: bytes
) -> None:
    """Spring cut in silence; a library that refuses what is longer must not lock people out."""
    long = "ä" * 36 + " and the rest"
    kept = bcrypt.hashpw(long.encode()[:72], bcrypt.gensalt(4, prefix=prefix)).decode()
    found = await hasher.compare(long, "{bcrypt}" + kept)
    assert (found.matches, found.outdated) == (True, True)
    assert not (await hasher.compare("ä" * 35 + "z", "{bcrypt}" + kept)).matches


async def test_others_hashed_what_was_typed_and_we_what_it_is(
    hasher: Argon2PasswordHasher,
) -> None:
    composed, apart = "caf\u00e9 \ufb01ne 12", "cafe\u0301 \ufb01ne 12"
    theirs = "{bcrypt}" + bcrypt.hashpw(apart.encode(), bcrypt.gensalt(4)).decode()
    assert (await hasher.compare(apart, theirs)).matches
    assert not (await hasher.compare(composed, theirs)).matches
    ours = await hasher.hash("caf\u00e9 fine 12")
    for typed in (composed, apart):
        found = await hasher.compare(typed, ours)
        assert (found.matches, found.outdated) == (True, False)


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "no braces",
        "{}x",
        "{unknown}x",
        "{ldap}cn=ada",
        "{ldap}{SSHA}",
        "{ldap}{SSHA}%%",
        "{ldap}{SSHA}AAAA",
        "{ldap}{SHA}AAAA",
        "{SHA-1}",
        "{bcrypt}",
        "{bcrypt}$2a$10$short",
        "{bcrypt}$2a$10$ümlaut",
        "{pbkdf2}zz",
        "{pbkdf2}00",
        "{scrypt}$e0801$%%$%%",
        "{scrypt}$e0801$AA==",
        "{scrypt}$ffff0801$AAAA$AAAA",
        "{scrypt}$1e0801$AAAA$AAAA",
        "{argon2}$argon2id$v=19$m=1,t=1,p=1$AA$AA",
        "{argon2@SpringSecurity_v5_8}nothing",
        "{sha256}00",
        "{SHA-256}{unclosed",
    ],
)
async def test_what_cannot_be_read_matches_nothing(
    lenient: Argon2PasswordHasher, kept: str
) -> None:
    for password in ("", "password", "\ud800"):
        assert not (await lenient.compare(password, kept)).matches
