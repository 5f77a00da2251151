import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.interfaces.http.scene import House, euros, problem

import bank.bootstrap.every_use_case  # noqa: F401 - so that every refusal of the core is loaded
from bank.application.ports.idempotency import RequestInFlight
from bank.application.ports.ledger import LedgerBusy
from bank.application.ports.unit_of_work import DatabaseUnavailable, OutcomeUnknown
from bank.domain.refusals import Kind, Refusal, every_refusal
from bank.interfaces.http.problems import STATUS_OF_CODE, STATUS_OF_KIND, status_of

STATUSES = {202, 400, 401, 403, 404, 405, 408, 409, 412, 413, 415, 422, 429, 500, 503}
NOT_OF_AN_OPERATION = {
    "administrator_exists",
    "client_assertion_replayed",
    "customers_sign_in",
    "glass_broken",
    "invalid_form",
    "maker_let_go",
    "method_not_allowed",
    "password_hash_unknown",
    "password_in_place",
    "reason_missing",
    "refresh_token_reused",
    "token_of_another",
    "token_shown_once",
}
"""Of no operation, of the command line alone, or said in the words of OAuth 2.

Or what an approved act failed of later.
"""

SECRET = "Ada Lovelace lives here"


class BrokenPipeline:
    """Answers every request with one exception."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    async def run(self, *_: Any) -> Any:
        raise self.fault


def broken(house: House, fault: Exception) -> House:
    return House(house.bank, house.keys, pipeline=BrokenPipeline(fault))


BODY: Mapping[str, Any] = {
    "debit_account_id": "a",
    "credit_account_id": "b",
    "amount": euros("1.00"),
}


def test_the_table_of_kinds_is_total() -> None:
    assert STATUS_OF_KIND.keys() == set(Kind)


@pytest.mark.parametrize("code", sorted(every_refusal()))
def test_every_refusal_has_a_status_a_title_and_a_code_that_programs_can_read(code: str) -> None:
    refusal = every_refusal()[code]
    assert status_of(refusal) in STATUSES
    assert refusal.title.endswith(".")
    assert code.replace("_", "").isalpha()
    assert code == code.lower()


def test_every_override_is_of_a_refusal_that_exists() -> None:
    assert STATUS_OF_CODE.keys() <= every_refusal().keys()


def test_every_code_of_the_core_is_documented_in_the_openapi_file() -> None:
    described = Path("docs/reference/openapi.json").read_text(encoding="utf-8")
    ours = {code for code, each in every_refusal().items() if each.__module__.startswith("bank.")}
    missing = {code for code in ours if f"`{code}`" not in described}
    assert missing == NOT_OF_AN_OPERATION, "Name it in the responses of what answers it."


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (DatabaseUnavailable(), 503),
        (LedgerBusy(), 503),
        (OutcomeUnknown(), 503),
        (RequestInFlight(), 409),
    ],
)
async def test_what_may_be_repeated_says_when(house: House, refusal: Refusal, status: int) -> None:
    answer = await broken(house, refusal).call("POST", "/v1/transfers", BODY)
    problem(answer, status, refusal.code)
    assert answer.headers["retry-after"] == "1"


async def test_of_a_refusals_context_nothing_internal_leaves(house: House) -> None:
    answer = await broken(house, LedgerBusy(row=4711, account="x")).call(
        "POST", "/v1/transfers", BODY
    )
    found = problem(answer, 503, "ledger_busy")
    assert found.keys() == {"type", "title", "status", "detail", "code", "request_id"}


async def test_what_broke_is_told_by_its_request_id_alone(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        answer = await broken(house, ValueError(SECRET)).call(
            "POST", "/v1/transfers", dict(BODY), headers={"x-request-id": "r-17"}
        )
    problem(answer, 500, "internal_error")
    assert SECRET not in answer.text
    assert "r-17" in caplog.text
    assert "ValueError" in caplog.text
    assert SECRET not in caplog.text
    assert "debit_account_id" not in caplog.text


async def test_a_problems_type_is_an_address_that_explains_it(house: House) -> None:
    answer = await house.call("GET", "/v1/customers/00000000-0000-7000-8000-000000000001")
    kind = await house.call("GET", answer.json()["type"], role=None)
    assert kind.status_code == 200
    assert kind.json()["code"] == "customer_not_found"
    assert kind.json()["status"] == 404
    problem(await house.call("GET", "/problems/nonsense", role=None), 404, "not_found")
