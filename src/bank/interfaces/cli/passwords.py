"""``bank password``: the passwords of people who move in from another user store."""

import csv
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console

from bank.application.identity.import_password import PasswordToImport
from bank.interfaces.cli.command_settings import TAKES_SETTINGS, Settings, settings_of

_COLUMNS = ["subject", "sign_in_name", "password"]
_out, _err = Console(soft_wrap=True), Console(stderr=True, soft_wrap=True)


class ImportsPasswords(Protocol):
    """Imports passwords, tells ``refused`` the number and the code of each that was not taken."""

    def __call__(
        self,
        settings: Settings,
        wanted: Iterable[PasswordToImport],
        refused: Callable[[int, str], None],
        /,
    ) -> int:
        """Give how many were taken."""


def password_commands(import_passwords: ImportsPasswords) -> typer.Typer:
    """Give the group of commands."""
    app = typer.Typer(no_args_is_help=True)

    @app.callback()
    def group() -> None:
        """Keep ``import`` a command of its own, although it is the only one."""

    @app.command("import", context_settings=TAKES_SETTINGS)
    def import_(
        context: typer.Context,
        file: Annotated[
            Path,
            typer.Argument(
                exists=True,
                dir_okay=False,
                help="CSV with the columns subject, sign_in_name and password ({id} and hash).",
            ),
        ],
    ) -> None:
        """Import the hashes of another user store; ends with 1 if any was not taken."""
        numbers: list[int] = []

        def refused(number: int, code: str) -> None:
            numbers.append(number)
            _err.print(f"person {number}: {code}", markup=False)

        taken = import_passwords(settings_of(context), _read(file), refused)
        _out.print(f"{taken} imported, {len(numbers)} not taken.")
        if numbers:
            raise typer.Exit(1)

    return app


def _read(file: Path) -> Iterator[PasswordToImport]:
    """Read the file row by row; a message about a row shows nothing of it."""
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = csv.DictReader(text)
        if rows.fieldnames != _COLUMNS:
            raise typer.BadParameter(f"the first line must be {','.join(_COLUMNS)}")
        for number, row in enumerate(rows, start=1):
            subject, name, kept = (row[column] for column in _COLUMNS)
            if not subject or not kept or None in row:
                raise typer.BadParameter(f"person {number} is not three values in one row")
            yield PasswordToImport(subject=subject, sign_in_name=name or None, kept=kept)
