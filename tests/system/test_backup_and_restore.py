"""`bank backup` and `bank restore` of a bank that is served and paid with meanwhile."""

import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from tests.system.served_bank import ServedBank, balance, opened_accounts, run_bank

pytestmark = pytest.mark.slow


class Writers:
    """Clients that pay each other until they are stopped."""

    def __init__(self, bank: ServedBank, accounts: tuple[str, str]) -> None:
        self.paid = 0
        self._bank = bank
        self._accounts = accounts
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._pay, args=[n]) for n in range(4)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _pay(self, number: int) -> None:
        debit, credit = self._accounts
        body = {
            "debit_account_id": debit,
            "credit_account_id": credit,
            "amount": {"currency": "EUR", "amount": "0.01"},
        }
        with self._bank.client() as client:
            for n in range(100_000):
                if self._over.is_set():
                    return
                key = {"Idempotency-Key": f"{id(self)}-{number}-{n}"}
                if client.post("/v1/transfers", json=body, headers=key).is_success:
                    with self._lock:
                        self.paid += 1


@contextmanager
def writing(bank: ServedBank, accounts: tuple[str, str]) -> Iterator[Writers]:
    writers = Writers(bank, accounts)
    try:
        yield writers
    finally:
        writers.stop()


def wait_for_more(writers: Writers) -> None:
    before = writers.paid
    while writers.paid < before + 40:
        time.sleep(0.01)


def restored(home: Path, *arguments: str) -> str:
    done = run_bank("restore", *arguments, f"--bank.home={home}")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_served_bank_is_backed_up_and_restored_to_any_moment(tmp_path: Path) -> None:
    """Scenario: a bank is backed up beside four clients that pay, pause, pay on; then it is lost.

    It is restored from the backups and the key file: to the pause, to a moment amid the payments,
    to the end.

    Outcome: the books hold each time; at the pause and at the end balances are what clients saw.
    The bank restored there is served and paid with. Health says when the log is archived.
    """
    backups = tmp_path / "backups"
    with ServedBank(tmp_path / "home", f"--bank.backup.folder={backups}") as bank:
        bank.start()
        with bank.client() as client:
            accounts = opened_accounts(client, "backup")
            assert archiving(client) == "none"
            with writing(bank, accounts) as writers:
                wait_for_more(writers)
                taken = run_bank("backup", *bank.settings)
                assert taken.returncode == 0, taken.stderr
                wait_for_more(writers)
                amid = datetime.now(UTC)  # noqa: TID251 - PostgreSQL's commits are timed by the machine
                wait_for_more(writers)
            then = [balance(client, account) for account in accounts]
            time.sleep(0.05)
            pause = datetime.now(UTC)  # noqa: TID251 - as above
            time.sleep(0.05)
            with writing(bank, accounts) as writers:
                wait_for_more(writers)
            last = [balance(client, account) for account in accounts]
            assert archiving(client) == "working"
        bank.end(signal.SIGTERM)
    backup = Path(taken.stdout.strip())
    assert not (backup / "key-file").exists()
    key_file = f"--bank.keys.key-file={tmp_path / 'home' / 'keys' / 'key-file'}"

    whole = tmp_path / "whole"
    assert "The ledger holds." in restored(whole, f"--from={backups}", key_file)
    assert balances(whole, accounts, key_file) == last
    for name, moment in (("pause", pause), ("amid", amid)):
        until = f"--until={moment.isoformat()}"
        home = tmp_path / name
        assert "The ledger holds." in restored(home, f"--from={backup}", until, key_file)
    assert balances(tmp_path / "pause", accounts, key_file) == then


def archiving(client: httpx.Client) -> str:
    details = client.get("/actuator/health").json()["components"]["db"]["details"]
    return str(details["archiving"])


def balances(home: Path, accounts: tuple[str, str], *settings: str) -> list[str]:
    """Serve a restored bank, pay back and forth, and give the balances."""
    with ServedBank(home, *settings) as bank:
        bank.start()
        with bank.client() as client:
            found = [balance(client, account) for account in accounts]
            for debit, credit in (accounts, accounts[::-1]):
                order = {
                    "debit_account_id": debit,
                    "credit_account_id": credit,
                    "amount": {"currency": "EUR", "amount": "0.01"},
                }
                key = {"Idempotency-Key": f"after-{debit}"}
                answer = client.post("/v1/transfers", json=order, headers=key)
                assert answer.status_code == httpx.codes.CREATED, answer.text
            assert [balance(client, account) for account in accounts] == found
        assert bank.findings() == []
    return found


def test_a_bank_that_is_stopped_is_backed_up_too(tmp_path: Path) -> None:
    """Scenario: a bank is backed up while nobody serves it, and restored without its key file.

    Outcome: the backup is taken; the restore is refused before anything is copied, and says why.
    """
    home = f"--bank.home={tmp_path / 'home'}"
    assert run_bank("migrate", home).returncode == 0
    assert run_bank("token", "issue", "--subject=me", "--role=auditor", home).returncode == 0
    taken = run_bank("backup", home)
    assert taken.returncode == 0, taken.stderr
    new = tmp_path / "new"
    refused = run_bank("restore", f"--from={taken.stdout.strip()}", f"--bank.home={new}")
    assert refused.returncode == 2
    assert "key file" in refused.stderr
    assert not (new / "postgresql" / "data").exists()
    (new / "keys").mkdir(mode=0o700, parents=True)
    shutil.copy(tmp_path / "home" / "keys" / "key-file", new / "keys")
    assert "The ledger holds." in restored(new, f"--from={taken.stdout.strip()}")


def test_a_bank_with_other_keys_is_not_replaced(tmp_path: Path) -> None:
    """Scenario: a backup is restored over a bank that has a keystore of its own, with --replace.

    Outcome: refused, and that bank is as it was.
    """
    banks = [f"--bank.home={tmp_path / name}" for name in ("lost", "new")]
    for home in banks:
        assert run_bank("migrate", home).returncode == 0
        assert run_bank("token", "issue", "--subject=me", "--role=auditor", home).returncode == 0
    taken = run_bank("backup", banks[0])
    assert taken.returncode == 0, taken.stderr
    refused = run_bank("restore", f"--from={taken.stdout.strip()}", "--replace", banks[1])
    assert refused.returncode == 2
    assert "lacks keys of the backup" in refused.stderr
    assert list((tmp_path / "new" / "postgresql").glob("data.before-*")) == []
    assert run_bank("ledger", "check", banks[1]).returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        ["backup"],
        ["restore", "--from=."],
        ["database", "upgrade", "--old-binaries=."],
        ["database", "discard-old"],
    ],
)
def test_a_server_of_ones_own_is_left_to_its_own_tools(command: list[str]) -> None:
    refused = run_bank(*command, "--bank.database.url=postgresql://bank_app@127.0.0.1/bank")
    assert refused.returncode == 2
    assert "pg_basebackup, pgBackRest" in refused.stderr
    assert "docs/guides/run-on-your-own-postgresql.md" in refused.stderr


def test_a_moment_without_an_offset_is_refused() -> None:
    refused = run_bank("restore", "--from=.", "--until=2026-11-24T10:00:00")
    assert refused.returncode == 2
    assert "2026-11-24T10:00:00Z" in refused.stderr
