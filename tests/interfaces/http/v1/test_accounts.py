from typing import Any

import pytest
from tests.interfaces.http.scene import House, euros, fields, problem
from tests.known_people import KNOWN_SENT

IBAN = "DE89370400440532013000"


async def opened(house: House, **more: Any) -> dict[str, Any]:
    ada = {
        "kind": "person",
        "full_name": "Ada Lovelace",
        "email": "ada@example.com",
        "due_diligence": KNOWN_SENT,
    }
    customer = (await house.call("POST", "/v1/customers", ada)).json()["id"]
    body = {"customer_id": customer, "product": "current", "currency": "EUR"} | more
    answer = await house.call("POST", "/v1/accounts", body)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def refused(house: House, status: int, code: str, **more: Any) -> dict[str, Any]:
    account = await opened(house)
    body = {"customer_id": account["customer_id"], "product": "current", "currency": "EUR"} | more
    return problem(await house.call("POST", "/v1/accounts", body), status, code)


async def test_an_account_is_opened_and_read_again(house: House) -> None:
    account = await opened(house, name="Household", overdraft=euros("500.00"))
    assert account["status"] == "open"
    assert account["number"]
    assert account["balance"] == account["held"] == euros("0.00")
    assert account["overdraft"] == account["available"] == euros("500.00")
    read = await house.call("GET", f"/v1/accounts/{account['id']}")
    assert (read.status_code, read.json()) == (200, account)
    assert read.headers["etag"] == '"1"'


async def test_an_account_answers_to_its_external_reference(house: House) -> None:
    account = await opened(house, external_reference="crm-4711")
    assert (await house.call("GET", "/v1/accounts/crm-4711")).json() == account
    balance = await house.call("GET", "/v1/accounts/crm-4711/balance")
    assert balance.json() == {
        "account_id": account["id"],
        "balance": euros("0.00"),
        "held": euros("0.00"),
        "available": euros("0.00"),
    }
    await refused(house, 409, "external_reference_taken", external_reference="crm-4711")


ADDRESSES = [
    ("GET", "/v1/accounts/{}"),
    ("GET", "/v1/accounts/{}/balance"),
    ("GET", "/v1/accounts/{}/entries"),
    ("POST", "/v1/accounts/{}/close"),
    ("POST", "/v1/accounts/{}/reactivate"),
    ("POST", "/v1/accounts/{}/reopen"),
    ("GET", "/v1/accounts/{}/holders"),
    ("PATCH", "/v1/accounts/{}"),
    ("GET", "/v1/transfers?account_id={}"),
]


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
@pytest.mark.parametrize("number", [IBAN, IBAN.lower(), "De89%203704 0044 0532 0130 00"])
async def test_an_account_number_does_not_belong_into_an_address(
    house: House, method: str, path: str, number: str
) -> None:
    sent = {"name": "Holiday"} if method == "PATCH" else None
    answer = await house.call(method, path.format(number), sent)
    body = problem(answer, 400, "account_number_in_url")
    assert "3704" not in str(body)


@pytest.mark.parametrize(("method", "path"), ADDRESSES)
@pytest.mark.parametrize("name", ["%00", "a%00", "a%0Ab", "a%E2%80%AEb", "%20%20", "a" * 65])
async def test_what_is_no_name_is_refused_in_an_address(
    house: House, method: str, path: str, name: str
) -> None:
    sent = {"name": "Holiday"} if method == "PATCH" else None
    body = problem(await house.call(method, path.format(name), sent), 400, "invalid_request")
    (error,) = body["errors"]
    at_query = "?" in path
    assert error["location"] == ("query" if at_query else "path")
    assert error["field"] == ("account_id" if at_query else "account")


@pytest.mark.parametrize("reference", [IBAN, IBAN.lower(), "0b0e5f5e-9d7a-4e0c-8d3b-1f2a3b4c5d6e"])
async def test_an_external_reference_is_neither_number_nor_id(house: House, reference: str) -> None:
    body = await refused(house, 400, "external_reference_invalid", external_reference=reference)
    assert fields(body) == ["/external_reference"]
    assert reference not in str(body)


