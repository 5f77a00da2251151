"""One simulated bank from one seed: days of operations, and all that goes wrong with them."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.application.scene import RATES
from tests.known_people import KNOWN
from tests.properties.asks import Start
from tests.properties.driver import BOLD, Courage
from tests.properties.wording import Wording
from tests.simulation.clients import Clients
from tests.simulation.loop import SimulatedLoop, simulated_clocks
from tests.simulation.network import Network
from tests.simulation.oracle import QUOTE_LASTS, Oracle
from tests.simulation.referee import Referee
from tests.simulation.server import Server, ServersClock
from tests.simulation.trace import Trace
from tests.simulation.weather import Rates, Weather, drawn_rates
from tests.simulation.wishes import Wishes

from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.exchange.exchange_rates import ExchangeRates, QuoteTerms
from bank.application.pipeline.act import Caller
from bank.application.posting.queue import QueueLimits
from bank.application.posting.screening import NoScreening
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.reference_files import read_chart, read_products
from bank.domain.audit import Actor
from bank.domain.chart_of_accounts import STRIPE
from bank.domain.identifiers import public_id_at
from bank.domain.money import currency
from bank.domain.parties import CustomerKind
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.in_memory.bank import Terms
from bank.infrastructure.in_memory.checks import CHECKS
from bank.infrastructure.in_memory.store import Store

OPENED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MONEY = ("EUR", "JPY")
DAY_SECONDS = 86_400.0
DAYS = (6, 9, 12)
_CONFIG = packaged_folder()
_CHART = read_chart(_CONFIG / "chart-of-accounts.yaml")
_PRODUCTS = read_products(_CONFIG / "products.yaml", _CHART.chart, MONEY)
_DIGESTS = HkdfKeyedDigests(b"a secret of the tests' own......")
_BRANCHES = [code for code, _ in _CHART.branches]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a simulation went."""

    seed: int
    fault: BaseException | None
    days: float
    operations: int
    entries: int
    deaths: int
    unrecorded: int
    steps: int
    digest: str
    last: tuple[str, ...]


