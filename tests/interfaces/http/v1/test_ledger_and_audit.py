import pytest
from tests.interfaces.http.scene import House, euros, problem


async def test_an_auditor_reads_an_entry_with_all_its_postings(house: House) -> None:
    account = await house.account(1000)
    listed = await house.call("GET", f"/v1/accounts/{account.id}/entries", role="auditor")
    (entry,) = listed.json()["items"]
    read = await house.call("GET", f"/v1/ledger/entries/{entry['id']}", role="auditor")
    assert read.status_code == 200
    till, own = read.json()["postings"]
    assert (till["side"], till["amount"], till["balance"]) == (
        "debit",
        euros("10.00"),
        euros("10.00"),
    )
    assert (own["side"], own["amount"], own["balance"]) == (
        "credit",
        euros("10.00"),
        euros("-10.00"),
    )
    assert own["account_id"] == str(account.id)
    events = await house.call("GET", "/v1/audit/events?action=deposit.post", role="auditor")
    (event,) = events.json()["items"]
    assert event["id"] == read.json()["audit_event_id"]


async def test_the_trial_balance_balances(house: House) -> None:
    await house.account(1000)
    body = (await house.call("GET", "/v1/ledger/trial-balance", role="auditor")).json()
    cash = next(each for each in body["lines"] if each["debit"] == euros("10.00"))
    assert (cash["gl_code"], cash["kind"], cash["credit"]) == ("1010", "asset", euros("0.00"))
    in_euros = next(each for each in body["totals"] if each["debit"]["currency"] == "EUR")
    assert in_euros == {"debit": euros("10.00"), "credit": euros("10.00")}


async def test_the_banks_own_accounts_are_listed_page_by_page(house: House) -> None:
    whole = (await house.call("GET", "/v1/ledger/accounts?limit=200", role="auditor")).json()
    assert whole["next_cursor"] is None
    found, cursor = [], ""
    while True:
        path = f"/v1/ledger/accounts?limit=7{cursor}"
        page = (await house.call("GET", path, role="auditor")).json()
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert found == whole["items"]
    assert {"cash/main", "fees"} <= {each["position"] for each in found}


async def test_audit_events_are_read_in_order_and_by_filter(house: House) -> None:
    await house.account(1000)
    path = "/v1/audit/events?limit=1&outcome=done&since=2026-11-24T00:00:00Z"
    first = (await house.call("GET", path, role="auditor")).json()
    assert first["items"][0]["action"] == "customer.create"
    assert first["items"][0]["actor_kind"] == "token"
    path += f"&cursor={first['next_cursor']}"
    second = (await house.call("GET", path, role="auditor")).json()
    assert second["items"][0]["action"] == "account.open"
    nothing = await house.call("GET", "/v1/audit/events?until=2026-11-24T00:00:00Z", role="auditor")
    assert nothing.json()["items"] == []


@pytest.mark.parametrize(
    "query",
    [
        "since=2026-11-24T00:00:00",
        "since=now",
        "since=0001-01-01T00:00:00%2B14:00",
        "until=9999-12-31T23:59:59-14:00",
        "outcome=maybe",
        "actor=" + "a" * 65,
        "actor=a%00",
        "action=%00",
        "action=",
        "object_id=a%0A",
        "object_id=%E2%80%AE",
    ],
)
async def test_filters_have_a_form(house: House, query: str) -> None:
    answer = await house.call("GET", f"/v1/audit/events?{query}", role="auditor")
    (error,) = problem(answer, 400, "invalid_request")["errors"]
    assert (error["location"], error["field"]) == ("query", query.partition("=")[0])


async def test_moments_reach_to_the_ends_of_the_calendar(house: House) -> None:
    await house.account()
    for query, some in [
        ("since=0001-01-01T00:00:00Z", True),
        ("until=9999-12-31T23:59:59Z", True),
        ("since=9999-12-31T23:59:59Z", False),
    ]:
        answer = await house.call("GET", f"/v1/audit/events?{query}", role="auditor")
        assert bool(answer.json()["items"]) is some, query


async def test_a_cursor_of_another_list_is_refused(house: House) -> None:
    answer = await house.call("GET", "/v1/audit/events?cursor=MTI", role="auditor")
    problem(answer, 400, "invalid_cursor")


@pytest.mark.parametrize(
    "path",
    [
        "/v1/ledger/accounts",
        "/v1/ledger/trial-balance",
        "/v1/ledger/entries/00000000-0000-7000-8000-000000000001",
        "/v1/audit/events",
    ],
)
async def test_the_books_are_not_for_tellers(house: House, path: str) -> None:
    problem(await house.call("GET", path, role="teller"), 403, "action_forbidden")
