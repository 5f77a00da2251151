"""Second factors over HTTP, of somebody who has none to begin with."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import House, fields, problem
from tests.rfc6238 import independent_code

STEP = timedelta(seconds=30)
FACTORS = "/v1/me/factors"


@pytest.fixture
async def ada(house: House) -> str:
    """Give the subject of a customer, who is a principal."""
    return str((await house.desk.customer()).id)


async def call(
    house: House, who: str, method: str, path: str, body: Any = None, *, surely: bool = False
) -> httpx.Response:
    """Call as a customer; ``surely`` with a token of two factors."""
    now = house.bank.clock.now()
    issued = house.issuer.issue(
        who, ("customer",), now, timedelta(minutes=15), assurance=2 if surely else 1, proved_at=now
    )
    headers = {"authorization": f"Bearer {issued.text}"}
    return await house.call(method, path, body, role=None, headers=headers)


def code(house: House, secret: str) -> str:
    return independent_code(secret, house.bank.clock.now())


async def enrolled(house: House, who: str, *, surely: bool = False) -> dict[str, Any]:
    begun = (
        await call(house, who, "POST", f"{FACTORS}/totp", {"name": "phone"}, surely=surely)
    ).json()
    confirmed = await call(
        house,
        who,
        "POST",
        f"{FACTORS}/totp/{begun['id']}/confirm",
        {"code": code(house, begun["secret"])},
        surely=surely,
    )
    assert confirmed.status_code == 201, confirmed.text
    view: dict[str, Any] = confirmed.json()
    return view


async def test_an_authenticator_is_begun_and_confirmed(house: House, ada: str) -> None:
    begun = await call(house, ada, "POST", f"{FACTORS}/totp", {"name": "phone"})
    assert begun.status_code == 200, begun.text
    assert begun.headers["cache-control"] == "no-store"
    shown = begun.json()
    assert shown.keys() == {"id", "name", "secret", "provisioning_uri"}
    assert f"secret={shown['secret']}" in shown["provisioning_uri"]
    at = f"{FACTORS}/totp/{shown['id']}/confirm"
    problem(await call(house, ada, "POST", at, {"code": "000000"}), 422, "wrong_code")
    confirmed = await call(house, ada, "POST", at, {"code": code(house, shown["secret"])})
    assert (confirmed.status_code, confirmed.headers["location"]) == (201, FACTORS)
    listed = await call(house, ada, "GET", FACTORS)
    assert listed.json() == {
        "items": [confirmed.json()],
        "next_cursor": None,
        "may_move_money": False,
        "reset": None,
    }
    assert confirmed.json() == {
        "id": shown["id"],
        "kind": "totp",
        "name": "phone",
        "created_at": "2026-11-24T09:30:00Z",
        "last_used_at": "2026-11-24T09:30:00Z",
        "confirmed": True,
    }
    assert shown["secret"] not in listed.text


async def test_recovery_codes_are_shown_once(house: House, ada: str) -> None:
    await enrolled(house, ada)
    refused = await call(house, ada, "POST", f"{FACTORS}/recovery-codes")
    problem(refused, 403, "second_factor_needed")
    made = await call(house, ada, "POST", f"{FACTORS}/recovery-codes", surely=True)
    assert (made.status_code, made.headers["cache-control"]) == (200, "no-store")
    codes = made.json()["codes"]
    assert len(codes) == 10
    listed = await call(house, ada, "GET", FACTORS)
    assert listed.json()["may_move_money"]
    (kept,) = [each for each in listed.json()["items"] if each["kind"] == "recovery_code"]
    assert (kept["id"], kept["codes_left"]) == (made.json()["id"], 10)
    assert not any(each in listed.text for each in codes)


async def test_what_makes_a_secret_needs_no_key_and_makes_another_each_time(
    house: House, ada: str
) -> None:
    secrets = set()
    for _ in range(2):
        begun = await house.call(
            "POST",
            f"{FACTORS}/totp",
            {"name": "phone"},
            role="customer",
            subject=ada,
            key="the same",
        )
        secrets.add(begun.json()["secret"])
    assert len(secrets) == 2


async def test_a_factor_is_removed(house: House, ada: str) -> None:
    factor = await enrolled(house, ada)
    at = f"{FACTORS}/{factor['id']}"
    problem(await call(house, ada, "DELETE", at), 403, "second_factor_needed")
    gone = await call(house, ada, "DELETE", at, surely=True)
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await call(house, ada, "GET", FACTORS)).json()["items"] == []
    problem(await call(house, ada, "DELETE", at), 404, "factor_not_found")


async def test_another_persons_factors_are_nobodys(house: House, ada: str) -> None:
    factor = await enrolled(house, ada)
    eve = str((await house.desk.customer()).id)
    problem(await call(house, eve, "DELETE", f"{FACTORS}/{factor['id']}"), 404, "factor_not_found")
    at = f"{FACTORS}/totp/{factor['id']}/confirm"
    problem(await call(house, eve, "POST", at, {"code": "000000"}), 404, "factor_not_found")
    problem(await call(house, ada, "POST", at, {"code": "000000"}, surely=True), 409, CONFIRMED)


CONFIRMED = "factor_confirmed"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("totp", {}, "/name"),
        ("totp", {"name": ""}, "/name"),
        ("totp", {"name": "x" * 141}, "/name"),
        ("totp", {"name": "phone", "secret": "mine"}, "/secret"),
        ("totp/no-id/confirm", {"code": "123456"}, None),
        ("totp/00000000-0000-0000-0000-000000000000/confirm", {"code": 123456}, "/code"),
        ("totp/00000000-0000-0000-0000-000000000000/confirm", {"code": "12345"}, "/code"),
        ("recovery-codes", {"wanted": 10}, "/wanted"),
    ],
)
async def test_bodies_are_read_strictly(
    house: House, ada: str, path: str, body: Any, field: str | None
) -> None:
    answer = await call(house, ada, "POST", f"{FACTORS}/{path}", body)
    if field is None:
        problem(answer, 404, "route_not_found")
        return
    assert fields(problem(answer, 400, "invalid_request")) == [field]


async def test_only_people_have_factors(house: House) -> None:
    answer = await house.call("GET", FACTORS)
    problem(answer, 403, "action_forbidden")
    answer = await house.call("GET", FACTORS, role="auditor")
    problem(answer, 404, "principal_not_found")
