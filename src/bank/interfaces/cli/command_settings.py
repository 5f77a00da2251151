"""Settings of the bank on the command line of any of its commands."""

from collections.abc import Sequence
from typing import Final

import typer

Settings = Sequence[str]
"""Settings on the command line: ``--bank.server.port=9000``."""

TAKES_SETTINGS: Final = {"allow_extra_args": True, "ignore_unknown_options": True}


def settings_of(context: typer.Context) -> Settings:
    """Give the settings of a command line, and refuse every other word on it."""
    for word in context.args:
        if not word.startswith(("--bank.", "--spring.")):
            raise typer.BadParameter(
                f"{word} is not known here. Settings look like --bank.server.port=9000."
            )
    return context.args
