"""Passwords of another user store, imported from the machine itself."""

from collections.abc import Callable, Iterable, Sequence

from dishka import AsyncContainer

from bank.application.identity.import_password import ImportPassword, PasswordToImport
from bank.application.pipeline.pipeline import Pipeline
from bank.bootstrap.office import Office, operator
from bank.domain.refusals import Kind, Refusal


def import_passwords(
    settings: Sequence[str],
    wanted: Iterable[PasswordToImport],
    refused: Callable[[int, str], None],
) -> int:
    """Import passwords, each in a unit of its own, and say how many were taken.

    ``refused`` is told the number of each that was not, from 1, and the refusal's code. Raises what
    no other person would fare better with: a database that is away.
    """
    office = Office.configured(settings)
    office.refuse_unless_there()

    async def work(container: AsyncContainer, pipeline: Pipeline) -> int:
        taken, caller = 0, await operator(container)
        for number, each in enumerate(wanted, start=1):
            try:
                await pipeline.run(ImportPassword, each, caller)
            except Refusal as refusal:
                if refusal.kind is Kind.UNAVAILABLE:
                    raise
                refused(number, refusal.code)
            else:
                taken += 1
        return taken

    with office.running_database(lambda _line: None):
        office.refuse_unless_migrated()
        return office.run(work)
