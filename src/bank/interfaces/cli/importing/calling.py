"""Asking the bank over HTTP, patiently: a server that restarts is waited for."""

import asyncio
from collections.abc import Callable
from time import perf_counter
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpx

from bank.interfaces.cli.importing.problem import problem_of
from bank.interfaces.cli.importing.stopping import ImportStopped
from bank.interfaces.cli.importing.tokens import Tokens

_WAIT_SECONDS_FIRST = 0.1
_WAIT_SECONDS_MAX = 5.0
_TIMEOUT = httpx.Timeout(60, connect=5)
_RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
_UNAUTHENTICATED = 401
_REFUSED_TOKENS_MAX = 3
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})

Notice = Callable[[str], None]


class BankCaller:
    """Sends requests that are safe to repeat, each with its token and Idempotency-Key.

    Repeats what met no answer, a busy server or a key in flight, with growing pauses or the
    server's own ``Retry-After``, until one request has waited ``patience_seconds``; then stops.
    """

    def __init__(
        self, url: str, tokens: Tokens, *, patience_seconds: float, notice: Notice = lambda _: None
    ) -> None:
        """Take the bank's address, the source of tokens, and whom to tell of a wait."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ImportStopped("--url must be the bank's address, such as http://127.0.0.1:8080.")
        self._tokens = tokens
        self._patience_seconds = patience_seconds
        self._notice = notice
        self._http = httpx.AsyncClient(
            base_url=url, timeout=_TIMEOUT, trust_env=parts.hostname not in _LOOPBACK
        )

    async def ask(
        self, method: str, path: str, *, body: bytes | None = None, key: str | None = None
    ) -> httpx.Response:
        """Give the bank's answer, whatever its status, unless repeating may still change it."""
        waiting = _Waiting(self._patience_seconds, self._notice)
        refused_tokens = 0
        while True:
            token = await self._tokens.current()
            headers = {"Authorization": f"Bearer {token}"}
            if body is not None:
                headers["Content-Type"] = "application/json"
            if key is not None:
                headers["Idempotency-Key"] = key
            try:
                answer = await self._http.request(method, path, content=body, headers=headers)
            except httpx.TransportError as error:
                await waiting.pause(type(error).__name__)
                continue
            if answer.status_code == _UNAUTHENTICATED:
                refused_tokens += 1
                why = problem_of(answer).sentence
                if refused_tokens >= _REFUSED_TOKENS_MAX:
                    raise ImportStopped(f"The bank takes no token of --token-command: {why}")
                await self._tokens.renew(token, why)
            elif answer.status_code in _RETRIED:
                await waiting.pause(
                    f"status {answer.status_code}", answer.headers.get("Retry-After")
                )
            else:
                waiting.over()
                return answer

    async def __aenter__(self) -> Self:
        """Open the connections when they are needed."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connections."""
        await self._http.aclose()


class _Waiting:
    """The pauses of one request, from its first failure on."""

    def __init__(self, patience_seconds: float, notice: Notice) -> None:
        self._patience_seconds = patience_seconds
        self._notice = notice
        self._since: float | None = None
        self._next_seconds = _WAIT_SECONDS_FIRST

    async def pause(self, why: str, retry_after: str | None = None) -> None:
        now = perf_counter()
        if self._since is None:
            self._since = now
        left = self._patience_seconds - (now - self._since)
        if left <= 0:
            raise ImportStopped(
                f"The bank did not answer ({why}) for {self._patience_seconds:.0f} seconds."
                " Run the same command again when it does; --patience waits longer."
            )
        self._notice(f"waiting for the bank ({why})")
        seconds = self._next_seconds
        if retry_after is not None and retry_after.isdecimal():
            seconds = max(seconds, int(retry_after))
        await asyncio.sleep(min(seconds, left))
        self._next_seconds = min(2 * self._next_seconds, _WAIT_SECONDS_MAX)

    def over(self) -> None:
        if self._since is not None:
            self._notice("")
