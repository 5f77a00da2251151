"""What was found by attack, each as small as it can be asked."""

import json
from asyncio import Event
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from tests.interfaces.http.scene import ISSUER, House, problem

from bank.interfaces.http.openapi import document

ADA = {"kind": "person", "full_name": "Ada Lovelace", "email": "ada@example.com"}


async def sent_twice(house: House, name: str, *values: str) -> httpx.Response:
    headers = {
        "authorization": f"Bearer {house.token('service_account')}",
        "idempotency-key": "once",
        "content-type": "application/json",
    }
    headers.pop(name, None)
    several = [*headers.items(), *((name, value) for value in values)]
    transport: Any = httpx.ASGITransport(house.app)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=ISSUER) as client:
        account = await house.account()
        path = f"/v1/accounts/{account.id}"
        return await client.patch(path, content=b'{"name": "Jar"}', headers=several)


@pytest.mark.parametrize(
    ("name", "values", "status", "code"),
    [
        ("idempotency-key", ("a", "b"), 400, "invalid_idempotency_key"),
        ("idempotency-key", ("a", "a"), 400, "invalid_idempotency_key"),
        ("if-match", ('"1"', '"1"'), 400, "invalid_if_match"),
        ("authorization", ("Bearer a", "Bearer a"), 401, "token_invalid"),
    ],
)
async def test_a_header_that_counts_stands_once(
    house: House, name: str, values: tuple[str, ...], status: int, code: str
) -> None:
    problem(await sent_twice(house, name, *values), status, code)


@pytest.mark.parametrize("said", ["1" * 4_999, "007", "+7", "9" * 19, "\u0667", ""])
async def test_a_cursor_that_no_list_gave_is_refused(house: House, said: str) -> None:
    cursor = urlsafe_b64encode(said.encode()).rstrip(b"=").decode()
    answer = await house.call("GET", f"/v1/ledger/entries?cursor={cursor}")
    problem(answer, 400, "invalid_cursor")


async def test_many_wrong_parameters_are_named_in_part(house: House) -> None:
    query = "&".join(f"a{number}=1" for number in range(1_000))
    answer = await house.call("GET", f"/v1/ledger/accounts?{query}")
    assert len(problem(answer, 400, "unknown_parameter")["errors"]) == 20


async def test_a_dry_run_with_a_malformed_key_is_refused(house: House) -> None:
    answer = await house.call("POST", "/v1/customers?dry_run=true", ADA, key="k" * 256)
    problem(answer, 400, "invalid_idempotency_key")


@pytest.mark.parametrize(
    ("path", "methods"),
    [("/v1/accounts/x", "GET, OPTIONS, PATCH"), ("/actuator/loggers/x", "GET, OPTIONS, POST")],
)
async def test_options_says_every_method(house: House, path: str, methods: str) -> None:
    answer = await house.call("OPTIONS", path, role="administrator")
    assert (answer.status_code, answer.headers["allow"]) == (204, methods)


async def received(house: House, *messages: Mapping[str, Any]) -> dict[str, Any]:
    """Post a transfer whose body comes in these messages, and then never goes on."""
    token = house.token("service_account")
    scope: dict[str, Any] = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/v1/transfers",
        "raw_path": b"/v1/transfers",
        "query_string": b"",
        "root_path": "",
        "headers": [
            (b"authorization", b"Bearer " + token.encode()),
            (b"content-type", b"application/json"),
            (b"idempotency-key", b"dripping"),
        ],
        "server": ("bank", 80),
        "client": ("127.0.0.1", 1),
        "state": {},
    }
    left, said = list(messages), list[dict[str, Any]]()

    async def receive() -> Any:
        if left:
            return left.pop(0)
        return await Event().wait()

    async def send(message: Any) -> None:
        said.append(message)

    await house.app(scope, receive, send)  # type: ignore[arg-type]
    body: dict[str, Any] = json.loads(said[-1]["body"])
    return body | {"status": said[0]["status"]}


async def test_a_body_that_breaks_off_is_the_client_s_fault(house: House) -> None:
    begun = {"type": "http.request", "body": b"{", "more_body": True}
    answer = await received(house, begun, {"type": "http.disconnect"})
    assert (answer["status"], answer["code"]) == (400, "body_incomplete")


async def test_a_body_that_drips_is_not_waited_for(house: House) -> None:
    hasty = House(house.bank, house.keys, replace(house.settings, body_timeout=timedelta(0)))
    answer = await received(hasty, {"type": "http.request", "body": b"{", "more_body": True})
    assert (answer["status"], answer["code"]) == (408, "body_too_slow")


def test_patterns_are_json_schema_s() -> None:
    """Python's own end of a text is a letter elsewhere, and no name would match."""
    assert b"\\\\Z" not in document()
    assert b"(?=.*\\\\S)" in document()
