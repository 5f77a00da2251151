"""`/v1/me/factors/passkeys`."""

from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import House, fields, problem
from tests.software_authenticator import SoftwareAuthenticator

PASSKEYS = "/v1/me/factors/passkeys"
NAMED = {"account_name": "ada@example.com"}


@pytest.fixture
async def ada(house: House) -> str:
    return str((await house.desk.customer()).id)


async def _begun(house: House, subject: str) -> dict[str, Any]:
    answer = await house.call("POST", PASSKEYS, NAMED, role="customer", subject=subject)
    assert answer.status_code == 200, answer.text
    begun: dict[str, Any] = answer.json()
    return begun


async def _confirmed(
    house: House, subject: str, begun: dict[str, Any], body: Any, key: str | None = None
) -> httpx.Response:
    path = f"{PASSKEYS}/{begun['id']}/confirm"
    return await house.call("POST", path, body, role="customer", subject=subject, key=key)


async def test_a_passkey_is_begun_and_confirmed(house: House, ada: str) -> None:
    begun = await _begun(house, ada)
    assert begun["expires_at"] == "2026-11-24T09:35:00Z"
    assert begun["options"]["rp"]["id"] == "bank.example"
    made = SoftwareAuthenticator().make(begun["options"])
    body = {"name": "laptop", "credential": made}
    for replayed in (None, "true"):
        confirmed = await _confirmed(house, ada, begun, body, key="mine")
        assert confirmed.status_code == 201, confirmed.text
        assert confirmed.json() == {
            "id": begun["id"],
            "name": "laptop",
            "created_at": "2026-11-24T09:30:00Z",
        }
        assert confirmed.headers.get("idempotency-replayed") == replayed
    used_up = await _confirmed(house, ada, begun, body)
    problem(used_up, 403, "second_factor_needed")


async def test_each_beginning_is_another_one_and_needs_no_key(house: House, ada: str) -> None:
    asked = [
        await house.call(
            "POST",
            PASSKEYS,
            NAMED,
            role="customer",
            subject=ada,
            without=["idempotency-key"],
        )
        for _ in range(2)
    ]
    first, second = (answer.json() for answer in asked)
    assert first["id"] != second["id"]
    assert first["options"]["challenge"] != second["options"]["challenge"]


async def test_what_does_not_verify_is_refused(house: House, ada: str) -> None:
    begun = await _begun(house, ada)
    wrong = SoftwareAuthenticator(origin="https://evil.example").make(begun["options"])
    for credential in (wrong, {}, {"id": 7}):
        body = {"name": "laptop", "credential": credential}
        refused = await _confirmed(house, ada, begun, body)
        problem(refused, 422, "passkey_not_verified")
    begun["id"] = "0190b8a0-0000-7000-8000-000000000007"
    nothing = await _confirmed(house, ada, begun, {"name": "laptop", "credential": wrong})
    problem(nothing, 404, "passkey_challenge_not_found")


async def test_bodies_are_read_strictly(house: House, ada: str) -> None:
    begun = await _begun(house, ada)
    refused = await _confirmed(house, ada, begun, {"name": "", "credential": [], "more": 1})
    assert set(fields(problem(refused, 400, "invalid_request"))) == {
        "/name",
        "/credential",
        "/more",
    }


async def test_only_people_have_passkeys(house: House) -> None:
    problem(await house.call("POST", PASSKEYS, NAMED), 403, "action_forbidden")
    problem(await house.call("POST", PASSKEYS, NAMED, role=None), 401, "token_missing")


async def test_a_passkey_is_listed_among_the_factors_and_not_taken_away_by_one(
    house: House, ada: str
) -> None:
    begun = await _begun(house, ada)
    made = SoftwareAuthenticator().make(begun["options"])
    await _confirmed(house, ada, begun, {"name": "laptop", "credential": made})
    listed = await house.call("GET", "/v1/me/factors", role="customer", subject=ada)
    (factor,) = listed.json()["items"]
    assert (factor["id"], factor["kind"], factor["name"]) == (begun["id"], "passkey", "laptop")
    path = f"/v1/me/factors/{begun['id']}"
    refused = await house.call("DELETE", path, role="customer", subject=ada)
    problem(refused, 403, "second_factor_needed")
