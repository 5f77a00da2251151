"""The served bank: how it stops, and what it survives."""

import signal
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import httpx
import psutil
import pytest
from tests.infrastructure.embedded_postgresql.scene import eventually, postmaster
from tests.system.load import Load
from tests.system.served_bank import ServedBank, balance, opened_accounts, run_bank

pytestmark = pytest.mark.slow

RUNNING_AGAIN = "PostgreSQL is running again."
CLOSED = "The bank is closed; everything acknowledged is kept."


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedBank]:
    """A bank with a home of its own; a test leaves it running or stopped, as it happens."""
    with ServedBank(tmp_path_factory.mktemp("served") / "home") as bank:
        yield bank


def _cents(transfers: int) -> str:
    return str(transfers * Decimal("0.01"))


def test_a_killed_database_is_started_again_and_nothing_is_lost(served: ServedBank) -> None:
    """Scenario: kill -9 to the postmaster while six clients post and repeat what is refused.

    Outcome: who was told no was told 503 with Retry-After (a batch that was committing is looked up
    instead, and nobody hears of it); without a restart of the bank all transfers are posted, each
    once.
    """
    served.have_running()
    with served.client() as client:
        payer, payee = opened_accounts(client, "postmaster")
        with Load(client, "postmaster", payer, payee) as load:
            load.wait_until(lambda: len(load.acknowledged) > 50)
            again = served.said.count(RUNNING_AGAIN)
            postmaster(served.home).kill()
            load.wait_until(lambda: served.said.count(RUNNING_AGAIN) > again)
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


def test_without_its_database_the_bank_lives_but_is_not_ready(served: ServedBank) -> None:
    """Scenario: the postmaster is killed while nobody does anything else.

    Outcome: readiness answers 503, liveness 200; then the bank is ready again.
    """
    served.have_running()
    postmaster(served.home).kill()
    answer = httpx.get(f"{served.url}/actuator/health/readiness")
    assert (answer.status_code, answer.json()) == (503, {"status": "DOWN"})
    assert httpx.get(f"{served.url}/actuator/health/liveness").json() == {"status": "UP"}
    served.wait_until_ready()


def test_sigterm_stops_the_bank_and_nothing_acknowledged_is_lost(served: ServedBank) -> None:
    """Scenario: SIGTERM to the main process while six clients post; then another start.

    Outcome: exit code 0, no process left; all that was acknowledged is there, and all keys sent
    once more move the money of the unanswered ones alone.
    """
    served.have_running()
    with served.client() as client:
        payer, payee = opened_accounts(client, "stop")
        with Load(client, "stop", payer, payee) as load:
            load.wait_until(lambda: len(load.acknowledged) > 50)
            assert served.end(signal.SIGTERM) == 0
        assert not served.left()
        assert CLOSED in served.said
        served.start()
        assert Decimal(balance(client, payee)) >= Decimal(_cents(len(load.acknowledged)))
        load.send_all_again(client)
        assert balance(client, payee) == _cents(len(load.sent))


def test_ctrl_c_on_a_terminal_stops_the_bank(served: ServedBank) -> None:
    """Scenario: SIGINT to everything that the terminal runs: main and server processes.

    Outcome: exit code 0, no process left, and the bank says that it closed.
    """
    served.have_running()
    assert served.end(signal.SIGINT, group=True) == 0
    assert not served.left()
    assert CLOSED in served.said
    assert "Traceback" not in served.said
    assert "Sign in to the demo" not in served.said


def test_a_killed_bank_has_lost_nothing_and_doubles_nothing(served: ServedBank) -> None:
    """Scenario: SIGKILL to the main process of two server processes that post to one account.

    Outcome: the server processes die with it, so that the port is free; started again, everything
    acknowledged is there, and all keys sent once more move the money of the unanswered ones alone.
    """
    with served.also("--bank.server.workers=2"):
        served.start()
        assert len(served.workers) == 2
        with served.client() as client:
            payer, payee = opened_accounts(client, "kill")
            with Load(client, "kill", payer, payee) as load:
                load.wait_until(lambda: len(load.acknowledged) > 100)
                assert served.end(signal.SIGKILL) == -signal.SIGKILL
            assert not served.left()
            assert not load.problems
        served.start()
        with served.client() as client:
            answers = load.send_all_again(client)
            assert {answer.status_code for answer in answers.values()} == {201}
            for key, transfer in load.acknowledged.items():
                assert answers[key].json()["id"] == transfer
                assert answers[key].headers["idempotency-replayed"] == "true"
            assert balance(client, payee) == _cents(len(load.sent))
        checked = run_bank("ledger", "check", *served.settings)
        assert (checked.returncode, checked.stdout.strip()) == (0, "The ledger holds.")


def test_a_server_process_that_dies_again_at_once_ends_the_bank_with_a_sentence(
    tmp_path: Path,
) -> None:
    """Scenario: SIGKILL to the only server process, and to the one that takes its place.

    Outcome: the bank ends with 1, says why, and leaves no process.
    """
    with ServedBank(tmp_path / "home") as bank:
        bank.start()
        (first,) = bank.workers
        first.kill()
        first.wait(10)
        bank.wait_until(lambda: bool(bank.workers))
        family = psutil.Process(bank._main.pid).children(recursive=True)
        bank.workers[0].kill()
        assert bank._main.wait(40) == 1
        assert not psutil.wait_procs(family, timeout=10)[1]
        assert "A server process died again within seconds of its start" in bank.said


def test_a_bank_that_is_starting_can_be_stopped(tmp_path: Path) -> None:
    """Scenario: SIGTERM while the database of a new bank is being created.

    Outcome: exit code 0, no process left, a sentence.
    """
    with ServedBank(tmp_path / "home") as bank:
        bank.launch()
        bank.wait_until(lambda: "Creating a new database" in bank.said)
        assert bank.end(signal.SIGTERM) == 0
        assert not bank.left()
        assert bank.said.endswith("The bank was told to stop before it opened.\n")


def test_a_home_too_deep_for_a_socket_holds_a_bank_all_the_same(tmp_path: Path) -> None:
    """Scenario: the home's path is longer than the name of a Unix socket may be.

    Outcome: the bank opens, and commands beside it find its database.
    """
    deep = tmp_path / ("deep" * 25)
    deep.mkdir()
    with ServedBank(deep / "home") as bank:
        bank.have_running()
        with bank.client() as client:
            _, payee = opened_accounts(client, "deep")
            assert balance(client, payee) == "0.00"
        assert not bank.findings()
