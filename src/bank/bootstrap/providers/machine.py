"""The clock, the source of identifiers, and which book it is."""

from datetime import tzinfo

from dishka import Provider, Scope, from_context, provide

from bank.application.identity.secrets_source import SecretsSource
from bank.application.ports.business_calendar import BusinessCalendar
from bank.application.ports.clock import Clock
from bank.application.ports.ids import Ids
from bank.application.ports.tracer import Tracer
from bank.bootstrap.providers.names import Book
from bank.bootstrap.settings import BankSettings
from bank.infrastructure.system.clock import SystemClock
from bank.infrastructure.system.ids import UuidIds
from bank.infrastructure.system.secrets_source import SystemSecretsSource


class Machine(Provider):
    """The clock, the bank's time zone and the source of identifiers."""

    scope = Scope.APP
    settings = from_context(BankSettings)
    tracer = from_context(Tracer)
    clock = provide(SystemClock, provides=Clock)
    ids = provide(UuidIds, provides=Ids)
    secrets = provide(SystemSecretsSource, provides=SecretsSource)

    @provide
    def book(self, settings: BankSettings) -> Book:
        """Give the book of this deployment."""
        return Book(settings.book)

    @provide
    def zone(self, settings: BankSettings) -> tzinfo:
        """Give the time zone in which business days begin and end."""
        return settings.time_zone

    @provide
    def calendar(self, settings: BankSettings) -> BusinessCalendar:
        """Say by what business days end."""
        closes = settings.ledger.day_close == "automatic"
        return BusinessCalendar(zone=settings.time_zone, closes_days=closes)
