"""Tokens say how surely somebody is known and where they belong, and end with their session."""

import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.signing import DIGESTS

from bank.application.ports.authenticator import Principal, TokenExpired, TokenInvalid
from bank.application.ports.key_service import ACCESS_TOKENS
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_authenticator import JwtAuthenticator
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.in_memory.time_and_ids import CountedIds, SettableClock
from bank.infrastructure.keystore.local_key_service import LocalKeyService

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
LIFETIME = timedelta(minutes=15)
UNTIL = NOW + timedelta(minutes=16)
RULES = TokenRules(issuer="https://bank.example", audience="bank")


@pytest.fixture
def keys(tmp_path: Path) -> LocalKeyService:
    return LocalKeyService.open_or_create(tmp_path / "keys", NOW)


@pytest.fixture
def issuer(keys: LocalKeyService) -> JwtTokenIssuer:
    return JwtTokenIssuer(keys, CountedIds(SettableClock(NOW)), RULES)


@pytest.fixture
def authenticator(keys: LocalKeyService) -> JwtAuthenticator:
    return JwtAuthenticator(JwksTokenKeys(keys, RULES), RULES, DIGESTS)


def _signed(keys: LocalKeyService, **claims: Any) -> str:
    """Sign claims as the bank would, whatever they are."""

    def coded(part: Any) -> bytes:
        return urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")

    newest = keys.versions(ACCESS_TOKENS.name)[-1].id
    moments = {"iat": NOW.timestamp(), "exp": (NOW + LIFETIME).timestamp()}
    usual = {"iss": RULES.issuer, "aud": "bank", "sub": "ada", "jti": "1", "roles": ["customer"]}
    text = coded({"alg": "ES256", "kid": newest, "typ": "JWT"})
    text += b"." + coded(usual | moments | claims)
    signature = keys.sign(ACCESS_TOKENS.name, text, version=newest).raw
    return (text + b"." + urlsafe_b64encode(signature).rstrip(b"=")).decode()


def _accepted(authenticator: JwtAuthenticator, token: str) -> Principal:
    return authenticator.authenticate(token, NOW)


def test_a_token_says_how_many_factors_were_proved_and_where_staff_belong(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator
) -> None:
    proved_at = NOW - timedelta(seconds=90)
    token = issuer.issue(
        "teller-7",
        ("teller",),
        NOW,
        LIFETIME,
        session="s-1",
        assurance=2,
        branch="main",
        proved_at=proved_at,
    )
    for _ in range(2):  # verified, then remembered
        shown = _accepted(authenticator, token.text)
        assert (shown.session, shown.assurance, shown.branch) == ("s-1", 2, "main")
        assert shown.proved_at == proved_at


def test_a_token_that_says_neither_is_of_one_factor_and_no_branch(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator
) -> None:
    shown = _accepted(authenticator, issuer.issue("script", ("auditor",), NOW, LIFETIME).text)
    assert (shown.session, shown.assurance, shown.branch) == (None, 1, None)
    assert shown.proved_at is None


def test_a_clients_key_stands_for_two_factors(
    keys: LocalKeyService, authenticator: JwtAuthenticator
) -> None:
    for acr in (None, "1"):
        said = _signed(keys, client_id="nightly-report", acr=acr)
        assert _accepted(authenticator, said).assurance == 2


@pytest.mark.parametrize("acr", ["0", "3", "22", " 2", "urn:mace:incommon:iap:silver"])
def test_an_assurance_that_the_bank_does_not_know_is_the_least(
    keys: LocalKeyService, authenticator: JwtAuthenticator, acr: str
) -> None:
    assert _accepted(authenticator, _signed(keys, acr="2")).assurance == 2
    assert _accepted(authenticator, _signed(keys, acr=acr)).assurance == 1


@pytest.mark.parametrize("wrong", [{"acr": 2}, {"acr": ["2"]}, {"branch": 1}, {"sid": {}}])
def test_claims_of_another_type_make_no_token(
    keys: LocalKeyService, authenticator: JwtAuthenticator, wrong: dict[str, Any]
) -> None:
    with pytest.raises(TokenInvalid):
        _accepted(authenticator, _signed(keys, **wrong))


def test_tokens_of_an_ended_session_are_refused_remembered_or_not_and_no_others(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator
) -> None:
    remembered, fresh, other, script = [
        issuer.issue("ada", ("customer",), NOW, LIFETIME, session=session).text
        for session in ("ended", "ended", "other", None)
    ]
    for token in (remembered, other, script):
        _accepted(authenticator, token)
    authenticator.refuse({"ended": UNTIL}, NOW)
    for _ in range(2):
        for token in (remembered, fresh):
            with pytest.raises(TokenInvalid, match="session"):
                _accepted(authenticator, token)
        for token in (other, script):
            _accepted(authenticator, token)


def test_what_was_refused_is_kept_until_no_token_can_be_left(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator
) -> None:
    token = issuer.issue("ada", ("customer",), NOW, LIFETIME, session="ended").text
    authenticator.refuse({"ended": UNTIL}, NOW)
    authenticator.refuse({"another": UNTIL}, UNTIL - timedelta(microseconds=1))
    with pytest.raises(TokenInvalid):
        _accepted(authenticator, token)
    authenticator.refuse({}, UNTIL)
    assert not authenticator._refused._revoked
    with pytest.raises(TokenExpired):
        authenticator.authenticate(token, UNTIL)


def test_once_everybodys_sessions_ended_only_later_tokens_go_on(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator
) -> None:
    remembered, fresh, script = [
        issuer.issue("ada", ("customer",), NOW, LIFETIME, session=session).text
        for session in ("one", "another", None)
    ]
    for token in (remembered, script):
        _accepted(authenticator, token)
    authenticator.refuse_until(NOW)
    for token in (remembered, fresh, script):
        with pytest.raises(TokenInvalid, match="ended"):
            _accepted(authenticator, token)
    later = NOW + timedelta(seconds=1)
    token = issuer.issue("ada", ("customer",), later, LIFETIME, session="new").text
    for _ in range(2):
        assert authenticator.authenticate(token, later).session == "new"
