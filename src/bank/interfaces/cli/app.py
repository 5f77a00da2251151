"""The commands of ``bank``: what each takes, says and ends with.

What they run is given by the assembly.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated

import typer
from rich.console import Console

from bank.application.business_days.close_day import DayReceipt
from bank.application.ledger.books import CheckStep, Finding
from bank.interfaces.cli.command_settings import TAKES_SETTINGS, Settings, settings_of
from bank.interfaces.cli.importing.command import import_file
from bank.interfaces.cli.passwords import ImportsPasswords, password_commands
from bank.interfaces.cli.proving import findings_table, told_on
from bank.interfaces.cli.safekeeping import Safekeeping, add_backup_commands, database_commands
from bank.interfaces.cli.staffing import Staffing, session_commands, staff_commands
from bank.interfaces.cli.tokens import Tokens, token_commands

_OF_TOKENS = "Access tokens of scripts, of services, and of issuers beside the bank."
_out, _err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """What the commands run; each takes the settings of its command line first."""

    serve: Callable[[Settings], None]
    migrate: Callable[[Settings], str]
    tokens: Tokens
    check_ledger: Callable[[Settings, Callable[[CheckStep], None]], Sequence[Finding]]
    close_day: Callable[[Settings, date | None], DayReceipt]
    import_passwords: ImportsPasswords
    demo: Callable[[Settings, Callable[[str], None]], None]
    safekeeping: Safekeeping
    staffing: Staffing


def command_line(commands: Commands) -> typer.Typer:
    """Give the command line over the given commands."""
    app = typer.Typer(
        name="bank",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="A bank. Settings may follow any command: --bank.server.port=9000.",
    )
    _add_server_commands(app, commands)
    add_backup_commands(app, commands.safekeeping)
    database = database_commands(commands.safekeeping)
    app.add_typer(database, name="database", help="Upgrade the embedded PostgreSQL.")
    app.add_typer(_ledger(commands), name="ledger", help="Prove the books.")
    app.add_typer(_day(commands), name="day", help="Business days.")
    app.add_typer(token_commands(commands.tokens), name="token", help=_OF_TOKENS)
    passwords = password_commands(commands.import_passwords)
    app.add_typer(passwords, name="password", help="Passwords from another user store.")
    app.add_typer(staff_commands(commands.staffing), name="staff", help="Who is let in first.")
    sessions = session_commands(commands.staffing)
    app.add_typer(sessions, name="session", help="Sessions of everybody who signed in.")
    app.command("import", help="Import transfers from a CSV file through a running bank.")(
        import_file
    )
    return app


def _add_server_commands(app: typer.Typer, commands: Commands) -> None:
    @app.command(context_settings=TAKES_SETTINGS)
    def serve(context: typer.Context) -> None:
        """Serve the bank in the foreground until SIGTERM or Ctrl-C."""
        commands.serve(settings_of(context))

    @app.command(context_settings=TAKES_SETTINGS)
    def migrate(context: typer.Context) -> None:
        """Bring the database's schema up to this version."""
        _out.print(f"The schema is at revision {commands.migrate(settings_of(context))}.")

    @app.command(context_settings=TAKES_SETTINGS)
    def demo(context: typer.Context) -> None:
        """Fill an empty bank with people, accounts and a year of history."""
        commands.demo(settings_of(context), _err.print)


def _ledger(commands: Commands) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True)

    @app.callback()
    def group() -> None:
        """Keep ``check`` a command of its own, although it is the only one."""

    @app.command(context_settings=TAKES_SETTINGS)
    def check(context: typer.Context) -> None:
        """Prove that the ledger holds; names what does not, and then ends with 1."""
        with told_on(_err) as tell:
            findings = commands.check_ledger(settings_of(context), tell)
        if findings:
            _err.print(findings_table(findings))
            raise typer.Exit(1)
        _out.print("The ledger holds.")

    return app


def _day(commands: Commands) -> typer.Typer:
    app = typer.Typer(no_args_is_help=True)

    @app.callback()
    def group() -> None:
        """Keep ``close`` a command of its own, although it is the only one."""

    @app.command(context_settings=TAKES_SETTINGS)
    def close(
        context: typer.Context,
        day: Annotated[
            datetime | None,
            typer.Option(formats=["%Y-%m-%d"], help="Refused unless it is the open day."),
        ] = None,
    ) -> None:
        """Close the open business day and open the next."""
        wanted = None if day is None else day.date()
        receipt = commands.close_day(settings_of(context), wanted)
        _out.print(f"{receipt.closed.day} is closed; {receipt.opened} is open.")

    return app
