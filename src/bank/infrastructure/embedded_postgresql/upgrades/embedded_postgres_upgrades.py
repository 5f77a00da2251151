"""The adapter: ``pg_upgrade`` into a copy beside the data, put in place when it opens."""

import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

from bank.application.ports.backups import Report
from bank.application.ports.database_upgrades import DatabaseUpgrades, Upgraded
from bank.infrastructure.embedded_postgresql.archiving import Archiving
from bank.infrastructure.embedded_postgresql.binaries import (
    MAJOR_VERSION,
    Binaries,
    find_binaries,
)
from bank.infrastructure.embedded_postgresql.creation import SUPERUSER, create_database_folder
from bank.infrastructure.embedded_postgresql.embedded_postgres import EmbeddedPostgres
from bank.infrastructure.embedded_postgresql.faults import (
    FolderCannotBeUsed,
    FolderIsFromAnotherVersion,
    FolderWasLeftHalfway,
)
from bank.infrastructure.embedded_postgresql.folder import Folder, sync_folder
from bank.infrastructure.embedded_postgresql.identity import (
    Identity,
    Mode,
    child_environment,
    choose_identity,
    identity_to_create,
)
from bank.infrastructure.embedded_postgresql.leftovers import end_leftovers
from bank.infrastructure.embedded_postgresql.server_process import ServerProcess
from bank.infrastructure.embedded_postgresql.settings import chosen_settings
from bank.infrastructure.embedded_postgresql.staging import (
    UPGRADING,
    left_in_staging,
    staging_place,
)
from bank.infrastructure.embedded_postgresql.upgrades.faults import (
    NothingToUpgrade,
    OldDataAreInTheWay,
    UpgradeFailed,
)
from bank.infrastructure.embedded_postgresql.upgrades.old_programmes import (
    has_checksums,
    refuse_other_programmes,
)

_LOGS = "pg_upgrade_output.d"
_TOLD = re.compile(r"^(Performing|Copying|Adding|Restoring)\b")


