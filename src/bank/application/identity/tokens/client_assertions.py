"""The assertions by which clients prove who they are (RFC 7523), and those that are used up."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bank.application.identity.tokens.grants import ClientUnproved
from bank.domain.identifiers import RowId


class ClientAssertionReplayed(ClientUnproved):
    """The assertion was shown before; it is answered as any other that proves nothing."""

    code = "client_assertion_replayed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientAssertion:
    """An assertion that holds: its own name, and until when it must not be taken again."""

    id: str
    expires_at: datetime


class ClientAssertions(Protocol):
    """Reads assertions and verifies them; touches no store."""

    @abstractmethod
    def claimed_by(self, assertion: str) -> str | None:
        """Give who the assertion says it is of, which proves nothing; nothing if it says nothing.

        Takes any text at all.
        """

    @abstractmethod
    def verified(self, assertion: str, client_id: str, keys: str, now: datetime) -> ClientAssertion:
        """Verify that a client made the assertion for the bank, with one of its keys, just now.

        Raises ``ClientUnproved``, which says to the client what is wrong with it.
        """


class UsedAssertions(Protocol):
    """Which assertions have been taken, inside the current unit of work."""

    @abstractmethod
    async def use(self, client: RowId, assertion: str, expires_at: datetime) -> None:
        """Take an assertion of a client, by its name, once and for all.

        Waits for whoever is taking the same. Raises ``ClientAssertionReplayed``.
        """

    @abstractmethod
    async def forget_before(self, moment: datetime) -> int:
        """Delete those that had expired by then, and say how many."""
