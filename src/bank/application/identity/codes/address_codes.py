"""The store of codes that prove an address."""

from abc import abstractmethod
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Protocol
from uuid import UUID

from bank.domain.address_codes import AddressCode, CodePurpose, Sent
from bank.domain.contacts import Contact


class AddressCodes(Protocol):
    """Codes, inside the current unit of work; what waits for their proof is sealed."""

    @abstractmethod
    async def add(self, code: AddressCode) -> None:
        """Keep a new code."""

    @abstractmethod
    async def find(self, code: UUID) -> AddressCode | None:
        """Give a code, locked until the unit ends: the same one is never given back twice."""

    @abstractmethod
    async def save(self, code: AddressCode) -> None:
        """Write failures and use of a code that was found; a used one's data are forgotten."""

    @abstractmethod
    async def sent(
        self,
        contact: Contact,
        purposes: AbstractSet[CodePurpose],
        lane: bytes,
        now: datetime,
    ) -> Sent:
        """Count what a contact was sent for some purposes, but for case and width.

        Within ``SENT_WITHIN`` and ``SHORT_WITHIN`` of now. What was given back meanwhile counts no
        more: whoever reads the post there is in. It locks nothing: whoever sends by it has seen to
        it that nobody counts at the same time.
        """

    @abstractmethod
    async def forget_before(self, moment: datetime) -> int:
        """Delete the codes that expired before a moment, and say how many."""
