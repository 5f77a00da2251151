"""From when on a new access token is good."""

from abc import abstractmethod
from datetime import datetime
from typing import Protocol


class IssuingMoments(Protocol):
    """Knows, inside the current unit of work, what ended the tokens of before."""

    @abstractmethod
    async def first_moment(self, subject: str, now: datetime) -> datetime:
        """Give the first moment, now or soon, at which a new token of a subject is good.

        It is behind every ending, also of a process whose clock is ahead. Refuses with ``NotLetIn``
        who is shut out.
        """
