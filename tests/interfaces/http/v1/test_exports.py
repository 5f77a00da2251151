"""Entries as files."""

import csv
import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from io import StringIO
from typing import Any

import pytest
from tests.application.scene import a_bank
from tests.interfaces.http.scene import House, euros, problem

from bank.application.pipeline.pipeline import Done
from bank.application.ports.unit_of_work import DatabaseUnavailable
from bank.domain.customer_accounts import CustomerAccount
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.interfaces.http.v1 import exports


async def _account(house: House, *references: str) -> CustomerAccount:
    account = await house.account()
    for reference in references:
        body = {
            "account_id": str(account.id),
            "amount": euros("1.00"),
            "reference": reference,
        }
        assert (await house.call("POST", "/v1/deposits", body)).status_code == 201
    return account


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text, newline="")))


async def test_an_account_is_exported_as_csv_oldest_first(house: House) -> None:
    account = await _account(house, "rent", "one, two", 'say "yes"')
    answer = await house.call("GET", f"/v1/accounts/{account.id}/entries/export")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="account-entries.csv"'
    assert answer.headers["entry-count"] == "3"
    assert answer.headers["cache-control"] == "no-store"
    rows = _rows(answer.text)
    assert [row["sequence"] for row in rows] == ["1", "2", "3"]
    assert [row["reference"] for row in rows] == ["rent", "one, two", 'say "yes"']
    last = rows[-1]
    assert (last["currency"], last["amount"], last["balance"]) == ("EUR", "1.00", "3.00")
    assert last["credit_account_id"] == str(account.id)
    assert answer.text.endswith("\r\n")


async def test_an_account_is_exported_as_json_lines(house: House) -> None:
    account = await _account(house, "rent", "more")
    path = f"/v1/accounts/{account.id}/entries"
    answer = await house.call("GET", f"{path}/export?format=jsonl")
    assert answer.headers["content-type"].startswith("application/jsonl")
    listed = (await house.call("GET", path)).json()["items"]
    assert [json.loads(line) for line in answer.text.splitlines()] == listed[::-1]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", " =1", "\uff1d1"])
async def test_free_text_is_no_formula(house: House, text: str) -> None:
    account = await _account(house, text)
    answer = await house.call("GET", f"/v1/accounts/{account.id}/entries/export")
    (row,) = _rows(answer.text)
    assert row["reference"] == f"'{text}"


async def test_an_empty_export_is_a_line_of_names_or_nothing(house: House) -> None:
    account = await _account(house, "rent")
    for query, text in (("to=2020-01-01", "id,sequence,"), ("from=2030-01-01&format=jsonl", "")):
        answer = await house.call("GET", f"/v1/accounts/{account.id}/entries/export?{query}")
        assert answer.headers["entry-count"] == "0"
        assert answer.text.startswith(text)
        assert len(answer.text.splitlines()) == bool(text)


async def test_a_long_export_is_read_stretch_by_stretch(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "STRETCH", 2)
    account = await _account(house, *"abcde")
    answer = await house.call("GET", f"/v1/accounts/{account.id}/entries/export")
    assert [row["reference"] for row in _rows(answer.text)] == list("abcde")
    whole = await house.call("GET", "/v1/ledger/entries/export?format=jsonl", role="auditor")
    assert whole.headers["entry-count"] == "5"
    assert [json.loads(line)["reference"] for line in whole.text.splitlines()] == list("abcde")


async def test_the_book_is_exported_with_a_line_for_each_posting(house: House) -> None:
    account = await _account(house, "rent", "=2")
    answer = await house.call("GET", "/v1/ledger/entries/export", role="compliance_officer")
    assert answer.headers["content-disposition"] == 'attachment; filename="ledger-entries.csv"'
    assert answer.headers["entry-count"] == "2"
    rows = _rows(answer.text)
    assert [row["side"] for row in rows] == ["debit", "credit"] * 2
    assert [row["account_id"] for row in rows[1::2]] == [str(account.id)] * 2
    assert rows[3]["reference"] == "'=2"
    assert (rows[3]["amount"], rows[3]["balance"]) == ("1.00", "-2.00")


async def test_taking_entries_away_is_audited_once(house: House) -> None:
    account = await _account(house, "rent")
    await house.call("GET", f"/v1/accounts/{account.id}/entries/export", role="auditor")
    path = "/v1/audit/events?action=account.export_entries"
    (event,) = (await house.call("GET", path, role="auditor")).json()["items"]
    assert (event["object_kind"], event["object_id"]) == ("account", str(account.id))


async def test_exports_are_for_those_who_may_read(house: House) -> None:
    account = await _account(house, "rent")
    path = f"/v1/accounts/{account.id}/entries/export"
    mine = await house.call("GET", path, role="customer", subject=str(account.owner_id))
    assert len(_rows(mine.text)) == 1
    theirs = await house.call("GET", path, role="customer", subject="somebody else")
    problem(theirs, 404, "account_not_found")
    for role in ("teller", "customer"):
        book = await house.call("GET", "/v1/ledger/entries/export", role=role)
        problem(book, 403, "action_forbidden")


class FailingPipeline:
    """Runs so many use cases, and then finds the database away."""

    def __init__(self, run: Callable[..., Any], runs: int) -> None:
        self._run = run
        self._left = runs

    async def run(self, use_case: type[Any], command: Any, caller: Any) -> Done[Any]:
        if not self._left:
            raise DatabaseUnavailable
        self._left -= 1
        done: Done[Any] = await self._run(use_case, command, caller)
        return done


@pytest.fixture
async def bank() -> Any:
    opened: AbstractAsyncContextManager[Any] = a_bank().open()
    async with opened as bank:
        yield bank


async def test_what_fails_before_the_file_begins_is_a_problem(
    bank: Any, keys: LocalKeyService
) -> None:
    account = await House(bank, keys).account(100)
    for runs, form in ((0, "csv"), (0, "jsonl"), (1, "csv"), (1, "jsonl")):
        house = House(bank, keys, pipeline=FailingPipeline(bank.pipeline.run, runs))
        path = f"/v1/accounts/{account.id}/entries/export?format={form}"
        problem(await house.call("GET", path), 503, "database_unavailable")


async def test_what_fails_in_the_middle_breaks_off(
    bank: Any, keys: LocalKeyService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "STRETCH", 1)
    account = await _account(House(bank, keys), "a", "b", "c")
    house = House(bank, keys, pipeline=FailingPipeline(bank.pipeline.run, 3))
    with pytest.raises(Exception, match="after response started"):
        await house.call("GET", f"/v1/accounts/{account.id}/entries/export")
