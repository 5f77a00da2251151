"""Signing in over HTTP: what is answered, to whom, and what no answer tells apart."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.application.scene import OPENED_AT
from tests.interfaces.http.scene import House, problem
from tests.people_who_sign_in import NAME, PASSWORD, person

from bank.domain.principals import PrincipalState
from bank.interfaces.http.door import Door

WRONG = "somebody else's harbour"
OWN_PAGE = {"x-bank-client": "portal", "sec-fetch-site": "same-origin"}
_OF_ONE_ANSWER = {"request_id", "x-request-id", "content-length"}


async def _begin(
    house: House, name: str = NAME, password: str = PASSWORD, **given: Any
) -> httpx.Response:
    headers = given.pop("headers", None)
    body = {"name": name, "password": password, **given}
    return await house.call(
        "POST", "/v1/sessions", body, role=None, headers=headers, without=["idempotency-key"]
    )


async def _finish(
    house: House, attempt: str, proof: dict[str, Any], kind: str = "totp"
) -> httpx.Response:
    path = f"/v1/sessions/{attempt}/factor"
    return await house.call("POST", path, {"kind": kind, "proof": proof}, role=None)


def _cookie(answer: httpx.Response) -> dict[str, str]:
    """Give what a browser sends from now on."""
    return OWN_PAGE | {"cookie": answer.headers["set-cookie"].partition(";")[0]}


async def _browser(house: House, name: str = NAME, **headers: str) -> httpx.Response:
    return await _begin(house, name, session="browser", headers=OWN_PAGE | headers)


async def _is_in(house: House, headers: dict[str, str]) -> bool:
    await house.services.sessions.look(house.bank.clock.now())
    answer = await house.call("GET", "/v1/me", role=None, headers=headers)
    return answer.status_code == 200


async def _me(house: House, token: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {token}"}
    return await house.call("GET", "/v1/me", role=None, headers=headers)


async def test_an_app_signs_in_and_is_known_by_its_token(house: House) -> None:
    ada = await person(house.bank.scopes, OPENED_AT)
    answer = await _begin(house)
    assert answer.status_code == 201, answer.text
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["location"] == "/v1/me/sessions"
    assert "set-cookie" not in answer.headers
    view = answer.json()
    assert (view["status"], view["assurance"]) == ("signed_in", 1)
    assert view["refresh_token"]
    me = (await _me(house, view["access_token"])).json()
    assert me["subject"] == ada.principal.subject
    assert (me["roles"], me["kind"], me["branch"]) == (["customer"], "customer", None)
    assert (me["customer_ids"], me["factors"]) == ([], {})
    assert (me["assurance"], me["session_id"]) == (1, view["session_id"])


async def test_a_second_factor_is_asked_for_and_counts(house: House) -> None:
    ada = await person(house.bank.scopes, OPENED_AT, totp=True)
    answer = await _begin(house)
    needed = answer.json()
    assert (answer.status_code, needed["status"]) == (202, "factor_needed")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["location"] == f"/v1/sessions/{needed['attempt_id']}/factor"
    assert needed["factors"] == {"totp": {}}
    assert needed["expires_at"] == "2026-11-24T09:35:00Z"
    assert "access_token" not in needed
    proof = {"code": ada.code(house.bank.clock.now())}
    answer = await _finish(house, needed["attempt_id"], proof)
    assert (answer.status_code, answer.json()["assurance"]) == (201, 2)
    assert answer.headers["cache-control"] == "no-store"
    me = (await _me(house, answer.json()["access_token"])).json()
    assert (me["assurance"], me["factors"]) == (2, {"totp": 1})
    again = await _finish(house, needed["attempt_id"], proof)
    problem(again, 404, "sign_in_attempt_over")


async def test_a_browsers_session_is_in_a_cookie_alone(house: House) -> None:
    await person(house.bank.scopes, OPENED_AT)
    answer = await _begin(house, session="browser", headers=OWN_PAGE)
    assert answer.status_code == 201, answer.text
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-session=")
    value = cookie.partition(";")[0]
    assert value.partition("=")[2] not in answer.text
    assert not {"access_token", "refresh_token"} & answer.json().keys()
    me = await house.call("GET", "/v1/me", role=None, headers={"cookie": value})
    assert me.json()["session_id"] == answer.json()["session_id"]


@pytest.mark.parametrize("name", [NAME, "grace@example.com"])
async def test_who_signs_in_in_a_browser_ends_the_session_that_it_had(
    house: House, name: str
) -> None:
    """Scenario: in Ada's browser she signs in again, or Grace does; Ada is in elsewhere as well.

    Outcome: the old cookie lets nobody in, whoever's it was; nothing else of Ada's has ended.
    """
    await person(house.bank.scopes, OPENED_AT)
    await person(house.bank.scopes, OPENED_AT, "grace@example.com")
    before, elsewhere = await _browser(house), await _browser(house)
    assert await _is_in(house, _cookie(before))
    after = await _browser(house, name, cookie=_cookie(before)["cookie"])
    assert not await _is_in(house, _cookie(before))
    assert await _is_in(house, _cookie(after))
    assert await _is_in(house, _cookie(elsewhere))
    events = house.bank.store.committed.audit_events.values()
    (told,) = [each for each in events if each.object_id == after.json()["session_id"]]
    assert told.before is not None


async def test_only_who_gets_in_ends_a_session(house: House) -> None:
    """Scenario: in Ada's browser a sign-in fails, stops at the second factor, or is an app's.

    Outcome: her session stands until the second factor is proved.
    """
    await person(house.bank.scopes, OPENED_AT)
    grace = await person(house.bank.scopes, OPENED_AT, "grace@example.com", totp=True)
    before = _cookie(await _browser(house))
    await _begin(house, password=WRONG, session="browser", headers=before)
    await _begin(house, headers=before)
    needed = await _browser(house, "grace@example.com", cookie=before["cookie"])
    assert await _is_in(house, before)
    path = f"/v1/sessions/{needed.json()['attempt_id']}/factor"
    body = {"kind": "totp", "proof": {"code": grace.code(house.bank.clock.now())}}
    done = await house.call("POST", path, body, role=None, headers=before)
    assert done.status_code == 201, done.text
    assert not await _is_in(house, before)


async def test_an_app_says_which_session_the_new_one_replaces(house: House) -> None:
    await person(house.bank.scopes, OPENED_AT)
    before, elsewhere = (await _begin(house)).json(), (await _begin(house)).json()
    tokens = [{"authorization": f"Bearer {each['access_token']}"} for each in (before, elsewhere)]
    for none_of_ours in ("x", before["access_token"]):
        assert (await _begin(house, replaces=none_of_ours)).status_code == 201
    assert await _is_in(house, tokens[0])
    assert (await _begin(house, replaces=before["refresh_token"])).status_code == 201
    assert not await _is_in(house, tokens[0])
    assert await _is_in(house, tokens[1])


@pytest.mark.parametrize(
    "headers", [{}, {"x-bank-client": "portal", "sec-fetch-site": "cross-site"}], ids=str
)
async def test_no_other_page_begins_a_browsers_session(
    house: House, headers: dict[str, str]
) -> None:
    await person(house.bank.scopes, OPENED_AT)
    answer = await _begin(house, session="browser", headers=headers)
    problem(answer, 403, "csrf_refused")
    assert "set-cookie" not in answer.headers


async def test_a_passkey_is_asked_for_without_a_name(house: House) -> None:
    answer = await house.call("POST", "/v1/sessions/passkey", {}, role=None)
    needed = answer.json()
    assert (answer.status_code, list(needed["factors"])) == (202, ["passkey"])
    assert needed["factors"]["passkey"]["challenge"]
    forged = await _finish(house, needed["attempt_id"], {"id": "made up"}, "passkey")
    problem(forged, 401, "sign_in_failed")


async def test_a_device_is_remembered_and_known_again(house: House) -> None:
    await person(house.bank.scopes, OPENED_AT)
    device = (await _begin(house, remember_as="Ada's phone")).json()["device"]
    again = await _begin(house, device_secret=device["secret"])
    assert "device" not in again.json()
    sessions = house.bank.store.committed.sessions.values()
    assert {str(each.session.device) for each in sessions} == {device["id"]}


async def _strangers(house: House) -> dict[str, tuple[str, str]]:
    scopes = house.bank.scopes
    await person(scopes, OPENED_AT)
    await person(scopes, OPENED_AT, "gone@example.com", state=PrincipalState.DEACTIVATED)
    await person(scopes, OPENED_AT, "key@example.com", password=None)
    return {
        "unknown": ("nobody@example.com", PASSWORD),
        "wrong": (NAME, WRONG),
        "deactivated": ("gone@example.com", PASSWORD),
        "without a password": ("key@example.com", PASSWORD),
        "far too long": (NAME, "x" * 1024),
    }


async def test_no_answer_tells_one_failure_from_another(house: House) -> None:
    """Scenario: all who cannot sign in try, until there is a wait, and once more.

    Outcome: at every step status, headers and body are the same for each of them.
    """
    strangers = await _strangers(house)
    del strangers["far too long"]
    for step in range(6):
        seen = [_facts(await _begin(house, *shown)) for shown in strangers.values()]
        assert seen == [seen[0]] * len(seen), step
        (status, headers, body) = seen[0]
        assert status == (401 if step < 5 else 429)
        assert body["code"] == ("sign_in_failed" if step < 5 else "sign_in_throttled")
        assert headers.get("retry-after") == (None if step < 5 else "30")


@pytest.mark.parametrize("who", ["wrong", "far too long"])
async def test_any_wrong_password_is_wrong(house: House, who: str) -> None:
    answer = await _begin(house, *(await _strangers(house))[who])
    problem(answer, 401, "sign_in_failed")


async def test_whoever_has_waited_gets_in(house: House) -> None:
    await person(house.bank.scopes, OPENED_AT)
    for _ in range(5):
        problem(await _begin(house, password=WRONG), 401, "sign_in_failed")
    answer = await _begin(house)
    problem(answer, 429, "sign_in_throttled")
    house.bank.clock.move(timedelta(seconds=int(answer.headers["retry-after"])))
    assert (await _begin(house)).status_code == 201


@pytest.mark.parametrize(
    "body",
    [
        {"name": NAME},
        {"password": PASSWORD},
        {"name": "", "password": PASSWORD},
        {"name": NAME, "password": ""},
        {"name": NAME, "password": "x" * 1025},
        {"name": NAME, "password": PASSWORD, "session": "service"},
        {"name": NAME, "password": PASSWORD, "remember_as": "\u202e"},
        {"name": NAME, "password": PASSWORD, "admin": True},
    ],
    ids=repr,
)
async def test_a_body_of_another_shape_is_refused_and_never_shown(
    house: House, body: dict[str, Any]
) -> None:
    answer = await house.call("POST", "/v1/sessions", body, role=None)
    problem(answer, 400, "invalid_request")
    assert PASSWORD not in answer.text
    assert not house.bank.store.committed.audit_events


async def test_nothing_shown_is_kept_in_the_clear(house: House) -> None:
    await person(house.bank.scopes, OPENED_AT)
    await _begin(house)
    await _begin(house, password=WRONG)
    spans = [(each.name, each.notes) for each in house.bank.tracer.spans]
    events = list(house.bank.store.committed.audit_events.values())
    for secret in (NAME, PASSWORD, WRONG):
        assert secret not in repr((spans, events))


async def test_a_crowd_at_the_door_is_asked_to_come_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await person(house.bank.scopes, OPENED_AT)
    monkeypatch.setitem(house.app.state._state, "door", Door(at_once=1, waiting_max=0))
    answer = await _begin(house)
    problem(answer, 503, "hashing_busy")
    assert answer.headers["retry-after"] == "1"


async def test_me_is_for_whoever_signed_in(house: House) -> None:
    problem(await house.call("GET", "/v1/me", role=None), 401, "token_missing")
    scripted = await house.call("GET", "/v1/me", role="auditor", subject="a script")
    problem(scripted, 404, "principal_not_found")


def _facts(answer: httpx.Response) -> tuple[int, dict[str, str], dict[str, Any]]:
    headers = {name: value for name, value in answer.headers.items() if name not in _OF_ONE_ANSWER}
    body = {name: value for name, value in answer.json().items() if name not in _OF_ONE_ANSWER}
    return answer.status_code, headers, body
