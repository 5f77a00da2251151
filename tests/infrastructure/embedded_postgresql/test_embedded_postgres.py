"""A database under one home: created, found again, kept to itself."""

import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from tests.infrastructure.embedded_postgresql.scene import eventually, postgres_processes

from bank.infrastructure.embedded_postgresql import (
    EmbeddedPostgres,
    FolderCannotBeUsed,
    FolderIsFromAnotherVersion,
    FolderIsInUse,
    SettingIsReserved,
)

pytestmark = pytest.mark.slow


def ignore(sentence: str) -> None:
    pass


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def running(home: Path) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(home, ignore, {"work_mem": "7MB"}) as postgres:
        yield postgres


def test_the_first_start_creates_the_roles_and_the_database(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn("postgres", "postgres")) as connection:
        owner = connection.execute(
            "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datlocale"
            " FROM pg_database WHERE datname = 'bank'"
        ).fetchone()
        roles = connection.execute(
            "SELECT rolname, rolcanlogin, rolsuper, rolcreatedb FROM pg_roles"
            " WHERE rolname LIKE 'bank%' ORDER BY 1"
        ).fetchall()
    assert owner == ("bank_migrator", "UTF8", "C.UTF-8")
    assert roles == [("bank_app", True, False, False), ("bank_migrator", True, False, False)]


def test_the_application_may_connect_but_define_nothing(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn(), autocommit=True) as connection:
        for statement in ("CREATE TABLE t ()", "CREATE TEMPORARY TABLE t ()", "CREATE SCHEMA s"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)


def test_the_migrator_may_define_tables(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn("bank_migrator"), autocommit=True) as connection:
        connection.execute("CREATE TABLE defined ()")
        connection.execute("DROP TABLE defined")


def test_the_settings_are_durable_private_and_the_callers(running: EmbeddedPostgres) -> None:
    with psycopg.connect(running.dsn("postgres", "postgres")) as connection:
        rows = connection.execute("SELECT name, setting FROM pg_settings").fetchall()
    settings: dict[str, str] = dict(rows)
    expected = {
        "data_checksums": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "listen_addresses": "",
        "max_connections": "100",
        "max_wal_size": "4096",
        "synchronous_commit": "on",
        "TimeZone": "UTC",
        "unix_socket_permissions": "0700",
        "wal_compression": "pglz",
        "work_mem": "7168",
    }
    assert {name: settings[name] for name in expected} == expected


def test_only_the_owner_may_enter_the_folder(running: EmbeddedPostgres, home: Path) -> None:
    for folder in (home / "postgresql", running.socket_dir, home / "postgresql" / "data"):
        assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU


def test_a_folder_that_was_open_to_others_is_closed(tmp_path: Path) -> None:
    socket = tmp_path / "postgresql" / "socket"
    socket.mkdir(parents=True)
    with EmbeddedPostgres(tmp_path, ignore):
        for folder in (socket, socket.parent):
            assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IRWXU


