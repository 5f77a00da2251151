"""Commands as text and back, so that they can be kept until others have approved them."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, Protocol, TypeVar

Shape = TypeVar("Shape")


class CommandCodec(Protocol):
    """Writes any command by the types of its fields, and reads it again. Pure computation."""

    @abstractmethod
    def encode(self, command: Any) -> str:
        """Write a command; equal commands give equal texts."""

    @abstractmethod
    def decode(self, text: str, shape: type[Shape]) -> Shape:
        """Read what ``encode`` wrote of a command of a shape.

        Raises ``ValueError`` where a release has changed the shape since.
        """

    @abstractmethod
    def shown(self, text: str, shape: type[Any]) -> Mapping[str, Any]:
        """Give a command for a checker to read, as JSON, without the fields that are secrets.

        Those are the fields that a dataclass leaves out of its ``repr``, unless they are marked as
        ``PERSONAL``: those belong in no log, and a checker has to know them.
        """
