"""The open business day is closed, and the next one opened."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.jobs import key_of, single
from bank.application.ports.ledger import DayClosed, Ledger, Refused
from bank.domain.ledger.days import ClosedDay
from bank.domain.ledger.requests import DayClosing


@dataclass(frozen=True, slots=True)
class DayToClose:
    """The open day; where it is named, only if it is that one."""

    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayReceipt:
    """The day that was closed; ``opened`` is the one that is open since. ``id`` is the act's."""

    id: UUID
    closed: ClosedDay
    replayed: bool
    dry_run: bool

    @property
    def opened(self) -> date:
        """The day that was opened with the close."""
        return self.closed.day + timedelta(days=1)


@use_case(action="business_day.close", kind=UseCaseKind.POSTING)
class CloseBusinessDay:
    """Open to branch managers, administrators, integrating systems and to whoever runs the machine.

    Refuses, in this order: a day that is not the open one; one that has not begun by the calendar.
    Records the closed day with what the books stood at, through the posting queue: whatever is
    booked after it is booked on the next day.
    """

    def __init__(self, ledger: Ledger) -> None:
        """Take the ledger."""
        self._ledger = ledger

    async def __call__(self, command: DayToClose, act: Act) -> DayReceipt:
        """Close the day."""
        key = key_of(act)
        request = DayClosing(key.key, key.digest, command.day)
        (outcome,) = await self._ledger.post(single(act, request))
        if isinstance(outcome, Refused):
            raise outcome.refusal
        assert isinstance(outcome, DayClosed)  # noqa: S101 - a day was to be closed
        return DayReceipt(
            id=outcome.id, closed=outcome.day, replayed=outcome.replayed, dry_run=act.dry_run
        )
