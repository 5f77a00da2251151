"""The command ``bank demo``."""

from collections.abc import Sequence

from bank.bootstrap.demo.filling import fill_if_empty
from bank.bootstrap.office import Office, Report


def demo(settings: Sequence[str], told: Report) -> None:
    """Bring the schema up to date and fill an empty bank."""
    office = Office.configured(settings)
    with office.running_database(told):
        office.migrate()
        fill_if_empty(office, told)
