"""Tokens that are not what they claim, made with joserfc or by hand, all refused as invalid."""

import base64
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey
from tests.signing import DIGESTS, LEFT_OUT

from bank.application.ports.authenticator import TokenInvalid
from bank.application.ports.key_service import ACCESS_TOKENS, KeyVersion
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_authenticator import JwtAuthenticator
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.keystore.local_key_service import LocalKeyService

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
RULES = TokenRules(issuer="https://bank.example", audience="bank")
GOOD: dict[str, Any] = {
    "iss": RULES.issuer,
    "aud": RULES.audience,
    "sub": "teller-7",
    "iat": SECONDS,
    "nbf": SECONDS,
    "exp": SECONDS + 900,
    "jti": "token-1",
    "roles": ["teller"],
}


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> LocalKeyService:
    return LocalKeyService.open_or_create(tmp_path_factory.mktemp("home") / "keys", NOW)


@pytest.fixture(scope="module")
def version(keys: LocalKeyService) -> KeyVersion:
    return keys.versions(ACCESS_TOKENS.name)[-1]


@pytest.fixture(scope="module")
def authenticator(keys: LocalKeyService) -> JwtAuthenticator:
    return JwtAuthenticator(JwksTokenKeys(keys, RULES), RULES, DIGESTS)


KNOWN_DETAILS = {
    "The access token is not of type JWT.",
    "The access token comes from another issuer.",
    "The access token was issued for another audience.",
    "The access token is not valid yet: compare the clocks.",
}


def _part(value: object) -> str:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _signed(keys: LocalKeyService, header: object, claims: object) -> str:
    """Sign anything at all with the bank's own key."""
    content = f"{_part(header)}.{_part(claims)}"
    return f"{content}.{_part(keys.sign(ACCESS_TOKENS.name, content.encode()).raw)}"


@pytest.fixture(scope="module")
def header(version: KeyVersion) -> dict[str, Any]:
    return {"alg": "ES256", "kid": version.id, "typ": "JWT"}


def _refused(authenticator: JwtAuthenticator, token: str) -> None:
    with pytest.raises(TokenInvalid) as refused:
        authenticator.authenticate(token, NOW)
    assert refused.value.detail in {TokenInvalid.title, *KNOWN_DETAILS}


def test_the_good_token_that_the_forgeries_start_from_is_accepted(
    authenticator: JwtAuthenticator, keys: LocalKeyService, header: dict[str, Any]
) -> None:
    token = _signed(keys, header, GOOD)
    assert authenticator.authenticate(token, NOW).subject == "teller-7"
    several = _signed(keys, header, GOOD | {"aud": ["other", "bank"], "exp": SECONDS + 0.5})
    assert authenticator.authenticate(several, NOW).subject == "teller-7"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://other.example"},
        {"iss": RULES.issuer + "/"},
        {"aud": "other"},
        {"aud": ["other", "bank2"]},
        {"aud": []},
        {"aud": {"bank": 1}},
        {"sub": ""},
        {"sub": 7},
        {"roles": []},
        {"roles": "teller"},
        {"roles": [""]},
        {"roles": [1]},
        {"roles": None},
        {"exp": str(SECONDS + 900)},
        {"exp": True},
        {"exp": None},
        {"exp": 1e300},
        {"exp": -1},
        {"nbf": SECONDS + 61},
        {"iat": SECONDS + 61},
        {"jti": ""},
        *({name: LEFT_OUT} for name in ("iss", "aud", "sub", "iat", "exp", "jti", "roles")),
    ],
    ids=str,
)
def test_a_token_signed_by_the_bank_with_other_claims_is_refused(
    authenticator: JwtAuthenticator,
    keys: LocalKeyService,
    header: dict[str, Any],
    change: dict[str, Any],
) -> None:
    claims = {name: value for name, value in (GOOD | change).items() if value is not LEFT_OUT}
    _refused(authenticator, _signed(keys, header, claims))


