"""What led straight to an operation once leads there again, and is answered just as before."""

from typing import Any

import pytest
from litestar.types import Receive, Scope, Send
from tests.interfaces.http.scene import House, euros

from bank.interfaces.http.framing import Framing
from bank.interfaces.http.shortcut import Shortcut

TRANSFERS = "/v1/transfers"


class Counting:
    """The framework, and how often it was asked."""

    def __init__(self, app: Any) -> None:
        self._app = app
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await self._app(scope, receive, send)


@pytest.fixture
def framework(house: House, monkeypatch: pytest.MonkeyPatch) -> Counting:
    handler: Any = house.app.asgi_handler
    counting = Counting(handler._app._app)
    monkeypatch.setattr(house.app, "asgi_handler", Framing(Shortcut(counting), house.services))
    return counting


async def _body(house: House) -> dict[str, Any]:
    debit, credit = await house.account(100_00), await house.account()
    ids = {"debit_account_id": str(debit.id), "credit_account_id": str(credit.id)}
    return ids | {"amount": euros("1.00")}


async def test_the_framework_is_asked_once(house: House, framework: Counting) -> None:
    answers = [await house.call("POST", TRANSFERS, await _body(house)) for _ in range(3)]
    before = framework.asked
    answers.append(await house.call("POST", TRANSFERS, await _body(house)))
    assert framework.asked == before
    assert {answer.status_code for answer in answers} == {201}
    assert len({tuple(sorted(answer.headers)) for answer in answers}) == 1


async def test_what_is_refused_on_the_way_the_framework_answers(
    house: House, framework: Counting
) -> None:
    """Scenario: the same bad requests before anything was posted, and after.

    Outcome: the same problems, and the same headers.
    """
    bad: list[dict[str, Any]] = [{"role": None}, {"role": "auditor"}, {"content": b"{"}]
    before = [await house.call("POST", TRANSFERS, None, **each) for each in bad]
    assert (await house.call("POST", TRANSFERS, await _body(house))).status_code == 201
    after = [await house.call("POST", TRANSFERS, None, **each) for each in bad]
    assert framework.asked == 7
    for one, other in zip(before, after, strict=True):
        assert one.status_code == other.status_code
        assert sorted(one.headers) == sorted(other.headers)
        assert one.json() | {"request_id": ""} == other.json() | {"request_id": ""}


async def test_another_method_or_a_query_goes_the_frameworks_way(
    house: House, framework: Counting
) -> None:
    await house.call("POST", TRANSFERS, await _body(house))
    asked = framework.asked
    await house.call("POST", f"{TRANSFERS}?dry_run=true", await _body(house))
    assert (await house.call("DELETE", TRANSFERS)).status_code == 405
    assert framework.asked == asked + 2
