"""Ada's life with the bank as an operator runs it: from a stranger to a payment, and refusals.

One story over HTTP. Codes and notices are read off the console, as in development; one-time codes
come from `oathtool`, or from RFC 6238 where it is missing; neither knows anything of ours.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.rfc6238 import independent_code
from tests.system.served_bank import ServedBank, balance, opened_accounts

from bank.infrastructure.system.clock import SystemClock

pytestmark = pytest.mark.slow

EMAIL = "ada@example.com"
PASSWORD = "a quiet harbour before dawn"
STEP_SECONDS = 30
DUE_DILIGENCE = {
    "date_of_birth": "1985-12-10",
    "nationality": "GB",
    "address": {"street": "12 St James's Square", "city": "London", "country": "GB"},
    "tax_residence": "GB",
}


@dataclass
class Authenticator:
    """An app on Ada's phone; it never shows the same code twice."""

    secret: str
    last_step: int = 0
    shown: str = ""

    def code(self) -> str:
        """Show the next code; the bank takes one that is a step early, so that waits are few."""
        step = max(self.last_step + 1, self._step())
        while step > self._step() + 1:
            time.sleep(1)
        moment = datetime.fromtimestamp(step * STEP_SECONDS, UTC)
        self.last_step, self.shown = step, independent_code(self.secret, moment)
        return self.shown

    def _step(self) -> int:
        return int(SystemClock().now().timestamp()) // STEP_SECONDS


@dataclass
class Ada:
    """Ada at her phone."""

    bank: ServedBank
    client: httpx.Client
    device_secret: str | None = None
    signed_in: dict[str, Any] = field(default_factory=dict)

    def ask(self, method: str, path: str, body: object = None, key: str = "") -> httpx.Response:
        headers = {"idempotency-key": key} if key else {}
        if self.signed_in:
            headers["authorization"] = f"Bearer {self.signed_in['access_token']}"
        return self.client.request(method, path, json=body, headers=headers)

    def proves(self, at: str, kind: str, code: str, **more: str) -> httpx.Response:
        return self.ask("POST", f"{at}/factor", {"kind": kind, "proof": {"code": code}, **more})

    def get(self, path: str) -> Any:
        return _with(self.ask("GET", path), 200)

    def shows_password(self) -> httpx.Response:
        body = {"name": EMAIL, "password": PASSWORD, "device_secret": self.device_secret}
        return self.ask("POST", "/v1/sessions", body)

    def shows_both(self, kind: str, code: str, **more: str) -> httpx.Response:
        """Show the password, and then the other factor that is asked for."""
        attempt = _with(self.shows_password(), 202)
        assert set(attempt["factors"]) == {"totp", "recovery_code"}
        return self.proves(f"/v1/sessions/{attempt['attempt_id']}", kind, code, **more)

    def is_out(self) -> None:
        """Wait until her token opens nothing any more."""
        self.bank.wait_until(lambda: self.ask("GET", "/v1/me").status_code == 401)
        self.signed_in = {}

    def pays(self, debit: str, credit: str, amount: str, key: str) -> httpx.Response:
        order = {"debit_account_id": debit, "credit_account_id": credit}
        of = {"amount": {"currency": "EUR", "amount": amount}}
        return self.ask("POST", "/v1/transfers", order | of, key)

    def told(self, subject: str) -> int:
        return self.bank.said.count(f"To email:{EMAIL}: {subject}")


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[ServedBank]:
    settings = "--bank.server.workers=2", "--bank.notices.channel=console"
    with ServedBank(tmp_path / "bank", *settings) as served:
        served.start()
        yield served


def test_a_life_of_signing_in(bank: ServedBank) -> None:
    with bank.client() as branch, httpx.Client(base_url=bank.url, timeout=60.0) as client:
        ada = Ada(bank, client)
        customer = _registers(ada)
        _says_who_she_is(ada)
        own, bens = _has_an_account(branch, customer), opened_accounts(branch, "ben")[0]
        _is_refused_for_lack_of_factors(ada, own, bens)
        authenticator, recovery_codes = _enrols(ada)
        _signs_in_anew_with_both(ada, authenticator)
        _sees_where_she_is_signed_in(ada)
        _pays_somebody_new(ada, authenticator, own, bens)
        assert balance(branch, own) == "849.50"
        _is_refused_what_is_not_hers(ada, own, bens)
        _cannot_show_a_code_twice(ada, authenticator)
        _comes_in_with_a_recovery_code_once(ada, recovery_codes)
        _loses_a_refresh_token_to_a_thief(ada)
        _was_told(ada)
        for secret in (PASSWORD, authenticator.secret, *recovery_codes):
            assert secret not in bank.said
    assert not bank.findings()


def _registers(ada: Ada) -> str:
    body = {"full_name": "Ada Lovelace", "email": EMAIL, "password": PASSWORD}
    begun = _with(ada.ask("POST", "/v1/registrations", body), 202)
    assert ada.shows_password().status_code == 401, "nobody is let in before the address is proved"
    code = re.compile(rf"To email:{EMAIL}: Your code.*?Your code is (\d{{6}})", re.DOTALL)
    ada.bank.wait_until(lambda: code.search(ada.bank.said) is not None)
    (sent,) = code.findall(ada.bank.said)
    proof = ("POST", f"/v1/registrations/{begun['id']}/code", {"code": sent})
    proved = _with(ada.ask(*proof), 201)
    assert _refusal(ada.ask(*proof)) == (422, "code_invalid")
    return str(proved["customer_id"])


