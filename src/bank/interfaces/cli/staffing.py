"""The commands that let the first people in, somebody in an emergency, and everybody out."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import typer
from rich.console import Console

from bank.application.identity.sessions.end_everybodys import EverybodysSessionsEnded
from bank.application.identity.staff.break_glass import BrokenGlass
from bank.application.identity.staff.staff_book import StaffMember
from bank.interfaces.cli.command_settings import TAKES_SETTINGS, Settings, settings_of

_out, _err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """What the commands run; each takes the settings of its command line first."""

    appoint_first: Callable[[Settings, str, str], StaffMember]
    break_glass: Callable[[Settings, str], BrokenGlass]
    end_sessions: Callable[[Settings], EverybodysSessionsEnded]


def staff_commands(staffing: Staffing) -> typer.Typer:
    """Give the commands of `bank staff`."""
    app = typer.Typer(no_args_is_help=True)

    @app.command("first-administrator", context_settings=TAKES_SETTINGS)
    def first_administrator(
        context: typer.Context,
        *,
        email: Annotated[str, typer.Option(help="By which they sign in.")],
        password_stdin: Annotated[
            bool, typer.Option("--password-stdin", help="Read the password from standard input.")
        ] = False,
    ) -> None:
        """Appoint the bank's first administrator: once, who then registers everybody else."""
        if password_stdin:
            password = sys.stdin.readline().rstrip("\r\n")
        else:
            password = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        member = staffing.appoint_first(settings_of(context), email, password)
        _out.print(f"{email} is an administrator now; their id is {member.id}.", markup=False)

    @app.command("break-glass", context_settings=TAKES_SETTINGS)
    def break_glass(
        context: typer.Context,
        reason: Annotated[str, typer.Option(help="Why nobody else can do it.")],
    ) -> None:
        """Print an administrator's token for half an hour, and tell everybody who watches."""
        broken = staffing.break_glass(settings_of(context), reason)
        _err.print(
            f"The glass is broken: {broken.told} people are told, and the audit trail keeps it as"
            f" {broken.id}. Valid until {broken.token.expires_at:%Y-%m-%d %H:%M:%S} UTC.",
            style="bold red",
        )
        typer.echo(broken.token.text)

    return app


def session_commands(staffing: Staffing) -> typer.Typer:
    """Give the commands of `bank session`."""
    app = typer.Typer(no_args_is_help=True)

    @app.callback()
    def group() -> None:
        """Keep ``end-all`` a command of its own, although it is the only one."""

    @app.command("end-all", context_settings=TAKES_SETTINGS)
    def end_all(context: typer.Context) -> None:
        """End the sessions of everybody, customers and staff, who may sign in anew."""
        ended = staffing.end_sessions(settings_of(context))
        _out.print(
            f"Every session that was opened until {ended.until:%Y-%m-%d %H:%M:%S} UTC ended."
        )

    return app