def test_the_url_serves_sqlalchemy_too(running: EmbeddedPostgres) -> None:
    engine = create_engine(make_url(running.dsn()).set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT current_user")) == "bank_app"
    engine.dispose()


def test_the_parameters_serve_psycopg(running: EmbeddedPostgres) -> None:
    conninfo = make_conninfo(**running.connection_parameters("bank_migrator"))
    with psycopg.connect(conninfo) as connection:
        assert connection.info.user == "bank_migrator"


def test_another_process_of_the_user_finds_the_socket(
    running: EmbeddedPostgres, home: Path
) -> None:
    assert EmbeddedPostgres(home, ignore).dsn() == running.dsn()


def test_a_second_supervisor_refuses_the_folder(running: EmbeddedPostgres, home: Path) -> None:
    with pytest.raises(FolderIsInUse, match=rf"another bank server \(process {os.getpid()}\)"):
        EmbeddedPostgres(home, ignore).start()
    assert running.is_ready


def test_a_second_start_is_fast_and_a_stop_leaves_no_process(tmp_path: Path) -> None:
    postgres = EmbeddedPostgres(tmp_path, ignore)
    postgres.start()
    postgres.stop()
    assert not postgres.is_ready
    assert postgres_processes(tmp_path) == []
    begun = time.monotonic()
    postgres.start()
    assert time.monotonic() - begun < 2
    postgres.stop()
    postgres.stop()
    assert postgres_processes(tmp_path) == []


@pytest.mark.parametrize(
    "name", ["with a space, 'quotes', \"more\" and 100 %", "deep-" * 30], ids=["space", "deep"]
)
def test_any_path_will_do_and_nothing_is_left_outside(tmp_path: Path, name: str) -> None:
    home = tmp_path / name
    with EmbeddedPostgres(home, ignore) as postgres:
        outside = postgres.socket_dir
        assert home not in outside.parents
        with psycopg.connect(postgres.dsn()) as connection:
            connection.execute("SELECT 1")
        assert EmbeddedPostgres(home, ignore).socket_dir == outside
    assert not outside.exists()
    with EmbeddedPostgres(home, ignore) as postgres:
        assert postgres.is_ready


def test_a_path_with_spaces_keeps_its_socket() -> None:
    with TemporaryDirectory(prefix="a b ") as short:
        home = Path(short)
        with EmbeddedPostgres(home, ignore) as postgres:
            assert postgres.socket_dir == home / "postgresql" / "socket"
            with psycopg.connect(postgres.dsn()) as connection:
                connection.execute("SELECT 1")


@pytest.mark.parametrize(
    ("found", "remedy"), [("15", "bank database upgrade --old-binaries="), ("19", "no way back")]
)
def test_a_folder_of_another_version_is_refused(tmp_path: Path, found: str, remedy: str) -> None:
    data = tmp_path / "postgresql" / "data"
    data.mkdir(parents=True)
    (data / "PG_VERSION").write_text(f"{found}\n")
    words = rf"PostgreSQL {found}.*PostgreSQL 18.*{remedy}"
    with pytest.raises(FolderIsFromAnotherVersion, match=words):
        EmbeddedPostgres(tmp_path, ignore).start()
    assert (data / "PG_VERSION").read_text() == f"{found}\n"


def test_a_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "postgresql" / "data"
    data.mkdir(parents=True)
    (data / "letters.txt").write_text("private")
    with pytest.raises(FolderCannotBeUsed, match="not a database"):
        EmbeddedPostgres(tmp_path, ignore).start()
    assert (data / "letters.txt").exists()


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    with pytest.raises(FolderCannotBeUsed, match=r"bank\.home"):
        EmbeddedPostgres(tmp_path / "home", ignore).start()


def test_an_interrupted_creation_is_begun_anew(tmp_path: Path) -> None:
    half = tmp_path / "postgresql" / "data.unfinished"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with EmbeddedPostgres(tmp_path, ignore) as postgres:
        assert postgres.is_ready
    assert not half.exists()


def test_roles_that_an_interruption_left_out_are_created_at_the_next_start(tmp_path: Path) -> None:
    with (
        EmbeddedPostgres(tmp_path, ignore) as postgres,
        psycopg.connect(postgres.dsn("postgres", "postgres"), autocommit=True) as connection,
    ):
        connection.execute("DROP DATABASE bank")
        connection.execute("DROP ROLE bank_app")
    with (
        EmbeddedPostgres(tmp_path, ignore) as postgres,
        psycopg.connect(postgres.dsn()) as connection,
    ):
        assert connection.info.user == "bank_app"


def test_a_reserved_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingIsReserved, match="Listen_Addresses"):
        EmbeddedPostgres(tmp_path, ignore, {"Listen_Addresses": "*"})


def test_a_listener_that_fails_does_not_harm_the_database(tmp_path: Path) -> None:
    def fail(sentence: str) -> None:
        raise ValueError(sentence)

    with EmbeddedPostgres(tmp_path, fail) as postgres:
        postgres_processes(tmp_path)[0].kill()
        assert eventually(lambda: not postgres.is_ready)
        assert eventually(lambda: postgres.is_ready)
