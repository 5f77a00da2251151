"""Browsers come in by a cookie, apps by a token; a change by cookie comes from our own page."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import OPENED_AT, a_bank
from tests.interfaces.http.scene import ISSUER, RULES, House, problem

from bank.application.identity.sessions.session_desk import OpenedSession, SessionKind
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.infrastructure.access_tokens.jwt_token_issuer import JwtTokenIssuer
from bank.infrastructure.in_memory.time_and_ids import CountedIds, SettableClock
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.interfaces.http.cookies import cleared_cookie, session_cookie

OUR_PAGE = {"x-bank-client": "portal", "sec-fetch-site": "same-origin"}
HOST = ISSUER.removeprefix("http://")


@pytest.fixture
async def house(keys: LocalKeyService) -> AsyncIterator[House]:
    issuer = JwtTokenIssuer(keys, CountedIds(SettableClock(OPENED_AT)), RULES)
    async with a_bank(issuer=issuer).open() as bank:
        yield House(bank, keys)


@pytest.fixture
def lobby(house: House) -> Lobby:
    return Lobby(house.bank)


async def _call(
    house: House, method: str, path: str, opened: OpenedSession, **headers: str
) -> httpx.Response:
    """Send what a browser sends: the cookie, and what ``headers`` say with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    cookie = {"cookie": f"theme=dark; __Host-session={opened.cookie}; lang=de"}
    return await house.call(method, path, role=None, headers=cookie | named)


async def test_a_cookie_lets_its_owner_in(house: House, lobby: Lobby) -> None:
    opened = await lobby.open(await lobby.principal(), assurance=2, label="Firefox")
    answer = await _call(house, "GET", "/v1/me/sessions", opened)
    assert answer.status_code == 200, answer.text
    (shown,) = answer.json()["items"]
    assert shown["id"] == str(opened.id)
    assert (shown["current"], shown["kind"], shown["label"]) == (True, "browser", "Firefox")
    assert shown["assurance"] == 2
    assert (opened.cookie or "") not in answer.text


def test_the_cookie_is_bound_to_this_host_and_hidden_from_scripts() -> None:
    opened = OpenedSession(id=None, ends_at=None, cookie="A" * 43)  # type: ignore[arg-type]
    name, _, attributes = session_cookie(opened).partition("; ")
    assert name == f"__Host-session={'A' * 43}"
    assert attributes == "Path=/; Secure; HttpOnly; SameSite=Strict"
    assert cleared_cookie() == f"__Host-session=; {attributes}; Max-Age=0"


@pytest.mark.parametrize(
    "shown",
    ["", "x", "A" * 43, "A" * 59, "!" * 59, "A" * 43 + "; __Host-session=" + "B" * 43, '"quoted"'],
)
async def test_what_is_no_session_s_cookie_lets_nobody_in(house: House, shown: str) -> None:
    cookie = {"cookie": f"__Host-session={shown}".encode("latin-1").decode("latin-1")}
    answer = await house.call("GET", "/v1/me/sessions", role=None, headers=cookie)
    problem(answer, 401, "session_over")


async def test_two_cookies_at_once_are_none_even_if_one_is_good(house: House, lobby: Lobby) -> None:
    opened = await lobby.open(await lobby.principal())
    cookie = {"cookie": f"__Host-session={opened.cookie}; __Host-session={'A' * 43}"}
    answer = await house.call("GET", "/v1/me/sessions", role=None, headers=cookie)
    problem(answer, 401, "session_over")


async def test_cookies_of_others_do_not_stand_in_a_token_s_way(house: House) -> None:
    answer = await house.call("GET", "/v1/transfers", headers={"cookie": "theme=dark; sid=1"})
    assert answer.status_code != 401


async def test_a_token_and_a_cookie_at_once_are_refused(house: House, lobby: Lobby) -> None:
    opened = await lobby.open(await lobby.principal())
    cookie = {"cookie": f"__Host-session={opened.cookie}"}
    answer = await house.call("GET", "/v1/me/sessions", role="customer", headers=cookie)
    problem(answer, 400, "two_credentials")


@pytest.mark.parametrize(
    ("headers", "accepted"),
    [
        (OUR_PAGE, True),
        (OUR_PAGE | {"sec-fetch-site": "none"}, True),
        ({"x-bank-client": "portal", "origin": ISSUER}, True),
        ({"x-bank-client": "portal", "origin": "https://" + HOST.upper()}, True),
        ({}, False),
        ({"sec-fetch-site": "same-origin"}, False),
        ({"x-bank-client": " ", "sec-fetch-site": "same-origin"}, False),
        (OUR_PAGE | {"sec-fetch-site": "cross-site"}, False),
        (OUR_PAGE | {"sec-fetch-site": "same-site", "origin": ISSUER}, False),
        (OUR_PAGE | {"sec-fetch-site": ""}, False),
        ({"x-bank-client": "portal"}, False),
        ({"x-bank-client": "portal", "origin": "null"}, False),
        ({"x-bank-client": "portal", "origin": "http://evil.example"}, False),
        ({"x-bank-client": "portal", "origin": f"http://{HOST}.evil.example"}, False),
        ({"x-bank-client": "portal", "origin": f"http://{HOST}:81"}, False),
        ({"x-bank-client": "portal", "origin": HOST}, False),
    ],
    ids=repr,
)
async def test_a_change_by_cookie_needs_our_own_page(
    house: House, lobby: Lobby, headers: dict[str, str], accepted: Any
) -> None:
    opened = await lobby.open(await lobby.principal())
    answer = await _call(house, "DELETE", "/v1/me/sessions", opened, **headers)
    if accepted:
        assert answer.status_code == 200, answer.text
    else:
        problem(answer, 403, "csrf_refused")
    read = await _call(house, "GET", "/v1/me/sessions", opened)
    assert read.status_code == 200


