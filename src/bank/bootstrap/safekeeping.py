"""What backup, restore and upgrade run: for the database that the bank runs itself."""

from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

from bank.application.ledger.books import CheckStep, Finding
from bank.application.ports.backups import BackupReceipt, Backups
from bank.application.ports.database_upgrades import DatabaseUpgrades, Upgraded
from bank.bootstrap.keys_to_restore import refuse_other_keys
from bank.bootstrap.office import DatabaseIsYourOwn, Office, Report
from bank.bootstrap.settings import BankSettings
from bank.infrastructure.embedded_postgresql.backups.embedded_postgres_backups import (
    EmbeddedPostgresBackups,
)
from bank.infrastructure.embedded_postgresql.backups.restoring import chosen_backup
from bank.infrastructure.embedded_postgresql.upgrades.embedded_postgres_upgrades import (
    EmbeddedPostgresUpgrades,
)
from bank.infrastructure.keystore.local_key_service import KEYSTORE_NAME
from bank.infrastructure.keystore.unlocking import KeyFile, Passphrase, Unlocking
from bank.infrastructure.sql.migrating import SchemaIsOlder, known_revisions
from bank.infrastructure.system.clock import SystemClock
from bank.interfaces.cli.safekeeping import ProvedRestore, RestoreOrder


def back_up(settings: Sequence[str], new_archive: bool, say: Report) -> BackupReceipt:  # noqa: FBT001 - the command's own switch
    """Take a backup, beside a running server or without one."""
    office = _office(settings)
    office.refuse_unless_there()
    with office.running_database(say):
        return _backups(office.settings).take(say, new_archive=new_archive)


def restore(
    settings: Sequence[str], order: RestoreOrder, told: Callable[[CheckStep], None], say: Report
) -> ProvedRestore:
    """Restore, then check the schema and prove keys and books.

    Refuses a keystore that does not open, or that is another bank's, before anything is copied.
    """
    office = _office(settings)
    backup = chosen_backup(order.source, order.until)
    refuse_other_keys(
        own=office.settings.home / "keys" / KEYSTORE_NAME,
        backed_up=backup.folder / KEYSTORE_NAME,
        unlocking=_unlocking(office.settings),
    )
    restored = _backups(office.settings).restore(
        backup.folder, until=order.until, replace=order.replace, report=say
    )
    findings: Sequence[Finding] = ()
    unproved = None
    with office.running_database(say):
        try:
            office.refuse_unless_migrated()
            office.prove_keys()
            findings = office.check_ledger(told)
        except SchemaIsOlder as older:
            unproved = f"The books were not proved yet. {older} Then: bank ledger check"
    return ProvedRestore(
        restored=restored, schema=restored.schema, findings=findings, unproved=unproved
    )


def upgrade(settings: Sequence[str], old_binaries: Path, say: Report) -> Upgraded:
    """Upgrade the embedded PostgreSQL to the major version that this bank brings."""
    return _upgrades(_office(settings).settings).upgrade(old_binaries, say)


def discard_old(settings: Sequence[str]) -> Sequence[Path]:
    """Delete what was put aside."""
    return _upgrades(_office(settings).settings).discard_old()


def _office(settings: Sequence[str]) -> Office:
    """Give the office of a bank that runs its database itself. Raises ``DatabaseIsYourOwn``."""
    office = Office.configured(settings)
    if not office.embedded:
        raise DatabaseIsYourOwn
    return office


def _backups(settings: BankSettings) -> Backups:
    return EmbeddedPostgresBackups(
        settings.home,
        settings.backup.folder,
        keep=settings.backup.keep,
        clock=SystemClock(),
        bank_version=version("bank-server"),
        schemas=known_revisions(),
    )


def _upgrades(settings: BankSettings) -> DatabaseUpgrades:
    return EmbeddedPostgresUpgrades(settings.home)


def _unlocking(settings: BankSettings) -> Unlocking:
    passphrase = settings.keys.passphrase
    if passphrase is None:
        return KeyFile(settings.keys.key_file)
    return Passphrase(passphrase.reveal())