@pytest.mark.parametrize(
    "change",
    [
        {"typ": "at+jwt"},
        {"typ": LEFT_OUT},
        {"kid": "access-tokens-9-00000000"},
        {"kid": LEFT_OUT},
        {"kid": None},
        {"kid": ["a"]},
        {"kid": {}},
        {"alg": "RS256"},
        {"alg": "HS256"},
        {"alg": "none"},
        {"alg": None},
        {"alg": ["ES256"]},
        {"alg": LEFT_OUT},
        {"crit": ["exp"]},
        {"b64": False, "crit": ["b64"]},
        {"zip": "DEF"},
    ],
    ids=str,
)
def test_a_token_signed_by_the_bank_under_another_header_is_refused(
    authenticator: JwtAuthenticator,
    keys: LocalKeyService,
    header: dict[str, Any],
    change: dict[str, Any],
) -> None:
    changed = {name: value for name, value in (header | change).items() if value is not LEFT_OUT}
    _refused(authenticator, _signed(keys, changed, GOOD))


@pytest.mark.parametrize("alg", ["none", "None", "NONE", ""])
def test_a_token_without_a_signature_is_refused(
    authenticator: JwtAuthenticator, header: dict[str, Any], alg: str
) -> None:
    _refused(authenticator, f"{_part(header | {'alg': alg})}.{_part(GOOD)}.")
    _refused(authenticator, f"{_part(header)}.{_part(GOOD)}.")


def test_the_public_key_used_as_a_shared_secret_is_refused(
    authenticator: JwtAuthenticator, version: KeyVersion, header: dict[str, Any]
) -> None:
    assert version.public_key is not None
    public = load_der_public_key(version.public_key)
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for secret in (pem, pem.strip(), version.public_key):
        content = f"{_part(header | {'alg': 'HS256'})}.{_part(GOOD)}"
        mac = hmac.digest(secret, content.encode(), "sha256")
        _refused(authenticator, f"{content}.{_part(mac)}")


def test_another_key_under_the_banks_key_id_is_refused(
    authenticator: JwtAuthenticator, header: dict[str, Any]
) -> None:
    key = ECKey.generate_key("P-256")
    _refused(authenticator, jwt.encode(header, GOOD, key))
    _refused(authenticator, jwt.encode(header | {"jwk": key.as_dict(private=False)}, GOOD, key))


def test_changed_claims_under_an_old_signature_are_refused(
    authenticator: JwtAuthenticator, keys: LocalKeyService, header: dict[str, Any]
) -> None:
    first, _, last = _signed(keys, header, GOOD).split(".")
    _refused(authenticator, f"{first}.{_part(GOOD | {'roles': ['administrator']})}.{last}")


def test_any_changed_character_is_refused(
    authenticator: JwtAuthenticator, keys: LocalKeyService, header: dict[str, Any]
) -> None:
    token = _signed(keys, header, GOOD)
    for position in range(len(token)):
        other = "A" if token[position] != "A" else "B"
        _refused(authenticator, token[:position] + other + token[position + 1 :])


@pytest.mark.parametrize("payload", [b"", b"[]", b"1", b"null", b"{", b"\xff", b"[" * 3000])
def test_a_payload_that_is_no_object_is_refused(
    authenticator: JwtAuthenticator,
    keys: LocalKeyService,
    header: dict[str, Any],
    payload: bytes,
) -> None:
    _refused(authenticator, _signed(keys, header, payload))


@pytest.mark.parametrize(
    "first", [b"", b"[]", b'"alg"', b'["alg"]', b"1", b"{", b"\xff", b"[" * 300, b'{"alg": {}}']
)
def test_a_header_that_is_no_object_is_refused(
    authenticator: JwtAuthenticator, keys: LocalKeyService, first: bytes
) -> None:
    _refused(authenticator, _signed(keys, first, GOOD))


@pytest.mark.parametrize(
    "text", ["x", ".", "..", "...", "a.b.c", "a.b.c.d.e", "é.b.c", "a" * 8193, "Bearer x"]
)
def test_text_that_is_no_token_is_refused(authenticator: JwtAuthenticator, text: str) -> None:
    _refused(authenticator, text)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.characters(max_codepoint=0x2FF), min_size=1))
def test_any_text_is_refused_and_nothing_else_is_raised(
    authenticator: JwtAuthenticator, text: str
) -> None:
    if text.strip():
        _refused(authenticator, text + ".a.b")
