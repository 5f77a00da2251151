"""The notices that wait to be sent, as the worker sees them."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, Protocol

from bank.application.identity.notices.notices import NoticeKind
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId

FIRST_WAIT: Final = timedelta(seconds=15)
LONGEST_WAIT: Final = timedelta(hours=1)
CODES_MATTER_FOR: Final = timedelta(minutes=10)
OTHERS_MATTER_FOR: Final = timedelta(hours=24)
LEASE: Final = timedelta(minutes=2)
"""How long a notice is one worker's; one that was lost with its process is another's after it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingNotice:
    """A notice that was claimed; ``attempts`` counts this one. Its address and code are secret.

    ``about`` is what it is about, where its words name that.
    """

    row: RowId
    kind: NoticeKind
    to: Contact = field(repr=False)
    code: str | None = field(repr=False)
    created_at: datetime
    attempts: int
    about: str | None = None

    def next_attempt(self, now: datetime) -> datetime | None:
        """Give when to try again after a failure: each wait is twice the last, to an hour.

        Nothing where it would come too late to be of use.
        """
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(self.attempts - 1, 16))
        matters = CODES_MATTER_FOR if self.kind is NoticeKind.CODE else OTHERS_MATTER_FOR
        return now + wait if now + wait < self.created_at + matters else None


class StoredNotices(Protocol):
    """Notices on their way, inside the current unit of work."""

    @abstractmethod
    async def is_due(self, now: datetime) -> bool:
        """Whether any waits whose time has come."""

    @abstractmethod
    async def claim(self, now: datetime, *, limit: int) -> Sequence[WaitingNotice]:
        """Take notices that are due, oldest first, for ``LEASE``.

        Passes over those that another unit is taking, and waits for nobody.
        """

    @abstractmethod
    async def sent(self, notice: RowId, now: datetime) -> None:
        """Note that a notice was sent, and forget its address and code."""

    @abstractmethod
    async def postpone(self, notice: RowId, until: datetime) -> None:
        """Let a notice wait."""

    @abstractmethod
    async def forget_before(self, moment: datetime) -> int:
        """Delete notices that were told before a moment and wait no more, and say how many."""

    @abstractmethod
    async def give_up(self, notice: RowId, now: datetime) -> None:
        """Note that a notice will not be sent, and forget its address and code."""
