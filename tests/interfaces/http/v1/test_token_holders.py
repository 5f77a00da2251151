"""Whoever is no principal of the bank is shut out over HTTP, and let in again."""

import pytest
from tests.interfaces.http.scene import House, fields, problem
from tests.interfaces.http.v1.identity_scene import Door

OUT, IN = "/v1/token-holders/shut-out", "/v1/token-holders/let-in"
OUTSIDER = {"subject": "sso|f3a1"}


def _shut_out(house: House) -> list[bool]:
    return [each.ending.shut_out for each in house.bank.store.committed.token_endings.values()]


async def test_an_administrator_shuts_out_and_lets_in(house: House) -> None:
    out = await house.call("POST", OUT, OUTSIDER, role="administrator")
    assert (out.status_code, out.json()) == (200, OUTSIDER | {"shut_out": True})
    assert _shut_out(house) == [True]
    let = await house.call("POST", IN, OUTSIDER, role="administrator")
    assert (let.status_code, let.json()) == (200, OUTSIDER | {"shut_out": False})
    assert _shut_out(house) == [False]


async def test_sent_twice_it_is_done_once(house: House) -> None:
    first, again = [
        await house.call("POST", OUT, OUTSIDER, role="administrator", key="k") for _ in range(2)
    ]
    assert first.json() == again.json()
    assert again.headers["idempotency-replayed"] == "true"
    assert len(house.desk.events("token.shut_out")) == 1


@pytest.mark.parametrize("path", [OUT, IN])
async def test_a_dry_run_leaves_nothing(house: House, path: str) -> None:
    tried = await house.call("POST", f"{path}?dry_run=true", OUTSIDER, role="administrator")
    assert tried.status_code == 200
    assert _shut_out(house) == []


@pytest.mark.parametrize("path", [OUT, IN])
async def test_who_is_a_principal_is_refused(house: House, path: str) -> None:
    ada = await Door(house).registered()
    refused = await house.call("POST", path, {"subject": ada}, role="administrator")
    problem(refused, 409, "known_to_the_bank")


@pytest.mark.parametrize("subject", ["", "s" * 501, None])
async def test_nobody_is_not_shut_out(house: House, subject: str | None) -> None:
    refused = await house.call("POST", OUT, {"subject": subject}, role="administrator")
    assert fields(problem(refused, 400, "invalid_request")) == ["/subject"]
