"""What the commands of ``bank`` run, but for its server, and what their faults say."""

from collections.abc import Callable, Sequence
from datetime import date

from bank.application.access.issue_token import TokenReceipt
from bank.application.business_days.close_day import DayReceipt
from bank.application.ledger.books import CheckStep, Finding
from bank.application.ports.key_service import KeyServiceFault
from bank.application.ports.unit_of_work import DatabaseUnavailable
from bank.bootstrap.configuration import ConfigurationError
from bank.bootstrap.demo.faults import DemoSignInsLeft
from bank.bootstrap.listening import PortIsTaken
from bank.bootstrap.office import DatabaseIsYourOwn, NoBankHere, Office, Report
from bank.domain.refusals import Refusal
from bank.infrastructure.embedded_postgresql import EmbeddedPostgresFault
from bank.infrastructure.sql.migrating import DatabaseIsBusy, SchemaIsNewer, SchemaIsOlder

_SAID = (
    ConfigurationError,
    DatabaseIsBusy,
    DatabaseIsYourOwn,
    DemoSignInsLeft,
    EmbeddedPostgresFault,
    KeyServiceFault,
    NoBankHere,
    PortIsTaken,
    Refusal,
    SchemaIsNewer,
    SchemaIsOlder,
)


def sentence_of(fault: Exception) -> str | None:
    """Give the sentence that says what is wrong and what to do; none for what is our mistake."""
    if isinstance(fault, DatabaseUnavailable):
        return (
            "The bank's database does not answer, or has no room: see that it runs, and that"
            " bank.database.url is right."
        )
    return str(fault) if isinstance(fault, _SAID) else None


def migrate(settings: Sequence[str], say: Report) -> str:
    """Bring the schema up to date."""
    office = Office.configured(settings)
    with office.running_database(say):
        return office.migrate()


def issue_token(
    settings: Sequence[str],
    subject: str,
    roles: tuple[str, ...],
    factors: int,
    branch: str | None,
) -> TokenReceipt:
    """Issue a token."""
    office = Office.configured(settings)
    office.refuse_unless_there()
    with office.running_database(_quiet):
        office.refuse_unless_migrated()
        return office.issue_token(subject, roles, factors, branch)


def check_ledger(settings: Sequence[str], told: Callable[[CheckStep], None]) -> Sequence[Finding]:
    """Prove the ledger."""
    office = Office.configured(settings)
    office.refuse_unless_there()
    with office.running_database(_quiet):
        office.refuse_unless_migrated()
        return office.check_ledger(told)


def close_day(settings: Sequence[str], day: date | None) -> DayReceipt:
    """Close the open business day."""
    office = Office.configured(settings)
    office.refuse_unless_there()
    with office.running_database(_quiet):
        office.refuse_unless_migrated()
        return office.close_day(day)


def _quiet(_line: str) -> None:
    """Say nothing: the command's own output is what counts."""
