"""A file to import, the command that imports it, and what it left behind."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import typer
from tests.interfaces.cli.importing.bank_stand_in import TOKEN
from typer.testing import CliRunner, Result

from bank.interfaces.cli.importing.command import import_file

HEADER = "id,debit_account,credit_account,amount,currency,value_date,reference"
_PROGRAM = (
    "import typer; from bank.interfaces.cli.importing.command import import_file;"
    " typer.run(import_file)"
)


def good_line(number: int) -> str:
    return f"{number},card-customer-{number % 7},card-terminal-1,1.00,EUR,2018-04-01,ref {number}"


def write_csv(path: Path, lines: Iterable[str], header: str = HEADER) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(f"{line}\n" for line in (header, *lines))
    return path


def run_import(file: Path, url: str, *options: str, token: str = TOKEN) -> Result:
    app = typer.Typer()
    app.command()(import_file)
    arguments = [str(file), "--url", url, "--patience", "5s", *options]
    return CliRunner().invoke(app, arguments, env={"BANK_TOKEN": token})


def start_import(file: Path, url: str, *options: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(file), "--url", url, "--token", TOKEN, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def state_of(file: Path) -> dict[str, Any]:
    path = file.with_name(f"{file.name}.import-state.json")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def errors_of(file: Path) -> list[tuple[int, str, str]]:
    """Give line, id and code of each line reported."""
    path = file.with_name(f"{file.name}.errors.csv")
    with path.open(encoding="utf-8", newline="") as report:
        rows = list(csv.DictReader(report))
    assert all(row["reason"] for row in rows)
    return [(int(row["line"]), row["id"], row["code"]) for row in rows]
