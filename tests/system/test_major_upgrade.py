"""A bank whose database an older PostgreSQL wrote goes on under the one that the bank brings."""

import asyncio
import shutil
from collections.abc import Callable
from copy import copy
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url
from tests.system.assembly import OpenBank, bank_over, seeded
from tests.system.older_database import (
    create_older_database,
    database_in,
    major_of,
    older_database,
    older_programmes,
)
from tests.system.served_bank import run_bank

from bank.bootstrap.office import Office
from bank.domain.customer_accounts import CustomerAccount
from bank.infrastructure.embedded_postgresql import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.folder import Folder
from bank.infrastructure.embedded_postgresql.upgrades import embedded_postgres_upgrades
from bank.infrastructure.sql.migrating import migrate

OLD = older_programmes()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        OLD is None, reason="no older PostgreSQL under /usr/lib/postgresql (.ci/run installs one)"
    ),
]


class FilledHome:
    """A home that was filled under the older version, and what its accounts had then."""

    def __init__(self, home: Path, programmes: Path) -> None:
        self.home = home
        self.balances: dict[str, int] = {}
        self._accounts: list[CustomerAccount] = []
        self.programmes = programmes
        self.major = major_of(programmes)
        create_older_database(home, self.programmes)
        with older_database(home, self.programmes) as database:
            url = make_url(database.migration_url).set(drivername="postgresql+psycopg")
            engine = create_engine(url)
            migrate(engine, application_role=database.application_role)
            seeded(engine)
            engine.dispose()
            asyncio.run(self._fill())

    def copied(self, home: Path) -> "FilledHome":
        shutil.copytree(self.home, home)
        found = copy(self)
        found.home = home
        return found

    def upgrade(self) -> str:
        done = run_bank(
            "database",
            "upgrade",
            f"--old-binaries={self.programmes}",
            f"--bank.home={self.home}",
        )
        return f"{done.returncode} {done.stdout}{done.stderr}"

    async def read(self, bank: OpenBank) -> dict[str, int]:
        return {str(each.id): await bank.balance(each) for each in self._accounts}

    async def post_on(self) -> None:
        """Prove the ledger over the upgraded database, and post once more."""
        async with bank_over(database_in(self.home), self.home) as bank:
            assert await self.read(bank) == self.balances
            assert await bank.findings() == []
            payer, payee = self._accounts[:2]
            await bank.transfer(payer, payee, 11)
            assert await bank.balance(payer) == self.balances[str(payer.id)] - 11
            assert await bank.findings() == []

    async def _fill(self) -> None:
        async with bank_over(database_in(self.home), self.home) as bank:
            self._accounts = [await bank.account(funds_minor=1000 * n) for n in range(1, 6)]
            for n in range(40):
                debit, credit = self._accounts[n % 5], self._accounts[(n + 2) % 5]
                await bank.transfer(debit, credit, n + 1)
            self.balances = await self.read(bank)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> FilledHome:
    """Filled once; each test has a copy."""
    assert OLD is not None
    return FilledHome(tmp_path_factory.mktemp("older") / "home", OLD)


@pytest.fixture
def filled(original: FilledHome, tmp_path: Path) -> FilledHome:
    return original.copied(tmp_path / "home")


def test_a_bank_goes_on_after_a_major_upgrade(filled: FilledHome) -> None:
    """Scenario: a bank that PostgreSQL 15 wrote is started with 18, upgraded as told, started.

    Outcome: the start names the command; afterwards balances are equal, the ledger holds, postings
    go on, and the old data are kept until they are discarded.
    """
    refused = run_bank("ledger", "check", f"--bank.home={filled.home}")
    assert refused.returncode == 2
    assert f"bank database upgrade --old-binaries=/usr/lib/postgresql/{filled.major}/bin" in (
        refused.stderr
    )
    said = filled.upgrade()
    assert said.startswith("0 "), said
    with EmbeddedPostgres(filled.home, print):
        asyncio.run(filled.post_on())
        assert not Office.configured([f"--bank.home={filled.home}"]).may_change_entries()
    kept = Folder(filled.home).aside(f"postgresql-{filled.major}")
    assert (kept / "PG_VERSION").read_text().strip() == filled.major
    assert "nothing to do" in filled.upgrade()
    discarded = run_bank("database", "discard-old", f"--bank.home={filled.home}")
    assert str(kept) in discarded.stdout
    assert not kept.exists()


def test_the_old_data_are_as_they_were(filled: FilledHome) -> None:
    """Scenario: after an upgrade the operator wants to go back, and renames the old folder.

    Outcome: the older version opens it, with the same balances.
    """
    assert filled.upgrade().startswith("0 ")
    folder = Folder(filled.home)
    folder.data.rename(folder.root / "upgraded-in-vain")
    folder.aside(f"postgresql-{filled.major}").rename(folder.data)
    with older_database(filled.home, filled.programmes):
        asyncio.run(_same_balances(filled))


async def _same_balances(filled: FilledHome) -> None:
    async with bank_over(database_in(filled.home), filled.home) as bank:
        assert await filled.read(bank) == filled.balances


def test_an_interrupted_upgrade_is_run_again(
    filled: FilledHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Scenario: the machine fails at each of the steps that change what is in place.

    Outcome: a start never makes a new bank beside the old data, and the next run finishes.
    """
    upgrades = embedded_postgres_upgrades.EmbeddedPostgresUpgrades(filled.home)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", _fail_at(filled.home / "upgrading" / "postgresql" / "data"))
        with pytest.raises(KeyboardInterrupt):
            upgrades.upgrade(filled.programmes, print)
    assert not Folder(filled.home).data.exists()
    refused = run_bank("ledger", "check", f"--bank.home={filled.home}")
    assert refused.returncode == 2
    halfway = run_bank("migrate", f"--bank.home={filled.home}")
    assert "interrupted" in halfway.stderr
    assert filled.upgrade().startswith("0 ")
    with EmbeddedPostgres(filled.home, print):
        asyncio.run(filled.post_on())


def _fail_at(place: Path) -> Callable[[Path, Path], Path]:
    """Rename as usual, but end as a killed process does, before ``place`` is renamed."""
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self == place:
            raise KeyboardInterrupt
        return rename(self, target)

    return fail


def test_programmes_of_another_version_are_refused(filled: FilledHome, tmp_path: Path) -> None:
    nowhere = run_bank(
        "database", "upgrade", f"--old-binaries={tmp_path}", f"--bank.home={filled.home}"
    )
    assert nowhere.returncode == 2
    assert f"apt-get install postgresql-{filled.major}" in nowhere.stderr
    assert Folder(filled.home).version() == filled.major
