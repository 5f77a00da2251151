"""PostgreSQL killed, the bank killed, both: nothing committed is lost, nothing runs twice."""

import os
import signal
import subprocess
from pathlib import Path

import psutil
import psycopg
import pytest
from tests.infrastructure.embedded_postgresql.scene import (
    BankProcess,
    answers,
    bank_process,
    eventually,
    postgres_processes,
    postmaster,
)

from bank.infrastructure.embedded_postgresql import DatabaseDidNotStart, EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.binaries import find_binaries
from bank.infrastructure.embedded_postgresql.folder import Folder
from bank.infrastructure.embedded_postgresql.identity import choose_identity

pytestmark = pytest.mark.slow


def write_down(dsn: str) -> None:
    migrator = dsn.replace("bank_app", "bank_migrator")
    with psycopg.connect(migrator, autocommit=True) as connection:
        connection.execute("CREATE TABLE paper AS SELECT 42 AS answer")


def read_back(dsn: str) -> int:
    with psycopg.connect(dsn.replace("bank_app", "bank_migrator")) as connection:
        row = connection.execute("SELECT answer FROM paper").fetchone()
    assert row is not None
    return int(row[0])


def test_a_killed_postgresql_is_started_again(tmp_path: Path) -> None:
    """Scenario: the postmaster is killed, twice, without a chance to tidy up.

    Outcome: it runs again each time, with what was committed, and the listener was told.
    """
    reports: list[str] = []
    with EmbeddedPostgres(tmp_path, reports.append) as postgres:
        write_down(postgres.dsn())
        for _ in range(2):
            killed = postmaster(tmp_path)
            killed.kill()
            assert eventually(lambda: not postgres.is_ready)
            assert eventually(lambda: postgres.is_ready)
            assert postmaster(tmp_path) != killed
            assert read_back(postgres.dsn()) == 42
    assert any("ended unexpectedly (killed by SIGKILL)" in report for report in reports)
    assert "PostgreSQL is running again." in reports
    assert postgres_processes(tmp_path) == []


def test_postgresql_goes_when_its_bank_is_killed(tmp_path: Path) -> None:
    """Scenario: the bank is killed and nobody starts another.

    Outcome: PostgreSQL shuts itself down, cleanly.
    """
    with bank_process(tmp_path) as bank:
        bank.dsn()
        bank.kill()
        assert eventually(lambda: postgres_processes(tmp_path) == [])
    assert not (tmp_path / "postgresql" / "data" / "postmaster.pid").exists()


def _parent(process: psutil.Process) -> int | None:
    """Give the process's parent; a worker of the archive may have ended since it was listed."""
    try:
        return process.ppid()
    except psutil.NoSuchProcess:
        return None


def test_the_next_bank_finds_what_a_killed_one_committed(tmp_path: Path) -> None:
    """Scenario: the bank is killed under an open connection, and another starts at once.

    Outcome: it starts, what was committed is there, and one postmaster runs.
    """
    with bank_process(tmp_path) as bank:
        dsn = bank.dsn()
        write_down(dsn)
        with psycopg.connect(dsn):
            bank.kill()
            with EmbeddedPostgres(tmp_path, print) as postgres:
                assert read_back(postgres.dsn()) == 42
                mothers = [p for p in postgres_processes(tmp_path) if _parent(p) == os.getpid()]
                assert mothers == [postmaster(tmp_path)]


def test_both_killed_at_once_lose_nothing(tmp_path: Path) -> None:
    """Scenario: bank and PostgreSQL are killed together, as by a failing machine.

    Outcome: the next start recovers, and what was committed is there.
    """
    with bank_process(tmp_path) as bank:
        write_down(bank.dsn())
        killed = postmaster(tmp_path)
        os.kill(bank.pid, signal.SIGKILL)
        killed.kill()
        bank.kill()
    with EmbeddedPostgres(tmp_path, print) as postgres:
        assert read_back(postgres.dsn()) == 42