def _says_who_she_is(ada: Ada) -> None:
    ada.signed_in = _with(ada.shows_password(), 201)
    assert ada.signed_in["assurance"] == 1
    assert ada.get("/v1/me/due-diligence")["missing"] == list(DUE_DILIGENCE)
    given = _with(ada.ask("PATCH", "/v1/me/due-diligence", DUE_DILIGENCE, "diligence"), 200)
    assert (given["state"], given["missing"]) == ("active", [])


def _has_an_account(branch: httpx.Client, customer: str) -> str:
    order = {"customer_id": customer, "product": "current", "currency": "EUR"}
    opened = branch.post("/v1/accounts", json=order, headers={"idempotency-key": "adas"})
    account = str(_with(opened, 201)["id"])
    cash = {"account_id": account, "amount": {"currency": "EUR", "amount": "1000.00"}}
    _with(branch.post("/v1/deposits", json=cash, headers={"idempotency-key": "adas-cash"}), 201)
    return account


def _is_refused_for_lack_of_factors(ada: Ada, own: str, bens: str) -> None:
    assert ada.get(f"/v1/accounts/{own}/balance")["balance"]["amount"] == "1000.00"
    assert _refusal(ada.pays(own, bens, "1.00", "early")) == (403, "more_factors_needed")


def _enrols(ada: Ada) -> tuple[Authenticator, list[str]]:
    codes = _with(ada.ask("POST", "/v1/me/factors/recovery-codes"), 200)["codes"]
    begun = _with(ada.ask("POST", "/v1/me/factors/totp", {"name": "my phone"}), 200)
    authenticator = Authenticator(begun["secret"])
    at = f"/v1/me/factors/totp/{begun['id']}/confirm"
    _with(ada.ask("POST", at, {"code": authenticator.code()}, "authenticator"), 201)
    assert len(codes) == 10
    return authenticator, codes


def _signs_in_anew_with_both(ada: Ada, authenticator: Authenticator) -> None:
    assert _with(ada.ask("DELETE", "/v1/sessions/current"), 200) == {"ended": 1}
    ada.is_out()
    ada.signed_in = _with(ada.shows_both("totp", authenticator.code(), remember_as="my phone"), 201)
    ada.device_secret = ada.signed_in["device"]["secret"]
    assert ada.signed_in["assurance"] == 2
    assert ada.get("/v1/me")["factors"] == {"totp": 1, "recovery_code": 10}


def _sees_where_she_is_signed_in(ada: Ada) -> None:
    (session,) = ada.get("/v1/me/sessions")["items"]
    assert (session["current"], session["assurance"]) == (True, 2)
    (device,) = ada.get("/v1/me/devices")["items"]
    assert (device["name"], device["id"]) == ("my phone", session["device_id"])


def _pays_somebody_new(ada: Ada, authenticator: Authenticator, own: str, bens: str) -> None:
    waits = ada.pays(own, bens, "100.50", "rent")
    assert _with(waits, 202)["status"] == "challenge"
    at = waits.headers["location"]
    shown = ada.get(at)
    assert (shown["amount"]["amount"], shown["payee"]) == ("100.50", bens)
    assert ada.pays(own, bens, "100.50", "rent").status_code == 202, "nothing is proved yet"
    assert _refusal(ada.proves(at, "totp", authenticator.shown))[1] == "challenge_failed"
    _with(ada.proves(at, "totp", authenticator.code()), 200)
    paid = _with(ada.pays(own, bens, "100.50", "rent"), 201)
    assert _with(ada.pays(own, bens, "100.50", "rent"), 201)["id"] == paid["id"], "paid once"
    _with(ada.pays(own, bens, "50.00", "lunch"), 201)


def _is_refused_what_is_not_hers(ada: Ada, own: str, bens: str) -> None:
    assert _refusal(ada.ask("GET", f"/v1/accounts/{bens}")) == (404, "account_not_found")
    assert _refusal(ada.pays(bens, own, "1.00", "theft")) == (404, "account_not_found")
    assert ada.ask("GET", "/v1/staff").status_code == 403


def _cannot_show_a_code_twice(ada: Ada, authenticator: Authenticator) -> None:
    assert _refusal(ada.shows_both("totp", authenticator.shown)) == (401, "sign_in_failed")


def _comes_in_with_a_recovery_code_once(ada: Ada, codes: list[str]) -> None:
    assert _with(ada.shows_both("recovery_code", codes[0]), 201)["assurance"] == 2
    assert _refusal(ada.shows_both("recovery_code", codes[0])) == (401, "sign_in_failed")


def _loses_a_refresh_token_to_a_thief(ada: Ada) -> None:
    form = {"grant_type": "refresh_token", "refresh_token": ada.signed_in["refresh_token"]}
    renewed = _with(ada.client.post("/oauth2/token", data=form), 200)
    ada.signed_in["access_token"] = renewed["access_token"]
    assert ada.get("/v1/me")["subject"]
    assert ada.client.post("/oauth2/token", data=form).json()["error"] == "invalid_grant"
    ada.is_out()
    form["refresh_token"] = renewed["refresh_token"]
    assert ada.client.post("/oauth2/token", data=form).status_code == 400, "hers is void as well"


def _was_told(ada: Ada) -> None:
    expected = {
        "Your code": 1,
        "A new device": 2,
        "A new way to confirm": 2,
        "A recovery code was used": 1,
        "You were signed out": 1,
    }
    ada.bank.wait_until(lambda: {each: ada.told(each) for each in expected} == expected)


def _with(answer: httpx.Response, status: int) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def _refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]
