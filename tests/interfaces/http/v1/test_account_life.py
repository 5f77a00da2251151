from dataclasses import replace
from datetime import date
from typing import Any, TypedDict

import httpx
import pytest
from tests.application.scene import WORKER
from tests.interfaces.http.scene import House, euros, fields, problem

from bank.application.accounts.mark_dormant import DormancyRound, MarkDormant
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.accounts import AccountStatus


class Who(TypedDict):
    """Whose token a call carries."""

    role: str
    subject: str


def _own(account: CustomerAccount) -> Who:
    return {"role": "customer", "subject": str(account.owner_id)}


async def _transfer(
    house: House, debit: CustomerAccount, credit: CustomerAccount, who: Who | None = None
) -> httpx.Response:
    body = {
        "debit_account_id": str(debit.id),
        "credit_account_id": str(credit.id),
        "amount": euros("1.00"),
    }
    return await house.call("POST", "/v1/transfers", body, **(who or _own(debit)))


async def test_a_block_bars_its_side_and_its_reason_is_for_staff(house: House) -> None:
    payer, payee = await house.account(1000), await house.account()
    await house.paying(payer, payee)
    at = f"/v1/accounts/{payer.id}"
    block = {"side": "debit", "reason": "suspected_fraud"}
    blocked = await house.call("POST", f"{at}/block", block, role="compliance_officer")
    assert (blocked.status_code, blocked.headers["etag"]) == (200, '"2"')
    assert blocked.json()["blocks"] == [{"side": "debit", "reason": "suspected_fraud"}]
    assert (await house.call("GET", at)).json() == blocked.json()
    own = await house.call("GET", at, **_own(payer))
    assert own.json()["blocks"] == [{"side": "debit", "reason": None}]
    assert own.json()["last_active_on"] is None
    assert "fraud" not in own.text
    refused = await _transfer(house, payer, payee)
    problem(refused, 409, "account_blocked")
    assert "fraud" not in refused.text
    freed = await house.call("POST", f"{at}/unblock", {"side": "both"}, role="branch_manager")
    assert freed.json()["blocks"] == []
    assert (await _transfer(house, payer, payee)).status_code == 201
    again = await house.call("POST", f"{at}/unblock", {"side": "debit"})
    problem(again, 409, "account_not_blocked")


async def test_both_sides_are_blocked_at_once_and_the_list_shows_it(house: House) -> None:
    account = await house.account()
    block = {"side": "both", "reason": "deceased"}
    await house.call("POST", f"/v1/accounts/{account.id}/block", block)
    at = f"/v1/accounts?customer_id={account.owner_id}"
    (listed,) = (await house.call("GET", at, role="teller")).json()["items"]
    assert listed["blocks"] == [
        {"side": "debit", "reason": "deceased"},
        {"side": "credit", "reason": "deceased"},
    ]
    (own,) = (await house.call("GET", at, **_own(account))).json()["items"]
    assert [each["reason"] for each in own["blocks"]] == [None, None]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("block", {"side": "debit"}, "/reason"),
        ("block", {"side": "left", "reason": "other"}, "/side"),
        ("block", {"side": "debit", "reason": "because"}, "/reason"),
        ("unblock", {}, "/side"),
        ("holders", {"customer_id": "x", "role": "joint"}, "/customer_id"),
    ],
)
async def test_what_is_asked_for_has_its_documented_form(
    house: House, path: str, body: dict[str, str], field: str
) -> None:
    account = await house.account()
    answer = await house.call("POST", f"/v1/accounts/{account.id}/{path}", body)
    assert field in fields(problem(answer, 400, "invalid_request"))


async def test_nobody_is_made_an_owner(house: House) -> None:
    account, other = await house.account(), await house.account()
    body = {"customer_id": str(other.owner_id), "role": "owner"}
    answer = await house.call("POST", f"/v1/accounts/{account.id}/holders", body)
    assert fields(problem(answer, 400, "invalid_request")) == ["/role"]


async def test_an_account_is_closed_and_opened_again(house: House) -> None:
    account = await house.account(100)
    at = f"/v1/accounts/{account.id}"
    body = problem(await house.call("POST", f"{at}/close"), 409, "account_not_empty")
    assert body["detail"] == "What is still open: money."
    other = await house.account()
    at = f"/v1/accounts/{other.id}"
    problem(await house.call("POST", f"{at}/reopen"), 409, "account_not_closed")
    await house.call("POST", f"{at}/close")
    for path, sent in (
        ("block", {"side": "debit", "reason": "other"}),
        ("unblock", {"side": "debit"}),
        ("reactivate", None),
        ("holders", {"customer_id": str(account.owner_id), "role": "joint"}),
    ):
        problem(await house.call("POST", f"{at}/{path}", sent), 409, "account_closed")
    teller = await house.call("POST", f"{at}/reopen", role="teller")
    problem(teller, 403, "action_forbidden")
    reopened = await house.call("POST", f"{at}/reopen", role="branch_manager")
    assert (reopened.status_code, reopened.json()["status"]) == (200, "open")


