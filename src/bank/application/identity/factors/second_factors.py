"""What every kind of second factor can do, for whoever asks for one: sign-in and step-up."""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from bank.domain.factors import FactorKind
from bank.domain.identifiers import RowId

__all__ = ["FactorKind", "Purpose", "SecondFactor"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What a factor is proved for.

    ``attempt`` is the id of the sign-in attempt or of the challenge; ``bound`` is what a signature
    must cover besides (the digest of amount and payee), nothing for a sign-in.
    """

    attempt: UUID
    bound: bytes = b""


class SecondFactor(Protocol):
    """One kind of factor, inside the current unit of work."""

    @abstractmethod
    async def enrolled(self, principal: RowId) -> int:
        """Give how many a principal has that can be used now."""

    @abstractmethod
    async def options(self, principal: RowId, purpose: Purpose, now: datetime) -> Mapping[str, Any]:
        """Give what a client needs to prove it, as JSON: nothing, or the options of a passkey."""

    @abstractmethod
    async def prove(
        self, principal: RowId, proof: Mapping[str, Any], purpose: Purpose, now: datetime
    ) -> bool:
        """Tell whether the proof holds, and use it up: the same proof never holds twice.

        Locks what it uses up until the unit ends. A proof of the wrong shape does not hold.
        """
