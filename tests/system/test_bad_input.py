"""Bad input over HTTP, on real PostgreSQL: each a documented problem, and nothing moves."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from tests.system.asked_bank import (
    PROBLEM,
    AskedBank,
    asked_bank,
    documented_bulk_codes,
    documented_codes,
)

from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.domain.customer_accounts import CustomerAccount

pytestmark = pytest.mark.asyncio(loop_scope="module")

UNKNOWN = "01890000-0000-7000-8000-000000000001"
FUNDS = 10_000


@dataclass
class Scene:
    """A payer with 100.00 EUR, a payee and a stranger with an account each, and a closed one."""

    asked: AskedBank
    payer: CustomerAccount
    payee: CustomerAccount
    closed: CustomerAccount
    yen: CustomerAccount
    stranger: UUID

    def transfer(self, **other: Any) -> dict[str, Any]:
        body = {
            "debit_account_id": str(self.payer.id),
            "credit_account_id": str(self.payee.id),
            "amount": {"currency": "EUR", "amount": "1.00"},
        }
        return body | other

    async def balances(self) -> list[int]:
        return [await self.asked.bank.balance(each) for each in (self.payer, self.payee, self.yen)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scene(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    async with asked_bank(tmp_path_factory.mktemp("bad-input")) as asked:
        bank = asked.bank
        closed = await bank.account()
        await bank.run(CloseAccount, AccountClosing(str(closed.id)))
        yield Scene(
            asked,
            payer=await bank.account(funds_minor=FUNDS),
            payee=await bank.account(),
            closed=closed,
            yen=await bank.account(money="JPY", funds_minor=FUNDS),
            stranger=(await bank.customer()).id,
        )


def refused(answer: httpx.Response, operation: str, status: int, code: str) -> dict[str, Any]:
    """Say that an answer is this problem, whole and documented, and give it."""
    problem: dict[str, Any] = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == PROBLEM
    assert problem["status"] == status
    assert problem["title"]
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert f"`{code}`" in documented_codes(operation, status), f"{operation}: {code} undocumented"
    return problem


def money(amount: Any, currency: Any = "EUR") -> dict[str, Any]:
    return {"amount": {"currency": currency, "amount": amount}}


Change = Callable[[Scene], dict[str, Any]]
BAD_TRANSFERS: dict[str, tuple[Change, int, str]] = {
    "an unknown currency": (lambda _: money("1.00", "EUX"), 400, "unknown_currency"),
    "a currency in small letters": (lambda _: money("1.00", "eur"), 400, "unknown_currency"),
    "another currency": (lambda _: money("1.00", "USD"), 422, "currency_mismatch"),
    "too many decimals": (lambda _: money("1.234"), 400, "invalid_amount"),
    "decimals where there are none": (
        lambda s: money("1.5", "JPY") | {"debit_account_id": str(s.yen.id)},
        400,
        "invalid_amount",
    ),
    "a negative amount": (lambda _: money("-1.00"), 400, "amount_not_positive"),
    "nothing": (lambda _: money("0.00"), 400, "amount_not_positive"),
    "more than an amount may be": (lambda _: money("10000000000000.01"), 400, "invalid_amount"),
    "more digits than fit": (lambda _: money("9" * 40), 400, "invalid_amount"),
    "an exponent": (lambda _: money("1e2"), 400, "invalid_amount"),
    "not a number": (lambda _: money("NaN"), 400, "invalid_amount"),
    "a comma": (lambda _: money("1,00"), 400, "invalid_amount"),
    "foreign digits": (lambda _: money("\u0661.\u0660\u0660"), 400, "invalid_amount"),
    "a line break behind": (lambda _: money("1.00\n"), 400, "invalid_amount"),
    "an empty amount": (lambda _: money(""), 400, "invalid_amount"),
    "a number for a string": (lambda _: money(1.00), 400, "invalid_request"),
    "a number for money": (lambda _: {"amount": 1}, 400, "invalid_request"),
    "a field nobody knows": (lambda _: {"ammount": "1.00"}, 400, "invalid_request"),
    "no such day": (lambda _: {"value_date": "2026-02-30"}, 400, "invalid_request"),
    "a day to come": (lambda _: {"value_date": "2999-01-01"}, 422, "value_date_in_future"),
    "an unknown account": (lambda _: {"debit_account_id": UNKNOWN}, 404, "account_not_found"),
    "an unknown payee": (lambda _: {"credit_account_id": "nobody"}, 404, "account_not_found"),
    "a closed account": (
        lambda s: {"credit_account_id": str(s.closed.id)},
        409,
        "account_closed",
    ),
    "the same account on both sides": (
        lambda s: {"credit_account_id": str(s.payer.id)},
        422,
        "same_account",
    ),
    "the same account by another name": (
        lambda s: {"credit_account_id": s.payer.number},
        422,
        "same_account",
    ),
    "more than there is": (lambda _: money("100.01"), 422, "insufficient_funds"),
}


@pytest.mark.parametrize("case", BAD_TRANSFERS)
async def test_a_bad_transfer_is_refused_by_name(scene: Scene, case: str) -> None:
    change, status, code = BAD_TRANSFERS[case]
    before = await scene.balances()
    answer = await scene.asked.post("/v1/transfers", scene.transfer(**change(scene)))
    refused(answer, "postTransfer", status, code)
    assert await scene.balances() == before


BODIES: dict[str, tuple[bytes, dict[str, str], int, str]] = {
    "half a body": (b'{"debit_account_id": "', {}, 400, "malformed_json"),
    "no JSON": (b"amount=1.00", {}, 400, "malformed_json"),
    "no UTF-8": (b'{"reference": "\xff"}', {}, 400, "malformed_json"),
    "depth without end": (b"[" * 100_000, {}, 400, "malformed_json"),
    "nothing at all": (b"", {}, 400, "invalid_request"),
    "an array": (b"[]", {}, 400, "invalid_request"),
    "a form": (b"{}", {"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
    "a compressed body": (b"{}", {"Content-Encoding": "gzip"}, 415, "unsupported_media_type"),
    "too large a body": (b" " * (8 * 1024 * 1024 + 1), {}, 413, "body_too_large"),
    "no valid token": (b"{}", {"Authorization": "Bearer abc"}, 401, "token_invalid"),
}


@pytest.mark.parametrize("case", BODIES)
async def test_a_body_that_cannot_be_read_is_refused_by_name(scene: Scene, case: str) -> None:
    body, headers, status, code = BODIES[case]
    answer = await scene.asked.post("/v1/transfers", body, headers=headers)
    refused(answer, "postTransfer", status, code)


async def test_a_number_for_a_string_is_named_and_explained(scene: Scene) -> None:
    answer = await scene.asked.post("/v1/transfers", scene.transfer(**money(12.34)))
    (error,) = refused(answer, "postTransfer", 400, "invalid_request")["errors"]
    assert error["field"] == "/amount/amount"
    assert "as a string in quotes" in error["detail"]
    assert "12.34" not in error["detail"].replace('such as "12.34"', "")


async def test_a_misspelt_dry_run_moves_nothing(scene: Scene) -> None:
    before = await scene.balances()
    answer = await scene.asked.post("/v1/transfers?dryrun=true", scene.transfer())
    refused(answer, "postTransfer", 400, "unknown_parameter")
    assert await scene.balances() == before


async def test_a_key_is_demanded_and_has_a_form(scene: Scene) -> None:
    token = await scene.asked.token()
    long = await scene.asked.post("/v1/transfers", scene.transfer(), key="k" * 256)
    refused(long, "postTransfer", 400, "invalid_idempotency_key")
    answer = await scene.asked.client.post(
        "/v1/transfers", json=scene.transfer(), headers={"Authorization": f"Bearer {token}"}
    )
    refused(answer, "postTransfer", 400, "idempotency_key_missing")


async def test_a_foreign_account_is_as_if_it_were_not_there(scene: Scene) -> None:
    """A customer may not pay from, read or rename what others hold, nor learn that it exists."""
    token = await scene.asked.token(str(scene.stranger), ("customer",))
    answer = await scene.asked.post("/v1/transfers", scene.transfer(), token=token)
    foreign = refused(answer, "postTransfer", 404, "account_not_found")
    unknown = await scene.asked.post(
        "/v1/transfers", scene.transfer(debit_account_id=UNKNOWN), token=token
    )
    assert refused(unknown, "postTransfer", 404, "account_not_found")["detail"] == foreign["detail"]
    reading = {"Authorization": f"Bearer {token}"}
    for part, operation in (
        ("", "getAccount"),
        ("/balance", "getBalance"),
        ("/entries", "listAccountEntries"),
    ):
        path = f"/v1/accounts/{scene.payer.id}{part}"
        refused(
            await scene.asked.client.get(path, headers=reading), operation, 404, "account_not_found"
        )


async def test_a_customer_may_not_do_what_tellers_do(scene: Scene) -> None:
    token = await scene.asked.token(str(scene.stranger), ("customer",))
    cash = {"account_id": str(scene.payer.id)} | money("1.00")
    answer = await scene.asked.post("/v1/deposits", cash, token=token)
    refused(answer, "postDeposit", 403, "action_forbidden")


async def test_a_key_with_another_body_is_refused_and_the_first_stands(scene: Scene) -> None:
    first = await scene.asked.post("/v1/transfers", scene.transfer(), key="reused")
    assert first.status_code == 201
    before = await scene.balances()
    other = await scene.asked.post("/v1/transfers", scene.transfer(**money("2.00")), key="reused")
    refused(other, "postTransfer", 422, "idempotency_key_reused")
    again = await scene.asked.post("/v1/transfers", scene.transfer(), key="reused")
    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert again.headers["idempotency-replayed"] == "true"
    assert await scene.balances() == before


async def test_an_id_with_another_body_is_refused_and_the_first_stands(scene: Scene) -> None:
    chosen = {"id": "6f0d7e5a-2f0b-5c57-9d1d-0d6b1d0f3a01"}
    first = await scene.asked.post("/v1/transfers", scene.transfer(**chosen))
    assert (first.status_code, first.json()["id"]) == (201, chosen["id"])
    before = await scene.balances()
    body = scene.transfer(**chosen, **money("2.00"))
    refused(
        await scene.asked.post("/v1/transfers", body),
        "postTransfer",
        422,
        "idempotency_key_reused",
    )
    assert await scene.balances() == before


@pytest.mark.parametrize("code", ["CHF", "EUX"])
async def test_an_account_in_a_currency_without_books_is_refused(scene: Scene, code: str) -> None:
    """CHF exists, but is not among ``bank.currencies`` here; EUX does not exist."""
    body = {"customer_id": str(scene.stranger), "product": "current", "currency": code}
    answer = await scene.asked.post("/v1/accounts", body)
    refused(answer, "openAccount", 400, "unknown_currency")


def line(scene: Scene, number: int, **other: Any) -> dict[str, Any]:
    return scene.transfer(id=str(UUID(int=(5 << 76) | (2 << 62) | number)), **other)


async def test_too_large_a_bulk_is_refused_whole(scene: Scene) -> None:
    before = await scene.balances()
    lines = [line(scene, 10_000 + number) for number in range(8191)]
    answer = await scene.asked.post("/v1/transfers/bulk", {"transfers": lines})
    refused(answer, "postTransfersInBulk", 413, "bulk_too_large")
    nothing = await scene.asked.post("/v1/transfers/bulk", {"transfers": []})
    refused(nothing, "postTransfersInBulk", 400, "invalid_request")
    assert await scene.balances() == before


BAD_LINES: Sequence[str] = [
    case for case, (_, _, code) in BAD_TRANSFERS.items() if code != "invalid_request"
]


async def test_bad_lines_of_a_bulk_are_refused_alone(scene: Scene) -> None:
    """Every bad transfer above in one bulk, with a good one at each end: two are posted."""
    before = await scene.balances()
    bad = [
        line(scene, number, **BAD_TRANSFERS[case][0](scene))
        for number, case in enumerate(BAD_LINES, 1)
    ]
    lines = [line(scene, 100), *bad, line(scene, 101)]
    answer = await scene.asked.post("/v1/transfers/bulk", {"transfers": lines})
    assert answer.status_code == 200
    first, *outcomes, last = answer.json()["outcomes"]
    assert [first["status"], last["status"]] == ["posted", "posted"]
    assert [outcome["code"] for outcome in outcomes] == [BAD_TRANSFERS[c][2] for c in BAD_LINES]
    assert all(f"`{outcome['code']}`" in documented_bulk_codes() for outcome in outcomes)
    after = [before[0] - 200, before[1] + 200, before[2]]
    assert await scene.balances() == after


ADDRESSES = {
    "/v1/accounts/%00": "getAccount",
    "/v1/accounts/a%00b/balance": "getBalance",
    "/v1/accounts/a%0Ab/entries": "listAccountEntries",
    "/v1/transfers?account_id=%00": "listTransfers",
    "/v1/audit/events?actor=%00": "listAuditEvents",
    "/v1/audit/events?action=a%00": "listAuditEvents",
    "/v1/audit/events?object_id=%0A": "listAuditEvents",
    "/v1/audit/events?since=0001-01-01T00:00:00%2B14:00": "listAuditEvents",
    "/v1/audit/events?until=9999-12-31T23:59:59-14:00": "listAuditEvents",
}


@pytest.mark.parametrize("path", ADDRESSES)
async def test_an_address_that_no_database_could_take_is_refused(scene: Scene, path: str) -> None:
    answer = await scene.asked.get(path, ("auditor",))
    assert refused(answer, ADDRESSES[path], 400, "invalid_request")["errors"]


async def test_moments_at_the_ends_of_the_calendar_are_taken(scene: Scene) -> None:
    for bound in ("since=0001-01-01T00:00:00Z", "until=9999-12-31T23:59:59Z"):
        answer = await scene.asked.get(f"/v1/audit/events?{bound}&limit=1", ("auditor",))
        assert len(answer.json()["items"]) == 1, bound


SIDES = ("debit_account_id", "credit_account_id")
NO_ACCOUNTS = ["", "  ", "\0", "a\0b", "a\nb", "a\u202e", "a" * 65, "a" * 100_000]


async def test_lines_of_a_bulk_that_name_no_account_are_refused_alone(scene: Scene) -> None:
    before = await scene.balances()
    lines = [
        line(scene, number, **{side: name})
        for number, (side, name) in enumerate(
            ((side, name) for side in SIDES for name in NO_ACCOUNTS), 20_000
        )
    ]
    answer = await scene.asked.post("/v1/transfers/bulk", {"transfers": lines})
    assert answer.status_code == 200, answer.text
    codes = [outcome["code"] for outcome in answer.json()["outcomes"]]
    assert codes == ["account_not_found"] * len(lines)
    assert await scene.balances() == before


async def test_nobody_is_paid_by_a_name_that_reads_as_anothers(scene: Scene) -> None:
    """Scenario: somebody opens an account under the number or id of another's as its reference.

    Outcome: it is refused, and the number pays whose it is, however it is spelt.
    """
    asked, number = scene.asked, scene.payee.number
    terms = {"customer_id": str(scene.stranger), "product": "current", "currency": "EUR"}
    for reference in (number, number.lower(), str(scene.payee.id)):
        answer = await asked.post("/v1/accounts", terms | {"external_reference": reference})
        refused(answer, "openAccount", 400, "external_reference_invalid")
    spaced = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    before = await scene.balances()
    for name in (number, number.lower(), spaced):
        paid = await asked.post("/v1/transfers", scene.transfer(credit_account_id=name))
        assert paid.json()["credit_account_id"] == str(scene.payee.id)
        answer = await asked.get(f"/v1/accounts/{name}")
        refused(answer, "getAccount", 400, "account_number_in_url")
    assert await scene.balances() == [before[0] - 300, before[1] + 300, before[2]]


async def test_after_all_of_it_the_ledger_holds(scene: Scene, tmp_path: Path) -> None:
    assert not await scene.asked.bank.findings()
