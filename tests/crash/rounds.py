"""A round: clients at work, one fault at a random moment, and then the proofs."""

import json
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event

from tests.crash.asking import Connection, Way
from tests.crash.clients import PATIENCE_SECONDS, Asking, Client, perform
from tests.crash.faults import FAULTS, SERVER_PROCESSES, Scene, Struck
from tests.crash.proofs import prove, prove_accounts
from tests.crash.record import ClientRecord, Kept, Operation, read_record
from tests.crash.small_disk import NoSmallDisk, small_disk
from tests.crash.tally import Tally
from tests.crash.wishes import Wishes, money
from tests.known_people import KNOWN_SENT
from tests.system.served_bank import ServedBank

from bank.infrastructure.system.clock import SystemClock

CLIENTS = 6
ACCOUNTS = 5
_SAID_MAX = 500
_FUNDS_MINOR = 1_000_000
_RICHES_MINOR = 1_000_000_000
"""What makes possible whatever was refused for want of money: it must stay refused."""
_PATIENCE_OF_CLIENTS_SECONDS = (1.5, 4.0, 30.0)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of a round."""

    seed: int
    fault: str
    struck: Struck
    kept: Sequence[Kept]
    findings: Sequence[str]
    restarts: int
    respawned: int
    seconds: float


@dataclass
class CrashedBank:
    """A served bank with two server processes, for some rounds; on a small disk where it can be."""

    folder: Path
    scene: Scene
    no_disk_because: str = ""
    earlier: list[tuple[Tally, Sequence[str]]] = field(default_factory=list)
    """Of each round before: what its accounts must have been left with, for ever."""

    def play(self, seed: int, fault: str | None) -> Round:
        """Play a round. Whatever goes wrong is a finding of it."""
        began = time.perf_counter()
        restarts, respawned = self.scene.restarts, self.scene.respawned
        folder = self.folder / f"seed-{seed}"
        folder.mkdir(parents=True)
        findings: list[str] = []
        struck = Struck("nothing", met=False)
        try:
            struck, findings = self._played(folder, Random(seed), fault)
        except Exception as error:  # noqa: BLE001 - a round that breaks is a finding, not the end
            said = str(error)
            findings.append(f"the round broke: {type(error).__name__}: {said[:_SAID_MAX]}")
        kept = [each for path in sorted(folder.glob("*.jsonl")) for each in read_record(path)]
        return Round(
            seed,
            fault or "none",
            struck,
            kept,
            findings,
            self.scene.restarts - restarts,
            self.scene.respawned - respawned,
            time.perf_counter() - began,
        )

    def prove_the_rounds_before(self) -> list[str]:
        """What earlier rounds left is what there is. Raises ``NeverTold``."""
        return [
            sentence
            for tally, accounts in self.earlier
            for sentence in prove_accounts(tally, accounts, lambda: self.asking(Random(0)))
        ]

    @property
    def bank(self) -> ServedBank:
        return self.scene.bank

    def asking(self, chance: Random, timeout_seconds: float = 30.0) -> Asking:
        return Asking(Connection(self.scene.way, self.bank.token(), chance, timeout_seconds))

    def _played(self, folder: Path, chance: Random, fault: str | None) -> tuple[Struck, list[str]]:
        scene = self.scene
        self.bank.wait_until_ready()
        with self.asking(chance) as asking:
            accounts = _opened(asking, ClientRecord(folder / "house.jsonl"), folder.name, chance)
        over = Event()
        clients = [self._client(n, folder, accounts, over, chance) for n in range(CLIENTS)]
        scene.told_to_wait = lambda: sum(client.asking.repeated for client in clients)
        struck = Struck("nothing")
        try:
            for client in clients:
                client.start()
            time.sleep(chance.uniform(0.3, 1.2))
            if fault is not None:
                struck = FAULTS[fault](scene, chance)
            self.bank.wait_until_ready()
            time.sleep(chance.uniform(0.3, 0.8))
        finally:
            over.set()
            for client in clients:
                client.join(2 * PATIENCE_SECONDS)
        found = [oddity for client in clients for oddity in client.asking.oddities]
        return struck, found + self._proved(folder, accounts, chance)

    def _client(
        self,
        number: int,
        folder: Path,
        accounts: tuple[str, ...],
        over: Event,
        chance: Random,
    ) -> Client:
        own = Random(chance.getrandbits(64))
        name = f"{folder.name}-client-{number}"
        expires_at = (SystemClock().now() + timedelta(days=30)).isoformat()
        patience = own.choice(_PATIENCE_OF_CLIENTS_SECONDS)
        return Client(
            self.asking(own, patience),
            Wishes(name, accounts, own, expires_at),
            ClientRecord(folder / f"client-{number}.jsonl"),
            over,
            own,
        )

    def _proved(self, folder: Path, accounts: tuple[str, ...], chance: Random) -> list[str]:
        with self.asking(chance) as asking:
            _make_rich(asking, ClientRecord(folder / "riches.jsonl"), folder.name, accounts)
        records = [read_record(path) for path in sorted(folder.glob("*.jsonl"))]
        found = asking.oddities + prove(records, accounts, lambda: self.asking(chance))
        tally = Tally()
        for record in records:
            tally.count(record)
        self.earlier.append((tally, accounts))
        found += [f"bank ledger check: {finding}" for finding in self.bank.findings()]
        if (count := len(self.bank.workers)) != SERVER_PROCESSES:
            found.append(f"the bank has {count} server processes")
        return found


def crashed_bank(folder: Path, stack: ExitStack) -> CrashedBank:
    """Start a bank in a folder of its own, which ``stack`` ends and unmounts."""
    folder.mkdir(parents=True)
    disk, because = None, ""
    try:
        disk = stack.enter_context(small_disk(folder / "disk"))
    except NoSmallDisk as reason:
        because = str(reason)
    home = disk.folder if disk else folder / "home"
    bank = stack.enter_context(
        ServedBank(home, f"--bank.server.workers={SERVER_PROCESSES}", "--bank.tokens.lifetime=12h")
    )
    bank.start()
    scene = Scene(bank, Way(bank.port), disk, lambda: 0)
    return CrashedBank(folder, scene, because)


def _opened(asking: Asking, record: ClientRecord, name: str, chance: Random) -> tuple[str, ...]:
    """Open the accounts of a round, with money on them."""

    def told(number: int, kind: str, path: str, text: str) -> str:
        answer, _ = asking.until_definite(Operation(f"{name}-house-{number}", kind, path, text))
        assert answer.done, answer
        found: str = answer.body["id"]
        return found

    person = {"kind": "person", "full_name": "Ida Sommer", "email": "ida@example.com"}
    owner = json.dumps(person | {"due_diligence": KNOWN_SENT})
    customer = told(0, "customer", "/v1/customers", owner)
    account = f'{{"customer_id": "{customer}", "product": "current", "currency": "EUR"}}'
    accounts = tuple(
        told(number, "account", "/v1/accounts", account) for number in range(1, ACCOUNTS + 1)
    )
    for number, each in enumerate(accounts):
        funds = chance.randint(0, _FUNDS_MINOR) + 1
        perform(asking, record, _deposit(f"{name}-funds-{number}", each, funds))
    record.close()
    return accounts


def _make_rich(asking: Asking, record: ClientRecord, name: str, accounts: Sequence[str]) -> None:
    for number, account in enumerate(accounts):
        perform(asking, record, _deposit(f"{name}-riches-{number}", account, _RICHES_MINOR))
    record.close()


def _deposit(key: str, account: str, minor: int) -> Operation:
    amount = money(minor)["amount"]
    body = f'{{"account_id": "{account}", "amount": {{"currency": "EUR", "amount": "{amount}"}}}}'
    return Operation(key, "deposit", "/v1/deposits", body)
