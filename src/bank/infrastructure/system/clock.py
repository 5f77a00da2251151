"""The machine's clock."""

from datetime import UTC, datetime

from bank.application.ports.clock import Clock


class SystemClock(Clock):
    """Reads the machine's clock."""

    def now(self) -> datetime:
        """Give the time in UTC."""
        return datetime.now(UTC)
