"""By what the bank's business days end."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from bank.domain.ledger.days import LedgerHead


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCalendar:
    """The bank's time zone, and whether its days end with that zone's calendar or when told to."""

    zone: tzinfo
    closes_days: bool

    def bring_to(self, head: LedgerHead, now: datetime) -> None:
        """Move a tip that was read to where the next decision will find it."""
        head.advance(now, self.zone, by_calendar=self.closes_days)
