"""Sealing of single values, so that no personal datum lies in the clear where rows are stored."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bank.application.ports.key_service import KeyServiceFault


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class OpenDataKey:
    """A data key ready for use: its number (1 to 2**32 - 1), and 32 bytes that no log shows."""

    id: int
    plaintext: bytes = field(repr=False)


class SealedValueDamaged(KeyServiceFault):
    """A sealed value was altered, moved to another place, or sealed under another key."""

    code = "sealed_value_damaged"


class FieldCipher(Protocol):
    """Seals text for one place, and refuses to open it for any other.

    Pure computation of one or two microseconds; takes no lock. A sealed value is 33 bytes longer
    than the text in UTF-8. ``row`` is the row's own key, final before sealing: a number and its
    decimal text are the same row, and a composite key is the caller's to write as one text.
    ``version`` is a number that the row keeps beside the value, 0 where it keeps none; binding it
    refuses an older value put back into a newer row.
    """

    @abstractmethod
    def seal(
        self, key: OpenDataKey, value: str, *, table: str, column: str, row: int | str, version: int
    ) -> bytes:
        """Encrypt ``value``; two seals of one text differ, so equality shows nothing."""

    @abstractmethod
    def seal_column(
        self, key: OpenDataKey, values: Iterable[tuple[int, str]], *, table: str, column: str
    ) -> Sequence[bytes]:
        """Encrypt the texts of many rows of one column, each as ``seal`` would at version 0."""

    @abstractmethod
    def open(
        self,
        key: OpenDataKey,
        sealed: bytes,
        *,
        table: str,
        column: str,
        row: int | str,
        version: int,
    ) -> str:
        """Decrypt what ``seal`` gave for the same place.

        Raises ``SealedValueDamaged`` for anything else.
        """
