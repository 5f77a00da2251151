"""The commands about access tokens: one is issued, and whoever has some is shut out."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

import typer
from rich.console import Console

from bank.application.access.issue_token import TokenReceipt
from bank.interfaces.cli.command_settings import TAKES_SETTINGS, Settings, settings_of

_out, _err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)
_Subject = Annotated[
    str,
    typer.Option(help="Whom the tokens speak for: `name|subject` of another issuer, or a script."),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What the commands run; each takes the settings of its command line first."""

    issue: Callable[[Settings, str, tuple[str, ...], int, str | None], TokenReceipt]
    shut_out: Callable[[Settings, str], Any]
    let_in: Callable[[Settings, str], Any]


def token_commands(tokens: Tokens) -> typer.Typer:
    """Give the commands of `bank token`."""
    app = typer.Typer(no_args_is_help=True)

    @app.command(context_settings=TAKES_SETTINGS)
    def issue(
        context: typer.Context,
        subject: Annotated[str, typer.Option(help="Who it is for, such as the name of a system.")],
        role: Annotated[list[str], typer.Option(help="A role; may be repeated.")],
        factors: Annotated[
            int,
            typer.Option(
                min=1,
                max=2,
                help="By how many factors you know who will use it; staff work with 2.",
            ),
        ] = 1,
        branch: Annotated[
            str | None,
            typer.Option(help="Where staff belong; what is open at their branch alone needs it."),
        ] = None,
    ) -> None:
        """Issue an access token and print it, alone, on the standard output."""
        receipt = tokens.issue(settings_of(context), subject, tuple(role), factors, branch)
        _err.print(f"Valid until {receipt.expires_at:%Y-%m-%d %H:%M:%S} UTC.", style="dim")
        typer.echo(receipt.text)

    @app.command("shut-out", context_settings=TAKES_SETTINGS)
    def shut_out(context: typer.Context, subject: _Subject) -> None:
        """Take no token of somebody any more, whatever issued it, until they are let in."""
        tokens.shut_out(settings_of(context), subject)
        _out.print(f"No token of {subject} is good from now on.", markup=False)

    @app.command("let-in", context_settings=TAKES_SETTINGS)
    def let_in(context: typer.Context, subject: _Subject) -> None:
        """Take new tokens of somebody again; those of before stay refused."""
        tokens.let_in(settings_of(context), subject)
        _out.print(f"New tokens of {subject} are good again.", markup=False)

    return app
