import json
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from litestar.testing import AsyncTestClient
from tests.interfaces.http.scene import House, problem

ADA = {"kind": "person", "full_name": "Ada Lovelace", "email": "ada@example.com"}


@pytest.mark.parametrize(
    "content", [b"{", b"[1,2", b"\xff\xfe", b'{"a":"\\ud800"}', b"{}}", b"nul"]
)
async def test_a_body_that_is_no_json_is_malformed(house: House, content: bytes) -> None:
    problem(await house.call("POST", "/v1/customers", content=content), 400, "malformed_json")


@pytest.mark.parametrize("content", [b"[]", b"17", b"null", b'"x"', b"[" * 5000 + b"]" * 5000])
async def test_a_body_that_is_no_object_is_refused(house: House, content: bytes) -> None:
    answer = await house.call("POST", "/v1/customers", content=content)
    assert answer.status_code == 400
    assert answer.json()["code"] in {"invalid_request", "malformed_json"}


async def test_a_missing_body_is_named(house: House) -> None:
    found = problem(await house.call("POST", "/v1/customers"), 400, "invalid_request")
    assert found["errors"][0]["location"] == "body"


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": ""},
        {"content-type": "application/jsonx"},
        {"content-encoding": "gzip"},
    ],
)
async def test_a_body_is_plain_json(house: House, headers: dict[str, str]) -> None:
    content = json.dumps(ADA).encode()
    answer = await house.call("POST", "/v1/customers", content=content, headers=headers)
    problem(answer, 415, "unsupported_media_type")


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"]
)
async def test_json_has_several_names(house: House, kind: str) -> None:
    content = json.dumps(ADA).encode()
    headers = {"content-type": kind}
    answer = await house.call("POST", "/v1/customers", content=content, headers=headers)
    assert answer.status_code == 201


async def test_a_body_that_is_too_large_is_refused(house: House) -> None:
    small = House(house.bank, house.keys, replace(house.settings, max_body_size=1024))
    content = json.dumps(ADA | {"full_name": "a" * 1100}).encode()
    problem(await small.call("POST", "/v1/customers", content=content), 413, "body_too_large")
    assert (await small.call("POST", "/v1/customers", ADA)).status_code == 201


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v2/customers", 404, "route_not_found"),
        ("GET", "/", 404, "route_not_found"),
        ("GET", "/schema", 404, "route_not_found"),
        ("DELETE", "/v1/customers", 405, "method_not_allowed"),
        ("PUT", "/v1/transfers", 405, "method_not_allowed"),
    ],
)
async def test_what_is_not_there_is_a_problem(
    house: House, method: str, path: str, status: int, code: str
) -> None:
    answer = await house.call(method, path)
    problem(answer, status, code)
    if status == 405:
        assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "token_missing"),
        ("Basic YTpi", "token_missing"),
        ("Bearer", "token_missing"),
        ("Bearer nonsense", "token_invalid"),
    ],
)
async def test_a_request_shows_a_token_before_its_body_is_read(
    house: House, authorization: str | None, code: str
) -> None:
    headers = {"authorization": authorization} if authorization else {}
    answer = await house.call("POST", "/v1/customers", content=b"{", role=None, headers=headers)
    problem(answer, 401, code)
    challenge = 'Bearer error="invalid_token"' if code == "token_invalid" else "Bearer"
    assert answer.headers["www-authenticate"] == challenge


async def test_an_expired_token_is_told_apart(house: House) -> None:
    token = house.token("teller")
    house.bank.clock.move(timedelta(hours=1))
    headers = {"authorization": f"bearer {token}"}
    answer = await house.call("GET", "/v1/ledger/accounts", role=None, headers=headers)
    problem(answer, 401, "token_expired")


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
async def test_all_of_version_one_but_for_the_door_needs_a_token(house: House, method: str) -> None:
    description = (await house.call("GET", "/openapi.json", role=None)).json()
    for path, operations in description["paths"].items():
        operation = operations.get(method.lower(), {"security": [{}]})
        if path.startswith("/v1/") and operation.get("security") != [{}]:
            filled = re.sub(r"{(\w+_id|subject)}", str(UUID(int=7)), path)
            for gap, value in {"day": "2026-11-24", "account": "account", "version": "1"}.items():
                filled = filled.replace(f"{{{gap}}}", value)
            problem(await house.call(method, filled, role=None), 401, "token_missing")