@pytest.mark.parametrize("name", ["", "   ", "a\u0000b", "a\n", "a\u202eb", "a\u2067b", "\u200b"])
async def test_an_accounts_name_can_be_seen(house: House, name: str) -> None:
    body = await refused(house, 400, "invalid_request", name=name)
    assert fields(body) == ["/name"]
    at = f"/v1/accounts/{(await opened(house))['id']}"
    renamed = problem(await house.call("PATCH", at, {"name": name}), 400, "invalid_request")
    assert fields(renamed) == ["/name"]


async def test_names_are_of_any_script(house: House) -> None:
    for name in ("Zo\u00eb \u2013 caf\u00e9", "\u5bb6\u8a08", "\u0645\u06cc\u200c\u062e"):
        assert (await opened(house, name=name))["name"] == name


async def test_an_account_is_renamed_unless_somebody_was_faster(house: House) -> None:
    at = f"/v1/accounts/{(await opened(house))['id']}"
    renamed = await house.call("PATCH", at, {"name": "Savings"}, headers={"if-match": '"1"'})
    assert (renamed.json()["name"], renamed.headers["etag"]) == ("Savings", '"2"')
    stale = await house.call("PATCH", at, {"name": "Other"}, headers={"if-match": '"1"'})
    problem(stale, 412, "stale_version")


async def test_only_an_empty_account_is_closed_and_only_once(house: House) -> None:
    full = await house.account(100)
    problem(await house.call("POST", f"/v1/accounts/{full.id}/close"), 409, "account_not_empty")
    at = f"/v1/accounts/{(await house.account()).id}"
    closed = await house.call("POST", f"{at}/close", key="k")
    assert (closed.status_code, closed.json()["status"]) == (200, "closed")
    replayed = await house.call("POST", f"{at}/close", key="k")
    assert replayed.headers["idempotency-replayed"] == "true"
    problem(await house.call("POST", f"{at}/close"), 409, "account_closed")
    problem(await house.call("PATCH", at, {"name": "Late"}), 409, "account_closed")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"x", "malformed_json"),
        (b"{", "malformed_json"),
        (b"\xff\xfe", "malformed_json"),
        (b"[" * 100_000, "malformed_json"),
        (b"[]", "invalid_request"),
        (b'{"why":"moved"}', "invalid_request"),
    ],
)
async def test_closing_takes_no_body(house: House, content: bytes, code: str) -> None:
    account = await house.account()
    at = f"/v1/accounts/{account.id}/close"
    problem(await house.call("POST", at, content=content), 400, code)
    text = {"content-type": "text/plain"}
    answer = await house.call("POST", at, content=b"x", headers=text)
    problem(answer, 415, "unsupported_media_type")
    for nothing in (b"", b" {} "):
        fresh = await house.account()
        answer = await house.call("POST", f"/v1/accounts/{fresh.id}/close", content=nothing)
        assert answer.status_code == 200, answer.text


async def test_a_customers_accounts_are_listed_page_by_page(house: House) -> None:
    account = await opened(house)
    terms = {"customer_id": account["customer_id"], "product": "savings", "currency": "JPY"}
    second = (await house.call("POST", "/v1/accounts", terms)).json()
    assert second["balance"] == {"currency": "JPY", "amount": "0"}
    at = f"/v1/accounts?customer_id={account['customer_id']}&limit=1"
    first_page = (await house.call("GET", at)).json()
    assert first_page["items"] == [account]
    last_page = (await house.call("GET", f"{at}&cursor={first_page['next_cursor']}")).json()
    assert last_page == {"items": [second], "next_cursor": None}


