"""A network that breaks: it passes requests on to the bank and cuts off some of the answers."""

import socket
from contextlib import suppress
from random import Random
from threading import Event, Thread
from types import TracebackType
from typing import Self

from tests.system.served_bank import HOST

_CUT_AFTER_BYTES_MAX = 6_000
_BUFFER = 65_536


class CuttingProxy:
    """Listens on a port of its own; each connection is cut after some bytes of its answers."""

    def __init__(self, bank_port: int, chance: Random) -> None:
        self._bank_port = bank_port
        self._chance = chance
        self._listener = socket.create_server((HOST, 0))
        self._listener.settimeout(0.2)
        self._over = Event()
        self._threads = [Thread(target=self._accept, daemon=True)]
        self.port: int = self._listener.getsockname()[1]
        self.cuts = 0

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join(10)
        self._listener.close()

    def _accept(self) -> None:
        while not self._over.is_set():
            with suppress(TimeoutError):
                client, _ = self._listener.accept()
                cut_after = self._chance.randint(0, _CUT_AFTER_BYTES_MAX)
                thread = Thread(target=self._pass_on, args=(client, cut_after), daemon=True)
                thread.start()
                self._threads.append(thread)

    def _pass_on(self, client: socket.socket, cut_after: int) -> None:
        to_bank = (HOST, self._bank_port)
        with client, suppress(OSError), socket.create_connection(to_bank, timeout=5) as bank:
            Thread(target=self._send, args=(client, bank), daemon=True).start()
            try:
                self._answer(bank, client, cut_after)
            finally:
                # A close alone says nothing to a peer while another thread reads.
                client.shutdown(socket.SHUT_RDWR)
                bank.shutdown(socket.SHUT_RDWR)

    def _send(self, client: socket.socket, bank: socket.socket) -> None:
        """Pass on what the client says until somebody hangs up."""
        with suppress(OSError):
            while content := client.recv(_BUFFER):
                bank.sendall(content)

    def _answer(self, bank: socket.socket, client: socket.socket, cut_after: int) -> None:
        """Pass on so many bytes of what the bank says, and then hang up on both."""
        bank.settimeout(0.2)
        left = cut_after
        while not self._over.is_set():
            try:
                content = bank.recv(_BUFFER)
            except TimeoutError:
                continue
            if not content:
                return
            client.sendall(content[:left])
            left -= len(content)
            if left <= 0:
                self.cuts += 1
                return