def test_a_postgresql_left_behind_is_shut_down_first(tmp_path: Path) -> None:
    """Scenario: a PostgreSQL without a bank works in the folder.

    Outcome: the start says so, ends it, and starts its own.
    """
    with EmbeddedPostgres(tmp_path, print) as postgres:
        dsn = postgres.dsn()
    folder, binaries = Folder(tmp_path), find_binaries()
    programme = [str(binaries.postgres), "-D", str(folder.data), "-h", "", "-k", str(folder.root)]
    identity = choose_identity(folder, binaries.postgres)
    orphan = subprocess.Popen(
        identity.command(programme, death_signal=signal.SIGKILL, folder=folder.root),
        stderr=subprocess.DEVNULL,
    )
    assert eventually(lambda: answers(dsn.replace("%2Fsocket", "")))
    reports: list[str] = []
    with EmbeddedPostgres(tmp_path, reports.append) as postgres:
        assert orphan.wait() == 0
        assert answers(postgres.dsn())
    assert f"left behind by an earlier run (process {orphan.pid})" in reports[0]


def test_a_number_that_passed_to_another_programme_does_not_block_the_start(tmp_path: Path) -> None:
    """Scenario: after a crash the number in the pid file belongs to some other programme.

    Outcome: that programme is left alone, and PostgreSQL starts.
    """
    with bank_process(tmp_path) as bank:
        bank.dsn()
        postmaster(tmp_path).suspend()
        bank.kill()
        postmaster(tmp_path).kill()
    with subprocess.Popen(["sleep", "60"]) as stranger:
        pid_file = tmp_path / "postgresql" / "data" / "postmaster.pid"
        lines = pid_file.read_text().splitlines()
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        with EmbeddedPostgres(tmp_path, print) as postgres:
            assert answers(postgres.dsn())
        assert stranger.poll() is None
        stranger.kill()


def test_a_live_bank_keeps_its_folder(tmp_path: Path) -> None:
    """Scenario: two banks, each a process of its own, on one home.

    Outcome: the second refuses with a sentence that names the first; the first goes on.
    """
    with bank_process(tmp_path) as first:
        dsn = first.dsn()
        with bank_process(tmp_path) as second:
            refusal = second.answer()
        assert refusal.startswith("fault embedded_postgresql_folder_in_use")
        assert f"process {first.pid}" in refusal
        assert answers(dsn)


def test_a_bank_killed_while_it_creates_its_database_does_no_harm(tmp_path: Path) -> None:
    """Scenario: the bank is killed in the middle of the first start.

    Outcome: the next start creates the database.
    """
    with bank_process(tmp_path) as bank:
        unfinished = tmp_path / "postgresql" / "data.unfinished"
        assert eventually((unfinished / "base").exists)
        bank.kill()
        assert not (tmp_path / "postgresql" / "data").exists()
    with EmbeddedPostgres(tmp_path, print) as postgres:
        assert answers(postgres.dsn())
    assert not unfinished.exists()


def test_an_orderly_end_leaves_no_process(tmp_path: Path) -> None:
    bank = BankProcess(tmp_path)
    bank.dsn()
    assert postgres_processes(tmp_path) != []
    bank.close()
    assert postgres_processes(tmp_path) == []


def test_recovery_is_waited_for_with_progress(tmp_path: Path) -> None:
    """Scenario: recovery takes seconds, here because its archive answers slowly.

    Outcome: the start waits and says that it does.
    """
    with EmbeddedPostgres(tmp_path, print):
        pass
    (tmp_path / "postgresql" / "data" / "recovery.signal").touch()
    reports: list[str] = []
    settings = {"restore_command": "sleep 0.5; false"}
    with EmbeddedPostgres(tmp_path, reports.append, settings) as postgres:
        assert answers(postgres.dsn())
    assert any(report.startswith("PostgreSQL is recovering... 1 s") for report in reports)


def test_a_setting_postgresql_rejects_is_reported_in_its_words(tmp_path: Path) -> None:
    with pytest.raises(DatabaseDidNotStart, match="shared_buffers"):
        EmbeddedPostgres(tmp_path, print, {"shared_buffers": "much"}).start()
    assert postgres_processes(tmp_path) == []
