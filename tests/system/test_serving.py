"""The served bank: how it stops, what it survives, and what it refuses to start with."""

import signal
import socket
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import pytest
from tests.infrastructure.embedded_postgresql.scene import eventually, postmaster
from tests.system.load import Load
from tests.system.served_bank import HOST, ServedBank, balance, opened_accounts, run_bank

pytestmark = pytest.mark.slow

CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBank]:
    """A bank with a home; each test starts it, and leaves it stopped."""
    with ServedBank(tmp_path_factory.mktemp("served") / "home") as bank:
        yield bank


def _cents(transfers: int) -> str:
    return str(transfers * CENT)


def test_sigterm_stops_the_bank_and_nothing_acknowledged_is_lost(served: ServedBank) -> None:
    """Scenario: SIGTERM to the main process while six clients post; then another start.

    Outcome: exit code 0, no process left, the port free; all that was acknowledged is there.
    """
    served.start()
    with served.client() as client:
        payer, payee = opened_accounts(client, "stop")
        with Load(client, "stop", payer, payee) as load:
            load.wait_until(lambda: len(load.acknowledged) > 50)
            assert served.end(signal.SIGTERM) == 0
        assert not served.left()
        assert "The bank is closed; everything acknowledged is kept." in served.said
        served.start()
        assert Decimal(balance(client, payee)) >= Decimal(_cents(len(load.acknowledged)))
        load.send_all_again()
        assert balance(client, payee) == _cents(len(load.sent))
    assert served.end(signal.SIGTERM) == 0


def test_ctrl_c_on_a_terminal_stops_the_bank(served: ServedBank) -> None:
    """Scenario: SIGINT to everything that the terminal runs: main and server processes.

    Outcome: exit code 0, no process left, and the bank says that it closed.
    """
    served.start()
    assert served.end(signal.SIGINT, group=True) == 0
    assert not served.left()
    assert "The bank is closed; everything acknowledged is kept." in served.said
    assert "Traceback" not in served.said


def test_a_killed_bank_has_lost_nothing_and_doubles_nothing(served: ServedBank) -> None:
    """Scenario: SIGKILL to the main process of two server processes that post to one account.

    Outcome: the server processes die with it; started again, everything acknowledged is there, and
    all keys sent once more move the money of the unanswered ones alone.
    """
    served.settings.append("--bank.server.workers=2")
    served.start()
    assert len(served.workers) == 2
    with served.client() as client:
        payer, payee = opened_accounts(client, "kill")
        with Load(client, "kill", payer, payee) as load:
            load.wait_until(lambda: len(load.acknowledged) > 100)
            assert served.end(signal.SIGKILL) == -signal.SIGKILL
        assert not served.left()
        assert not load.problems
    served.settings.pop()
    served.start()
    with served.client() as client:
        answers = load_again(load, client)
        for key, transfer in load.acknowledged.items():
            assert answers[key].json()["id"] == transfer
            assert answers[key].headers["idempotency-replayed"] == "true"
        assert {answer.status_code for answer in answers.values()} == {201}
        assert balance(client, payee) == _cents(len(load.sent))
    checked = run_bank("ledger", "check", *served.settings)
    assert (checked.returncode, checked.stdout.strip()) == (0, "The ledger holds.")
    assert served.end(signal.SIGTERM) == 0


def load_again(load: Load, client: httpx.Client) -> dict[str, httpx.Response]:
    load._client = client
    return load.send_all_again()


def test_a_killed_database_is_started_again_and_nothing_is_lost(served: ServedBank) -> None:
    """Scenario: kill -9 to the postmaster while six clients post and repeat what is refused.

    Outcome: meanwhile 503 with Retry-After; without a restart of the bank all transfers are posted,
    each once.
    """
    served.start()
    with served.client() as client:
        payer, payee = opened_accounts(client, "postmaster")
        with Load(client, "postmaster", payer, payee) as load:
            load.wait_until(lambda: len(load.acknowledged) > 50)
            postmaster(served.home).kill()
            load.wait_until(lambda: bool(load.problems))
            before = len(load.acknowledged)
            load.wait_until(lambda: len(load.acknowledged) > before + 50)
        for problem in load.problems:
            assert problem.status_code == 503
            assert problem.headers["content-type"] == "application/problem+json"
            assert problem.json()["code"] == "database_unavailable"
            assert int(problem.headers["retry-after"]) > 0
        assert len(load.acknowledged) == len(load.sent)
        assert balance(client, payee) == _cents(len(load.sent))
        assert eventually(served.is_ready)
        assert not served.findings()
    assert "PostgreSQL is running again." in served.said
    assert served.end(signal.SIGTERM) == 0


def test_readiness_says_503_while_the_database_is_away(served: ServedBank) -> None:
    """Scenario: the postmaster is killed while nobody does anything else.

    Outcome: the bank is alive but not ready, and then ready again.
    """
    served.start()
    postmaster(served.home).kill()
    readiness, liveness = (
        f"{served.url}/actuator/health/{group}" for group in ("readiness", "liveness")
    )
    answer = httpx.get(readiness)
    assert (answer.status_code, answer.json()) == (503, {"status": "DOWN"})
    assert httpx.get(liveness).status_code == 200
    served.wait_until_ready()
    assert served.end(signal.SIGTERM) == 0


def test_port_zero_takes_a_free_port_and_says_which(tmp_path: Path, served: ServedBank) -> None:
    """Scenario: port 0, on a home that another bank keeps busy; then SIGTERM while it starts.

    Outcome: the first is refused with a sentence, for two would destroy the database.
    """
    served.start()
    second = run_bank("serve", f"--bank.home={served.home}", "--bank.server.port=0")
    assert second.returncode == 2
    assert "is in use by another bank server" in second.stderr
    assert served.is_ready()
    assert served.end(signal.SIGTERM) == 0


def test_a_taken_port_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = run_bank("serve", f"--bank.home={tmp_path}/home", f"--bank.server.port={port}")
    assert refused.returncode == 2
    assert f"cannot listen on {HOST}:{port}" in refused.stderr
    assert "choose another port: BANK_PORT=8081" in refused.stderr
    assert not (tmp_path / "home").exists()