async def test_entries_are_listed_newest_first_from_the_accounts_side(house: House) -> None:
    one, other = await house.account(1000), await house.account(500)
    body = {
        "debit_account_id": str(one.id),
        "credit_account_id": str(other.id),
        "amount": euros("2.50"),
        "reference": "rent",
    }
    posted = (await house.call("POST", "/v1/transfers", body)).json()
    page = (await house.call("GET", f"/v1/accounts/{one.id}/entries?limit=1")).json()
    (entry,) = page["items"]
    assert entry["id"] == posted["id"]
    assert (entry["kind"], entry["sequence"]) == ("transfer", 2)
    assert (entry["amount"], entry["balance"]) == (euros("-2.50"), euros("7.50"))
    assert entry["debit_account_id"] == str(one.id)
    assert entry["credit_account_id"] == str(other.id)
    assert (entry["reference"], entry["backdated"]) == ("rent", False)
    at = f"/v1/accounts/{one.id}/entries?cursor={page['next_cursor']}"
    (deposit,) = (await house.call("GET", at)).json()["items"]
    assert (deposit["kind"], deposit["amount"]) == ("deposit", euros("10.00"))
    mirrored = (await house.call("GET", f"/v1/accounts/{other.id}/entries")).json()["items"][0]
    assert (mirrored["amount"], mirrored["balance"]) == (euros("2.50"), euros("7.50"))


async def test_entries_are_chosen_by_booking_date(house: House) -> None:
    account = await house.account(1000)
    at = f"/v1/accounts/{account.id}/entries"
    for query, count in [
        ("from=2026-11-24&to=2026-11-24", 1),
        ("from=2026-11-25", 0),
        ("to=2026-11-23", 0),
    ]:
        page = (await house.call("GET", f"{at}?{query}")).json()
        assert len(page["items"]) == count, query


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("from=yesterday", "invalid_request", "from"),
        ("limit=0", "invalid_request", "limit"),
        ("limit=201", "invalid_request", "limit"),
        ("limit=many", "invalid_request", "limit"),
        ("until=2026-11-24", "unknown_parameter", "until"),
        ("limit=1&limit=2", "unknown_parameter", "limit"),
        ("cursor=!!", "invalid_cursor", None),
        ("cursor=MTI=", "invalid_cursor", None),
        ("cursor=eA", "invalid_cursor", None),
    ],
)
async def test_parameters_have_a_form(
    house: House, query: str, code: str, field: str | None
) -> None:
    account = await house.account()
    body = problem(await house.call("GET", f"/v1/accounts/{account.id}/entries?{query}"), 400, code)
    assert "yesterday" not in str(body)
    if field:
        assert fields(body) == [field]
        assert body["errors"][0]["location"] == "query"


async def test_a_missing_parameter_is_named(house: House) -> None:
    body = problem(await house.call("GET", "/v1/accounts"), 400, "invalid_request")
    assert fields(body) == ["customer_id"]


@pytest.mark.parametrize(
    ("status", "code", "more", "field"),
    [
        (400, "unknown_currency", {"currency": "EUX"}, "/currency"),
        (400, "unknown_currency", {"currency": "eur"}, "/currency"),
        (400, "product_not_found", {"product": "gold"}, None),
        (422, "overdraft_not_allowed", {"product": "savings", "overdraft": euros("1")}, None),
        (422, "overdraft_not_allowed", {"overdraft": euros("-1.00")}, None),
        (
            422,
            "currency_mismatch",
            {"overdraft": {"currency": "JPY", "amount": "1"}},
            "/overdraft/currency",
        ),
        (400, "invalid_amount", {"overdraft": euros("1.234")}, "/overdraft/amount"),
        (
            404,
            "customer_not_found",
            {"customer_id": "00000000-0000-7000-8000-000000000001"},
            None,
        ),
        (400, "invalid_request", {"customer_id": "17"}, "/customer_id"),
        (400, "invalid_request", {"external_reference": "a/b"}, "/external_reference"),
    ],
)
async def test_terms_that_cannot_be_had_are_refused(
    house: House, status: int, code: str, more: dict[str, Any], field: str | None
) -> None:
    body = await refused(house, status, code, **more)
    if field:
        assert fields(body) == [field]


async def test_a_customer_sees_their_own_account_only(house: House) -> None:
    own, foreign = await opened(house), await opened(house)
    who = {"role": "customer", "subject": own["customer_id"]}
    assert (await house.call("GET", f"/v1/accounts/{own['id']}", **who)).status_code == 200
    for path in ("", "/balance", "/entries"):
        hidden = await house.call("GET", f"/v1/accounts/{foreign['id']}{path}", **who)
        problem(hidden, 404, "account_not_found")
