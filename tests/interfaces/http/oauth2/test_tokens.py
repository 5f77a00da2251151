"""Tokens over HTTP: in the words of OAuth 2, forms read strictly."""

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from tests.application.identity.sessions.scene import Lobby
from tests.interfaces.http.oauth2.scene import (
    JWT_BEARER,
    TYPE,
    client_form,
    refused,
    registered,
    sent,
)
from tests.interfaces.http.scene import ISSUER, House, problem
from tests.signing import Client

from bank.application.identity.sessions.session_desk import OpenedSession, SessionKind


async def _app(house: House) -> OpenedSession:
    lobby = Lobby(house.bank)
    return await lobby.open(await lobby.principal(), SessionKind.APP)


def _refresh_form(session: OpenedSession) -> dict[str, str]:
    assert session.refresh_token is not None
    return {"grant_type": "refresh_token", "refresh_token": session.refresh_token}


async def test_an_app_gets_its_next_tokens(house: House) -> None:
    session = await _app(house)
    answer = await sent(house, "/oauth2/token", _refresh_form(session))
    assert answer.status_code == 200, answer.text
    tokens = answer.json()
    assert tokens.keys() == {"access_token", "token_type", "expires_in", "refresh_token"}
    assert (tokens["token_type"], tokens["expires_in"]) == ("Bearer", 300)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["pragma"] == "no-cache"
    bearer = {"authorization": f"Bearer {tokens['access_token']}"}
    shown = await house.call("GET", "/v1/me/sessions", role=None, headers=bearer)
    assert [each["id"] for each in shown.json()["items"]] == [str(session.id)]


async def test_a_replayed_refresh_token_is_answered_as_one_that_never_was(house: House) -> None:
    form = _refresh_form(await _app(house))
    following = (await sent(house, "/oauth2/token", form)).json()["refresh_token"]
    unknown = form | {"refresh_token": "unknown"}
    said = [
        refused(await sent(house, "/oauth2/token", each), 400, "invalid_grant")
        for each in (form, form | {"refresh_token": following}, unknown)
    ]
    assert len(set(said)) == 1


async def test_a_client_gets_a_token_that_others_can_verify(house: House) -> None:
    client = Client()
    known = await registered(house, client, "auditor", "service_account")
    answer = await sent(house, "/oauth2/token", client_form(house, client, scope="service_account"))
    assert answer.status_code == 200, answer.text
    assert answer.json().keys() == {"access_token", "token_type", "expires_in", "scope"}
    keys = KeySet.import_key_set((await house.call("GET", "/oauth2/jwks", role=None)).json())
    token = jwt.decode(answer.json()["access_token"], keys, algorithms=["ES256"])
    seconds = int(house.bank.clock.now().timestamp())
    claims = token.claims
    assert claims.pop("jti")
    assert claims == {
        "iss": ISSUER,
        "aud": "bank",
        "sub": "payments",
        "client_id": "payments",
        "roles": ["service_account"],
        "scope": "service_account",
        "sid": str(known.session),
        "iat": seconds,
        "nbf": seconds,
        "exp": seconds + 900,
    }
    assert token.header["typ"] == "JWT"


async def test_a_clients_token_opens_what_its_roles_open(house: House) -> None:
    client = Client()
    await registered(house, client, "auditor")
    granted = (await sent(house, "/oauth2/token", client_form(house, client))).json()
    bearer = {"authorization": f"Bearer {granted['access_token']}"}
    read = await house.call("GET", "/v1/audit/events", role=None, headers=bearer)
    assert read.status_code == 200, read.text
    body = {"client_id": "another", "roles": ["auditor"], "jwks": client.jwks}
    made = await house.call("POST", "/v1/clients", body, role=None, headers=bearer)
    problem(made, 403, "action_forbidden")


