"""Whose turn it is to appoint the first administrator."""

from abc import abstractmethod
from typing import Protocol


class FirstAppointment(Protocol):
    """The turn, inside the current unit of work: where nobody is there yet, no row can be locked.

    Raises ``TransientFault`` for whoever waited too long.
    """

    @abstractmethod
    async def take_turn(self) -> None:
        """Wait for whoever else has it, and keep it until the unit ends.

        Whom they appointed is seen by whatever reads after this.
        """
