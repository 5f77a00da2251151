"""A password over HTTP."""

from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import House, fields, problem

OLD, NEW = "correct horse battery staple", "the harbour smelled of tar"


@pytest.fixture
async def ada(house: House) -> str:
    """Give the subject of a customer who has a password."""
    subject = str((await house.desk.customer()).id)
    done = await change(house, subject, new_password=OLD)
    assert (done.status_code, done.json()) == (200, {"sessions_ended": 0})
    return subject


async def change(house: House, who: str, **body: Any) -> httpx.Response:
    return await house.call("POST", "/v1/me/password", body, role="customer", subject=who)


async def test_a_password_is_changed_by_whoever_knows_it(house: House, ada: str) -> None:
    refused = await change(house, ada, current_password=NEW, new_password=NEW)
    problem(refused, 403, "wrong_password")
    problem(await change(house, ada, new_password=NEW), 403, "wrong_password")
    done = await change(house, ada, current_password=OLD, new_password=NEW)
    assert (done.status_code, done.headers["cache-control"]) == (200, "no-store")
    assert (await change(house, ada, current_password=NEW, new_password=OLD)).is_success


@pytest.mark.parametrize(
    ("new", "code"),
    [
        ("seven 7", "password_too_short"),
        ("x" * 129, "password_too_long"),
        ("the bank", "password_of_bank_words"),
        ("Password1", "password_breached"),
    ],
)
async def test_a_bad_password_is_refused_with_the_reason(
    house: House, ada: str, new: str, code: str
) -> None:
    answer = await change(house, ada, current_password=OLD, new_password=new)
    assert OLD not in answer.text
    assert new not in problem(answer, 422, code)["detail"]


async def test_whoever_guesses_has_to_wait(house: House, ada: str) -> None:
    for _ in range(5):
        await change(house, ada, current_password=NEW, new_password=NEW)
    answer = await change(house, ada, current_password=OLD, new_password=NEW)
    assert answer.headers["retry-after"] == "30"
    assert answer.json()["code"] == "sign_in_throttled"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "/new_password"),
        ({"new_password": 12345678}, "/new_password"),
        ({"new_password": "x" * 513}, "/new_password"),
        ({"new_password": NEW, "current_password": 7}, "/current_password"),
        ({"new_password": NEW, "hint": "tar"}, "/hint"),
    ],
)
async def test_bodies_are_read_strictly(
    house: House, ada: str, body: dict[str, Any], field: str
) -> None:
    assert fields(problem(await change(house, ada, **body), 400, "invalid_request")) == [field]
