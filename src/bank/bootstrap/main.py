"""The ``bank`` command.

What a command runs is imported when it runs: all of the bank takes a second or two, for which
``bank --help`` and ``bank import`` need not wait.
"""

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from rich.console import Console

from bank.interfaces.cli.app import Commands, command_line
from bank.interfaces.cli.safekeeping import Safekeeping
from bank.interfaces.cli.staffing import Staffing
from bank.interfaces.cli.tokens import Tokens

_console = Console(stderr=True, soft_wrap=True, highlight=False)
_COMMANDS = "bank.bootstrap.commands"
_SAFEKEEPING = "bank.bootstrap.safekeeping"
_STAFFING = "bank.bootstrap.staffing"


def main() -> None:
    """Run a command; what can be said in a sentence is, and ends with 2."""
    try:
        command_line(
            Commands(
                serve=_later("bank.bootstrap.serving", "serve", _say),
                migrate=_later(_COMMANDS, "migrate", _say),
                tokens=Tokens(
                    issue=_later(_COMMANDS, "issue_token"),
                    shut_out=_later(_STAFFING, "shut_out"),
                    let_in=_later(_STAFFING, "let_in"),
                ),
                check_ledger=_later(_COMMANDS, "check_ledger"),
                close_day=_later(_COMMANDS, "close_day"),
                import_passwords=_later("bank.bootstrap.password_import", "import_passwords"),
                demo=_later("bank.bootstrap.demo.command", "demo"),
                safekeeping=Safekeeping(
                    back_up=_later(_SAFEKEEPING, "back_up", _say),
                    restore=_later(_SAFEKEEPING, "restore", _say),
                    upgrade=_later(_SAFEKEEPING, "upgrade", _say),
                    discard_old=_later(_SAFEKEEPING, "discard_old"),
                ),
                staffing=Staffing(
                    appoint_first=_later(_STAFFING, "appoint_first"),
                    break_glass=_later(_STAFFING, "break_glass"),
                    end_sessions=_later(_STAFFING, "end_sessions"),
                ),
            )
        )()
    except Exception as fault:
        sentence = import_module(_COMMANDS).sentence_of(fault)
        if sentence is None:
            raise
        _console.print(sentence, style="bold red", markup=False)
        sys.exit(2)


def _later(module: str, name: str, *last: object) -> Callable[..., Any]:
    """Give a function that imports another one and calls it, with ``last`` after what it got."""

    def run(*given: object) -> Any:
        return getattr(import_module(module), name)(*given, *last)

    return run


def _say(line: str) -> None:
    _console.print(line, markup=False)
