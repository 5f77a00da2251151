"""The straight way to a handler answers as the framework's does; bodies come in any pieces."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from litestar.handlers import HTTPRouteHandler
from tests.interfaces.http.scene import House, euros

from bank.interfaces.http.direct import goes_straight

_THE_FRAMEWORKS_WAY = "?dry_run=false"
_OF_ONE_ANSWER = {"x-request-id", "content-length", "location"}


async def _body(house: House, **other: Any) -> dict[str, Any]:
    debit, credit = await house.account(100_00), await house.account()
    ids = {"debit_account_id": str(debit.id), "credit_account_id": str(credit.id)}
    return ids | {"amount": euros("1.00")} | other


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"key": "x" * 256},
        {"without": ["idempotency-key"]},
        {"role": None},
        {"role": "auditor"},
        {"role": "customer"},
        {"content": b""},
        {"content": b"{"},
        {"content": b"[]"},
        {"headers": {"content-type": "text/plain"}},
        {"headers": {"content-encoding": "gzip"}},
        {"other": {"amount": euros("0.001")}},
        {"other": {"amount": {"currency": "XXX", "amount": "1.00"}}},
        {"other": {"amount": euros("1000.00")}},
        {"other": {"credit_account_id": "nobody"}},
        {"other": {"surplus": 1}},
        {"other": {"reference": 7}},
        {"other": {"value_date": "2027-01-01"}},
    ],
    ids=repr,
)
async def test_both_ways_give_the_same_answer(house: House, given: dict[str, Any]) -> None:
    """Scenario: the same request with nothing in its query, and with a parameter at its default.

    Outcome: status, headers and body are the same but for what names the one answer.
    """
    asked = dict(given)
    body = None if "content" in asked else await _body(house, **asked.pop("other", {}))
    straight = await house.call("POST", "/v1/transfers", body, **asked)
    around = await house.call("POST", f"/v1/transfers{_THE_FRAMEWORKS_WAY}", body, **asked)
    assert straight.status_code == around.status_code
    assert _names(straight.headers) == _names(around.headers)
    assert _facts(straight.json()) == _facts(around.json())


async def test_a_key_is_one_key_whichever_way_it_came(house: House) -> None:
    """Scenario: a transfer is sent straight, then again with a parameter, under one key.

    Outcome: the money moved once.
    """
    body = await _body(house)
    first = await house.call("POST", "/v1/transfers", body, key="one")
    again = await house.call("POST", f"/v1/transfers{_THE_FRAMEWORKS_WAY}", body, key="one")
    assert (first.status_code, again.headers["idempotency-replayed"]) == (201, "true")
    assert again.json()["id"] == first.json()["id"]
    assert again.json()["balances"] == first.json()["balances"]


def test_operations_with_needed_parameters_go_the_frameworks_way(house: House) -> None:
    straight = {
        handler.operation_id
        for route in house.app.routes
        for handler in getattr(route, "route_handlers", [])
        if isinstance(handler, HTTPRouteHandler) and goes_straight(handler)
    }
    assert {"postTransfer", "postTransfersInBulk", "postDeposit", "placeHold"} <= straight
    assert not {"getTransfer", "listTransfers", "captureHold", "getBalance"} & straight


@dataclass
class Wire:
    """A client at the end of the ASGI protocol, whose body comes in messages of its choice."""

    house: House
    body: Sequence[bytes | None]
    announced: int | None = None
    sent: list[Any] = field(default_factory=list)

    async def ask(self, path: str) -> tuple[int, dict[str, Any]]:
        left = list(self.body)
        headers = {
            "authorization": f"Bearer {self.house.token('service_account')}",
            "content-type": "application/json",
            "idempotency-key": "wire",
        } | ({} if self.announced is None else {"content-length": str(self.announced)})
        scope: dict[str, Any] = {
            "type": "http",
            "method": "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        }

        async def receive() -> Any:
            piece = left.pop(0)
            if piece is None:
                return {"type": "http.disconnect"}
            return {"type": "http.request", "body": piece, "more_body": bool(left)}

        async def send(message: Any) -> None:
            self.sent.append(message)

        app: Any = self.house.app
        await app(scope, receive, send)
        return self.sent[0]["status"], json.loads(self.sent[1]["body"])


async def test_a_body_may_come_in_pieces(house: House) -> None:
    raw = json.dumps(await _body(house)).encode()
    status, view = await Wire(house, [raw[:7], b"", raw[7:50], raw[50:], b""]).ask("/v1/transfers")
    assert (status, view["status"]) == (201, "posted")


async def test_a_body_that_breaks_off_moves_nothing(house: House) -> None:
    raw = json.dumps(await _body(house)).encode()
    status, problem = await Wire(house, [raw[:50], None]).ask("/v1/transfers")
    assert (status, problem["code"]) == (400, "body_incomplete")
    assert not house.desk.events("transfer.post")


@pytest.mark.parametrize(("body", "announced"), [([b" " * 600] * 2, None), ([b""], 1025)])
async def test_a_body_is_too_large_by_its_length_or_by_what_came(
    house: House, body: list[bytes | None], announced: int | None
) -> None:
    small = House(house.bank, house.keys, replace(house.settings, max_body_size=1024))
    status, problem = await Wire(small, body, announced).ask("/v1/transfers")
    assert (status, problem["code"]) == (413, "body_too_large")


def _names(headers: Any) -> dict[str, str | None]:
    return {
        name: None if name in _OF_ONE_ANSWER else value for name, value in dict(headers).items()
    }


def _facts(view: dict[str, Any]) -> dict[str, Any]:
    """Give what two answers to like requests share: all but ids and the balances that result."""
    return {
        name: value
        for name, value in view.items()
        if name not in {"id", "request_id", "balances", "recorded_at"}
    }
