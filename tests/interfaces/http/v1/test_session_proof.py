"""A fresh proof over HTTP: what needs one, what gives one, and what carries the session then."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from tests.application.identity.sessions.scene import STAFF, Lobby
from tests.application.scene import a_bank
from tests.interfaces.http.scene import RULES, House, problem
from tests.people_who_sign_in import PASSWORD, Person, person
from tests.signing import token_ports

from bank.application.identity.sessions.session_desk import OpenedSession, SessionKind
from bank.infrastructure.keystore.local_key_service import LocalKeyService

PROOF = "/v1/sessions/current/proof"
BY_PASSWORD = {"password": PASSWORD}
SIX_MINUTES = timedelta(minutes=6)
SENSITIVE = [
    ("POST", "/v1/me/factors/totp", {"name": "phone"}),
    ("POST", "/v1/me/factors/passkeys", {"account_name": "ada"}),
    ("POST", "/v1/me/factors/recovery-codes", None),
    ("DELETE", "/v1/me/factors/00000000-0000-4000-8000-000000000001", None),
    ("POST", "/v1/me/password", {"current_password": PASSWORD, "new_password": "a" * 20}),
    ("POST", "/v1/me/contacts", {"email": "eve@example.com"}),
    ("DELETE", "/v1/me/devices/00000000-0000-4000-8000-000000000001", None),
    ("DELETE", "/v1/me/sessions/00000000-0000-4000-8000-000000000001", None),
    ("DELETE", "/v1/me/sessions", None),
]


@pytest.fixture
async def house(keys: LocalKeyService) -> AsyncIterator[House]:
    async with a_bank(ports=token_ports(keys, RULES)).open() as bank:
        yield House(bank, keys)


async def _in(
    house: House, kind: SessionKind, *, totp: bool = False, **other: Any
) -> tuple[Person, OpenedSession]:
    """Give somebody of staff, whose sessions last, in one of them."""
    given = {"kind": STAFF, "roles": ("teller",), **other}
    known = await person(house.bank.scopes, house.bank.clock.now(), totp=totp, **given)
    lobby = Lobby(house.bank)
    return known, await lobby.open(known.principal, kind, assurance=2 if totp else 1)


def _carried(cookie: str | None = None, token: str | None = None) -> dict[str, str]:
    if token is not None:
        return {"authorization": f"Bearer {token}"}
    page = {"x-bank-client": "portal", "sec-fetch-site": "same-origin"}
    return {"cookie": f"__Host-session={cookie}", **page}


async def _call(
    house: House, method: str, path: str, body: Any, carried: dict[str, str]
) -> httpx.Response:
    return await house.call(method, path, body, role=None, headers=carried)


def _by_code(known: Person, house: House) -> dict[str, Any]:
    factor = {"kind": "totp", "proof": {"code": known.code(house.bank.clock.now())}}
    return BY_PASSWORD | {"factor": factor}


def _cookie(answer: httpx.Response) -> str:
    return answer.headers["set-cookie"].partition("; ")[0].removeprefix("__Host-session=")


@pytest.mark.parametrize(("method", "path", "body"), SENSITIVE)
async def test_what_changes_how_somebody_signs_in_needs_a_fresh_proof(
    house: House, method: str, path: str, body: Any
) -> None:
    _, opened = await _in(house, SessionKind.APP, totp=True)
    house.bank.clock.move(SIX_MINUTES)
    answer = await _call(house, method, path, body, _carried(token=opened.access_token))
    told = problem(answer, 403, "fresh_proof_needed")
    assert PROOF in told["detail"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/me"), ("GET", "/v1/me/factors"), ("GET", "/v1/me/sessions")],
)
async def test_to_look_needs_none(house: House, method: str, path: str) -> None:
    _, opened = await _in(house, SessionKind.APP, totp=True)
    house.bank.clock.move(SIX_MINUTES)
    answer = await _call(house, method, path, None, _carried(token=opened.access_token))
    assert answer.status_code == 200, answer.text


async def test_everybody_may_sign_out_and_end_this_very_session(house: House) -> None:
    for path in ("/v1/sessions/current", "/v1/me/sessions/{}"):
        known = await person(house.bank.scopes, house.bank.clock.now(), f"{len(path)}@example.com")
        opened = await Lobby(house.bank).open(known.principal, SessionKind.APP)
        house.bank.clock.move(timedelta(minutes=4, seconds=59))
        carried = _carried(token=opened.access_token)
        assert (await _call(house, "DELETE", path.format(opened.id), None, carried)).is_success


async def test_right_after_signing_in_nothing_more_is_asked(house: House) -> None:
    _, opened = await _in(house, SessionKind.BROWSER)
    answer = await _call(house, *SENSITIVE[0], _carried(opened.cookie))
    assert answer.status_code == 200, answer.text


async def test_a_browser_proves_by_password_and_goes_on_by_another_cookie(house: House) -> None:
    _, opened = await _in(house, SessionKind.BROWSER)
    house.bank.clock.move(SIX_MINUTES)
    old = _carried(opened.cookie)
    problem(await _call(house, *SENSITIVE[0], old), 403, "fresh_proof_needed")
    ways = await _call(house, "GET", PROOF, None, old)
    assert (ways.status_code, ways.json()) == (200, {"password": True, "factors": {}})
    proved = await _call(house, "POST", PROOF, BY_PASSWORD, old)
    assert proved.status_code == 200, proved.text
    assert proved.json() == {"status": "proved", "proved_at": "2026-11-24T09:36:00Z"}
    assert proved.headers["cache-control"] == "no-store"
    assert _cookie(proved) not in ("", opened.cookie)
    assert proved.headers["set-cookie"].endswith("; Path=/; Secure; HttpOnly; SameSite=Strict")
    assert _cookie(proved) not in proved.text
    new = _carried(_cookie(proved))
    assert (await _call(house, *SENSITIVE[0], new)).status_code == 200
    # The last cookie is remembered for some seconds, and opens nothing by that; then it is none.
    problem(await _call(house, *SENSITIVE[0], old), 403, "fresh_proof_needed")
    house.bank.clock.move(timedelta(seconds=5))
    problem(await _call(house, "GET", "/v1/me", None, old), 401, "session_over")
    house.bank.clock.move(SIX_MINUTES)
    problem(await _call(house, *SENSITIVE[0], new), 403, "fresh_proof_needed")


async def test_an_app_proves_by_its_second_factor_and_goes_on_by_another_token(
    house: House,
) -> None:
    known, opened = await _in(house, SessionKind.APP, totp=True)
    house.bank.clock.move(SIX_MINUTES)
    old = _carried(token=opened.access_token)
    assert (await _call(house, "GET", PROOF, None, old)).json() == {
        "password": True,
        "factors": {"totp": {}},
    }
    code = _by_code(known, house)
    for part in (BY_PASSWORD, {"factor": code["factor"]}, {}):
        problem(await _call(house, "POST", PROOF, part, old), 403, "proof_failed")
    proved = await _call(house, "POST", PROOF, code, old)
    assert proved.status_code == 200, proved.text
    shown = proved.json()
    assert shown.keys() == {"status", "proved_at", "access_token", "access_token_expires_at"}
    assert "set-cookie" not in proved.headers
    assert (await _call(house, *SENSITIVE[0], _carried(token=shown["access_token"]))).is_success
    problem(await _call(house, *SENSITIVE[0], old), 403, "fresh_proof_needed")
    problem(await _call(house, "POST", PROOF, code, old), 403, "proof_failed")


async def test_a_refresh_token_does_not_become_fresh_by_its_owners_proof(house: House) -> None:
    """Scenario: somebody has copied it, and uses it when the owner has proved who they are."""
    known, opened = await _in(house, SessionKind.APP, totp=True)
    house.bank.clock.move(SIX_MINUTES)
    owners = _carried(token=opened.access_token)
    assert (await _call(house, "POST", PROOF, _by_code(known, house), owners)).is_success
    grant = urlencode({"grant_type": "refresh_token", "refresh_token": opened.refresh_token})
    form = {"content-type": "application/x-www-form-urlencoded"}
    tokens = await house.call(
        "POST", "/oauth2/token", role=None, content=grant.encode(), headers=form
    )
    copied = _carried(token=tokens.json()["access_token"])
    assert (await _call(house, "GET", "/v1/me", None, copied)).is_success
    for method, path, body in SENSITIVE:
        problem(await _call(house, method, path, body, copied), 403, "fresh_proof_needed")


async def test_a_request_that_was_refused_is_sent_again_under_its_key(house: House) -> None:
    known, opened = await _in(house, SessionKind.APP, totp=True)
    device = "/v1/me/devices/00000000-0000-4000-8000-000000000001"
    house.bank.clock.move(SIX_MINUTES)
    old = {**_carried(token=opened.access_token), "idempotency-key": "mine"}
    problem(await _call(house, "DELETE", device, None, old), 403, "fresh_proof_needed")
    code = _by_code(known, house)
    proved = (await _call(house, "POST", PROOF, code, old)).json()
    new = {**_carried(token=proved["access_token"]), "idempotency-key": "mine"}
    problem(await _call(house, "DELETE", device, None, new), 404, "device_not_found")


@pytest.mark.parametrize(
    "body",
    [
        {"password": ""},
        {"code": "111111"},
        {"factor": {"kind": "oracle", "proof": {}}},
        {"factor": {"kind": "totp"}},
        {"factor": {"kind": "totp", "proof": []}},
    ],
)
async def test_a_proof_of_another_shape_is_refused(house: House, body: Any) -> None:
    _, opened = await _in(house, SessionKind.APP)
    answer = await _call(house, "POST", PROOF, body, _carried(token=opened.access_token))
    problem(answer, 400, "invalid_request")


async def test_a_token_of_no_session_has_none_to_prove(house: House) -> None:
    problem(await house.call("GET", PROOF, role="customer"), 409, "no_session")
    problem(await house.call("POST", PROOF, BY_PASSWORD, role="customer"), 409, "no_session")


async def test_staff_of_one_factor_are_told_what_to_do(house: House) -> None:
    _, opened = await _in(house, SessionKind.APP)
    carried = _carried(token=opened.access_token)
    answer = await _call(house, "POST", "/v1/customers/search", {"email": "a@example.com"}, carried)
    told = problem(answer, 403, "second_factor_needed")
    assert "/v1/me/factors" in told["detail"]
    assert (await _call(house, "GET", "/v1/me", None, carried)).json()["assurance"] == 1
    assert (await _call(house, *SENSITIVE[0], carried)).status_code == 200


async def test_the_actuator_is_open_to_staff_of_two_factors(house: House) -> None:
    for factors, status in ((1, 403), (2, 200)):
        answer = await house.call("GET", "/actuator/info", role="auditor", factors=factors)
        assert answer.status_code == status, answer.text
    assert (await house.call("GET", "/actuator/info", role="service_account")).status_code == 200
