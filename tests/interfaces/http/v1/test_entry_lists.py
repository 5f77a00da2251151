"""Entries are looked for: on an account, among its transfers, and in the whole book."""

from datetime import timedelta
from typing import Any

import pytest
from tests.interfaces.http.scene import House, euros, fields, problem

from bank.domain.customer_accounts import CustomerAccount

DAY = timedelta(days=1)


async def _lived_in(house: House) -> tuple[CustomerAccount, CustomerAccount]:
    """Deposit 10 and 20, send 3 and 4, get 5 back, each on a day of its own."""
    account, other = await house.account(1000), await house.account(1000)
    for path, body in (
        ("/v1/deposits", {"account_id": str(account.id), "amount": euros("20.00")}),
        ("/v1/transfers", _transfer(account, other, "3.00")),
        ("/v1/transfers", _transfer(account, other, "4.00")),
        ("/v1/transfers", _transfer(other, account, "5.00")),
    ):
        house.bank.clock.move(DAY)
        answer = await house.call("POST", path, body)
        assert answer.status_code == 201, answer.text
    return account, other


def _transfer(debit: CustomerAccount, credit: CustomerAccount, amount: str) -> dict[str, Any]:
    return {
        "debit_account_id": str(debit.id),
        "credit_account_id": str(credit.id),
        "amount": euros(amount),
    }


@pytest.mark.parametrize(
    ("query", "sequences"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("from=2026-11-25&to=2026-11-26", [3, 2]),
        ("from=2027-01-01", []),
        ("to=0001-01-01", []),
        ("from=0001-01-01&to=9999-12-31", [5, 4, 3, 2, 1]),
        ("kind=deposit", [2, 1]),
        ("kind=exchange", []),
        ("amount_from=4&amount_to=10.00", [5, 4, 1]),
        ("direction=in", [5, 2, 1]),
        ("direction=out", [4, 3]),
        ("direction=in&kind=transfer&from=2026-11-26", [5]),
        ("counterparty={other}", [5, 4, 3]),
        ("counterparty={own}", []),
        ("counterparty=nobody", []),
    ],
)
async def test_the_entries_on_an_account_are_found(
    house: House, query: str, sequences: list[int]
) -> None:
    account, other = await _lived_in(house)
    query = query.format(other=other.id, own=account.id)
    found: list[int] = []
    cursor = ""
    while True:
        path = f"/v1/accounts/{account.id}/entries?limit=2&{query}{cursor}"
        page = (await house.call("GET", path)).json()
        found += [each["sequence"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert found == sequences


async def test_pages_stay_as_they_were_when_more_is_booked(house: House) -> None:
    account, other = await _lived_in(house)
    path = f"/v1/accounts/{account.id}/entries?limit=2"
    first = (await house.call("GET", path)).json()
    await house.call("POST", "/v1/transfers", _transfer(other, account, "1.00"))
    second = (await house.call("GET", f"{path}&cursor={first['next_cursor']}")).json()
    assert [each["sequence"] for each in first["items"] + second["items"]] == [5, 4, 3, 2]


async def test_the_transfers_of_an_account_are_found(house: House) -> None:
    account, other = await _lived_in(house)
    path = f"/v1/transfers?account_id={account.id}"
    for query, amounts in (
        ("", ["5.00", "4.00", "3.00"]),
        ("&direction=out", ["4.00", "3.00"]),
        ("&amount_to=3", ["3.00"]),
        (f"&counterparty={other.id}&from=2026-11-28", ["5.00"]),
        ("&kind=deposit", ["20.00", "10.00"]),
    ):
        page = (await house.call("GET", f"{path}{query}")).json()
        assert [each["amount"]["amount"] for each in page["items"]] == amounts, query


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("amount_from=1.234", "invalid_amount", "amount_from"),
        ("amount_to=much", "invalid_amount", "amount_to"),
        ("kind=gift", "invalid_request", "kind"),
        ("direction=up", "invalid_request", "direction"),
        ("counterparty=%20", "invalid_request", "counterparty"),
        ("counterparty=DE02100100109307118603", "account_number_in_url", None),
        ("cursor=YQ", "invalid_cursor", None),
    ],
)
async def test_searches_have_a_form(house: House, query: str, code: str, field: str | None) -> None:
    account = await house.account()
    for path in (f"/v1/accounts/{account.id}/entries?", f"/v1/transfers?account_id={account.id}&"):
        found = problem(await house.call("GET", path + query), 400, code)
        if field is not None:
            assert fields(found) == [field]


async def test_an_auditor_reads_all_entries_by_number(house: House) -> None:
    await _lived_in(house)
    found: list[Any] = []
    cursor = ""
    while True:
        path = f"/v1/ledger/entries?limit=4{cursor}"
        page = (await house.call("GET", path, role="auditor")).json()
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert [each["booking_date"][-2:] for each in found] == ["28", "27", "26", "25", "24", "24"]
    for query, count in (
        ("kind=transfer", 3),
        ("from=2026-11-25", 4),
        ("to=2026-11-25", 3),
        ("from=2026-11-25&to=2026-11-25&kind=transfer", 0),
    ):
        page = (await house.call("GET", f"/v1/ledger/entries?{query}", role="auditor")).json()
        assert len(page["items"]) == count, query
