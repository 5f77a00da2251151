"""Strangers are told apart by the address that they come from, which is kept nowhere."""

from dataclasses import replace

import httpx
import pytest
from tests.interfaces.http.scene import ISSUER, House, problem

from bank.domain.audit import AuditEvent
from bank.interfaces.http.bodies import STRANGERS_BODY_MAX


async def _guess(house: House, address: str, token: str | None = None) -> httpx.Response:
    transport = httpx.ASGITransport(house.app, client=(address, 7))  # type: ignore[arg-type]
    headers = {"authorization": f"Bearer {token}"} if token else {}
    body = {"name": "nobody", "password": "a guess"}
    async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as client:
        return await client.post("/v1/sessions", json=body, headers=headers)


def _events(house: House) -> list[AuditEvent]:
    return sorted(house.bank.store.committed.audit_events.values(), key=lambda each: each.id)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("203.0.113.7", "203.0.113.7", True),
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("2001:db8:1:2::7", "2001:db8:1:2:ffff::8", True),
        ("2001:db8:1:2::7", "2001:db8:1:3::7", False),
        ("", "no address", True),
    ],
)
async def test_a_stranger_is_an_address_or_the_network_of_a_household(
    house: House, one: str, other: str, same: bool
) -> None:
    for address in (one, other):
        problem(await _guess(house, address), 401, "sign_in_failed")
    first, second = _events(house)
    assert (first.actor == second.actor) is same
    assert {each.actor_kind for each in (first, second)} == {"anonymous"}
    for address in filter(None, (one, other)):
        assert address not in repr((first, second, house.bank.tracer.spans))


async def test_strangers_are_limited_by_where_they_come_from(house: House) -> None:
    limited = House(house.bank, house.keys, replace(house.settings, rate_limit=2))
    for left in ("1", "0"):
        answer = await _guess(limited, "203.0.113.7")
        assert answer.headers["ratelimit-remaining"] == left
    problem(await _guess(limited, "203.0.113.7"), 429, "too_many_requests")
    problem(await _guess(limited, "203.0.113.8"), 401, "sign_in_failed")


async def test_no_token_is_looked_at_where_strangers_come_in(house: House) -> None:
    for token in (house.token("teller"), "nonsense"):
        problem(await _guess(house, "203.0.113.7", token), 401, "sign_in_failed")
    assert {each.actor_kind for each in _events(house)} == {"anonymous"}


@pytest.mark.parametrize("path", ["/v1/sessions", "/v1/registrations", "/oauth2/token"])
async def test_strangers_say_little(house: House, path: str) -> None:
    """Scenario: a stranger sends what would take long to read, and is not read.

    Outcome: it is refused by its size, where people who have signed in may send as much.
    """
    much = b" " * (STRANGERS_BODY_MAX + 1)
    form = {"content-type": "application/x-www-form-urlencoded"} if "oauth2" in path else None
    answer = await house.call("POST", path, content=much, role=None, headers=form)
    assert answer.status_code == 413, answer.text
    signed_in = await house.call("POST", "/v1/customers", content=much)
    problem(signed_in, 400, "malformed_json")
