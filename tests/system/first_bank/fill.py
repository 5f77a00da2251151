"""Made `bank.sql` and `keystore.json` beside it, with the code that had the first schema.

Run once, with the programmes and the configuration of that day; HERE is the repository's root:

    git worktree add --detach ../first-bank 7656995 && cd ../first-bank
    PYTHONPATH=$PWD/src:$PWD HERE/.venv/bin/python HERE/tests/system/first_bank/fill.py

A served bank does all that it could then: customers, accounts with and without an overdraft, cash,
transfers singly, in bulk and backdated, refusals, replayed keys. Its database is dumped whole, and
its keystore kept, sealed under the passphrase below: this bank never was anybody's.
"""

import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import httpx
from tests.system.served_bank import ServedBank

from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.binaries import find_binaries

HERE = Path(__file__).parent
PASSPHRASE = "the first bank of all"
_UNREPEATABLE = re.compile(r"^\\(un)?restrict .*\n", re.MULTILINE)


def main() -> None:
    """Fill, dump, keep the keystore."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        with ServedBank(home, f"--bank.keys.passphrase={PASSPHRASE}") as bank:
            bank.start()
            with bank.client() as client:
                _fill(client)
            bank.end(signal.SIGTERM)
        with EmbeddedPostgres(home, lambda _line: None) as postgres:
            dump = subprocess.run(
                [
                    find_binaries().postgres.with_name("pg_dump"),
                    "--no-owner",
                    "--no-privileges",
                    postgres.dsn("bank_migrator"),
                ],
                check=True,
                capture_output=True,
                text=True,
            ).stdout
        (HERE / "bank.sql").write_text(_UNREPEATABLE.sub("", dump), encoding="utf-8")
        shutil.copy(home / "keys" / "keystore.json", HERE / "keystore.json")


def _fill(client: httpx.Client) -> None:
    accounts = [_account(client, f"person-{n}", 200_00 * (n % 3)) for n in range(12)]
    for n, account in enumerate(accounts):
        amount = {"currency": "EUR", "amount": f"{100 + n}.0{n % 10}"}
        _post(client, f"deposit-{n}", "/v1/deposits", {"account_id": account, "amount": amount})
    for n in range(120):
        giver, taker = accounts[n % 12], accounts[(n * 5 + 1) % 12]
        if giver != taker:
            _post(client, f"transfer-{n}", "/v1/transfers", _transfer(giver, taker, n))
    orders = [
        {"id": f"00000000-0000-4000-8000-{n:012}", **_transfer(accounts[1], accounts[n % 5 + 2], n)}
        for n in range(150)
    ]
    _post(client, "bulk", "/v1/transfers/bulk", {"transfers": orders}, expected=200)
    for n in range(5):
        too_much = _transfer(accounts[3], accounts[4], 10_000_000)
        _post(client, f"refused-{n}", "/v1/transfers", too_much, expected=422)
        again = _transfer(accounts[n], accounts[(n * 5 + 1) % 12], n)
        _post(client, f"transfer-{n}", "/v1/transfers", again)
        amount = {"currency": "EUR", "amount": "1.50"}
        _post(client, f"out-{n}", "/v1/withdrawals", {"account_id": accounts[n], "amount": amount})


def _account(client: httpx.Client, name: str, overdraft_minor: int) -> str:
    person = {"kind": "person", "full_name": name.title(), "email": f"{name}@example.com"}
    customer = _post(client, f"{name}-customer", "/v1/customers", person)
    account: dict[str, Any] = {"customer_id": customer, "product": "current", "currency": "EUR"}
    if overdraft_minor:
        account["overdraft"] = {"currency": "EUR", "amount": f"{overdraft_minor // 100}.00"}
    return _post(client, f"{name}-account", "/v1/accounts", account)


def _transfer(giver: str, taker: str, n: int) -> dict[str, Any]:
    amount = {"currency": "EUR", "amount": f"{n // 20}.{n % 90 + 10}"}
    transfer = {"debit_account_id": giver, "credit_account_id": taker, "amount": amount}
    return transfer | ({"reference": f"for the {n}th time"} if n % 4 == 0 else {})


def _post(client: httpx.Client, key: str, path: str, body: Any, expected: int = 201) -> str:
    answer = client.post(path, json=body, headers={"Idempotency-Key": key})
    if answer.status_code != expected:
        raise RuntimeError(f"{path}: {answer.status_code} {answer.text[:300]}")
    return str(answer.json().get("id", ""))


if __name__ == "__main__":
    main()