@pytest.mark.parametrize("name", ["resource", "audience"])
async def test_a_client_gets_a_token_of_the_type_that_its_audience_takes(
    house: House, name: str
) -> None:
    client = Client()
    await registered(house, client)
    form = client_form(house, client, **{name: "https://ledger.example"})
    answer = await sent(house, "/oauth2/token", form)
    keys = KeySet.import_key_set((await house.call("GET", "/oauth2/jwks", role=None)).json())
    token = jwt.decode(answer.json()["access_token"], keys, algorithms=["ES256"])
    assert (token.claims["aud"], token.header["typ"]) == ("https://ledger.example", "at+jwt")
    bearer = {"authorization": f"Bearer {answer.json()['access_token']}"}
    problem(await house.call("GET", "/v1/me", role=None, headers=bearer), 401, "token_invalid")
    unknown = client_form(house, client, **{name: "https://other.example"})
    refused(await sent(house, "/oauth2/token", unknown), 400, "invalid_target")


async def test_two_audiences_are_not_guessed_between(house: House) -> None:
    client = Client()
    await registered(house, client)
    both = client_form(house, client, resource="https://ledger.example", audience="bank")
    refused(await sent(house, "/oauth2/token", both), 400, "invalid_request")


async def test_an_assertion_shown_twice_is_refused_as_any_that_proves_nothing(
    house: House,
) -> None:
    client = Client()
    await registered(house, client)
    form = client_form(house, client)
    assert (await sent(house, "/oauth2/token", form)).status_code == 200
    answer = await sent(house, "/oauth2/token", form)
    replayed = refused(answer, 401, "invalid_client")
    assert answer.headers["www-authenticate"] == "Bearer"
    stranger = client_form(house, Client("stranger"))
    assert refused(await sent(house, "/oauth2/token", stranger), 401, "invalid_client") == replayed


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"grant_type": ""}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, 400, "unsupported_grant_type"),
        ({"grant_type": "refresh_token"}, 400, "invalid_request"),
        ({"client_assertion": ""}, 401, "invalid_client"),
        ({"client_assertion": "x" * 9000}, 400, "invalid_request"),
        ({"client_assertion_type": ""}, 401, "invalid_client"),
        ({"client_assertion_type": "urn:other"}, 401, "invalid_client"),
        ({"client_id": "somebody-else"}, 401, "invalid_client"),
        ({"scope": "administrator"}, 400, "invalid_scope"),
        ({"scope": "auditor  auditor"}, 400, "invalid_scope"),
        ({"audience": "elsewhere"}, 400, "invalid_target"),
    ],
)
async def test_what_is_missing_or_wrong_is_named(
    house: House, change: dict[str, str], status: int, error: str
) -> None:
    client = Client()
    await registered(house, client)
    refused(await sent(house, "/oauth2/token", client_form(house, client, **change)), status, error)


async def test_unknown_and_empty_parameters_are_passed_over(house: House) -> None:
    client = Client()
    await registered(house, client)
    form = client_form(house, client) | {"nonce": "x", "scope": "", "resource": ""}
    assert (await sent(house, "/oauth2/token", form)).status_code == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"grant_type=refresh_token&refresh_token=a&refresh_token=b", TYPE),
        (b"grant_type=refresh_token&grant_type=refresh_token&refresh_token=a", TYPE),
        (b"grant_type=refresh_token&refresh_token=%ff", TYPE),
        (b"grant_type=refresh_token&refresh_token=\xff", TYPE),
        (b"&".join(b"p%d=x" % number for number in range(40)), TYPE),
        (b"", TYPE),
        (b'{"grant_type": "refresh_token", "refresh_token": "a"}', "application/json"),
        (b"grant_type=refresh_token&refresh_token=a", "text/plain"),
        (b"grant_type=refresh_token&refresh_token=a", ""),
    ],
)
async def test_a_form_that_is_none_is_refused(house: House, body: bytes, kind: str) -> None:
    answer = await sent(house, "/oauth2/token", body, content_type=kind)
    refused(answer, 400, "invalid_request")


async def test_parameters_do_not_belong_into_the_address(house: House) -> None:
    form = _refresh_form(await _app(house))
    answer = await sent(house, "/oauth2/token?grant_type=refresh_token", form)
    refused(answer, 400, "invalid_request")


@pytest.mark.parametrize("name", ["refresh_token", "access_token"])
async def test_a_revoked_token_ends_its_session_and_is_answered_like_any_other(
    house: House, name: str
) -> None:
    session = await _app(house)
    token: str = getattr(session, name)
    for text in (token, token, "unknown"):
        form = {"token": text, "token_type_hint": "access_token"}
        answer = await sent(house, "/oauth2/revoke", form)
        assert (answer.status_code, answer.content) == (200, b"{}")
    refused(await sent(house, "/oauth2/token", _refresh_form(session)), 400, "invalid_grant")
    assert Lobby(house.bank).kept(session).ended_at is not None


