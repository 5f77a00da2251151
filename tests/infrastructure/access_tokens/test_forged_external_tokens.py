"""Tokens in the name of an external issuer that are not what they claim, all refused."""

import hmac
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc.jwk import ECKey, RSAKey
from joserfc.util import base64_to_int
from tests.infrastructure.access_tokens.external_scene import (
    CLAIMS,
    EC,
    ISSUER,
    NOW,
    RSA,
    claims,
    issuer_at,
    part,
    token,
)
from tests.infrastructure.access_tokens.key_server import key_server
from tests.signing import DIGESTS, LEFT_OUT

from bank.application.ports.authenticator import TokenInvalid
from bank.application.ports.key_service import ACCESS_TOKENS
from bank.infrastructure.access_tokens.authenticator_by_issuer import AuthenticatorByIssuer
from bank.infrastructure.access_tokens.external_issuer import ExternalIssuer
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_authenticator import JwtAuthenticator
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.infrastructure.system.ids import UuidIds

OWN = TokenRules(issuer="https://bank.example", audience="bank")
STRANGER_RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"})
STRANGER_EC = ECKey.generate_key("P-256", {"kid": "ec-1"})


@pytest.fixture
async def issuer() -> AsyncIterator[ExternalIssuer]:
    with key_server() as server:
        server.publish(RSA, EC)
        made = issuer_at(server.address)
        await made.keys.fetch()
        yield made


@pytest.fixture(scope="module")
def bank_keys(tmp_path_factory: pytest.TempPathFactory) -> LocalKeyService:
    return LocalKeyService.open_or_create(tmp_path_factory.mktemp("home") / "keys", NOW)


@pytest.fixture
def authenticator(bank_keys: LocalKeyService, issuer: ExternalIssuer) -> AuthenticatorByIssuer:
    own = JwtAuthenticator(JwksTokenKeys(bank_keys, OWN), OWN, DIGESTS)
    return AuthenticatorByIssuer(own, [issuer], DIGESTS)


async def _refused(authenticator: AuthenticatorByIssuer, text: str, now: datetime = NOW) -> None:
    with pytest.raises(TokenInvalid) as refused:
        authenticator.authenticate(text, now)
    assert len(refused.value.detail) < 100
    assert not await authenticator.learn(text)


async def test_the_good_token_that_the_forgeries_start_from_is_accepted(
    authenticator: AuthenticatorByIssuer,
) -> None:
    assert authenticator.authenticate(token(), NOW).subject == "sso|f3a1"
    assert authenticator.authenticate(f" {token(key=EC)} ", NOW).subject == "sso|f3a1"


@pytest.mark.parametrize("alg", ["none", "None", "NONE", "nOnE", ""])
async def test_a_token_without_a_signature_is_refused(
    authenticator: AuthenticatorByIssuer, alg: str
) -> None:
    header = {"alg": alg, "kid": "rsa-1", "typ": "JWT"}
    await _refused(authenticator, f"{part(header)}.{part(CLAIMS)}.")
    await _refused(authenticator, f"{part(header | {'alg': 'RS256'})}.{part(CLAIMS)}.")


@pytest.mark.parametrize("key", [RSA, EC], ids=["RSA", "EC"])
@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
async def test_a_public_key_used_as_a_shared_secret_is_refused(
    authenticator: AuthenticatorByIssuer, key: RSAKey | ECKey, alg: str
) -> None:
    public = key.public_key
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    der = public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    number = key.as_dict(private=False)["n" if isinstance(key, RSAKey) else "x"]
    modulus = base64_to_int(str(number)).to_bytes(512, "big").lstrip(b"\x00")
    for secret in (pem, pem.strip(), der, modulus, str(number).encode(), b""):
        content = f"{part({'alg': alg, 'kid': key.kid, 'typ': 'JWT'})}.{part(CLAIMS)}"
        mac = hmac.digest(secret, content.encode(), f"sha{alg[2:]}")
        await _refused(authenticator, f"{content}.{part(mac)}")


@pytest.mark.parametrize(
    "header",
    [
        {"kid": "unknown"},
        {"kid": LEFT_OUT},
        {"kid": None},
        {"kid": ""},
        {"kid": ["rsa-1"]},
        {"kid": {"rsa-1": 1}},
        {"kid": "../../../../dev/null"},
        {"kid": "/dev/null"},
        {"kid": "file:///etc/passwd"},
        {"kid": "' OR '1'='1"},
        {"kid": "rsa-1\x00"},
        {"kid": "RSA-1"},
        {"kid": "ec-1"},
        {"kid": "__class__"},
        {"kid": "x" * 400},
        {"alg": "PS256"},
        {"alg": "RS512"},
        {"alg": "ES256"},
        {"alg": "rs256"},
        {"alg": ["RS256"]},
        {"alg": None},
        {"crit": ["exp"]},
        {"crit": []},
        {"crit": ["b64"], "b64": True},
        {"crit": ["b64"], "b64": False},
        {"crit": ["urn:unknown"], "urn:unknown": 1},
        {"typ": "ID"},
        {"typ": 1},
        {"typ": None},
        {"zip": "DEF"},
        {"enc": "A256GCM"},
    ],
    ids=str,
)
async def test_a_token_under_another_header_is_refused(
    authenticator: AuthenticatorByIssuer, header: dict[str, Any]
) -> None:
    good = {"alg": "RS256", "kid": "rsa-1", "typ": "JWT"}
    changed = {name: value for name, value in (good | header).items() if value is not LEFT_OUT}
    content = f"{part(changed)}.{part(CLAIMS)}"
    for key in (RSA, STRANGER_RSA):
        _, _, signature = token(key=key).split(".")
        await _refused(authenticator, f"{content}.{signature}")
    signed = _signed_over(content)
    await _refused(authenticator, f"{content}.{signed}")