class Simulation:
    """A bank of two server processes over one store, from a seed."""

    def __init__(self, seed: int, *, days: int | None = None) -> None:
        chance = self._chance = Random(seed)
        self._seed = seed
        self._loop = SimulatedLoop(chance)
        self._trace = Trace(self._loop.time)
        zone: tzinfo = chance.choice((UTC, ZoneInfo("Pacific/Auckland")))
        self._by_calendar = chance.random() < 0.7
        drawn = chance.choice(DAYS)
        self._until = (days or drawn) * DAY_SECONDS
        self._store = Store(_CHART.chart, [currency(m) for m in MONEY], _BRANCHES, OPENED_AT)
        ledgers = self._store.committed.ledger_accounts
        for row in [row for row, each in ledgers.items() if STRIPE in (each.position or "")]:
            del ledgers[row]
        self._wording = Wording()
        self._rates = drawn_rates(chance)
        self._weather = Weather(chance, Rates(), self._trace, self._loop)
        self._zone = zone
        terms = Terms(
            authorizer=Courage(),
            digests=_DIGESTS,
            screening=NoScreening(),
            products=_PRODUCTS,
            zone=zone,
            closes_by_calendar=self._by_calendar,
            limits=QueueLimits(batch_max=chance.choice((2, 5, 8190))),
            further={ExchangeRates: RATES, QuoteTerms: QuoteTerms(QUOTE_LASTS)},
        )
        tick = chance.choice((timedelta(microseconds=1), timedelta(seconds=1)))
        self._servers = [
            Server(
                name,
                store=self._store,
                terms=terms,
                clock=ServersClock(self._loop, OPENED_AT, tick),
                wording=self._wording,
                trace=self._trace,
                loop=self._loop,
            )
            for name in ("server A", "server B")
        ]
        self._processes = 0
        self._deaths = 0
        self._referee: Referee
        self._clients: Clients
        self._others: dict[asyncio.Task[Any], None] = {}

    def run(self) -> Outcome:
        """Run it all; a disagreement is in the outcome."""
        fault: BaseException | None = None
        with simulated_clocks(self._loop, self._chance):
            try:
                self._loop.complete(self._whole())
            except Exception as found:  # noqa: BLE001 - whatever it is, it is what was looked for
                fault = found
            outcome = Outcome(
                seed=self._seed,
                fault=fault,
                days=self._loop.time() / DAY_SECONDS,
                operations=self._clients.operations,
                entries=len(self._store.committed.entries),
                deaths=self._deaths,
                unrecorded=self._referee.unrecorded,
                steps=self._trace.steps,
                digest=self._trace.digest,
                last=tuple(self._trace.last),
            )
            self._loop.abandon()
        return outcome

    async def _whole(self) -> None:
        for server in self._servers:
            self._boot(server)
        accounts = await self._opened()
        self._watch(accounts)
        await self._clients.open()
        self._weather.rates = self._rates
        for working in (self._clerk(), self._mischief()):
            self._run(working)
        while self._loop.time() < self._until:
            await self._pause()
            await self._clients.rush()
        await self._calm()
        await self._clients.insist()
        self._prove()
        for server in self._servers:
            await server.kill()

    # The bank.

    async def _opened(self) -> list[str]:
        """Open the accounts, while all is calm."""
        names: list[str] = []
        bank = self._servers[0].bank
        actor = Actor(kind="token", subject="tests", pseudonym="tests", roles=(BOLD,))
        for number, money in enumerate(("EUR",) * 5 + ("JPY",) * 2):
            name = f"account{number} {money}"
            person = NewCustomer(
                kind=CustomerKind.PERSON,
                full_name="Ada Lovelace",
                email="ada@example.com",
                due_diligence=KNOWN,
            )
            caller = Caller(actor=actor, idempotency_key=f"customer {number}")
            owner = (await bank.pipeline.run(CreateCustomer, person, caller)).result
            account = NewAccount(
                customer_id=owner.id,
                product="current",
                currency=currency(money),
                overdraft_minor=self._chance.choice((0, 0, 50)),
            )
            caller = Caller(actor=actor, idempotency_key=f"account {number}")
            opened = (await bank.pipeline.run(OpenAccount, account, caller)).result
            self._wording.know(name, opened.id, opened.row)
            names.append(name)
        return names

    def _watch(self, accounts: list[str]) -> None:
        """Tell the oracle where the books stand, and let the referee watch from here on."""
        tables = self._store.committed
        positions = {"cash/main": "till", "fx-position": "position"}
        for row, ledger in tables.ledger_accounts.items():
            if ledger.position in positions:
                name = f"{positions[ledger.position]} {ledger.currency}"
                self._wording.know(name, public_id_at(ledger.opened_ms, row), row)
        internal = [name for name in self._wording.names.values() if name not in accounts]
        oracle = Oracle(
            Start(
                now=OPENED_AT,
                zone=self._zone,
                by_calendar=self._by_calendar,
                open_day=OPENED_AT.astimezone(self._zone).date(),
                last_entry=0,
                last_recorded_at=OPENED_AT,
                tills=dict.fromkeys(internal, 0),
            )
        )
        overdrafts = {
            self._wording.names[row]: each
            for row, each in tables.ledger_accounts.items()
            if row in self._wording.names
        }
        for name in accounts:
            oracle.open(name, name.split()[1], overdrafts[name].overdraft_minor or 0)
        self._referee = Referee(self._store, oracle, self._wording, self._trace, self._loop)
        self._referee.excused = lambda: sum(server.unrecorded() for server in self._servers)
        for server in self._servers:
            server.referee = self._referee
        network = Network(self._weather, self._servers, self._trace, self._loop, self._run)
        wishes = Wishes(self._chance, self._referee, accounts, self._now)
        self._clients = Clients(
            self._chance, network, wishes, self._referee, self._trace, self._run
        )

    def _now(self) -> datetime:
        """The true time."""
        return OPENED_AT + timedelta(seconds=self._loop.time())

    def _run(self, working: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = self._loop.create_task(self._guarded(working))
        self._others[task] = None
        task.add_done_callback(lambda done: self._others.pop(done, None))
        return task

    async def _guarded(self, working: Coroutine[Any, Any, Any]) -> None:
        try:
            await working
        except Exception as fault:
            self._loop.stop_with(fault)
            raise

    # What happens.

    async def _pause(self) -> None:
        """Until the next rush: a while, or just until something expires."""
        now = self._loop.time()
        expiry = self._clients.expiry(OPENED_AT, now)
        if expiry is not None and self._chance.random() < 0.4:
            await asyncio.sleep(min(expiry - now, DAY_SECONDS) - self._chance.choice((0, 0.01, 1)))
        elif self._chance.random() < 0.1:
            await asyncio.sleep(DAY_SECONDS - now % DAY_SECONDS + 52_200 - 0.01)
        else:
            await asyncio.sleep(
                self._chance.choice((1.0, 600.0, 3600.0, 12_000.0)) * self._chance.random()
            )

    async def _clerk(self) -> None:
        """Closes days by hand: where the calendar does not, else seldom."""
        while True:
            await asyncio.sleep(DAY_SECONDS * self._chance.uniform(0.7, 1.1))
            if not self._by_calendar or self._chance.random() < 0.2:
                await self._clients.close_day()

    async def _mischief(self) -> None:
        """Clocks go wrong and are set right again."""
        while True:
            await asyncio.sleep(DAY_SECONDS * self._chance.uniform(0.1, 1.5))
            clock = self._chance.choice(self._servers).clock
            off = self._chance.choice((-3600.0, -2.0, 0.0, 0.0, 0.0, 1.0, 60.0, 3600.0, 50_000.0))
            clock.off = timedelta(seconds=off * self._chance.random())
            self._trace.note(f"a clock is off by {clock.off}")

    def _boot(self, server: Server) -> None:
        self._processes += 1
        server.boot(self._processes, self._weather, self._died)

    def _died(self, server: Server) -> None:
        if server.alive:
            server.alive = False
            self._deaths += 1
            self._run(self._reborn(server))

    async def _reborn(self, server: Server) -> None:
        await server.kill()
        await asyncio.sleep(self._chance.choice((0.0, 0.5, 20.0, 900.0)) * self._chance.random())
        self._boot(server)

    async def _calm(self) -> None:
        """Nothing goes wrong any more, and all that was on its way has arrived."""
        self._trace.note("calm")
        self._weather.rates = Rates()
        for server in self._servers:
            server.clock.off = timedelta()
        await asyncio.sleep(2 * DAY_SECONDS)

    def _prove(self) -> None:
        """The books are as they always were, and whole by the bank's own proofs as well."""
        self._referee.look_again()
        for proof, check in CHECKS.items():
            offenders = [each for each in check(self._store.committed) if each is not None]
            assert not offenders, f"{proof.value}: {offenders}"
