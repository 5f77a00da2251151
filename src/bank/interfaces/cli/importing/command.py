"""The command ``bank import FILE``."""

import asyncio
import re
from pathlib import Path
from time import perf_counter
from typing import Annotated

import typer

from bank.interfaces.cli.importing.importer import ImportOrder, run_import
from bank.interfaces.cli.importing.state import ImportState
from bank.interfaces.cli.importing.stopping import ImportStopped
from bank.interfaces.cli.importing.tokens import Tokens

BATCH_MAX = 8190
SOME_REFUSED = 1
STOPPED = 2
_PATIENCE = re.compile(r"([0-9]{1,6})(s|m|h)?", re.ASCII)
_UNIT_SECONDS = {None: 1, "s": 1, "m": 60, "h": 3600}


def import_file(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    file: Annotated[Path, typer.Argument(help="CSV of transfers; the first line is a header.")],
    url: Annotated[str, typer.Option(help="The bank's address.")] = "http://127.0.0.1:8080",
    token: Annotated[
        str | None, typer.Option(envvar="BANK_TOKEN", help="An access token.", show_envvar=True)
    ] = None,
    token_command: Annotated[
        str | None,
        typer.Option(help="Prints an access token; asked again whenever one runs out."),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="The import's name (default: the file's name).")
    ] = None,
    batch: Annotated[
        int, typer.Option(min=1, max=BATCH_MAX, help="Lines in one bulk.")
    ] = BATCH_MAX,
    errors: Annotated[
        Path | None, typer.Option(help="Where bad lines go (default: FILE.errors.csv).")
    ] = None,
    state: Annotated[
        Path | None,
        typer.Option(help="Where the progress is kept (default: FILE.import-state.json)."),
    ] = None,
    patience: Annotated[
        str, typer.Option(help="How long a bank that does not answer is waited for, such as 90s.")
    ] = "5m",
) -> None:
    """Post a CSV file of transfers, each line exactly once; run it again to go on after a kill.

    Exits with 0 when every line is posted, 1 when some are not (see the errors file), 2 when it
    stopped.
    """
    begun = perf_counter()
    try:
        order = ImportOrder(
            file=file,
            url=url.rstrip("/"),
            name=name or file.name,
            batch=batch,
            errors=errors or file.with_name(f"{file.name}.errors.csv"),
            state=state or file.with_name(f"{file.name}.import-state.json"),
            patience_seconds=_seconds(patience),
        )
        done = asyncio.run(run_import(order, Tokens(token, token_command)))
    except ImportStopped as stopped:
        typer.echo(f"Stopped: {stopped}", err=True)
        raise typer.Exit(STOPPED) from stopped
    except KeyboardInterrupt as interrupt:
        typer.echo("Stopped. Run the same command again to go on.", err=True)
        raise typer.Exit(STOPPED) from interrupt
    typer.echo(_summary(order, done, perf_counter() - begun))
    if done.refused:
        raise typer.Exit(SOME_REFUSED)


def _summary(order: ImportOrder, done: ImportState, seconds: float) -> str:
    text = f"{order.file.name}: {done.records:,} lines, {done.posted:,} posted"
    if done.pending:
        text += f", {done.pending:,} pending"
    text += f", {done.refused:,} not posted"
    if done.refused:
        text += f" (see {order.errors})"
    return f"{text}; this run took {seconds:.1f} s."


def _seconds(patience: str) -> float:
    match = _PATIENCE.fullmatch(patience)
    if match is None:
        raise ImportStopped("--patience must be a time such as 90s, 5m or 1h.")
    return int(match[1]) * _UNIT_SECONDS[match[2]]
