"""Tokens of an external issuer, whose keys a real server publishes."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from tests.infrastructure.access_tokens.external_scene import (
    EC,
    ISSUER,
    NOW,
    RSA,
    RULES,
    SECONDS,
    Ticking,
    claims,
    issuer_at,
    token,
)
from tests.infrastructure.access_tokens.key_server import KeyServer, key_server
from tests.signing import LEFT_OUT

from bank.application.ports.authenticator import TokenExpired, TokenInvalid
from bank.infrastructure.access_tokens.external_issuer import ExternalIssuer
from bank.infrastructure.access_tokens.external_keys import (
    ExternalKeys,
    FileKeySource,
    HttpKeySource,
)


@pytest.fixture
def server() -> Iterator[KeyServer]:
    with key_server() as served:
        served.publish(RSA, EC)
        yield served


@pytest.fixture
async def issuer(server: KeyServer) -> ExternalIssuer:
    made = issuer_at(server.address)
    await made.keys.fetch()
    return made


@pytest.mark.parametrize("key", [RSA, EC], ids=["RS256", "ES256"])
async def test_a_token_speaks_for_somebody_who_is_nobody_of_the_banks_own(
    issuer: ExternalIssuer, key: RSAKey | ECKey
) -> None:
    principal = issuer.principal(token(key=key), NOW)
    assert principal.subject == "sso|f3a1"
    assert principal.roles == ("auditor", "teller")
    assert (principal.branch, principal.assurance, principal.session) == ("harbour", 2, None)
    assert principal.token_id == "sso|onrtac:1"
    assert principal.expires_at == NOW + timedelta(seconds=300)


async def test_claims_are_found_by_their_name_or_by_a_path(server: KeyServer) -> None:
    name = "https://bank.example/roles"
    made = issuer_at(server.address, roles_claim=name, subject_claim="who.id", branch_claim=None)
    await made.keys.fetch()
    said = claims(**{name: ["bank-teller"], "who": {"id": "x"}})
    principal = made.principal(token(said), NOW)
    assert (principal.subject, principal.roles, principal.branch) == ("sso|x", ("teller",), None)


@pytest.mark.parametrize(
    ("said", "branch"),
    [("Hafen/2", "harbour"), ("Altstadt", "old-town"), ("harbour", None), (None, None)],
)
async def test_a_map_of_branches_says_which_is_which_and_the_others_are_none(
    server: KeyServer, said: str | None, branch: str | None
) -> None:
    made = issuer_at(server.address, branches={"Hafen/2": "harbour", "Altstadt": "old-town"})
    await made.keys.fetch()
    assert made.principal(token(claims(branch=said)), NOW).branch == branch


@pytest.mark.parametrize("said", [7, "", ["Hafen/2"]])
async def test_what_a_map_of_branches_is_asked_about_is_a_text(
    server: KeyServer, said: object
) -> None:
    made = issuer_at(server.address, branches={"Hafen/2": "harbour"})
    await made.keys.fetch()
    with pytest.raises(TokenInvalid):
        made.principal(token(claims(branch=said)), NOW)


@pytest.mark.parametrize(
    ("said", "factors"),
    [
        ({}, 1),
        ({"acr": "gold"}, 2),
        ({"acr": "silver"}, 1),
        ({"acr": ""}, 1),
        ({"amr": ["pwd", "mfa"]}, 2),
        ({"amr": ["pwd"]}, 1),
        ({"amr": []}, 1),
        ({"acr": "mfa", "amr": ["gold"]}, 1),
        ({"acr": "silver", "amr": ["mfa"]}, 2),
    ],
)
async def test_two_factors_are_what_acr_or_amr_say_where_that_is_to_be_believed(
    server: KeyServer, said: dict[str, Any], factors: int
) -> None:
    words: dict[str, Any] = {
        "two_factors_acr": frozenset({"gold"}),
        "two_factors_amr": frozenset({"mfa"}),
    }
    believed = issuer_at(server.address, assurance=1, **words)
    others = issuer_at(server.address, assurance=1)
    for each in (believed, others):
        await each.keys.fetch()
    assert believed.principal(token(claims(**said)), NOW).assurance == factors
    assert others.principal(token(claims(**said)), NOW).assurance == 1


@pytest.mark.parametrize("said", [{"acr": 2}, {"acr": ["gold"]}, {"amr": "mfa"}, {"amr": [1]}])
async def test_words_of_another_form_are_refused(server: KeyServer, said: dict[str, Any]) -> None:
    words: dict[str, Any] = {
        "two_factors_acr": frozenset({"gold"}),
        "two_factors_amr": frozenset({"mfa"}),
    }
    made = issuer_at(server.address, assurance=1, **words)
    await made.keys.fetch()
    with pytest.raises(TokenInvalid, match="form"):
        made.principal(token(claims(**said)), NOW)


async def test_the_time_of_the_last_proof_is_read_where_it_is_to_be_believed(
    server: KeyServer,
) -> None:
    believed = issuer_at(server.address, auth_time_claim="auth_time")
    others = issuer_at(server.address)
    for each in (believed, others):
        await each.keys.fetch()
    said = token(claims(auth_time=SECONDS - 600))
    assert believed.principal(said, NOW).proved_at == NOW - timedelta(minutes=10)
    assert believed.principal(token(), NOW).proved_at is None
    assert others.principal(said, NOW).proved_at is None
    for wrong in (SECONDS + 61, "now", -1):
        with pytest.raises(TokenInvalid):
            believed.principal(token(claims(auth_time=wrong)), NOW)


@pytest.mark.parametrize("typ", ["JWT", "jwt", "at+jwt", "application/at+jwt", LEFT_OUT])
async def test_the_types_that_access_tokens_have_are_taken(
    issuer: ExternalIssuer, typ: Any
) -> None:
    assert issuer.principal(token(typ=typ), NOW).subject == "sso|f3a1"


@pytest.mark.parametrize(
    "typ", ["logout+jwt", "dpop+jwt", "secevent+jwt", "JWE", "client-authentication+jwt"]
)
async def test_tokens_of_other_types_are_refused(issuer: ExternalIssuer, typ: str) -> None:
    with pytest.raises(TokenInvalid, match="not an access token"):
        issuer.principal(token(typ=typ), NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"iss": ISSUER + "/"},
        {"iss": "https://sso.example/realms/other"},
        {"iss": LEFT_OUT},
        {"aud": "account"},
        {"aud": ["account"]},
        {"aud": "bank2"},
        {"aud": []},
        {"aud": LEFT_OUT},
        {"exp": LEFT_OUT},
        {"exp": str(SECONDS + 300)},
        {"exp": 1e300},
        {"nbf": SECONDS + 61},
        {"iat": SECONDS + 61},
        {"sub": LEFT_OUT},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 256},
        {"sub": "a\x00b"},
        {"sub": "a\n"},
        {"typ": "ID"},
        {"typ": "Refresh"},
        {"typ": "Logout"},
        {"realm_access": LEFT_OUT},
        {"realm_access": []},
        {"realm_access": {"roles": "bank-teller"}},
        {"realm_access": {"roles": {"bank-teller": True}}},
        {"realm_access": {"roles": [["bank-teller"]]}},
        {"realm_access": {"roles": ["bank-teller", 1]}},
        {"realm_access": {"roles": []}},
        {"realm_access": {"roles": ["offline_access", "administrator", "teller"]}},
        {"realm_access": {"roles": ["x"] * 1001}},
        {"realm_access.roles": "bank-teller"},
        {"branch": 7},
        {"branch": "x" * 33},
        {"branch": "a\x00"},
        {"branch": ""},
        {"branch": ["harbour"]},
    ],
    ids=str,
)
async def test_a_token_that_its_issuer_signed_with_other_claims_is_refused(
    issuer: ExternalIssuer, change: dict[str, Any]
) -> None:
    with pytest.raises(TokenInvalid):
        issuer.principal(token(claims(**change)), NOW)


async def test_a_token_expires_on_its_second(issuer: ExternalIssuer) -> None:
    moment = NOW + timedelta(seconds=300)
    assert issuer.principal(token(), moment - timedelta(microseconds=1)).roles
    with pytest.raises(TokenExpired):
        issuer.principal(token(), moment)


async def test_a_new_key_is_fetched_when_a_token_names_it(server: KeyServer) -> None:
    clock = Ticking()
    made = issuer_at(server.address, clock)
    await made.keys.fetch()
    new = RSAKey.generate_key(2048, {"kid": "rsa-2"})
    server.publish(RSA, new)
    clock.seconds += 10
    with pytest.raises(TokenInvalid, match="a key that its issuer has not"):
        made.principal(token(key=new), NOW)
    assert await made.learn(token(key=new))
    assert made.principal(token(key=new), NOW).subject == "sso|f3a1"
    assert not await made.learn(token(key=new))
    assert server.asked == 2


async def test_unknown_keys_make_the_issuer_be_asked_at_most_every_ten_seconds(
    server: KeyServer,
) -> None:
    clock = Ticking()
    made = issuer_at(server.address, clock)
    stranger = RSAKey.generate_key(2048, {"kid": "unknown"})
    for _ in range(21):
        assert not await made.learn(token(key=stranger))
        clock.seconds += 1
    assert server.asked == 3


async def test_a_withdrawn_key_counts_no_more(issuer: ExternalIssuer, server: KeyServer) -> None:
    clock = Ticking()
    made = issuer_at(server.address, clock)
    await made.keys.fetch()
    server.publish(EC)
    clock.seconds += 10
    await made.keys.fetch()
    with pytest.raises(TokenInvalid):
        made.principal(token(), NOW)
    assert made.principal(token(key=EC), NOW).roles


BROKEN: dict[str, dict[str, Any]] = {
    "an error": {"status": 500},
    "not there": {"status": 404},
    "a redirect": {"status": 302, "headers": {"location": "http://127.0.0.1:1/"}},
    "no JSON": {"answer": b"<html>"},
    "no set": {"answer": b"[]"},
    "no keys": {"answer": b'{"keys": []}'},
    "no usable key": {"answer": b'{"keys": [{"kty": "OKP", "kid": "1"}]}'},
    "too large": {"answer": b" " * (256 * 1024 + 1)},
}


@pytest.mark.parametrize("case", BROKEN)
async def test_keys_that_cannot_be_read_leave_those_of_before(server: KeyServer, case: str) -> None:
    clock = Ticking()
    made = issuer_at(server.address, clock)
    await made.keys.fetch()
    for name, value in BROKEN[case].items():
        setattr(server, name, value)
    clock.seconds += 10
    await made.keys.fetch()
    assert made.principal(token(), NOW).roles


async def test_an_issuer_that_is_away_has_no_key_and_is_asked_again(server: KeyServer) -> None:
    clock = Ticking()
    made = issuer_at("http://127.0.0.1:1/certs", clock)
    assert not await made.learn(token())
    with pytest.raises(TokenInvalid):
        made.principal(token(), NOW)


async def test_keys_that_are_of_no_use_do_not_spoil_the_set(server: KeyServer) -> None:
    public = dict(EC.as_dict(private=False))
    server.publish(
        {"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "kid": "ed"},
        dict(OctKey.generate_key(256, {"kid": "secret"}).as_dict()),
        dict(ECKey.generate_key("P-384", {"kid": "p384"}).as_dict(private=False)),
        public | {"kid": "wrong curve", "crv": "P-384"},
        public | {"kid": "for encryption", "use": "enc"},
        dict(RSAKey.generate_key(2048, {"kid": "private"}).as_dict(private=True)),
        {"kty": "RSA", "kid": "small", "n": "AQAB", "e": "AQAB"},
        {"kty": ["EC"], "kid": "list"},
        {"kty": "EC"},
        public | {"kid": "twice"},
        dict(ECKey.generate_key("P-256", {"kid": "twice"}).as_dict(private=False)),
        EC,
    )
    made = issuer_at(server.address)
    await made.keys.fetch()
    assert list(made.keys.known) == ["ec-1"]
    assert made.principal(token(key=EC), NOW).roles


async def test_keys_come_from_a_file_as_well(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys = ExternalKeys("sso", FileKeySource(path), RULES.algorithms, seconds=(clock := Ticking()))
    await keys.fetch()
    assert not keys.known
    path.write_text(json.dumps({"keys": [dict(RSA.as_dict(private=False))]}))
    clock.seconds += 10
    await keys.fetch()
    assert ExternalIssuer(RULES, keys).principal(token(), NOW).roles


@pytest.mark.parametrize(
    "address",
    [
        "http://sso.example/certs",
        "http://127.0.0.1.example/certs",
        "http://127.0.0.1@sso.example/certs",
        "http://10.0.0.1/certs",
        "ftp://127.0.0.1/certs",
        "file:///etc/passwd",
        "certs.json",
        "",
        "http://[::1",
    ],
)
def test_keys_come_by_tls_unless_they_are_on_this_machine(address: str) -> None:
    with pytest.raises(ValueError, match="it "):
        HttpKeySource(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://sso.example/certs",
        "http://127.0.0.1:8080/c",
        "http://[::1]/c",
        "http://localhost/c",
    ],
)
def test_such_an_address_is_taken(address: str) -> None:
    HttpKeySource(address)


async def _refuse_after(issuer: ExternalIssuer, longest: timedelta) -> None:
    await issuer.keys.fetch()
    long = token(claims(exp=SECONDS + 90 * 86_400))
    almost = NOW + longest - timedelta(seconds=1)
    assert issuer.principal(long, almost).expires_at == NOW + longest
    with pytest.raises(TokenExpired):
        issuer.principal(long, NOW + longest)


async def test_others_tokens_are_good_for_a_day_at_most(server: KeyServer) -> None:
    """So long it is remembered whose tokens ended; a longer one would outlast that."""
    roles = {"bank-teller": "service_account"}
    await _refuse_after(issuer_at(server.address, roles=roles), timedelta(days=1))


@pytest.mark.parametrize("roles", [{}, {"bank-auditor": "service_account"}])
async def test_staffs_tokens_are_good_for_eight_hours_at_most(
    server: KeyServer, roles: dict[str, str]
) -> None:
    """Whatever role they have beside, for that is how long staff may go on."""
    both = issuer_at(server.address, roles={**RULES.roles, **roles})
    await _refuse_after(both, timedelta(hours=8))
