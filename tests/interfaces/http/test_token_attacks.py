"""Tokens that are not what they claim, shown over HTTP: all refused, and none tells why too much.

The forgeries themselves are tried out in ``tests/infrastructure/access_tokens``; here is proved
that what answers requests has the same door, whichever address it is.
"""

import hmac
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from string import ascii_letters
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
)
from joserfc.jwk import ECKey
from tests.application.identity.sessions.scene import STAFF, Lobby
from tests.application.scene import OPERATOR
from tests.infrastructure.access_tokens.external_scene import RSA, claims, issuer_at, part, token
from tests.infrastructure.access_tokens.key_server import KeyServer, key_server
from tests.interfaces.http.oauth2.scene import client_form, refused, registered, sent
from tests.interfaces.http.scene import ISSUER, House, problem
from tests.signing import Client

from bank.application.access.issue_token import IssueToken, TokenOrder
from bank.application.identity.sessions.end_everybodys import (
    EndEverybodysSessions,
    EverybodysSessions,
)
from bank.application.identity.sessions.session_cookies import SessionCookies
from bank.application.identity.sessions.session_desk import SessionKind
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.identity.staff.break_glass import BreakGlass, Emergency
from bank.application.ports.key_service import ACCESS_TOKENS
from bank.domain.principals import PrincipalState
from bank.infrastructure.access_tokens.authenticator_by_issuer import AuthenticatorByIssuer
from bank.infrastructure.in_memory.secrets_source import CountedSecrets
from bank.infrastructure.in_memory.sessions import InMemorySessionDirectory

HOUR = timedelta(hours=1)


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


async def test_a_token_that_was_given_up_is_replayed_in_vain(house: House) -> None:
    """Scenario: whoever copied a token shows it after its owner revoked it, and revokes in turn.

    Outcome: it opens nothing, neither as it is nor under another spelling of its signature; nobody
    revokes a token by one that was forged from it, nor a client's without being that client.
    """
    client, thief = Client(), Client("thief")
    for each in (client, thief):
        await registered(house, each)
    form = client_form(house, client)
    stolen = (await sent(house, "/oauth2/token", form)).json()["access_token"]
    assert (await _shown(house, stolen)).status_code == 200
    forged = stolen[:-8] + "AAAAAAAA"
    for shown, status, error in (
        ({"token": stolen}, 401, "invalid_client"),
        ({"token": stolen, **_proof(house, thief)}, 400, "unauthorized_client"),
        ({"token": stolen, **_proof(house, Client())}, 401, "invalid_client"),
        ({"token": forged, **_proof(house, client)}, 200, ""),
    ):
        answer = await sent(house, "/oauth2/revoke", shown)
        assert answer.status_code == status
        assert answer.json().get("error", "") == error
    await _looked(house)
    assert (await _shown(house, stolen)).status_code == 200
    own = {"token": stolen, **_proof(house, client)}
    assert (await sent(house, "/oauth2/revoke", own)).status_code == 200
    await _looked(house)
    for text in (stolen, f" {stolen}", stolen + "=", stolen[:-1] + _sibling(stolen[-1])):
        problem(await _shown(house, text), 401, "token_invalid")


async def test_no_token_outlasts_the_lock_of_whom_it_speaks_for(house: House) -> None:
    """Scenario: tokens were issued to a member of staff, by command and for a session; they go.

    Outcome: both open nothing, nor does one that is dated into the future.
    """
    lobby = Lobby(house.bank)
    who = await lobby.principal("auditor-1", STAFF, roles=("auditor",))
    session = await lobby.open(who, SessionKind.APP, assurance=2)
    seconds = int(house.bank.clock.now().timestamp())
    said = _claims(house, sub="auditor-1", jti="token-2")
    later = said | {"iat": seconds + 59, "nbf": seconds + 59}
    texts = [str(session.access_token), _signed(house, said), _signed(house, later)]
    for text in texts:
        assert (await _shown(house, text)).status_code == 200
    await lobby.save(who.changed(state=PrincipalState.DEACTIVATED))
    await lobby.end_all("auditor-1")
    await _looked(house)
    for text in texts:
        problem(await _shown(house, text), 401, "token_invalid")


