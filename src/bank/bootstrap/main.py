"""The ``bank`` command."""

import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from rich.console import Console

from bank.application.access.issue_token import TokenReceipt
from bank.application.ledger.books import CheckStep, Finding
from bank.application.ports.key_service import KeyServiceFault
from bank.application.ports.unit_of_work import DatabaseUnavailable
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.demo.filling import fill_if_empty
from bank.bootstrap.office import NoBankHere, Office
from bank.bootstrap.serving import PortIsTaken, serve
from bank.domain.refusals import Refusal
from bank.infrastructure.embedded_postgresql import EmbeddedPostgresFault
from bank.infrastructure.sql.migrating import SchemaIsNewer, SchemaIsOlder
from bank.interfaces.cli.app import Commands, command_line

_console = Console(stderr=True, soft_wrap=True, highlight=False)
_SAID = (
    ConfigurationError,
    EmbeddedPostgresFault,
    KeyServiceFault,
    NoBankHere,
    PortIsTaken,
    Refusal,
    SchemaIsNewer,
    SchemaIsOlder,
)
"""Faults that say in a sentence what is wrong and what to do."""


def main() -> None:
    """Run a command; what can be said in a sentence is, and ends with 2."""
    try:
        command_line(
            Commands(
                serve=_serve,
                migrate=_migrate,
                issue_token=_issue_token,
                check_ledger=_check_ledger,
                demo=_demo,
            )
        )()
    except DatabaseUnavailable:
        _end_with(
            "The bank's database does not answer, or has no room: see that it runs, and that"
            " bank.database.url is right."
        )
    except _SAID as fault:
        _end_with(str(fault))


def _end_with(sentence: str) -> NoReturn:
    _console.print(sentence, style="bold red", markup=False)
    sys.exit(2)


def _say(line: str) -> None:
    _console.print(line, markup=False)


def _serve(settings: Sequence[str]) -> None:
    serve(settings, _say)


def _migrate(settings: Sequence[str]) -> str:
    office = Office.configured(settings)
    with office.running_database(_say):
        return office.migrate()


def _issue_token(settings: Sequence[str], subject: str, roles: tuple[str, ...]) -> TokenReceipt:
    office = Office.configured(settings)
    office.refuse_unless_there()
    with office.running_database(_quiet):
        office.refuse_unless_migrated()
        return office.issue_token(subject, roles)


def _check_ledger(settings: Sequence[str], told: Callable[[CheckStep], None]) -> Sequence[Finding]:
    office = Office.configured(settings)
    office.refuse_unless_there()
    with office.running_database(_quiet):
        office.refuse_unless_migrated()
        return office.check_ledger(told)


def _demo(settings: Sequence[str], told: Callable[[str], None]) -> None:
    office = Office.configured(settings)
    with office.running_database(told):
        office.migrate()
        fill_if_empty(office, told)


def _quiet(_line: str) -> None:
    """Say nothing: the command's own output is what counts."""
