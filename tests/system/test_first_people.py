"""A new bank lets its first people in: an administrator at the machine, then staff."""

import re
import subprocess
from datetime import timedelta
from pathlib import Path

import httpx
from tests.people_who_sign_in import code_of
from tests.system.served_bank import BANK, ServedBank, environment, run_bank

from bank.infrastructure.system.clock import SystemClock

PASSWORD = "a quiet harbour before dawn"


def _appoint(bank: ServedBank, email: str, password: str) -> "subprocess.CompletedProcess[str]":
    said = ["staff", "first-administrator", "--email", email, "--password-stdin"]
    return subprocess.run(
        [BANK, *said, *bank.settings],
        input=f"{password}\n",
        capture_output=True,
        text=True,
        env=environment(),
        check=False,
    )


def _signed_in(client: httpx.Client, name: str) -> str:
    answer = client.post("/v1/sessions", json={"name": name, "password": PASSWORD})
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["access_token"]
    return token


def _with_two_factors(client: httpx.Client, name: str) -> str:
    """Come in by the password, enrol an authenticator, and come in again by both."""
    alone = {"authorization": f"Bearer {_signed_in(client, name)}"}
    refused = client.get("/v1/roles", headers=alone)
    assert (refused.status_code, refused.json()["code"]) == (403, "second_factor_needed")
    begun = client.post("/v1/me/factors/totp", json={"name": "phone"}, headers=alone).json()
    now = SystemClock().now()
    confirmed = client.post(
        f"/v1/me/factors/totp/{begun['id']}/confirm",
        json={"code": code_of(begun["secret"], now)},
        headers=alone | {"idempotency-key": f"the phone of {name}"},
    )
    assert confirmed.status_code == 201, confirmed.text
    asked = client.post("/v1/sessions", json={"name": name, "password": PASSWORD})
    assert asked.status_code == 202, asked.text
    # The code of now is used up; clocks may be half a minute apart.
    code = code_of(begun["secret"], now + timedelta(seconds=30))
    proof = {"kind": "totp", "proof": {"code": code}}
    answer = client.post(f"/v1/sessions/{asked.json()['attempt_id']}/factor", json=proof)
    assert answer.status_code == 201, answer.text
    token: str = answer.json()["access_token"]
    return token


def _invitation(bank: ServedBank, address: str) -> str:
    """Read what the console adapter sent."""
    wanted = re.compile(rf"To email:{address}.*?code is ([A-Z2-7]+)\.", re.DOTALL)
    found: list[str] = []

    def sent() -> bool:
        found[:] = wanted.findall(bank.said)
        return bool(found)

    bank.wait_until(sent)
    return found[-1]


def test_from_the_machine_to_a_teller_at_the_counter(tmp_path: Path) -> None:
    bank = ServedBank(tmp_path / "bank", "--bank.notices.channel=console")
    try:
        bank.start()
        assert _appoint(bank, "ada@bank.example", "password1").returncode == 2
        first = _appoint(bank, "ada@bank.example", PASSWORD)
        assert first.returncode == 0, first.stderr
        assert PASSWORD not in first.stdout + first.stderr
        again = _appoint(bank, "eve@bank.example", PASSWORD)
        assert (again.returncode, "has an administrator" in again.stderr) == (2, True)
        with httpx.Client(base_url=bank.url, trust_env=False) as client:
            asking = {"authorization": f"Bearer {_with_two_factors(client, 'ada@bank.example')}"}
            joined = client.post(
                "/v1/staff",
                json={"email": "tilda@bank.example", "roles": ["teller"]},
                headers=asking | {"idempotency-key": "tilda"},
            )
            assert joined.status_code == 201, joined.text
            code = _invitation(bank, "tilda@bank.example")
            taken = client.post(
                "/v1/registrations/invited", json={"code": code, "password": PASSWORD}
            )
            assert taken.is_success, taken.text
            at_the_counter = {"authorization": f"Bearer {_signed_in(client, 'tilda@bank.example')}"}
            me = client.get("/v1/me", headers=at_the_counter).json()
            assert (me["roles"], me["kind"]) == (["teller"], "staff")
            refused = client.get("/v1/staff", headers=at_the_counter)
            assert (refused.status_code, refused.json()["code"]) == (403, "action_forbidden")
            idle = client.get("/v1/business-days", headers=at_the_counter)
            assert (idle.status_code, idle.json()["code"]) == (403, "second_factor_needed")
        _break_the_glass(bank)
        assert PASSWORD not in bank.said
    finally:
        bank.stop()


def _auditors_token(bank: ServedBank) -> str:
    auditor = ["token", "issue", "--subject", "otto", "--role", "auditor", "--factors", "2"]
    refused = run_bank(*auditor, "--branch=nowhere", *bank.settings)
    assert "The bank has no branch of that code." in refused.stderr
    issued = run_bank(*auditor, "--branch=main", *bank.settings)
    assert issued.returncode == 0, issued.stderr
    return issued.stdout.strip()


def _break_the_glass(bank: ServedBank) -> None:
    emergency = ["staff", "break-glass", "--reason", "nobody answers the phone"]
    broken = run_bank(*emergency, *bank.settings)
    assert broken.returncode == 0, broken.stderr
    assert "1 people are told" in broken.stderr
    with httpx.Client(base_url=bank.url, trust_env=False) as client:
        token = broken.stdout.strip()
        staff = client.get("/v1/staff", headers={"authorization": f"Bearer {token}"})
        assert staff.status_code == 200, staff.text
        known = {each["email"]: each["pseudonym"] for each in staff.json()["items"]}
        assert list(known) == ["ada@bank.example", "tilda@bank.example"]
        shown = {"action": "staff.register", "actor": known["ada@bank.example"]}
        auditing = {"authorization": f"Bearer {_auditors_token(bank)}"}
        trail = client.get("/v1/audit/events", params=shown, headers=auditing)
        assert trail.status_code == 200, trail.text
        assert [each["outcome"] for each in trail.json()["items"]] == ["done"]
    bank.wait_until(lambda: "used emergency access to the bank" in bank.said)
