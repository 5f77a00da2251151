"""Strangers are told apart by the address that they come from, which is kept nowhere."""

from dataclasses import replace

import httpx
import pytest
from tests.interfaces.http.scene import ISSUER, House, problem

from bank.domain.audit import AuditEvent
from bank.interfaces.http.bodies import STRANGERS_BODY_MAX
from bank.interfaces.http.origins import Origins

PROXY = "10.0.0.1"
HEADER = "X-Forwarded-For"


async def _guess(
    house: House, address: str, token: str | None = None, *, said: str | None = None
) -> httpx.Response:
    transport = httpx.ASGITransport(house.app, client=(address, 7))  # type: ignore[arg-type]
    headers = {"authorization": f"Bearer {token}"} if token else {}
    if said is not None:
        headers[HEADER] = said
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
    limited = House(house.bank, house.keys, replace(house.settings, strangers_limit=2))
    for left in ("1", "0"):
        answer = await _guess(limited, "203.0.113.7")
        assert answer.headers["ratelimit-remaining"] == left
    over = await _guess(limited, "203.0.113.7")
    problem(over, 429, "too_many_requests")
    assert over.headers["ratelimit-limit"] == "2"
    assert over.headers["ratelimit-remaining"] == "0"
    assert over.headers["retry-after"] == over.headers["ratelimit-reset"]
    problem(await _guess(limited, "203.0.113.8"), 401, "sign_in_failed")
    signed_in = await limited.call("GET", "/v1/business-days")
    assert signed_in.is_success, "whoever is signed in is no stranger"


async def test_principals_have_a_limit_of_their_own(house: House) -> None:
    limited = House(house.bank, house.keys, replace(house.settings, rate_limit=1))
    for _ in range(2):
        answer = await _guess(limited, "203.0.113.7")
        problem(answer, 401, "sign_in_failed")
        assert "ratelimit-limit" not in answer.headers


async def test_behind_a_trusted_proxy_everybody_counts_for_themselves(house: House) -> None:
    """Scenario: two people come through a proxy, and one of them invents where they come from.

    Outcome: each has their own limit, whatever they invent; where the proxy is not trusted, its
    header is not looked at.
    """
    behind = replace(house.settings, strangers_limit=1, origins=Origins.behind([PROXY], HEADER))
    trusting = House(house.bank, house.keys, behind)
    problem(await _guess(trusting, PROXY, said="203.0.113.7"), 401, "sign_in_failed")
    for forged in ("203.0.113.7", "198.51.100.9, 203.0.113.7", f"::1, {PROXY}, 203.0.113.7"):
        problem(await _guess(trusting, PROXY, said=forged), 429, "too_many_requests")
    problem(await _guess(trusting, PROXY, said="203.0.113.8"), 401, "sign_in_failed")
    problem(await _guess(trusting, "198.51.100.1", said="203.0.113.9"), 401, "sign_in_failed")
    problem(await _guess(trusting, "198.51.100.1", said="203.0.113.10"), 429, "too_many_requests")


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
