"""Clients who repeat each request with its key until they know what became of it."""

import time
from random import Random
from threading import Event, Thread
from types import TracebackType
from typing import Self

from tests.crash.asking import WAITING, Answer, Connection, Lost
from tests.crash.record import ClientRecord, Operation
from tests.crash.wishes import Wishes

PATIENCE_SECONDS = 90.0
"""Longer than the bank takes to come back, whatever was done to it."""
PAUSE_SECONDS = 0.05
_THINKS_SECONDS_MAX = 0.04
REFUSALS = frozenset(
    {
        "account_not_found",
        "capture_exceeds_hold",
        "entry_already_reversed",
        "hold_already_captured",
        "hold_already_released",
        "insufficient_funds",
        "reversal_needs_force",
        "same_account",
    }
)
"""What these clients may be refused with; anything else, nobody asked for."""


class NeverTold(Exception):
    """The patience of a client is at an end."""


class Asking:
    """Asks until the answer is definite, and notes whatever no answer should be."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.oddities: list[str] = []
        self.repeated = 0
        """How often it had to ask again."""

    def until_definite(self, operation: Operation) -> tuple[Answer, int]:
        """Give the answer, and how often was asked. Raises ``NeverTold``."""
        return self._persist("POST", operation.path, operation.text, operation.key)

    def read(self, path: str) -> Answer:
        """Raises ``NeverTold``."""
        return self._persist("GET", path)[0]

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _persist(self, method: str, path: str, text: str = "", key: str = "") -> tuple[Answer, int]:
        began = time.monotonic()
        attempts = 0
        last = "nothing"
        while time.monotonic() - began < PATIENCE_SECONDS:
            attempts += 1
            try:
                answer = self._connection.ask(method, path, text, key)
            except Lost as lost:
                last = str(lost)
            else:
                if answer.definite:
                    return answer, attempts
                last = f"{answer.status} {answer.code}"
                if (answer.status, answer.code) not in WAITING:
                    self.oddities.append(f"{method} {path} {key}: answered {last}")
            self.repeated += 1
            time.sleep(PAUSE_SECONDS)
        message = f"{method} {path} {key}: no definite answer in {PATIENCE_SECONDS} s, last {last}"
        raise NeverTold(message)


class Client(Thread):
    """Wants one thing after the other until it is told that it is over.

    What it wants last it sees through to a definite answer.
    """

    def __init__(
        self, asking: Asking, wishes: Wishes, record: ClientRecord, over: Event, chance: Random
    ) -> None:
        super().__init__(name=wishes.name, daemon=True)
        self.asking = asking
        self._wishes = wishes
        self._record = record
        self._over = over
        self._chance = chance

    def run(self) -> None:
        try:
            while not self._over.is_set():
                self._one()
                time.sleep(self._chance.uniform(0, _THINKS_SECONDS_MAX))
        except NeverTold as fault:
            self.asking.oddities.append(str(fault))
        finally:
            self.asking.close()
            self._record.close()

    def _one(self) -> None:
        operation = self._wishes.next()
        answer = perform(self.asking, self._record, operation)
        self._wishes.learn(operation, answer)


def perform(asking: Asking, record: ClientRecord, operation: Operation) -> Answer:
    """Ask, with a note before and after. Raises ``NeverTold``."""
    record.asks(operation)
    answer, attempts = asking.until_definite(operation)
    record.told(operation.key, answer, attempts)
    if not answer.done and answer.code not in REFUSALS:
        refused = f"{answer.status} {answer.code}"
        asking.oddities.append(f"POST {operation.path} {operation.key}: refused with {refused}")
    return answer
