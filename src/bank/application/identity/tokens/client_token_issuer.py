"""Access tokens of clients, for the bank itself or for other systems that trust it."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bank.application.ports.authenticator import IssuedToken
from bank.domain.service_clients import ServiceClient


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientTokenOrder:
    """For which client, in which of its roles, and for whom to read; for the bank if not said."""

    client: ServiceClient
    roles: tuple[str, ...]
    audience: str | None = None


class ClientTokenIssuer(Protocol):
    """Makes access tokens of clients, of the type that their audience takes."""

    @abstractmethod
    def issue(self, order: ClientTokenOrder, now: datetime, lifetime: timedelta) -> IssuedToken:
        """Make a token as ``TokenIssuer`` does. Raises ``AudienceUnknown``."""