async def test_once_everybody_was_sent_out_no_kind_of_token_of_before_opens_anything(
    house: House,
) -> None:
    client = Client()
    await registered(house, client)
    granted = (await sent(house, "/oauth2/token", client_form(house, client))).json()
    texts = [granted["access_token"], *await _by_command(house)]
    for text in texts:
        assert (await _shown(house, text)).status_code != 401
    await house.desk.ask(EndEverybodysSessions, EverybodysSessions(), OPERATOR)
    await _looked(house)
    for text in texts:
        problem(await _shown(house, text), 401, "token_invalid")
    for text in await _by_command(house):
        assert (await _shown(house, text)).status_code != 401


async def _by_command(house: House) -> list[str]:
    """Give the tokens that whoever runs the machine makes: a script's, and one of an emergency."""
    order = TokenOrder(subject="x", roles=("auditor",), lifetime=HOUR, factors=2)
    script = (await house.desk.ask(IssueToken, order, OPERATOR)).result.text
    emergency = Emergency(reason="a test of the exit")
    glass = (await house.desk.ask(BreakGlass, emergency, OPERATOR)).result.token.text
    return [script, glass]


async def test_an_access_token_proves_no_client(house: House) -> None:
    client = Client()
    await registered(house, client)
    form = client_form(house, client, client_assertion=_signed(house, _claims(house)))
    refused(await sent(house, "/oauth2/token", form), 401, "invalid_client")


def _proof(house: House, client: Client) -> dict[str, str]:
    return client_form(house, client, grant_type="")


def _sibling(character: str) -> str:
    """Give another last character of the same bits, where a signature leaves some unused."""
    return ascii_letters[(ascii_letters.index(character) + 1) % 52] if character.isalpha() else "A"


async def _looked(house: House) -> None:
    await house.services.sessions.look(house.bank.clock.now())


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
    both = AuthenticatorByIssuer(own, [external], house.bank.digests)
    watch = SessionWatch(
        InMemorySessionDirectory(house.bank.store),
        both,
        SessionTerms(),
        SessionCookies(CountedSecrets(), house.bank.digests),
    )
    house.services = replace(house.services, authenticator=both, sessions=watch)
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


async def test_whom_an_external_issuer_goes_on_to_vouch_for_stays_out(trusting: House) -> None:
    """Scenario: somebody of another issuer's is shut out, and gets new tokens there at once.

    Outcome: none opens anything; those of everybody else do. Let in again, they get in by new ones.
    """
    first, other = token(_now(trusting)), token(_now(trusting, sub="e5d0"))
    assert (await _shown(trusting, first)).status_code == 200
    await _put_out(trusting, "shut-out")
    for seconds in (0, 50):
        moment = int(trusting.bank.clock.now().timestamp()) + seconds
        text = token(_now(trusting) | {"iat": moment})
        problem(await _shown(trusting, text), 401, "token_invalid")
    assert (await _shown(trusting, other)).status_code == 200
    await _put_out(trusting, "let-in")
    problem(await _shown(trusting, first), 401, "token_invalid")
    trusting.bank.clock.move(timedelta(minutes=1))
    assert (await _shown(trusting, token(_now(trusting)))).status_code == 200


async def _put_out(house: House, what: str) -> None:
    body = {"subject": "sso|f3a1"}
    done = await house.call("POST", f"/v1/token-holders/{what}", body, role="administrator")
    assert done.json() == body | {"shut_out": what == "shut-out"}
    await _looked(house)


async def test_an_external_issuer_cannot_speak_for_the_bank(trusting: House) -> None:
    problem(await _shown(trusting, token(_claims(trusting))), 401, "token_invalid")
    assert (await _shown(trusting, _signed(trusting, _claims(trusting)))).status_code == 200
