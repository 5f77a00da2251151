"""What the commands of `bank staff`, `bank session` and, about holders, `bank token` run."""

from collections.abc import Sequence
from typing import Any

from dishka import AsyncContainer

from bank.application.identity.sessions.end_everybodys import (
    EndEverybodysSessions,
    EverybodysSessions,
    EverybodysSessionsEnded,
)
from bank.application.identity.staff.appoint_first import (
    AppointFirstAdministrator,
    FirstAdministrator,
)
from bank.application.identity.staff.break_glass import BreakGlass, BrokenGlass, Emergency
from bank.application.identity.staff.staff_book import StaffMember
from bank.application.identity.tokens.shut_out import LetIn, ShutOut, TokenHolder
from bank.application.pipeline.pipeline import Pipeline
from bank.bootstrap.office import Office, operator
from bank.domain.contacts import Contact


def appoint_first(settings: Sequence[str], email: str, password: str) -> StaffMember:
    """Appoint the first administrator."""
    order = FirstAdministrator(contact=Contact.email(email), password=password)
    member: StaffMember = _run(settings, AppointFirstAdministrator, order)
    return member


def break_glass(settings: Sequence[str], reason: str) -> BrokenGlass:
    """Give an administrator's token and ring the bells."""
    broken: BrokenGlass = _run(settings, BreakGlass, Emergency(reason=reason))
    return broken


def end_sessions(settings: Sequence[str]) -> EverybodysSessionsEnded:
    """End everybody's sessions."""
    ended: EverybodysSessionsEnded = _run(settings, EndEverybodysSessions, EverybodysSessions())
    return ended


def shut_out(settings: Sequence[str], subject: str) -> None:
    """Take no token of somebody any more."""
    _run(settings, ShutOut, TokenHolder(subject))


def let_in(settings: Sequence[str], subject: str) -> None:
    """Take new tokens of somebody again."""
    _run(settings, LetIn, TokenHolder(subject))


def _run(settings: Sequence[str], use_case: type[Any], order: Any) -> Any:
    office = Office.configured(settings)
    office.refuse_unless_there()

    async def work(container: AsyncContainer, pipeline: Pipeline) -> Any:
        return (await pipeline.run(use_case, order, await operator(container))).result

    with office.running_database(_quiet):
        office.refuse_unless_migrated()
        return office.run(work)


def _quiet(_line: str) -> None:
    """Say nothing: the command's own output is what counts."""
