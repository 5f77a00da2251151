"""The addresses that principals have proved to be theirs."""

from abc import abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bank.domain.contacts import Channel, Contact
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal


class ProvedContacts(Protocol):
    """Proved addresses, inside the current unit of work: at most one of a channel each."""

    @abstractmethod
    async def of(self, principal: RowId) -> Sequence[Contact]:
        """Give a principal's addresses, e-mail first."""

    @abstractmethod
    async def put(self, principal: Principal, contact: Contact, now: datetime) -> None:
        """Keep an address, sealed under the principal's own key, instead of its channel's last."""

    @abstractmethod
    async def erase(self, principal: Principal) -> None:
        """Forget all addresses of a principal, and destroy the key of what is sealed for them."""

    @abstractmethod
    async def remove(self, principal: RowId, channel: Channel) -> None:
        """Forget the address of a channel; none is fine."""
