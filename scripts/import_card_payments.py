"""Import simulated card payments through a running bank, and check every account against the file.

The data lie in ``$BANK_SHARED`` or ``../shared``; they are no part of this repository. Whoever
kills the server with ``--server-pid`` starts it again by hand. Run it again to go on after a fault.
"""
# ruff: noqa: INP001 - a program, not a package to install

import asyncio
import os
import sys
from pathlib import Path
from time import perf_counter
from typing import Annotated
from urllib.parse import urlsplit

import typer
from card_payments.importing import ImportRun, run_import
from card_payments.opening import fund, open_accounts
from card_payments.payments import Payments, first_days
from card_payments.verifying import differing_balances, wrong_reports

from bank.interfaces.cli.importing.calling import BankCaller
from bank.interfaces.cli.importing.stopping import ImportStopped
from bank.interfaces.cli.importing.tokens import Tokens

ROOT = Path(__file__).resolve().parent.parent
_PATIENCE_SECONDS = 300.0


def main(  # noqa: PLR0917 - each is an option of the command line
    url: Annotated[str, typer.Option(help="The bank's address.")] = "http://127.0.0.1:8080",
    token_command: Annotated[str | None, typer.Option(help="Prints an access token.")] = None,
    days: Annotated[int, typer.Option(min=1, max=157, help="How many days to import.")] = 30,
    run: Annotated[str, typer.Option(help="Prefix of all names; a new one starts anew.")] = "card",
    folder: Annotated[Path, typer.Option(help="Where CSV, state and errors go.")] = Path(
        "var/card-payments"
    ),
    kill: Annotated[bool, typer.Option("--kill", help="Kill the import once.")] = False,  # noqa: FBT002 - an option
    server_pid: Annotated[int | None, typer.Option(help="A server to kill once.")] = None,
) -> None:
    """Open the accounts, fund them, import the payments, and compare every balance."""
    begun = perf_counter()
    command = token_command or _own_token_command(url, run)
    payments = first_days(_payments_file(), days)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{run}-{days}-days.csv"
    payments.write_csv(file, run)
    typer.echo(f"{payments.table.num_rows:,} payments of {days} days are in {file}.")
    import_run = ImportRun(file=file, options=["--url", url, "--token-command", command])
    try:
        asyncio.run(_prepare(url, command, run, payments))
        state = run_import(import_run, kill=kill, server_pid=server_pid)
        wrong = wrong_reports(state, import_run.errors, payments)
        wrong += asyncio.run(_compare(url, command, run, payments))
    except ImportStopped as stopped:
        typer.echo(f"Stopped: {stopped}", err=True)
        raise typer.Exit(2) from stopped
    for sentence in wrong:
        typer.echo(sentence, err=True)
    typer.echo(f"All took {perf_counter() - begun:.1f} s.")
    if wrong:
        raise typer.Exit(1)
    zero = len(payments.lines_of_zero_amount)
    typer.echo(f"Every balance is the file's own sum; {zero} zero payments are reported by line.")


async def _prepare(url: str, command: str, run: str, payments: Payments) -> None:
    async with _caller(url, command) as caller:
        await open_accounts(caller, run)
        await fund(caller, run, payments.paid_by_customer)


async def _compare(url: str, command: str, run: str, payments: Payments) -> list[str]:
    async with _caller(url, command) as caller:
        return await differing_balances(caller, run, payments)


def _caller(url: str, command: str) -> BankCaller:
    return BankCaller(url, Tokens(None, command), patience_seconds=_PATIENCE_SECONDS)


def _own_token_command(url: str, run: str) -> str:
    program = Path(sys.executable).with_name("bank")
    command = f"{program} token issue --subject {run} --role service_account"
    # The port is part of the issuer's name, unless the configuration names another.
    port = urlsplit(url).port
    return f"{command} --bank.server.port={port}" if port else command


def _payments_file() -> Path:
    shared = Path(os.environ.get("BANK_SHARED") or ROOT.parent / "shared")
    file = shared / "data" / "card-payments" / "payments.parquet"
    if not file.is_file():
        typer.echo(f"There is no {file}: say where the shared data is with BANK_SHARED.", err=True)
        raise typer.Exit(2)
    return file


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False, add_completion=False)
    app.command()(main)
    app()
