"""The commands that keep a bank safe: backups, restores, upgrades of its own database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bank.application.ledger.books import CheckStep, Finding
from bank.application.ports.backups import BackupReceipt, Restored
from bank.application.ports.database_upgrades import Upgraded
from bank.interfaces.cli.command_settings import TAKES_SETTINGS, Settings, settings_of
from bank.interfaces.cli.proving import findings_table, told_on

_out, _err = Console(soft_wrap=True, highlight=False), Console(stderr=True, soft_wrap=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOrder:
    """What is to be restored: from where, up to when, and whether over a bank that is there."""

    source: Path
    until: datetime | None
    replace: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedRestore:
    """What was restored and what its proofs found.

    ``unproved`` says why it was not proved: its schema is another version's.
    """

    restored: Restored
    schema: str
    findings: Sequence[Finding]
    unproved: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Safekeeping:
    """What the commands run; each takes the settings of its command line first."""

    back_up: Callable[[Settings, bool], BackupReceipt]
    restore: Callable[[Settings, RestoreOrder, Callable[[CheckStep], None]], ProvedRestore]
    upgrade: Callable[[Settings, Path], Upgraded]
    discard_old: Callable[[Settings], Sequence[Path]]


def add_backup_commands(app: typer.Typer, safekeeping: Safekeeping) -> None:
    """Add ``bank backup`` and ``bank restore``."""

    @app.command(context_settings=TAKES_SETTINGS)
    def backup(
        context: typer.Context,
        *,
        new_archive: Annotated[
            bool,
            typer.Option(
                "--new-archive", help="Begin another archive of the log where the old one is lost."
            ),
        ] = False,
    ) -> None:
        """Back the bank up, beside a running server or without one."""
        receipt = safekeeping.back_up(settings_of(context), new_archive)
        taken = receipt.backup
        if receipt.removed:
            _err.print(f"Older backups removed: {receipt.removed}.", style="dim")
        typer.echo(str(taken.folder))
        _err.print(
            "It holds the sealed keystore, not what opens it: keep the key file or the passphrase"
            " apart.",
            style="dim",
        )
        if receipt.concern is not None:
            _err.print(receipt.concern, style="bold yellow", markup=False)
            raise typer.Exit(1)

    @app.command(context_settings=TAKES_SETTINGS)
    def restore(
        context: typer.Context,
        source: Annotated[
            Path, typer.Option("--from", help="A backup, or a folder of them: the newest is taken.")
        ],
        until: Annotated[
            str | None,
            typer.Option(
                help="A moment such as 2026-11-24T10:00:00Z; none: all that was archived."
            ),
        ] = None,
        *,
        replace: Annotated[
            bool, typer.Option("--replace", help="Put a bank that is there aside.")
        ] = False,
    ) -> None:
        """Restore a backup into bank.home, up to a moment, and prove the books."""
        order = RestoreOrder(source=source, until=_moment(until), replace=replace)
        with told_on(_err) as tell:
            done = safekeeping.restore(settings_of(context), order, tell)
        _tell_restored(done)


def database_commands(safekeeping: Safekeeping) -> typer.Typer:
    """Give ``bank database upgrade`` and ``bank database discard-old``."""
    app = typer.Typer(no_args_is_help=True)

    @app.command(context_settings=TAKES_SETTINGS)
    def upgrade(
        context: typer.Context,
        old_binaries: Annotated[
            Path, typer.Option(help="Folder of the old version's programmes: postgres, pg_ctl, …")
        ],
    ) -> None:
        """Upgrade the embedded PostgreSQL's data to this bank's major version; keeps the old."""
        done = safekeeping.upgrade(settings_of(context), old_binaries)
        _out.print(
            f"The database is of PostgreSQL {done.now}. What PostgreSQL {done.found} wrote is kept"
            f" in {done.kept}.\nNow: bank migrate; bank ledger check; bank backup. When you are"
            " content: bank database discard-old",
            markup=False,
        )

    @app.command("discard-old", context_settings=TAKES_SETTINGS)
    def discard_old(context: typer.Context) -> None:
        """Delete the data that upgrades and restores have put aside."""
        removed = safekeeping.discard_old(settings_of(context))
        for each in removed:
            _out.print(f"Deleted: {each}", markup=False)
        if not removed:
            _out.print("Nothing had been put aside.")

    return app


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise typer.BadParameter(
            f"{text} is no moment. Write it with its offset from UTC: 2026-11-24T10:00:00Z.",
            param_hint="--until",
        )
    return moment


def _tell_restored(done: ProvedRestore) -> None:
    restored = done.restored
    last = restored.last_commit_at
    upto = f"up to {last.isoformat()}" if last else "as it was backed up"
    _out.print(f"Restored {restored.backup.folder} {upto}; its schema is at {done.schema}.")
    if restored.aside is not None:
        _out.print(f"What was there before is kept in {restored.aside}.", markup=False)
    if done.unproved is not None:
        _out.print(done.unproved, markup=False)
        return
    if done.findings:
        _err.print(findings_table(done.findings))
        raise typer.Exit(1)
    _out.print("The ledger holds. Take a backup of the restored bank now: bank backup")
