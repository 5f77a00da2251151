"""What ended is refused, remembered or not, whatever issued it, and nothing else is."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.infrastructure.access_tokens.external_scene import (
    NOW,
    RSA,
    SECONDS,
    claims,
    issuer_at,
    token,
)
from tests.infrastructure.access_tokens.key_server import key_server
from tests.signing import DIGESTS

from bank.application.ports.authenticator import (
    Authenticator,
    IssuedToken,
    TokenEnding,
    TokenForOthers,
    TokenInvalid,
)
from bank.infrastructure.access_tokens.authenticator_by_issuer import AuthenticatorByIssuer
from bank.infrastructure.access_tokens.jwks_token_keys import JwksTokenKeys
from bank.infrastructure.access_tokens.jwt_authenticator import JwtAuthenticator
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.access_tokens.refused_tokens import RefusedTokens
from bank.infrastructure.access_tokens.token_rules import TokenRules
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.infrastructure.system.ids import UuidIds

OWN = TokenRules(issuer="https://bank.example", audience="bank")
LIFETIME, SECOND = timedelta(minutes=15), timedelta(seconds=1)
GONE = NOW + timedelta(days=1)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> LocalKeyService:
    return LocalKeyService.open_or_create(tmp_path_factory.mktemp("home") / "keys", NOW)


@pytest.fixture
async def authenticator(keys: LocalKeyService) -> Authenticator:
    with key_server() as server:
        server.publish(RSA)
        external = issuer_at(server.address)
        await external.keys.fetch()
    own = JwtAuthenticator(JwksTokenKeys(keys, OWN), OWN, DIGESTS)
    return AuthenticatorByIssuer(own, [external], DIGESTS)


class Tokens:
    """Tokens of one subject: of a session, of none, and of another issuer's person."""

    def __init__(self, keys: LocalKeyService, seconds: int = 0, subject: str = "ada") -> None:
        issuer, at = JwtTokenIssuer(keys, UuidIds(), OWN), NOW + seconds * SECOND
        self.script: IssuedToken = issuer.issue(subject, ("auditor",), at, LIFETIME)
        session = issuer.issue(subject, ("auditor",), at, LIFETIME, session="s-1")
        moments = {"iat": SECONDS + seconds, "exp": SECONDS + seconds + 900}
        self.texts = {
            "session": session.text,
            "script": self.script.text,
            "external": token(claims(**moments)),
        }


def _good(authenticator: Authenticator, tokens: Tokens, seconds: int = 0) -> set[str]:
    """Give which are let in; each is asked twice, so that some are remembered."""
    good = set()
    for name, text in [*tokens.texts.items(), *tokens.texts.items()]:
        try:
            authenticator.authenticate(text, NOW + seconds * SECOND)
        except TokenInvalid:
            assert name not in good
        else:
            good.add(name)
    return good


def _ending(subject: str, *, shut_out: bool = False, for_ever: bool = False) -> TokenEnding:
    holder = DIGESTS.pseudonym(subject)
    return TokenEnding(holder=holder, at=NOW, shut_out=shut_out, until=None if for_ever else GONE)


EVERYTHING = {"session", "script", "external"}


@pytest.fixture(params=["remembered", "new"])
def tokens(
    request: pytest.FixtureRequest, keys: LocalKeyService, authenticator: Authenticator
) -> Tokens:
    made = Tokens(keys)
    if request.param == "remembered":
        assert _good(authenticator, made) == EVERYTHING
    return made


def test_a_single_token_is_refused_and_no_other(
    authenticator: Authenticator, tokens: Tokens, keys: LocalKeyService
) -> None:
    another = Tokens(keys)
    authenticator.refuse({tokens.script.token_id: GONE}, NOW)
    assert _good(authenticator, tokens) == EVERYTHING - {"script"}
    assert _good(authenticator, another) == EVERYTHING


def test_everybodys_end_reaches_every_kind_and_spares_what_is_newer(
    authenticator: Authenticator, tokens: Tokens, keys: LocalKeyService
) -> None:
    """Another issuer's token of that second is older as well: nobody can tell which came first."""
    authenticator.refuse_until(NOW + timedelta(milliseconds=300))
    assert _good(authenticator, tokens) == set()
    assert _good(authenticator, Tokens(keys, seconds=1), seconds=1) == EVERYTHING


