"""Digests under a secret of the bank: to compare and to find without keeping what was digested."""

from abc import abstractmethod
from typing import Protocol


class Digester(Protocol):
    """Digests further parts behind those that it was made with."""

    @abstractmethod
    def __call__(self, *parts: bytes | str) -> bytes:
        """Give HMAC-SHA256 over all parts, 32 bytes."""


class KeyedDigests(Protocol):
    """Answers from a secret obtained once at the start, so that it costs about a microsecond.

    Each purpose and each column has a key of its own, so that digests of one say nothing about
    another. Purposes and columns are names written in the code, never a client's text: their keys
    are kept. Raises nothing.
    """

    @abstractmethod
    def digest(self, purpose: str, *parts: bytes | str) -> bytes:
        """Give HMAC-SHA256 over the parts, 32 bytes.

        Text is taken as UTF-8; the same bytes cut into other parts give another digest.
        """

    @abstractmethod
    def digester(self, purpose: str, *first: bytes | str) -> Digester:
        """Give what digests parts behind some first ones, for many digests that share them."""

    @abstractmethod
    def blind_index(self, column: str, value: str) -> bytes:
        """Give 16 bytes, the same for values that differ in case, character width or spacing."""

    @abstractmethod
    def pseudonym(self, subject: str) -> str:
        """Give 32 hexadecimal digits that stand for a subject in audit events, spans and logs."""
