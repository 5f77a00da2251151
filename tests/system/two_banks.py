"""Two banks over one database, being two server processes, with one clock and quick passwords."""

from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from dishka import Provider, Scope
from tests import postgresql
from tests.people_who_sign_in import NAME, Person, person
from tests.system.assembly import OpenBank, bank_over, clocked, seeded

from bank.application.identity.passwords.password_hasher import PasswordHasher
from bank.bootstrap.scopes import DishkaScopes
from bank.infrastructure.in_memory.passwords import InMemoryPasswordHasher
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock


@dataclass
class TwoBanks:
    """Two processes of one bank, and the clock of both."""

    one: OpenBank
    other: OpenBank
    clock: SettableClock

    async def person(self, name: str = NAME, *, totp: bool = False) -> Person:
        return await person(DishkaScopes(self.one.container), self.clock.now(), name, totp=totp)


Two = TypeVar("Two", bound=TwoBanks)


@asynccontextmanager
async def two_banks(home: Path, kind: type[Two]) -> AsyncIterator[Two]:
    """Open two banks on a fresh database."""
    clock = SettableClock(SystemClock().now())
    quick = Provider(scope=Scope.APP)
    quick.provide(InMemoryPasswordHasher, provides=PasswordHasher, override=True)
    providers = [clocked(clock), quick]
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, home, providers=providers) as one,
            bank_over(database, home, providers=providers) as other,
        ):
            yield kind(one, other, clock)


def names_of(results: Sequence[Any]) -> Counter[str]:
    """Count answers, refusals among them, by what they are."""
    return Counter(type(result).__name__ for result in results)
