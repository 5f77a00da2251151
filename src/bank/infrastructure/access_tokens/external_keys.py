"""The keys of an external issuer, fetched from where it publishes them."""

import asyncio
import logging
from abc import abstractmethod
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext
from time import monotonic
from typing import Final, Protocol

import httpx

from bank.infrastructure.access_tokens.public_keys import KeyUnusable, UsableKey, usable_keys

_log = logging.getLogger(__name__)
_SIZE_MAX: Final = 256 * 1024
_FETCH_SECONDS: Final = 4.0
_WATCH_SECONDS: Final = 300.0
# Strangers can name key ids that do not exist; they must not make us ask the issuer each time.
_AGAIN_AFTER_SECONDS: Final = 10.0


class KeySource(Protocol):
    """Where an issuer publishes its keys."""

    @abstractmethod
    async def read(self) -> bytes:
        """Give the key set; raises ``OSError``, ``TimeoutError`` or ``httpx.HTTPError``."""


class HttpKeySource(KeySource):
    """An address: by TLS, unless it is on this machine. Goes to no other address than this one."""

    def __init__(self, address: str) -> None:
        """Take the address; raises ``ValueError`` for one that others could answer from."""
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL:
            raise ValueError("it is no address") from None
        if url.scheme != "https" and not (url.scheme == "http" and _is_this_machine(url.host)):
            raise ValueError("it must be an https address, unless it is on this machine")
        self._url = url
        # Reading the machine's authorities takes long: once, and not for a server on this machine.
        by_tls = url.scheme == "https"
        self._trust = httpx.create_ssl_context() if by_tls else SSLContext(PROTOCOL_TLS_CLIENT)

    async def read(self) -> bytes:
        """Fetch it, whole and in time."""
        async with (
            asyncio.timeout(_FETCH_SECONDS),
            httpx.AsyncClient(verify=self._trust, timeout=_FETCH_SECONDS) as client,
            client.stream("GET", self._url, headers={"accept": "application/json"}) as answer,
        ):
            if answer.status_code != httpx.codes.OK:
                raise OSError("the issuer did not answer with its keys")
            content = b""
            async for chunk in answer.aiter_bytes():
                content += chunk
                if len(content) > _SIZE_MAX:
                    raise OSError("the issuer's key set is too large")
            return content


class FileKeySource(KeySource):
    """A file that the operator brought here; another one in its place is read in minutes."""

    def __init__(self, path: Path) -> None:
        """Take the path."""
        self._path = path

    async def read(self) -> bytes:
        """Read it."""
        return await asyncio.to_thread(self._path.read_bytes)


class ExternalKeys:
    """What is known of an issuer's keys; fetched every few minutes, so that withdrawn ones go.

    While the issuer cannot be reached, the keys stay that were fetched last.
    """

    def __init__(
        self,
        name: str,
        source: KeySource,
        algorithms: tuple[str, ...],
        *,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        """Take the issuer's name for the log; ``seconds`` is a clock that never falls."""
        self.known: Mapping[str, UsableKey] = {}
        self._name = name
        self._source = source
        self._algorithms = algorithms
        self._seconds = seconds
        self._fetched_at: float | None = None
        self._one_at_a_time = asyncio.Lock()

    async def fetch(self) -> None:
        """Fetch the keys, unless that was tried in the last ten seconds; failures are logged."""
        async with self._one_at_a_time:
            now = self._seconds()
            if self._fetched_at is not None and now < self._fetched_at + _AGAIN_AFTER_SECONDS:
                return
            self._fetched_at = now
            try:
                found = usable_keys(await self._source.read(), self._algorithms)
            except (httpx.HTTPError, OSError, KeyUnusable) as fault:
                kind = type(fault).__name__
                _log.warning("keys of an issuer were not read", extra=self._named | {"fault": kind})
                return
            if not found:
                _log.warning("an issuer publishes no key that can be used", extra=self._named)
                return
            self.known = found

    async def run(self) -> None:
        """Fetch the keys now and every few minutes, until cancelled."""
        while True:
            await self.fetch()
            await asyncio.sleep(_WATCH_SECONDS if self.known else _AGAIN_AFTER_SECONDS)

    @property
    def _named(self) -> dict[str, str]:
        return {"issuer": self._name}


def _is_this_machine(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