async def test_a_request_keeps_its_id_or_is_given_one(house: House) -> None:
    for good in ("a.b-7", "A_~", "ab12cdef0123456789abcdef01234567", "tx42-batch-000017"):
        named = await house.call("GET", "/v1/ledger/accounts", headers={"x-request-id": good})
        assert named.headers["x-request-id"] == good
    number = "DE89370400440532013000"
    for bad in ("", "a b", "a" * 129, "ada@example.com", "a/b", number, number.lower()):
        answer = await house.call("GET", "/nowhere", headers={"x-request-id": bad})
        assert UUID(answer.headers["x-request-id"]).version == 7
    await house.call("POST", "/v1/customers", ADA, headers={"x-request-id": "r-1"})
    (event,) = house.desk.events("customer.create")
    assert event.request_id == "r-1"


async def test_answers_are_not_kept_by_caches_nor_guessed_at_by_browsers(house: House) -> None:
    for path in ("/v1/ledger/accounts", "/nowhere"):
        headers = (await house.call("GET", path)).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]


async def test_an_actor_has_so_many_requests_in_a_window(house: House) -> None:
    limited = House(house.bank, house.keys, replace(house.settings, rate_limit=2))
    for left in ("1", "0"):
        answer = await limited.call("GET", "/v1/ledger/accounts")
        assert answer.headers["ratelimit-limit"] == "2"
        assert answer.headers["ratelimit-remaining"] == left
    over = await limited.call("GET", "/v1/ledger/accounts")
    problem(over, 429, "too_many_requests")
    assert over.headers["ratelimit-remaining"] == "0"
    assert 1 <= int(over.headers["retry-after"]) <= 60
    other = await limited.call("GET", "/v1/ledger/accounts", subject="somebody else")
    assert other.status_code == 200
    assert (await limited.call("GET", "/oauth2/jwks", role=None)).status_code == 200


async def test_without_a_limit_nothing_is_counted(house: House) -> None:
    answer = await house.call("GET", "/v1/ledger/accounts")
    assert "ratelimit-limit" not in answer.headers


async def test_pages_of_known_origins_may_call(house: House) -> None:
    origin = "https://app.example.com"
    opened = House(house.bank, house.keys, replace(house.settings, cors_origins=(origin,)))
    asked = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,idempotency-key",
    }
    before = await opened.call("OPTIONS", "/v1/transfers", role=None, headers=asked)
    assert before.status_code == 204
    assert before.headers["access-control-allow-origin"] == origin
    assert "idempotency-key" in before.headers["access-control-allow-headers"].lower()
    assert "x-bank-client" not in before.headers["access-control-allow-headers"].lower()
    assert "access-control-allow-credentials" not in before.headers
    methods = set(before.headers["access-control-allow-methods"].split(", "))
    assert methods == {"GET", "POST", "PATCH", "DELETE"}
    answer = await opened.call("GET", "/v1/ledger/accounts", headers={"origin": origin})
    assert answer.headers["access-control-allow-origin"] == origin
    assert "etag" in answer.headers["access-control-expose-headers"].lower()
    foreign = {"origin": "https://evil.example.com"}
    refused = await opened.call("GET", "/v1/ledger/accounts", headers=foreign)
    assert "access-control-allow-origin" not in refused.headers
    closed = await house.call("GET", "/v1/ledger/accounts", headers={"origin": origin})
    assert "access-control-allow-origin" not in closed.headers


@pytest.mark.parametrize(
    ("headers", "continued"),
    [
        ({"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}, True),
        ({"b3": "0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1"}, True),
        ({"x-b3-traceid": "0af7651916cd43dd8448eb211c80319c"}, True),
        ({}, False),
    ],
)
async def test_the_callers_trace_is_continued(
    house: House, headers: dict[str, str], *, continued: bool
) -> None:
    seen: list[Mapping[str, str]] = []

    def trace_context(sent: Mapping[str, str]) -> AbstractContextManager[Any]:
        seen.append(sent)
        return nullcontext()

    traced = House(house.bank, house.keys, trace_context=trace_context)
    await traced.call("GET", "/v1/ledger/accounts", headers=headers)
    assert bool(seen) is continued
    if continued:
        assert headers.items() <= seen[0].items()


async def test_the_banks_lifespan_surrounds_the_serving_of_requests(house: House) -> None:
    happened = []

    @asynccontextmanager
    async def lifespan() -> AsyncIterator[None]:
        happened.append("opened")
        yield
        happened.append("closed")

    served = House(house.bank, house.keys, lifespan=lifespan)
    async with AsyncTestClient(served.app) as client:
        assert happened == ["opened"]
        assert (await client.get("/actuator/health/liveness")).status_code == 200
    assert happened == ["opened", "closed"]
