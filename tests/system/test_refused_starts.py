"""What `bank serve` refuses to start with: exit code 2, and a sentence with the remedy."""

import asyncio
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from tests import postgresql
from tests.system.assembly import bank_over, seeded
from tests.system.served_bank import HOST, free_port, run_bank

from bank.bootstrap.database import Database
from bank.bootstrap.key_proof import KeystoreIsAnother
from bank.bootstrap.listening import on_a_port
from bank.bootstrap.office import Office
from bank.infrastructure.sql.migrating import SchemaIsNewer, SchemaIsOlder

pytestmark = pytest.mark.slow


@pytest.fixture
def database() -> Iterator[Database]:
    with postgresql.database(seeded) as made:
        yield made


def _settings(database: Database, home: Path) -> list[str]:
    return [
        f"--bank.home={home}",
        f"--bank.server.port={free_port()}",
        f"--bank.database.url={database.url}",
        f"--bank.database.migration-url={database.migration_url}",
    ]


def _change(database: Database, statement: str) -> None:
    engine = database.migration_engine()
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


async def _customer_of(database: Database, home: Path) -> None:
    async with bank_over(database, home) as bank:
        await bank.customer()


def test_a_taken_port_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = run_bank("serve", f"--bank.home={tmp_path}/home", f"--bank.server.port={port}")
    assert refused.returncode == 2
    assert f"cannot listen on {HOST}:{port}" in refused.stderr
    assert "choose another port (BANK_PORT=8081)" in refused.stderr
    assert not (tmp_path / "home").exists()


def test_a_wrong_setting_is_refused_by_key_source_and_remedy(tmp_path: Path) -> None:
    refused = run_bank("serve", f"--bank.home={tmp_path}/home", "--bank.server.prot=8081")
    assert refused.returncode == 2
    assert "bank.server.prot" in refused.stderr
    assert "command line" in refused.stderr
    assert "bank.server.port" in refused.stderr
    assert not (tmp_path / "home").exists()


def test_a_database_that_does_not_answer_is_said_so(tmp_path: Path) -> None:
    url = f"postgresql://nobody@{HOST}:{free_port()}/nowhere"
    settings = [f"--bank.home={tmp_path}", f"--bank.server.port={free_port()}"]
    refused = run_bank("serve", *settings, f"--bank.database.url={url}")
    assert refused.returncode == 2
    assert "database does not answer" in refused.stderr
    assert "bank.database.url" in refused.stderr
    assert "nobody" not in refused.stderr


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path, database: Database) -> None:
    _change(database, "UPDATE alembic_version SET version_num = '9999'")
    settings = _settings(database, tmp_path)
    with pytest.raises(SchemaIsNewer):
        Office.configured(settings).refuse_unless_migrated()
    refused = run_bank("serve", *settings, "--bank.database.migrate-at-start=true")
    assert refused.returncode == 2
    assert "belongs to a newer version of the bank (its schema is 9999" in refused.stderr
    assert "Start that version, or restore a backup" in refused.stderr


def test_a_database_that_was_not_migrated_is_refused(tmp_path: Path, database: Database) -> None:
    office = Office.configured(_settings(database, tmp_path))
    office.refuse_unless_migrated()
    _change(database, "DELETE FROM alembic_version")
    with pytest.raises(SchemaIsOlder, match="Run: bank migrate"):
        office.refuse_unless_migrated()


def test_a_bank_that_lost_its_keystore_is_refused(tmp_path: Path, database: Database) -> None:
    """Scenario: the database holds sealed data, the folder of the keys is gone.

    Outcome: the bank does not open, says why, and leaves the database as it is.
    """
    asyncio.run(_customer_of(database, tmp_path))
    settings = _settings(database, tmp_path)
    Office.configured(settings).prove_keys()
    shutil.move(tmp_path / "keys", tmp_path / "kept")
    refused = run_bank("serve", *settings)
    assert refused.returncode == 2
    assert "keys do not open its database" in refused.stderr
    assert "Restore database and keystore from one backup" in refused.stderr
    assert not (tmp_path / "keys").exists()
    with pytest.raises(KeystoreIsAnother):
        Office.configured(settings).issue_token("tests", ("auditor",))
    assert not (tmp_path / "keys").exists()
    shutil.move(tmp_path / "kept", tmp_path / "keys")
    Office.configured(settings).prove_keys()


def test_the_last_data_key_is_proved_as_well_as_the_first(
    tmp_path: Path, database: Database
) -> None:
    """Scenario: a keystore that is right for the first customer, but older than the last.

    Outcome: refused; a new bank, which has no customers yet, is not.
    """
    office = Office.configured(_settings(database, tmp_path / "ours"))
    for each in (office, Office.configured(_settings(database, tmp_path / "other"))):
        each.prove_keys()
    asyncio.run(_customer_of(database, tmp_path / "ours"))
    asyncio.run(_customer_of(database, tmp_path / "other"))
    with pytest.raises(KeystoreIsAnother):
        office.prove_keys()


def test_a_role_that_may_change_entries_is_told_from_one_that_may_not(
    tmp_path: Path, database: Database
) -> None:
    settings = _settings(database, tmp_path)
    assert not Office.configured(settings).may_change_entries()
    owner = f"--bank.database.url={database.migration_url}"
    assert Office.configured([*settings, owner]).may_change_entries()


def test_port_zero_becomes_a_free_port_that_tokens_name_as_well() -> None:
    arguments = on_a_port(["--bank.server.port=0"])
    settings = Office.configured(arguments).settings
    assert settings.server.port > 0
    assert settings.tokens.issuer == f"http://{HOST}:{settings.server.port}"
    assert on_a_port(["--bank.server.port=8099"]) == ["--bank.server.port=8099"]