def test_of_the_banks_own_tokens_it_is_known_which_came_first_within_a_second(
    authenticator: Authenticator, keys: LocalKeyService
) -> None:
    issuer, moment = JwtTokenIssuer(keys, UuidIds(), OWN), timedelta(microseconds=1)
    ended_at = NOW + timedelta(microseconds=123_456)
    before, at_once, after = [
        issuer.issue("ada", ("auditor",), at, LIFETIME, session=session).text
        for at, session in ((ended_at - moment, None), (ended_at, "s-1"), (ended_at + moment, None))
    ]
    authenticator.refuse_until(ended_at)
    for text in (before, at_once):
        with pytest.raises(TokenInvalid):
            authenticator.authenticate(text, NOW)
    assert authenticator.authenticate(after, NOW).issued_at == ended_at + moment


def test_the_end_of_one_principals_tokens_reaches_those_of_no_session(
    authenticator: Authenticator, tokens: Tokens, keys: LocalKeyService
) -> None:
    """Sessions have ends of their own: the one from which the others were ended goes on."""
    grace = Tokens(keys, subject="grace")
    authenticator.refuse_of([_ending("ada"), _ending("sso|f3a1")], NOW)
    assert _good(authenticator, tokens) == {"session"}
    assert _good(authenticator, Tokens(keys, seconds=1), seconds=1) == EVERYTHING
    assert _good(authenticator, grace) == {"session", "script"}


def test_who_is_shut_out_is_refused_whatever_issued_the_token_and_whenever(
    authenticator: Authenticator, tokens: Tokens, keys: LocalKeyService
) -> None:
    authenticator.refuse_of([_ending("ada", shut_out=True)], NOW)
    assert _good(authenticator, tokens) == {"external"}
    authenticator.refuse_of([_ending("sso|f3a1", shut_out=True, for_ever=True)], NOW)
    assert _good(authenticator, tokens) == set()
    assert _good(authenticator, Tokens(keys, seconds=60), seconds=60) == set()
    assert _good(authenticator, Tokens(keys, subject="grace")) == {"session", "script"}
    authenticator.refuse_of([_ending("ada"), _ending("sso|f3a1")], NOW)
    assert _good(authenticator, tokens) == {"session"}
    assert _good(authenticator, Tokens(keys, seconds=60), seconds=60) == EVERYTHING


def test_another_issuers_subject_is_nobody_of_the_banks(
    authenticator: Authenticator, tokens: Tokens
) -> None:
    authenticator.refuse_of([_ending("f3a1", shut_out=True)], NOW)
    authenticator.refuse({"onrtac:1": GONE, "s-1": GONE}, NOW)
    assert _good(authenticator, tokens) == {"script", "external"}


def test_what_is_about_no_token_any_more_is_forgotten() -> None:
    refused = RefusedTokens(DIGESTS)
    refused.refuse({"one": GONE}, NOW)
    refused.refuse_of([_ending("ada"), _ending("sso|f3a1", for_ever=True)], NOW)
    refused.refuse({"two": GONE + SECOND}, GONE)
    refused.refuse_of([], GONE)
    assert list(refused._revoked) == ["two"]
    assert list(refused._endings) == [DIGESTS.pseudonym("sso|f3a1")]


def test_what_does_not_say_when_it_was_issued_is_older_than_any_ending(
    authenticator: Authenticator, tokens: Tokens
) -> None:
    refused = RefusedTokens(DIGESTS)
    shown = authenticator.authenticate(tokens.texts["script"], NOW)
    silent = replace(shown, issued_at=None)
    assert not refused.refuses(silent, "")
    refused.refuse_until(NOW - timedelta(days=400))
    assert refused.refuses(silent, "")
    assert not refused.refuses(shown, "")


@pytest.mark.parametrize("wrong", [None, "soon", -1])
def test_another_issuers_token_must_say_when_it_was_issued(
    authenticator: Authenticator, wrong: object
) -> None:
    with pytest.raises(TokenInvalid):
        authenticator.authenticate(token(claims(iat=wrong)), NOW)


def test_a_token_for_another_audience_is_told_apart_from_no_token(
    authenticator: Authenticator, keys: LocalKeyService
) -> None:
    elsewhere = TokenRules(OWN.issuer, "ledger", audiences={"ledger": "at+jwt"})
    text = JwtTokenIssuer(keys, UuidIds(), elsewhere).issue("x", ("auditor",), NOW, LIFETIME).text
    with pytest.raises(TokenForOthers):
        authenticator.authenticate(text, NOW)