async def _client_token(house: House, client: Client, **form: str) -> str:
    answer = await sent(house, "/oauth2/token", client_form(house, client, **form))
    token: str = answer.json()["access_token"]
    return token


def _revocation(house: House, token: str, client: Client, **other: str) -> dict[str, str]:
    return client_form(house, client, grant_type="", token=token, **other)


async def test_a_client_revokes_its_token_by_an_assertion_and_keeps_its_others(
    house: House,
) -> None:
    client = Client()
    await registered(house, client)
    one, other = [await _client_token(house, client) for _ in range(2)]
    for _ in range(2):
        answer = await sent(house, "/oauth2/revoke", _revocation(house, one, client))
        assert (answer.status_code, answer.content) == (200, b"{}"), answer.text
        await house.services.sessions.look(house.bank.clock.now())
    for token, status in ((one, 401), (other, 200)):
        bearer = {"authorization": f"Bearer {token}"}
        read = await house.call("GET", "/v1/audit/events", role=None, headers=bearer)
        assert read.status_code == status, read.text


async def test_only_the_client_whose_token_it_is_revokes_it(house: House) -> None:
    client, other = Client(), Client("reports")
    await registered(house, client)
    await registered(house, other)
    token, session = await _client_token(house, client), await _app(house)
    for form, status, error in (
        ({"token": token}, 401, "invalid_client"),
        (_revocation(house, token, client, client_assertion_type="urn:other"), 401, None),
        (_revocation(house, token, client, client_assertion=""), 401, None),
        (_revocation(house, token, client, client_id="reports"), 401, None),
        (_revocation(house, token, Client()), 401, None),
        (_revocation(house, token, other), 400, "unauthorized_client"),
        (_revocation(house, str(session.refresh_token), client), 400, "unauthorized_client"),
    ):
        answer = await sent(house, "/oauth2/revoke", form)
        refused(answer, status, error or "invalid_client")
    assert not house.bank.store.committed.revocations
    unknown = await sent(house, "/oauth2/revoke", _revocation(house, "unknown", client))
    assert unknown.status_code == 200


async def test_a_token_for_another_audience_is_not_the_banks_to_revoke(house: House) -> None:
    client = Client()
    await registered(house, client)
    token = await _client_token(house, client, audience="https://ledger.example")
    form = _revocation(house, token, client)
    refused(await sent(house, "/oauth2/revoke", form), 400, "unsupported_token_type")


async def test_revoking_nothing_is_refused(house: House) -> None:
    for form in ({}, {"token": ""}):
        refused(await sent(house, "/oauth2/revoke", form), 400, "invalid_request")


async def test_other_methods_are_told_so(house: House) -> None:
    problem(await house.call("GET", "/oauth2/token", role=None), 405, "method_not_allowed")


async def test_discovery_leads_to_everything(house: House) -> None:
    discovery = await house.call("GET", "/.well-known/openid-configuration", role=None)
    said = discovery.json()
    assert said["issuer"] == ISSUER
    client = Client()
    await registered(house, client)
    path = said["token_endpoint"].removeprefix(ISSUER)
    form = client_form(house, client)
    assert form["client_assertion_type"] == JWT_BEARER
    assert (await sent(house, path, form)).status_code == 200
    path = said["revocation_endpoint"].removeprefix(ISSUER)
    assert (await sent(house, path, {"token": "x"})).status_code == 200
    assert said["response_types_supported"] == []
    assert not {name for name in said if name.startswith(("id_token", "authorization_"))}
    assert "private_key_jwt" in said["token_endpoint_auth_methods_supported"]
    assert said["revocation_endpoint_auth_methods_supported"] == ["private_key_jwt", "none"]
    for which in ("token", "revocation"):
        algorithms = said[f"{which}_endpoint_auth_signing_alg_values_supported"]
        assert algorithms == ["ES256", "PS256", "RS256"]
    assert set(said["grant_types_supported"]) == {"refresh_token", "client_credentials"}
