"""The bank as an operator runs it: `bank serve` in a process of its own, asked over HTTP."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import psutil
from tests.known_people import KNOWN_SENT

from bank.application.ledger.books import Finding
from bank.bootstrap.office import Office

BANK = Path(sys.executable).parent / "bank"
HOST = "127.0.0.1"
_READY_SECONDS_MAX = 60.0
_END_SECONDS_MAX = 40.0


class ServedBank:
    """One home and one port; started and ended as often as a test likes.

    It runs in a session of its own, as on a terminal of its own, so that a signal to the group is a
    Ctrl-C. Leaving it as a context kills what still runs.
    """

    def __init__(self, home: Path, *settings: str) -> None:
        self.home = home
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.settings = [f"--bank.home={home}", f"--bank.server.port={self.port}", *settings]
        self._output = home.with_name(f"{home.name}.out")
        self._process: subprocess.Popen[bytes] | None = None
        self._family: list[psutil.Process] = []
        self._token = ""

    def start(self) -> float:
        """Start, wait until the bank is ready, give how many seconds that took."""
        began = time.perf_counter()
        self.launch()
        self.wait_until_ready()
        return time.perf_counter() - began

    def launch(self) -> None:
        """Start, without waiting for anything; what still runs of it is ended first."""
        self.stop()
        with self._output.open("wb") as output:
            self._process = subprocess.Popen(
                [BANK, "serve", *self.settings],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment(),
                start_new_session=True,
            )

    def stop(self) -> None:
        """End it if it runs, as an operator would; nothing of it may be left."""
        if self._process is not None and self._process.poll() is None:
            assert self.end(signal.SIGTERM) == 0, self.said
            left = self.left()
            assert not left, f"processes outlived their main process: {left}"

    @contextmanager
    def also(self, *settings: str) -> Iterator[None]:
        """Have settings for a while; afterwards it is stopped, so that nobody else meets them."""
        before = self.settings
        self.settings = [*before, *settings]
        try:
            yield
        finally:
            self.settings = before
            self.stop()

    def have_running(self) -> None:
        """Start unless a test before has left it running."""
        if self._process is None or self._process.poll() is not None:
            self.start()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        self.wait_until(self.is_ready)

    def wait_until(self, reached: Callable[[], bool]) -> None:
        began = time.monotonic()
        while not reached():
            assert self._main.poll() is None, f"the bank ended: {self.said}"
            assert time.monotonic() - began < _READY_SECONDS_MAX, f"it got nowhere: {self.said}"
            time.sleep(0.05)

    def is_ready(self) -> bool:
        try:
            answer = httpx.get(f"{self.url}/actuator/health/readiness", timeout=2.0)
        except httpx.TransportError:
            return False
        return answer.is_success

    @property
    def said(self) -> str:
        return self._output.read_text(encoding="utf-8")

    @property
    def workers(self) -> list[psutil.Process]:
        """The server processes: children of the main process that run our own programme."""
        children = psutil.Process(self._main.pid).children()
        return [child for child in children if str(BANK) in child.cmdline()]

    def end(self, number: signal.Signals, *, group: bool = False) -> int:
        """Send a signal, to the main process or to all of its terminal, and wait for the end."""
        self._family = psutil.Process(self._main.pid).children(recursive=True)
        if group:
            os.killpg(self._main.pid, number)
        else:
            self._main.send_signal(number)
        return self._main.wait(_END_SECONDS_MAX)

    def left(self) -> list[psutil.Process]:
        """The processes of the last run that are still there, given some seconds to go."""
        _, alive = psutil.wait_procs(self._family, timeout=10.0)
        return alive

    def token(self) -> str:
        """Issue a token with the command for it, once: it outlives restarts."""
        if not self._token:
            issued = run_bank(
                "token", "issue", "--subject", "tests", "--role", "service_account", *self.settings
            )
            assert issued.returncode == 0, issued.stderr
            self._token = issued.stdout.strip()
        return self._token

    def client(self) -> httpx.Client:
        """A client that waits longer than the bank ever leaves a commit in doubt."""
        headers = {"Authorization": f"Bearer {self.token()}"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30.0)

    def findings(self) -> list[Finding]:
        """Prove the ledger, in this process; `bank ledger check` is slower to start."""
        return list(Office.configured(self.settings).check_ledger(lambda _step: None))

    @property
    def _main(self) -> subprocess.Popen[bytes]:
        assert self._process is not None
        return self._process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._process is not None and self._process.poll() is None:
                self.end(signal.SIGTERM)
        finally:
            if self._process is not None and self._process.poll() is None:
                self._process.kill()
                self._process.wait()
            for process in self.left():
                process.kill()


def run_bank(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command that ends by itself."""
    return subprocess.run(
        [BANK, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment(),
    )


def environment() -> dict[str, str]:
    """This process's, without what would configure the bank, and on a wide terminal."""
    kept = {name: value for name, value in os.environ.items() if not re.match("BANK_", name)}
    return kept | {"COLUMNS": "500"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def opened_accounts(client: httpx.Client, name: str, *, funds: str = "10000.00") -> tuple[str, str]:
    """A payer with money on the account, and a payee; both are the same for the same name."""

    def created(key: str, path: str, body: dict[str, Any]) -> str:
        answer = client.post(path, json=body, headers={"Idempotency-Key": f"{name}-{key}"})
        assert answer.status_code == httpx.codes.CREATED, answer.text
        found: str = answer.json()["id"]
        return found

    customer = created(
        "customer",
        "/v1/customers",
        {
            "kind": "person",
            "full_name": "Ida Sommer",
            "email": "ida@example.com",
            "due_diligence": KNOWN_SENT,
        },
    )
    account = {"customer_id": customer, "product": "current", "currency": "EUR"}
    payer, payee = (created(key, "/v1/accounts", account) for key in ("payer", "payee"))
    cash = {"account_id": payer, "amount": {"currency": "EUR", "amount": funds}}
    created("deposit", "/v1/deposits", cash)
    return payer, payee


def balance(client: httpx.Client, account: str) -> str:
    answer = client.get(f"/v1/accounts/{account}/balance")
    assert answer.is_success, answer.text
    amount: str = answer.json()["balance"]["amount"]
    return amount