def _signed_over(content: str) -> str:
    """Sign any header at all with the issuer's own RSA key."""
    assert RSA.private_key is not None
    return part(RSA.private_key.sign(content.encode(), PKCS1v15(), SHA256()))


async def test_a_signature_over_any_header_is_what_the_issuer_would_make(
    authenticator: AuthenticatorByIssuer,
) -> None:
    content = f"{part({'alg': 'RS256', 'kid': 'rsa-1'})}.{part(CLAIMS)}"
    shown = authenticator.authenticate(f"{content}.{_signed_over(content)}", NOW)
    assert shown.subject == "sso|f3a1"


@pytest.mark.parametrize("stranger", [STRANGER_RSA, STRANGER_EC], ids=["RSA", "EC"])
async def test_keys_that_a_token_brings_along_or_points_at_are_not_looked_at(
    authenticator: AuthenticatorByIssuer, stranger: RSAKey | ECKey
) -> None:
    with key_server() as elsewhere:
        elsewhere.publish(stranger)
        offered: list[dict[str, Any]] = [
            {"jwk": dict(stranger.as_dict(private=False))},
            {"jku": elsewhere.address},
            {"x5u": elsewhere.address},
            {"x5c": ["MIIB"]},
            {"jwk": dict(stranger.as_dict(private=False)), "kid": "another"},
        ]
        for header in offered:
            await _refused(authenticator, token(key=stranger, **header))
        assert elsewhere.asked == 0


async def test_what_a_good_token_brings_along_makes_no_difference(
    authenticator: AuthenticatorByIssuer,
) -> None:
    extra: dict[str, Any] = {"jku": "https://evil.example/jwks", "x5t": "AAAA"}
    assert authenticator.authenticate(token(**extra), NOW).subject == "sso|f3a1"


async def test_an_external_issuer_cannot_speak_for_the_bank(
    authenticator: AuthenticatorByIssuer, bank_keys: LocalKeyService
) -> None:
    own = {
        "iss": OWN.issuer,
        "aud": "bank",
        "sub": "root",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 300,
        "jti": "1",
        "roles": ["administrator"],
    }
    kid = bank_keys.versions(ACCESS_TOKENS.name)[-1].id
    for key in (RSA, EC):
        await _refused(authenticator, token(own, key=key))
        await _refused(authenticator, token(own, key=key, kid=kid))


async def test_the_bank_cannot_speak_for_an_external_issuer(
    authenticator: AuthenticatorByIssuer, bank_keys: LocalKeyService
) -> None:
    rules = TokenRules(issuer=ISSUER, audience="bank")
    issuer = JwtTokenIssuer(bank_keys, UuidIds(), rules)
    forged = issuer.issue("x", ("bank-teller",), NOW, timedelta(minutes=5))
    await _refused(authenticator, forged.text)


async def test_the_banks_own_tokens_are_told_apart_and_ended_as_ever(
    authenticator: AuthenticatorByIssuer, bank_keys: LocalKeyService
) -> None:
    issuer = JwtTokenIssuer(bank_keys, UuidIds(), OWN)
    own = issuer.issue("ada", ("customer",), NOW, timedelta(minutes=5), session="s-1")
    assert authenticator.authenticate(own.text, NOW).subject == "ada"
    authenticator.refuse({"s-1": NOW + timedelta(minutes=5)}, NOW)
    await _refused(authenticator, own.text)


async def test_a_subject_that_looks_like_one_of_the_banks_stays_the_issuers(
    authenticator: AuthenticatorByIssuer,
) -> None:
    for subject in ("ada", "sso|ada", "|", "worker:upkeep"):
        found = authenticator.authenticate(token(claims(sub=subject)), NOW)
        assert found.subject == f"sso|{subject}"


@pytest.mark.parametrize(
    "payload", [b"[]", b"1", b"null", b"{", b"\xff", b"[" * 3000, b'{"iss": 1}']
)
async def test_a_payload_that_is_no_object_is_refused(
    authenticator: AuthenticatorByIssuer, issuer: ExternalIssuer, payload: bytes
) -> None:
    await _refused(authenticator, token(payload))
    with pytest.raises(TokenInvalid):
        issuer.principal(token(payload), NOW)


async def test_oversize_is_refused_before_anything_is_read(
    authenticator: AuthenticatorByIssuer, issuer: ExternalIssuer
) -> None:
    large = token(claims(padding="x" * 8192))
    await _refused(authenticator, large)
    with pytest.raises(TokenInvalid):
        issuer.principal(large, NOW)


async def test_any_changed_character_is_refused(authenticator: AuthenticatorByIssuer) -> None:
    good = token(key=EC)
    for position in range(0, len(good), 3):
        other = "A" if good[position] != "A" else "B"
        await _refused(authenticator, good[:position] + other + good[position + 1 :])


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(min_size=1))
def test_any_text_is_refused_and_nothing_else_is_raised(
    authenticator: AuthenticatorByIssuer, issuer: ExternalIssuer, text: str
) -> None:
    with pytest.raises(TokenInvalid):
        authenticator.authenticate(f"{text}.a.b", datetime(2026, 1, 1, tzinfo=UTC))
    with pytest.raises(TokenInvalid):
        issuer.principal(text, NOW)