async def test_a_change_by_token_needs_no_page(house: House, lobby: Lobby) -> None:
    opened = await lobby.open(await lobby.principal(), SessionKind.APP)
    token = {"authorization": f"Bearer {opened.access_token}"}
    answer = await house.call("DELETE", "/v1/me/sessions", role=None, headers=token)
    assert answer.json() == {"ended": 0}


@pytest.mark.parametrize("query", ["", "?surplus=1"])
async def test_both_ways_to_a_handler_take_the_cookie(
    house: House, lobby: Lobby, query: str
) -> None:
    opened = await lobby.open(await lobby.principal())
    answer = await _call(house, "GET", f"/v1/me/sessions{query}", opened)
    if query:
        problem(answer, 400, "unknown_parameter")
    else:
        assert answer.status_code == 200


async def test_another_session_is_ended_here_and_refused_there(house: House, lobby: Lobby) -> None:
    ada = await lobby.principal()
    here, there = await lobby.open(ada), await lobby.open(ada)
    ended = await _call(house, "DELETE", f"/v1/me/sessions/{there.id}", here, **OUR_PAGE)
    assert ended.json() == {"ended": 1}
    again = await _call(house, "DELETE", f"/v1/me/sessions/{there.id}", here, **OUR_PAGE)
    assert again.json() == {"ended": 0}
    problem(await _call(house, "GET", "/v1/me/sessions", there), 401, "session_over")
    unknown = house.bank.ids.new()
    answer = await _call(house, "DELETE", f"/v1/me/sessions/{unknown}", here, **OUR_PAGE)
    problem(answer, 404, "session_not_found")


async def test_signing_out_ends_the_session_and_clears_the_cookie(
    house: House, lobby: Lobby
) -> None:
    opened = await lobby.open(await lobby.principal())
    answer = await _call(house, "DELETE", "/v1/sessions/current", opened, **OUR_PAGE)
    assert answer.json() == {"ended": 1}
    assert answer.headers["set-cookie"] == cleared_cookie()
    await house.services.sessions.look(house.bank.clock.now())
    problem(await _call(house, "GET", "/v1/me/sessions", opened), 401, "session_over")


async def test_an_app_s_token_is_refused_once_its_session_has_ended(
    house: House, lobby: Lobby
) -> None:
    """Scenario: a token that the process remembers, and one of the same session that it does not.

    Outcome: both are refused after the next look, and no other session's.
    """
    ada = await lobby.principal()
    opened = await lobby.open(ada, SessionKind.APP)
    other = await lobby.open(ada, SessionKind.APP)
    fresh = (await lobby.renew(opened)).text
    tokens = (opened.access_token or "", fresh, other.access_token or "")
    shown = [{"authorization": f"Bearer {token}"} for token in tokens]
    for headers in (shown[0], shown[2]):
        answer = await house.call("GET", "/v1/me/sessions", role=None, headers=headers)
        assert answer.status_code == 200
    await lobby.end(opened)
    await house.services.sessions.look(house.bank.clock.now())
    for headers in shown[:2]:
        answer = await house.call("GET", "/v1/me/sessions", role=None, headers=headers)
        problem(answer, 401, "token_invalid")
    answer = await house.call("GET", "/v1/me/sessions", role=None, headers=shown[2])
    assert answer.status_code == 200
    house.bank.clock.move(SessionTerms().access_lifetime)
    answer = await house.call("GET", "/v1/me/sessions", role=None, headers=shown[0])
    problem(answer, 401, "token_expired")


async def test_a_script_s_token_has_no_session_to_sign_out_of(house: House) -> None:
    for path in ("/v1/sessions/current", "/v1/me/sessions"):
        problem(await house.call("DELETE", path, role="teller"), 409, "no_session")


async def test_a_body_that_says_something_is_refused(house: House, lobby: Lobby) -> None:
    opened = await lobby.open(await lobby.principal(), SessionKind.APP)
    token = {"authorization": f"Bearer {opened.access_token}"}
    answer = await house.call(
        "DELETE", "/v1/sessions/current", {"all": True}, role=None, headers=token
    )
    problem(answer, 400, "invalid_request")