class EmbeddedPostgresUpgrades(DatabaseUpgrades):
    """Upgrades the PostgreSQL under ``home``; the copy needs as much room again."""

    def __init__(self, home: Path) -> None:
        """Take ``bank.home``; nothing is touched yet."""
        self._home = home.absolute()
        self._folder = Folder(self._home)
        self._staged = self._home / UPGRADING

    def upgrade(self, old_programmes: Path, report: Report) -> Upgraded:
        """Upgrade a copy in ``bank.home``/upgrading, see it open, rename it into its place."""
        try:
            self._folder.prepare()
            with self._folder.locked():
                return self._upgrade(old_programmes.absolute(), report)
        except OSError as error:
            why = f"{error.filename or 'a file'}: {error.strerror or error}"
            raise FolderCannotBeUsed(self._folder.root, why) from error
        finally:
            self._folder.remove_temporary_socket_dir()

    def discard_old(self) -> Sequence[Path]:
        """Remove what was put aside, while no bank runs."""
        self._folder.prepare()
        with self._folder.locked():
            if self._folder.version() is None:
                raise NothingToUpgrade(self._folder.data, None)
            old = sorted(self._folder.root.glob(self._folder.aside("*").name))
            for each in old:
                shutil.rmtree(each)
        return old

    def _upgrade(self, old_programmes: Path, report: Report) -> Upgraded:
        found = self._folder.version()
        if found is None:
            return self._finish()
        if found == MAJOR_VERSION:
            raise NothingToUpgrade(self._folder.data, found)
        if int(found) > int(MAJOR_VERSION):
            raise FolderIsFromAnotherVersion(self._folder.data, found, MAJOR_VERSION)
        if self._folder.aside(f"postgresql-{found}").exists():
            raise OldDataAreInTheWay(self._folder.aside(f"postgresql-{found}"))
        refuse_other_programmes(old_programmes, found)
        binaries = find_binaries()
        end_leftovers(self._folder.data, report)
        for left in left_in_staging(self._folder.root, UPGRADING):
            end_leftovers(Folder(left).data, report)
            shutil.rmtree(left, ignore_errors=True)
        self._staged = staging_place(self._folder.root, UPGRADING)
        try:
            self._make_copy(old_programmes, binaries, report)
            self._see_it_open(report)
        except BaseException:
            shutil.rmtree(self._staged, ignore_errors=True)
            raise
        self._whole.write_text(f"{found}\n", encoding="ascii")
        sync_folder(self._whole)
        sync_folder(self._staged)
        return self._finish()

    @property
    def _whole(self) -> Path:
        return self._staged / "upgraded"

    def _make_copy(self, old_programmes: Path, binaries: Binaries, report: Report) -> None:
        """Create an empty database of our version, and have pg_upgrade fill it from the old one."""
        self._folder.prepare_socket_and_log()
        identity = choose_identity(self._folder, binaries.postgres)
        report("Shutting the old database down cleanly, by its own programmes.")
        old = ServerProcess(
            self._folder, identity, old_programmes / "postgres", chosen_settings({}), report
        )
        try:
            old.start(threading.Event())
        finally:
            old.stop()
        staged = Folder(self._staged)
        staged.prepare()
        self._staged.chmod(0o755)
        staged.prepare_socket_and_log()
        if identity.mode is Mode.SWITCH:
            staged.hand_to(identity.uid, identity.gid)
        named = identity_to_create(identity, staged, binaries.postgres)
        checksums = has_checksums(old_programmes, self._folder.data)
        create_database_folder(staged, named, binaries, checksums=checksums)
        self._run_pg_upgrade(old_programmes, binaries, named, report)
        staged.remove_temporary_socket_dir()

    def _run_pg_upgrade(
        self, old_programmes: Path, binaries: Binaries, identity: Identity, report: Report
    ) -> None:
        staged = Folder(self._staged)
        programme = [
            str(binaries.postgres.with_name("pg_upgrade")),
            f"--old-bindir={old_programmes}",
            f"--new-bindir={binaries.postgres.parent}",
            f"--old-datadir={self._folder.data}",
            f"--new-datadir={staged.data}",
            f"--username={SUPERUSER}",
            f"--socketdir={staged.socket_dir}",
            "--copy",
        ]
        said: list[str] = []
        with subprocess.Popen(  # noqa: S603 - our own launcher
            identity.command(programme, death_signal=signal.SIGTERM, folder=staged.root),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=child_environment(),
            start_new_session=True,
        ) as process:
            for line in process.stdout or ():
                said.append(line.strip())
                if _TOLD.match(line):
                    report(f"pg_upgrade: {' '.join(line.split()).removesuffix(' ok')}")
        if process.returncode != 0:
            raise UpgradeFailed(self._keep_logs(staged), _reason(said, process.returncode))

    def _keep_logs(self, staged: Folder) -> Path:
        """Move pg_upgrade's logs to where PostgreSQL's own are."""
        kept = self._folder.log / "upgrade"
        if (staged.data / _LOGS).exists():
            shutil.rmtree(kept, ignore_errors=True)
            shutil.move(staged.data / _LOGS, kept)
        return kept

    def _see_it_open(self, report: Report) -> None:
        """Start the upgraded database once; statistics that were not brought along are gathered."""
        report("Opening the upgraded database.")
        with EmbeddedPostgres(self._staged, report) as postgres:
            vacuumdb = find_binaries().postgres.with_name("vacuumdb")
            arguments = ["--all", "--analyze-only", "--missing-stats-only", "--quiet"]
            address = f"--maintenance-db={postgres.dsn(SUPERUSER, SUPERUSER)}"
            subprocess.run(  # noqa: S603 - our own programme
                [vacuumdb, *arguments, address], check=True, env=child_environment()
            )

    def _finish(self) -> Upgraded:
        """Rename the old data aside and the new ones in place; also after an interruption."""
        for left in left_in_staging(self._folder.root, UPGRADING):
            self._staged = left
        if not self._whole.exists():
            aside = sorted(self._folder.root.glob(self._folder.aside("*").name))
            if aside:
                raise FolderWasLeftHalfway(self._folder.data, aside[-1])
            raise NothingToUpgrade(self._folder.data, None)
        found = self._whole.read_text(encoding="ascii").strip()
        aside_of_this = self._folder.aside(f"postgresql-{found}")
        if self._folder.version() == found:
            self._folder.data.rename(aside_of_this)
        Archiving(self._folder.root).forget()
        Folder(self._staged).data.rename(self._folder.data)
        sync_folder(self._folder.root)
        shutil.rmtree(self._staged)
        return Upgraded(found=found, now=MAJOR_VERSION, kept=aside_of_this)


def _reason(said: list[str], status: int) -> str:
    """Give what pg_upgrade said around its failure, in a line."""
    lines = [line for line in said if line]
    failed = next((n for n, line in enumerate(lines) if "*failure*" in line or "fatal" in line), -3)
    return " ".join(lines[failed:][:6]) or f"pg_upgrade ended with status {status}"
