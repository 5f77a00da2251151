"""What the clock tells whoever guesses: answers about somebody, and about nobody, side by side.

``python -m bench.guessing`` serves a bank of its own, asks each door that strangers stand at about
people whom the bank knows and about as many whom it does not, in turns, and prints both.
"""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import bcrypt
import httpx
from dishka import AsyncContainer

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bench.banks.served import Served
from bench.load.wire import HOST

PEOPLE = 100
_SETTINGS = ("--bank.rate-limit.strangers=0",)
"""All of them come from one address here."""

_PASSWORD, _WRONG = "a quiet harbour before dawn", "somebody else's harbour"
_WARMING = 20

Ask = Callable[[str], tuple[str, dict[str, str]]]
"""Gives the path and the body of a question about an address."""


@dataclass(frozen=True, slots=True)
class Door:
    """How often each address is asked about, which is less than makes it wait, how, and whose."""

    times: int
    ask: Ask
    whose: str = "person"
    people: int = PEOPLE


def _signing_in(name: str) -> tuple[str, dict[str, str]]:
    return "/v1/sessions", {"name": name, "password": _WRONG}


DOORS: dict[str, Door] = {
    "sign-in, wrong password": Door(4, _signing_in),
    "the same, of a moved `{sha256}`": Door(4, _signing_in, "sha256", 25),
    "the same, of a moved `{bcrypt}` of cost 12": Door(4, _signing_in, "bcrypt", 25),
    "password reset": Door(2, lambda name: ("/v1/password-resets", {"email": name})),
    "registration": Door(
        2,
        lambda name: (
            "/v1/registrations",
            {"full_name": "Ada", "email": name, "password": _PASSWORD},
        ),
    ),
}
"""The slow hash comes last of those signing in: from then on every refusal waits as long."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Seconds of answers in pairs: about somebody, and about nobody."""

    pairs: Sequence[tuple[float, float]]

    @property
    def medians(self) -> tuple[float, float]:
        """The median about somebody, and about nobody."""
        return median(known for known, _ in self.pairs), median(other for _, other in self.pairs)

    @property
    def differences(self) -> list[float]:
        """The quartiles of how much longer the answer about somebody took than that beside it."""
        return quantiles([known - other for known, other in self.pairs], n=4)

    @property
    def slower(self) -> float:
        """In which share of the pairs the answer about somebody took longer; a half tells none."""
        return sum(known > other for known, other in self.pairs) / len(self.pairs)

    @property
    def by_chance(self) -> tuple[float, float]:
        """Between which shares 95 of 100 such comparisons lie where the clock tells nothing."""
        spread = 1.96 * sqrt(0.25 / len(self.pairs))
        return 0.5 - spread, 0.5 + spread


def measure(url: str) -> Iterator[tuple[str, Compared]]:
    """Ask each door about everybody."""
    with httpx.Client(base_url=url, timeout=30) as client:
        for name, door in DOORS.items():
            for number in range(_WARMING):
                _seconds(client, door.ask(f"warming-{number}@example.com"))
            pairs = [_pair(client, door, each) for each in range(door.times * door.people)]
            yield name, Compared(pairs)


def _pair(client: httpx.Client, door: Door, number: int) -> tuple[float, float]:
    """Ask about somebody and about nobody; who comes first changes from pair to pair."""
    person, turn = number % door.people, number // door.people
    known = door.ask(_address(door.whose, person))
    unknown = door.ask(_address(f"nobody-{door.whose}", person))
    if (person + turn) % 2:
        other = _seconds(client, unknown)
        return _seconds(client, known), other
    return _seconds(client, known), _seconds(client, unknown)


def _seconds(client: httpx.Client, asked: tuple[str, dict[str, str]]) -> float:
    path, body = asked
    began = perf_counter()
    answer = client.post(path, json=body)
    took = perf_counter() - began
    if answer.status_code not in {202, 401}:
        message = f"{path} answered {answer.status_code}: {answer.text}"
        raise ValueError(message)
    return took


def _address(whose: str, number: int) -> str:
    return f"{whose}-{number:03d}@example.com"


def _moved() -> Mapping[str, str]:
    """Give hashes as other stores keep them, by the names of those who have them."""
    slow = bcrypt.hashpw(_PASSWORD.encode(), bcrypt.gensalt(12)).decode()
    return {"sha256": "{sha256}" + bytes(40).hex(), "bcrypt": "{bcrypt}" + slow}


async def _people(container: AsyncContainer, _pipeline: Pipeline) -> None:
    """Have people who sign in by a password and proved their addresses; some moved in."""
    now = (await container.get(Clock)).now()
    async with DishkaScopes(container).open(UseCaseKind.COMMAND) as scope:
        passwords: Passwords = await scope.get(Passwords)
        hashes: PasswordHashes = await scope.get(PasswordHashes)
        whose = {door.whose: door.people for door in DOORS.values()}
        for kind, kept in {"person": None, **_moved()}.items():
            for number in range(whose[kind]):
                person = await _person(scope, _address(kind, number), now)
                if kept is None:
                    await passwords.set(person, _PASSWORD, now)
                else:
                    await hashes.put(person, kept, now)
        await (await scope.get(UnitOfWork)).commit()


async def _person(scope: Any, address: str, now: datetime) -> RowId:
    principals: Principals = await scope.get(Principals)
    contacts: ProvedContacts = await scope.get(ProvedContacts)
    person = Principal(
        row=await principals.next_row(),
        subject=address,
        kind=PrincipalKind.CUSTOMER,
        state=PrincipalState.ACTIVE,
        roles=("customer",),
        created_at=now,
    )
    await principals.add(person)
    await principals.name(person.row, address)
    await contacts.put(person, Contact.email(address), now)
    return person.row


def line(name: str, compared: Compared) -> str:
    """Say what was measured at a door, in milliseconds, as a row of a table."""
    known, unknown = (f"{1000 * each:.2f}" for each in compared.medians)
    low, middle, high = (f"{1000 * each:+.2f}" for each in compared.differences)
    least, most = (f"{100 * each:.0f}" for each in compared.by_chance)
    return (
        f"| {name} | {len(compared.pairs)} | {known} | {unknown} | {middle} ({low} to {high}) |"
        f" {100 * compared.slower:.0f} % ({least} to {most} %) |"
    )


def main() -> None:
    """Measure, and print."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Served(Path(folder) / "home", settings=_SETTINGS) as served,
    ):
        served.office.run(_people)
        for name, compared in measure(f"http://{HOST}:{served.port}"):
            sys.stdout.write(line(name, compared) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
