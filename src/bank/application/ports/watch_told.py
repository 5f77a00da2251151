"""What those who watch over the bank are told."""

from abc import abstractmethod
from enum import StrEnum
from typing import Protocol


class WatchNews(StrEnum):
    """What happened, by the kind of notice that tells it."""

    ADMINISTRATOR_APPOINTED = "administrator_appointed"
    BREAK_GLASS = "break_glass"
    CLIENT_CHANGED = "client_changed"
    EVERYBODYS_SESSIONS_ENDED = "everybodys_sessions_ended"
    POLICY_CHANGED = "policy_changed"
    STAFF_TOKEN_ISSUED = "staff_token_issued"  # noqa: S105 - a kind of notice
    TOKEN_IN_YOUR_NAME = "token_in_your_name"  # noqa: S105 - a kind of notice
    TOKEN_HOLDER_CHANGED = "token_holder_changed"  # noqa: S105 - a kind of notice


class WatchTold(Protocol):
    """Tells the watch, inside the current unit of work; they are sent it after the unit.

    The watch is every administrator, compliance officer and auditor who is let in.
    """

    @abstractmethod
    async def hear(self, news: WatchNews) -> int:
        """Tell all of them, and say how many they are; nobody is told who has no address."""

    @abstractmethod
    async def warn(self, subject: str, news: WatchNews) -> None:
        """Tell whoever it is about instead, where the bank knows them."""
