"""Identifiers from the machine's clock and randomness."""

from uuid import UUID

from uuid_utils.compat import uuid7

from bank.application.ports.ids import Ids


class UuidIds(Ids):
    """Mints UUIDv7."""

    def new(self) -> UUID:
        """Give a new one."""
        return uuid7()
