"""Tokens issued and verified; the attacks are in ``test_forged_tokens.py``."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet
from tests.signing import DIGESTS

from bank.application.ports.authenticator import TokenExpired, TokenInvalid, TokenMissing
from bank.application.ports.ids import Ids
from bank.application.ports.key_service import ACCESS_TOKENS
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_authenticator import JwtAuthenticator
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.keystore.local_key_service import LocalKeyService

NOW = datetime(2026, 11, 24, 9, 30, 0, 250_000, tzinfo=UTC)
LIFETIME = timedelta(minutes=15)
RULES = TokenRules(issuer="https://bank.example", audience="bank")


class CountedIds(Ids):
    def __init__(self) -> None:
        self._last = 0

    def new(self) -> UUID:
        self._last += 1
        return UUID(int=self._last)


class CountedTokenKeys(JwksTokenKeys):
    """Counts how often the key service is asked for keys to verify with."""

    reads = 0

    def verifying(self) -> dict[str, ECKey]:
        self.reads += 1
        return super().verifying()


@pytest.fixture
def keys(tmp_path: Path) -> LocalKeyService:
    return LocalKeyService.open_or_create(tmp_path / "keys", NOW)


@pytest.fixture
def issuer(keys: LocalKeyService) -> JwtTokenIssuer:
    return JwtTokenIssuer(keys, CountedIds(), RULES)


@pytest.fixture
def token_keys(keys: LocalKeyService) -> CountedTokenKeys:
    return CountedTokenKeys(keys, RULES)


@pytest.fixture
def authenticator(token_keys: CountedTokenKeys) -> JwtAuthenticator:
    return JwtAuthenticator(token_keys, RULES, DIGESTS, remembered_max=3)


def test_an_issued_token_names_its_principal(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator
) -> None:
    token = issuer.issue("teller-7", ("teller", "auditor"), NOW, LIFETIME, session="s-1")
    for _ in range(2):  # verified, then remembered
        principal = authenticator.authenticate(token.text, NOW)
        assert principal.subject == "teller-7"
        assert principal.roles == ("teller", "auditor")
        assert principal.session == "s-1"
        assert principal.token_id == token.token_id == str(UUID(int=1))
        assert principal.expires_at == token.expires_at
    assert token.expires_at == NOW.replace(microsecond=0) + LIFETIME
    assert token.text not in repr(token)


def test_a_token_for_a_script_has_no_session(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator
) -> None:
    token = issuer.issue("script", ("service_account",), NOW, LIFETIME)
    assert authenticator.authenticate(token.text, NOW).session is None


@pytest.mark.parametrize(
    ("subject", "roles", "lifetime"),
    [
        (" ", ("teller",), LIFETIME),
        ("s", (), LIFETIME),
        ("s", ("teller",), timedelta(0)),
        ("s", ("teller",), -LIFETIME),
    ],
)
def test_a_token_that_nobody_could_use_is_not_issued(
    issuer: JwtTokenIssuer, subject: str, roles: tuple[str, ...], lifetime: timedelta
) -> None:
    with pytest.raises(ValueError, match="an access token has"):
        issuer.issue(subject, roles, NOW, lifetime)


@pytest.mark.parametrize("nothing", [None, "", "   "])
def test_no_token_is_missing(authenticator: JwtAuthenticator, nothing: str | None) -> None:
    with pytest.raises(TokenMissing):
        authenticator.authenticate(nothing, NOW)


def test_a_token_expires_on_its_second_remembered_or_not(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator, token_keys: CountedTokenKeys
) -> None:
    token = issuer.issue("s", ("teller",), NOW, LIFETIME)
    last_moment = token.expires_at - timedelta(microseconds=1)
    assert authenticator.authenticate(token.text, last_moment).subject == "s"
    fresh = JwtAuthenticator(token_keys, RULES, DIGESTS)
    for verifier in (authenticator, fresh):
        for moment in (token.expires_at, token.expires_at + timedelta(days=1)):
            with pytest.raises(TokenExpired):
                verifier.authenticate(token.text, moment)


def test_a_token_from_a_clock_a_minute_ahead_is_accepted_and_from_further_not(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator
) -> None:
    whole = NOW.replace(microsecond=0)
    ahead = issuer.issue("s", ("teller",), whole + timedelta(seconds=60), LIFETIME)
    further = issuer.issue("s", ("teller",), whole + timedelta(seconds=61), LIFETIME)
    assert authenticator.authenticate(ahead.text, whole).subject == "s"
    with pytest.raises(TokenInvalid, match="compare the clocks"):
        authenticator.authenticate(further.text, whole)


def test_a_token_survives_a_restart(
    issuer: JwtTokenIssuer, keys: LocalKeyService, tmp_path: Path
) -> None:
    token = issuer.issue("s", ("teller",), NOW, LIFETIME)
    reopened = LocalKeyService.open_or_create(tmp_path / "keys", NOW)
    verifier = JwtAuthenticator(JwksTokenKeys(reopened, RULES), RULES, DIGESTS)
    assert verifier.authenticate(token.text, NOW).subject == "s"


def test_a_rotation_keeps_old_tokens_good_and_new_ones_are_accepted_within_ten_seconds(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator, keys: LocalKeyService
) -> None:
    old = issuer.issue("old", ("teller",), NOW, LIFETIME)
    authenticator.authenticate(old.text, NOW)
    keys.rotate(ACCESS_TOKENS.name, NOW)
    new = issuer.issue("new", ("teller",), NOW, LIFETIME)
    later = NOW + timedelta(seconds=10)
    assert authenticator.authenticate(new.text, later).subject == "new"
    assert authenticator.authenticate(old.text, later).subject == "old"


def test_unknown_key_ids_make_the_keys_be_read_at_most_every_ten_seconds(
    issuer: JwtTokenIssuer, token_keys: CountedTokenKeys, tmp_path: Path
) -> None:
    authenticator = JwtAuthenticator(token_keys, RULES, DIGESTS)
    stranger = LocalKeyService.open_or_create(tmp_path / "stranger", NOW)
    forged = JwtTokenIssuer(stranger, CountedIds(), RULES)
    for second in range(21):
        token = forged.issue("s", ("teller",), NOW, LIFETIME)
        with pytest.raises(TokenInvalid):
            authenticator.authenticate(token.text, NOW + timedelta(seconds=second))
    assert token_keys.reads == 3


def test_no_more_tokens_are_remembered_than_allowed(
    issuer: JwtTokenIssuer, authenticator: JwtAuthenticator
) -> None:
    for _ in range(10):
        token = issuer.issue("s", ("teller",), NOW, LIFETIME)
        authenticator.authenticate(token.text, NOW)
    assert len(authenticator._remembered) == 3


def test_the_published_keys_verify_a_token_without_our_code(
    issuer: JwtTokenIssuer, token_keys: JwksTokenKeys, keys: LocalKeyService
) -> None:
    keys.rotate(ACCESS_TOKENS.name, NOW)
    token = issuer.issue("teller-7", ("teller",), NOW, LIFETIME)
    document = json.loads(json.dumps(token_keys.published()))
    for key in document["keys"]:
        assert set(key) == {"kty", "crv", "x", "y", "kid", "alg", "use"}
        assert (key["kty"], key["crv"], key["alg"], key["use"]) == ("EC", "P-256", "ES256", "sig")
    decoded = jwt.decode(token.text, KeySet.import_key_set(document), algorithms=["ES256"])
    registry = jwt.JWTClaimsRegistry(
        now=int(NOW.timestamp()),
        iss={"essential": True, "value": RULES.issuer},
        aud={"essential": True, "value": RULES.audience},
        exp={"essential": True},
        sub={"essential": True, "value": "teller-7"},
    )
    registry.validate(decoded.claims)
    assert decoded.claims["roles"] == ["teller"]
    assert decoded.header["typ"] == "JWT"
    assert decoded.header["kid"] == document["keys"][-1]["kid"]
