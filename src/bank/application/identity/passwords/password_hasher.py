"""Turning passwords into what may be kept, and comparing."""

from abc import abstractmethod
from dataclasses import dataclass
from typing import Protocol

from bank.domain.refusals import Kind, Refusal


class HashingBusy(Refusal):
    """More passwords wait to be hashed than the machine gets through in a moment."""

    code = "hashing_busy"
    title = "Too many people are signing in at this moment: try again."
    kind = Kind.UNAVAILABLE
    retryable = True


@dataclass(frozen=True, slots=True)
class Compared:
    """Whether a password is the one that was hashed, and whether it is due to be hashed anew."""

    matches: bool
    outdated: bool


class PasswordHasher(Protocol):
    """Hashes off the event loop, a few at once.

    ``hash`` and ``compare`` raise ``HashingBusy`` when too many wait.
    """

    @abstractmethod
    async def hash(self, password: str) -> str:
        """Give what is kept of a password: ``{id}`` and a salted, slow hash."""

    @abstractmethod
    async def compare(self, password: str, kept: str | None) -> Compared:
        """Compare a password with what is kept; with nothing it takes as long, and is not.

        A hash that is cheaper than its own costs one of its own besides, where it does not match.
        Knows what Spring Security keeps as well as its own. What it cannot read does not match.
        """

    @abstractmethod
    def reads(self, kept: str) -> bool:
        """Whether what is kept is of a kind that it knows, by its ``{id}``."""
