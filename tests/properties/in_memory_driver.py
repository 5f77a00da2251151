"""The pure domain under test: batches over the bank in memory."""

import asyncio
from collections.abc import Coroutine
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import count
from typing import Any

from tests.application.scene import QUOTES, RATES
from tests.properties.asks import Start
from tests.properties.driver import Courage, Driver, Leg, Line, Result, Stand

from bank.application.exchange.exchange_rates import ExchangeRates, QuoteTerms
from bank.application.pipeline.act import Caller
from bank.application.posting.screening import NoScreening
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.reference_files import read_chart, read_products
from bank.domain.audit import Actor
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.money import currency
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.in_memory.bank import InMemoryBank, Terms
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.time_and_ids import SettableClock

OPENED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MONEY = ("EUR", "JPY")
_CONFIG = packaged_folder()
_CHART = read_chart(_CONFIG / "chart-of-accounts.yaml")
_PRODUCTS = read_products(_CONFIG / "products.yaml", _CHART.chart, MONEY)
_DIGESTS = HkdfKeyedDigests(b"a secret of the tests' own......")
_BRANCHES = [code for code, _ in _CHART.branches]


class InMemoryDriver(Driver):
    """A bank in memory, new for each example."""

    def __init__(self, *, zone: tzinfo, by_calendar: bool) -> None:
        super().__init__()
        terms = Terms(
            authorizer=Courage(),
            digests=_DIGESTS,
            screening=NoScreening(),
            products=_PRODUCTS,
            zone=zone,
            closes_by_calendar=by_calendar,
            further={ExchangeRates: RATES, QuoteTerms: QUOTES},
        )
        self._zone, self._by_calendar = zone, by_calendar
        store = Store(_CHART.chart, [currency(code) for code in MONEY], _BRANCHES, OPENED_AT)
        self._clock = SettableClock(OPENED_AT)
        self._bank = InMemoryBank(store, self._clock, terms)
        self._tables = store.committed
        self._keys = count(1)
        self._runner = asyncio.Runner()
        self._open = AsyncExitStack()

    def start(self) -> Start:
        self.complete(self._open.enter_async_context(self._bank.open()))
        for row, ledger in self._tables.ledger_accounts.items():
            if ledger.position == "cash/main":
                name = f"till {ledger.currency}"
                self.know(name, public_id_at(ledger.opened_ms, row), row)
        return Start(
            now=OPENED_AT,
            zone=self._zone,
            by_calendar=self._by_calendar,
            open_day=OPENED_AT.astimezone(self._zone).date(),
            last_entry=0,
            last_recorded_at=OPENED_AT,
            tills={f"till {code}": 0 for code in MONEY},
        )

    def stop(self) -> None:
        self.complete(self._open.aclose())
        self._runner.close()

    def move(self, by: timedelta) -> None:
        self._clock.move(by)

    def complete(self, working: Coroutine[Any, Any, Result]) -> Result:
        return self._runner.run(working)

    async def put(
        self, use_case: type[Any], command: Any, *, key: str | None, dry: bool, role: str
    ) -> Any:
        caller = Caller(
            actor=Actor(kind="token", subject="tests", pseudonym="tests", roles=(role,)),
            idempotency_key=key or f"of the driver {next(self._keys)}",
            fingerprint=repr(command).encode(),
            dry_run=dry,
        )
        return (await self._bank.pipeline.run(use_case, command, caller)).result

    def stands(self) -> dict[str, Stand]:
        found: dict[str, Stand] = {}
        for row, name in self.names.items():
            ledger = self._tables.ledger_accounts[row]
            holds = [h.hold for h in self._tables.holds.values() if h.hold.account == row]
            held = sum(hold.at(self._clock.now()).held_minor for hold in holds)
            stored = sum(hold.held_minor for hold in holds)
            found[name] = Stand(
                ledger.shown_minor, held, ledger.held_minor, stored - held, ledger.sequence
            )
        return found

    def lines(self) -> list[Line]:
        return [
            Line(
                row,
                recorded.entry.recorded_at,
                recorded.entry.booking_date,
                recorded.entry.value_date,
                tuple(
                    Leg(
                        self.names[p.account],
                        p.sequence,
                        p.amount_minor,
                        p.balance_minor,
                        p.debits_minor,
                    )
                    for p in recorded.entry.postings
                ),
            )
            for row, recorded in sorted(self._tables.entries.items())
        ]

    def closed_days(self) -> dict[date, int]:
        return {day: closing.day.last_entry for day, closing in self._tables.closed_days.items()}

    def fall_asleep(self, name: str) -> None:
        row = next(row for row, each in self.names.items() if each == name)
        ledgers, accounts = self._tables.ledger_accounts, self._tables.customer_accounts
        ledgers[row] = replace(ledgers[row], status=AccountStatus.DORMANT)
        asleep = replace(accounts[row].account, status=AccountStatus.DORMANT)
        accounts[row] = replace(accounts[row], account=asleep)

    def findings(self) -> list[str]:
        sums: dict[str, int] = {}
        for ledger in self._tables.ledger_accounts.values():
            sums[ledger.currency] = sums.get(ledger.currency, 0) + ledger.balance_minor
        return [f"{money} was made or lost" for money, total in sums.items() if total]
