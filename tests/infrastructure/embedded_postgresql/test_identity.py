"""As whom PostgreSQL runs: under root, in narrow containers, for a user whom nobody knows."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.infrastructure.embedded_postgresql.confinement import STRANGER
from tests.infrastructure.embedded_postgresql.scene import answers, bank_process, postmaster

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become the others"),
]
_CONFINEMENT = Path(__file__).with_name("confinement.py")
_NOBODY = 65_534


@pytest.fixture
def home() -> Iterator[Path]:
    """A home that every user can reach, which pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="bank-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


def require(kind: str) -> None:
    """Skip where this machine cannot impose the confinement."""
    command = [sys.executable, str(_CONFINEMENT), kind, "true"]
    if subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip(f"this machine cannot confine a process so: {kind}")


def test_root_keeps_its_files_and_postgresql_sees_an_ordinary_user(home: Path) -> None:
    with bank_process(home) as bank:
        dsn = bank.dsn()
        assert answers(dsn)
        assert (home / "postgresql" / "data").stat().st_uid == 0
        assert postmaster(home).ppid() == bank.pid


def test_root_without_a_user_table_can_create_a_database(home: Path) -> None:
    require("no-users")
    with bank_process(home, "no-users") as bank:
        assert answers(bank.dsn())


def test_root_without_namespaces_becomes_an_unprivileged_user(home: Path) -> None:
    """Scenario: a container forbids user namespaces to root; the database is started twice.

    Outcome: PostgreSQL runs as that user, who owns its folder inside the home and nothing else.
    """
    require("root-alone")
    for _ in range(2):
        with bank_process(home, "root-alone") as bank:
            answer = bank.answer()
            if "no_unprivileged_user" in answer:
                pytest.skip("an unprivileged user cannot reach the binaries here")
            assert answers(answer.removeprefix("ready "))
            assert postmaster(home).uids().real == _NOBODY
        assert (home / "postgresql" / "data" / "PG_VERSION").stat().st_uid == _NOBODY
        assert home.stat().st_uid == 0


def test_root_without_any_way_down_is_told_the_remedy(home: Path) -> None:
    require("root-alone")
    home.chmod(0o700)
    with bank_process(home, "root-alone") as bank:
        refusal = bank.answer()
    assert refusal.startswith("fault embedded_postgresql_no_unprivileged_user")
    assert "Start the bank as an ordinary user" in refusal


def test_a_user_whom_no_table_names_can_create_and_start_a_database(home: Path) -> None:
    require("stranger")
    for _ in range(2):
        with bank_process(home, "stranger") as bank:
            assert answers(bank.dsn())


def test_a_nameless_user_without_namespaces_is_told_the_remedy(home: Path) -> None:
    require("stranger-alone")
    with bank_process(home, "stranger-alone") as bank:
        refusal = bank.answer()
    assert refusal.startswith("fault embedded_postgresql_user_without_name")
    assert f"user {STRANGER} has no entry in /etc/passwd" in refusal
    assert not (home / "postgresql" / "data.unfinished").exists()


def test_a_nameless_user_can_run_a_database_that_exists(home: Path) -> None:
    require("stranger-alone")
    with bank_process(home) as bank:
        bank.dsn()
    with bank_process(home, "stranger-alone") as bank:
        assert answers(bank.dsn())


def test_an_ordinary_user_is_told_whose_folder_it_is(home: Path) -> None:
    require("stranger")
    folder = home / "postgresql"
    folder.mkdir(mode=0o700)
    os.chown(folder, _NOBODY, _NOBODY)
    with bank_process(home, "stranger") as bank:
        refusal = bank.answer()
    assert refusal.startswith("fault embedded_postgresql_folder_of_another_user")


def test_a_full_disk_is_called_a_full_disk(home: Path) -> None:
    kind = f"small-disk={home}"
    require(kind)
    with bank_process(home, kind) as bank:
        refusal = bank.answer()
    assert refusal.startswith("fault embedded_postgresql_disk_full")
    assert "Free some space" in refusal
