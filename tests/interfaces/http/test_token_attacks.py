"""Tokens that are not what they claim, shown over HTTP: all refused, and none tells why too much.

The forgeries themselves are tried out in ``tests/infrastructure/access_tokens``; here is proved
that what answers requests has the same door, whichever address it is.
"""

import hmac
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from joserfc.jwk import ECKey
from tests.application.identity.sessions.scene import Lobby
from tests.infrastructure.access_tokens.external_scene import RSA, claims, issuer_at, part, token
from tests.infrastructure.access_tokens.key_server import KeyServer, key_server
from tests.interfaces.http.oauth2.scene import client_form, refused, registered, sent
from tests.interfaces.http.scene import ISSUER, House, problem
from tests.signing import Client

from bank.application.identity.sessions.session_desk import SessionKind
from bank.application.ports.key_service import ACCESS_TOKENS
from bank.infrastructure.access_tokens.authenticator_by_issuer import AuthenticatorByIssuer


def _claims(house: House, **changes: Any) -> dict[str, Any]:
    seconds = int(house.bank.clock.now().timestamp())
    return {
        "iss": ISSUER,
        "aud": "bank",
        "sub": "somebody",
        "iat": seconds,
        "exp": seconds + 300,
        "jti": "token-1",
        "roles": ["auditor"],
        "acr": "2",
        **changes,
    }


def _signed(house: House, said: dict[str, Any], **header: Any) -> str:
    """Sign anything at all with the bank's own key."""
    newest = house.keys.versions(ACCESS_TOKENS.name)[-1].id
    content = f"{part({'alg': 'ES256', 'kid': newest, 'typ': 'JWT', **header})}.{part(said)}"
    return f"{content}.{part(house.keys.sign(ACCESS_TOKENS.name, content.encode()).raw)}"


async def _shown(house: House, text: str) -> Any:
    return await house.call(
        "GET", "/v1/audit/events", role=None, headers={"authorization": f"Bearer {text}"}
    )


async def test_the_good_token_that_the_forgeries_start_from_opens_the_door(house: House) -> None:
    assert (await _shown(house, _signed(house, _claims(house)))).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        {"iss": ISSUER + "/"},
        {"iss": "https://other.example"},
        {"aud": "other"},
        {"roles": "auditor"},
        {"roles": ["auditor", 1]},
        {"nbf": 32_503_680_000},
        {"sub": ""},
    ],
    ids=str,
)
async def test_other_claims_are_refused(house: House, change: dict[str, Any]) -> None:
    answer = await _shown(house, _signed(house, _claims(house, **change)))
    problem(answer, 401, "token_invalid")
    assert answer.headers["www-authenticate"] == 'Bearer error="invalid_token"'


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "at+jwt"},
        {"alg": "HS256"},
        {"kid": "unknown"},
        {"kid": "../../keys"},
        {"crit": ["x"], "x": 1},
        {"alg": "none"},
    ],
    ids=str,
)
async def test_other_headers_are_refused(house: House, header: dict[str, Any]) -> None:
    problem(await _shown(house, _signed(house, _claims(house), **header)), 401, "token_invalid")


async def test_an_expired_token_is_told_so(house: House) -> None:
    now = int(house.bank.clock.now().timestamp())
    answer = await _shown(house, _signed(house, _claims(house, exp=now)))
    problem(answer, 401, "token_expired")


async def test_no_signature_the_public_key_as_a_secret_and_a_key_brought_along(
    house: House,
) -> None:
    version = house.keys.versions(ACCESS_TOKENS.name)[-1]
    assert version.public_key is not None
    header = {"alg": "none", "kid": version.id, "typ": "JWT"}
    problem(await _shown(house, f"{part(header)}.{part(_claims(house))}."), 401, "token_invalid")
    public = load_der_public_key(version.public_key)
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    content = f"{part(header | {'alg': 'HS256'})}.{part(_claims(house))}"
    mac = hmac.digest(secret, content.encode(), "sha256")
    problem(await _shown(house, f"{content}.{part(mac)}"), 401, "token_invalid")
    stranger = ECKey.generate_key("P-256", {"kid": version.id})
    brought = dict(stranger.as_dict(private=False))
    forged = token(_claims(house), key=stranger, jwk=brought, jku="https://evil.example/jwks")
    problem(await _shown(house, forged), 401, "token_invalid")


async def test_oversize_is_refused(house: House) -> None:
    problem(await _shown(house, _signed(house, _claims(house, x="x" * 8192))), 401, "token_invalid")


async def test_a_refresh_token_and_an_assertion_are_no_access_tokens(house: House) -> None:
    lobby, client = Lobby(house.bank), Client()
    session = await lobby.open(await lobby.principal(), SessionKind.APP)
    await registered(house, client)
    assertion = client.assertion(ISSUER, house.bank.clock.now())
    for text in (session.refresh_token, assertion):
        problem(await _shown(house, str(text)), 401, "token_invalid")


async def test_an_access_token_proves_no_client(house: House) -> None:
    client = Client()
    await registered(house, client)
    form = client_form(house, client, client_assertion=_signed(house, _claims(house)))
    refused(await sent(house, "/oauth2/token", form), 401, "invalid_client")


@pytest.fixture
async def server() -> AsyncIterator[KeyServer]:
    with key_server() as served:
        served.publish(RSA)
        yield served


@pytest.fixture
def trusting(house: House, server: KeyServer) -> House:
    """A house that accepts an external issuer's tokens, whose keys it has not fetched yet."""
    own = house.services.authenticator
    external = issuer_at(server.address)
    both = replace(house.services, authenticator=AuthenticatorByIssuer(own, [external]))
    house.services = both
    house.app = house._app()
    return house


def _now(house: House, **changes: Any) -> dict[str, Any]:
    seconds = int(house.bank.clock.now().timestamp())
    return claims(iat=seconds, exp=seconds + 300, **changes)


async def test_whom_an_external_issuer_vouches_for_comes_in_though_its_key_is_new(
    trusting: House, server: KeyServer
) -> None:
    text = token(_now(trusting))
    assert (await _shown(trusting, text)).status_code == 200
    assert (await _shown(trusting, text)).status_code == 200
    assert server.asked == 1
    (event,) = trusting.desk.events("audit.read")[:1]
    assert event.actor == trusting.bank.digests.pseudonym("sso|f3a1")


async def test_an_external_issuer_gives_no_role_that_it_was_not_mapped_to(trusting: House) -> None:
    said = _now(trusting, realm_access={"roles": ["administrator", "auditor"]})
    problem(await _shown(trusting, token(said)), 401, "token_invalid")
    teller = _now(trusting, realm_access={"roles": ["bank-teller"]})
    problem(await _shown(trusting, token(teller)), 403, "action_forbidden")


async def test_an_external_issuer_cannot_speak_for_the_bank(trusting: House) -> None:
    problem(await _shown(trusting, token(_claims(trusting))), 401, "token_invalid")
    assert (await _shown(trusting, _signed(trusting, _claims(trusting)))).status_code == 200
