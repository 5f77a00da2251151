"""Assertions of clients: what holds, and what does not, verified under their own keys."""

import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc.jwk import ECKey, RSAKey
from tests.infrastructure.access_tokens.external_scene import part
from tests.signing import Client

from bank.application.identity.tokens.grants import ClientUnproved
from bank.infrastructure.access_tokens.jwt_client_assertions import JwtClientAssertions
from bank.infrastructure.access_tokens.token_rules import TokenRules

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
SECONDS = int(NOW.timestamp())
RULES = TokenRules(issuer="https://bank.example", audience="bank")
ENDPOINT = "https://bank.example/oauth2/token"
ASSERTIONS = JwtClientAssertions(RULES)
CLIENT = Client()
RSA = RSAKey.generate_key(2048, {"kid": "rsa-1"})


def _held(text: str, client: Client = CLIENT, now: datetime = NOW) -> Any:
    return ASSERTIONS.verified(text, client.client_id, client.keys, now)


@pytest.mark.parametrize(
    ("key", "alg"),
    [(None, "ES256"), (RSA, "PS256"), (RSA, "RS256")],
    ids=["ES256", "PS256", "RS256"],
)
def test_an_assertion_holds_under_each_algorithm(key: RSAKey | None, alg: str) -> None:
    client = Client("payments", key, alg)
    for audience in (RULES.issuer, ENDPOINT):
        text = client.assertion(audience, NOW, jti="12345678")
        shown = _held(text, client)
        assert shown.id == "12345678"
        assert shown.expires_at == NOW + timedelta(seconds=60) + RULES.leeway
        assert ASSERTIONS.claimed_by(text) == "payments"


@pytest.mark.parametrize(
    "change",
    [
        {"aud": [ENDPOINT]},
        {"aud": [ENDPOINT, RULES.issuer]},
        {"iat": None},
        {"nbf": SECONDS + 60},
        {"exp": SECONDS + 360},
        {"exp": SECONDS - 59},
        {"header": {"typ": "client-authentication+jwt"}},
        {"further": "claim"},
    ],
    ids=str,
)
def test_what_may_differ_may_differ(change: dict[str, Any]) -> None:
    assert _held(CLIENT.assertion(ENDPOINT, NOW, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "other"},
        {"sub": "other"},
        {"iss": None},
        {"sub": None},
        {"aud": None},
        {"aud": "bank"},
        {"aud": "https://other.example/oauth2/token"},
        {"aud": ENDPOINT + "/"},
        {"aud": "https://bank.example/oauth2/token?x=1"},
        {"aud": [ENDPOINT, "https://other.example"]},
        {"aud": []},
        {"exp": None},
        {"exp": SECONDS - 60},
        {"exp": SECONDS + 361},
        {"exp": 253_402_300_799},
        {"exp": 1e300},
        {"exp": "soon"},
        {"nbf": SECONDS + 61},
        {"iat": SECONDS + 61},
        {"jti": None},
        {"jti": ""},
        {"jti": "short"},
        {"jti": "x" * 513},
        {"jti": 12345678},
        {"header": {"typ": "at+jwt"}},
        {"header": {"typ": "dpop+jwt"}},
        {"header": {"kid": "unknown"}},
        {"padding": "x" * 8192},
    ],
    ids=str,
)
def test_an_assertion_with_other_claims_does_not_hold(change: dict[str, Any]) -> None:
    with pytest.raises(ClientUnproved):
        _held(CLIENT.assertion(ENDPOINT, NOW, **change))


def test_an_assertion_by_another_key_of_the_same_name_does_not_hold() -> None:
    impostor = Client(key=ECKey.generate_key("P-256", {"kid": str(CLIENT.key.kid)}))
    with pytest.raises(ClientUnproved):
        _held(impostor.assertion(ENDPOINT, NOW))
    offered = impostor.key.as_dict(private=False)
    with pytest.raises(ClientUnproved):
        _held(impostor.assertion(ENDPOINT, NOW, header={"jwk": dict(offered)}))


def test_a_key_that_is_for_one_algorithm_serves_no_other() -> None:
    only_ps = Client("payments", RSAKey.import_key(dict(RSA.as_dict(private=True))), "RS256")
    keys = json.dumps({"keys": [dict(RSA.as_dict(private=False)) | {"alg": "PS256"}]})
    with pytest.raises(ClientUnproved):
        ASSERTIONS.verified(only_ps.assertion(ENDPOINT, NOW), "payments", keys, NOW)


def test_neither_no_signature_nor_a_public_key_as_a_secret_holds() -> None:
    claims = {"iss": "payments", "sub": "payments", "aud": ENDPOINT, "jti": "12345678"}
    claims["exp"] = SECONDS + 60  # type: ignore[assignment]
    header = {"kid": CLIENT.key.kid, "typ": "JWT"}
    public = CLIENT.key.public_key
    for alg in ("none", "None", "ES256"):
        with pytest.raises(ClientUnproved):
            _held(f"{part(header | {'alg': alg})}.{part(claims)}.")
    for form in (Encoding.PEM, Encoding.DER):
        secret = public.public_bytes(form, PublicFormat.SubjectPublicKeyInfo)
        content = f"{part(header | {'alg': 'HS256'})}.{part(claims)}"
        mac = hmac.digest(secret, content.encode(), "sha256")
        with pytest.raises(ClientUnproved):
            _held(f"{content}.{part(mac)}")


@pytest.mark.parametrize(
    "text", ["", ".", "..", "a.b.c", "é.b.c", "a" * 9000, "\x00", "eyJ.e30.e30", "e30.W10.e30"]
)
def test_any_text_is_nobodys_and_does_not_hold(text: str) -> None:
    assert ASSERTIONS.claimed_by(text) is None
    with pytest.raises(ClientUnproved):
        _held(text)


@pytest.mark.parametrize("subject", [7, None, ["payments"], "", {"a": 1}, "a\x00bc", "sso|ada"])
def test_a_subject_that_is_no_client_id_is_nobody(subject: Any) -> None:
    assert ASSERTIONS.claimed_by(f"e30.{part({'sub': subject})}.x") is None