async def test_a_dormant_account_is_shown_so_and_woken_by_staff(house: House) -> None:
    account = await house.account()
    at = f"/v1/accounts/{account.id}"
    problem(await house.call("POST", f"{at}/reactivate"), 409, "account_not_dormant")
    rows = house.bank.store.committed.ledger_accounts
    rows[account.row] = replace(rows[account.row], active_on=date(2020, 11, 24))
    await house.desk.ask(MarkDormant, DormancyRound(), WORKER)
    seen = (await house.call("GET", at)).json()
    assert (seen["status"], seen["last_active_on"]) == ("dormant", "2020-11-24")
    own = await house.call("POST", f"{at}/reactivate", **_own(account))
    problem(own, 403, "action_forbidden")
    woken = (await house.call("POST", f"{at}/reactivate", role="teller")).json()
    assert (woken["status"], woken["last_active_on"]) == ("open", "2026-11-24")


async def test_a_joint_owner_comes_acts_and_goes(house: House) -> None:
    account, other = await house.account(1000), await house.account()
    await house.paying(other)
    joint: Who = {"role": "customer", "subject": str(other.owner_id)}
    at = f"/v1/accounts/{account.id}"
    problem(await house.call("GET", at, **joint), 404, "account_not_found")
    body = {"customer_id": str(other.owner_id), "role": "joint"}
    added = await house.call("POST", f"{at}/holders", body, role="teller", key="k")
    assert added.status_code == 200
    assert added.json() == {
        "account_id": str(account.id),
        "holders": [
            {"customer_id": str(account.owner_id), "role": "owner"},
            {"customer_id": str(other.owner_id), "role": "joint"},
        ],
    }
    replayed = await house.call("POST", f"{at}/holders", body, role="teller", key="k")
    assert replayed.headers["idempotency-replayed"] == "true"
    listed = await house.call("GET", f"{at}/holders", role="teller")
    assert listed.json() == added.json()
    problem(await house.call("GET", f"{at}/holders", **joint), 403, "action_forbidden")
    assert (await house.call("GET", at, **joint)).status_code == 200
    assert (await _transfer(house, account, other, joint)).status_code == 201
    problem(await house.call("POST", f"{at}/holders", body), 409, "holder_already_there")
    ending = f"{at}/holders/{other.owner_id}/end"
    ended = await house.call("POST", ending, role="teller")
    assert [each["role"] for each in ended.json()["holders"]] == ["owner"]
    problem(await house.call("GET", at, **joint), 404, "account_not_found")
    problem(await _transfer(house, account, other, joint), 404, "account_not_found")
    problem(await house.call("POST", ending), 404, "holder_not_found")
    owner = f"{at}/holders/{account.owner_id}/end"
    problem(await house.call("POST", owner), 409, "owner_cannot_be_removed")
    nobody = body | {"customer_id": str(account.id)}
    problem(await house.call("POST", f"{at}/holders", nobody), 404, "customer_not_found")


async def test_every_change_can_be_tried_dry(house: House) -> None:
    account, other = await house.account(), await house.account()
    at = f"/v1/accounts/{account.id}"
    customer = f"/v1/customers/{account.owner_id}"
    ada = {"kind": "person", "full_name": "Ada", "email": "ada@example.com"}
    terms = {"customer_id": str(account.owner_id), "product": "savings", "currency": "EUR"}
    holder = {"customer_id": str(other.owner_id), "role": "mandate"}
    tried: list[tuple[str, str, Any, str, Any]] = [
        ("POST", "/v1/customers", ada, "full_name", "Ada"),
        ("PATCH", customer, {"email": "grace@example.com"}, "email", "grace@example.com"),
        ("POST", f"{customer}/rename", {"full_name": "Grace"}, "full_name", "Grace"),
        ("POST", f"{customer}/due-diligence/change", {"nationality": "FR"}, "nationality", "FR"),
        ("POST", "/v1/accounts", terms, "product", "savings"),
        ("PATCH", at, {"name": "Rent"}, "name", "Rent"),
        ("POST", f"{at}/block", {"side": "debit", "reason": "other"}, "version", 2),
        ("POST", f"{at}/holders", holder, "account_id", str(account.id)),
        ("POST", f"{at}/close", None, "status", "closed"),
    ]
    tables = house.bank.store.committed
    before = {name: dict(getattr(tables, name)) for name in tables.__slots__}
    for method, path, body, name, value in tried:
        answer = await house.call(
            method,
            f"{path}?dry_run=true",
            body,
            headers={"if-match": '"1"'},
            without=["idempotency-key"],
        )
        assert (answer.status_code, answer.headers["bank-dry-run"]) == (200, "true"), answer.text
        assert answer.json()[name] == value
        assert "location" not in answer.headers
        assert "etag" not in answer.headers
    assert {name: dict(getattr(tables, name)) for name in tables.__slots__} == before
    for path, code in (
        (f"{at}/unblock", "account_not_blocked"),
        (f"{at}/reactivate", "account_not_dormant"),
        (f"{at}/reopen", "account_not_closed"),
        (f"{at}/holders/{account.owner_id}/end", "owner_cannot_be_removed"),
    ):
        sent = {"side": "both"} if path.endswith("unblock") else None
        problem(await house.call("POST", f"{path}?dry_run=true", sent), 409, code)
    missing = await house.call("POST", f"{at}/close", without=["idempotency-key"])
    problem(missing, 400, "idempotency_key_missing")
    assert house.bank.store.committed.ledger_accounts[account.row].status is AccountStatus.OPEN
