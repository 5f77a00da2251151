"""Customers in a hurry: transfers of one cent, each under its own key, from several threads."""

import time
from collections.abc import Callable
from threading import Event, Thread
from types import TracebackType
from typing import Self

import httpx

_THREADS, _EACH_MAX = 6, 500
_PATIENCE_SECONDS = 40.0


class Load:
    """Runs while it is entered.

    `acknowledged` is what the bank said it has done: the id of each transfer, by key. `sent` are
    all keys, `problems` what the bank said no with, after which the same key is sent again. A
    thread whose connection breaks is over, and its last key is one that nobody knows about.
    """

    def __init__(self, client: httpx.Client, name: str, payer: str, payee: str) -> None:
        self._client = client
        self._name = name
        self._payer, self._payee = payer, payee
        self._over = Event()
        self._threads = [Thread(target=self._run, args=(number,)) for number in range(_THREADS)]
        self.sent: list[str] = []
        self.acknowledged: dict[str, str] = {}
        self.problems: list[httpx.Response] = []

    def send(self, key: str, client: httpx.Client | None = None) -> httpx.Response:
        body = {
            "debit_account_id": self._payer,
            "credit_account_id": self._payee,
            "amount": {"currency": "EUR", "amount": "0.01"},
        }
        headers = {"Idempotency-Key": key}
        return (client or self._client).post("/v1/transfers", json=body, headers=headers)

    def send_all_again(self, client: httpx.Client) -> dict[str, httpx.Response]:
        return {key: self.send(key, client) for key in self.sent}

    def wait_until(self, reached: Callable[[], bool]) -> None:
        began = time.monotonic()
        while not reached():
            assert time.monotonic() - began < _PATIENCE_SECONDS, "the load got nowhere"
            time.sleep(0.01)

    def _run(self, thread: int) -> None:
        for number in range(_EACH_MAX):
            key = f"{self._name}-{thread}-{number}"
            if self._over.is_set():
                return
            self.sent.append(key)
            try:
                self._send_until_done(key)
            except httpx.TransportError:
                return

    def _send_until_done(self, key: str) -> None:
        began = time.monotonic()
        while time.monotonic() - began < _PATIENCE_SECONDS:
            answer = self.send(key)
            if answer.status_code == httpx.codes.CREATED:
                self.acknowledged[key] = answer.json()["id"]
                return
            self.problems.append(answer)
            time.sleep(0.05)

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()
