"""The bank in memory under the contracts, its adapters as it has them itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import get_type_hints

from tests.contracts import backend as contracts

from bank.infrastructure.in_memory.accounts import InMemoryAccountDirectory
from bank.infrastructure.in_memory.entry_directory import InMemoryEntryDirectory
from bank.infrastructure.in_memory.holds import InMemoryHoldDirectory
from bank.infrastructure.in_memory.journal import InMemoryJournal
from bank.infrastructure.in_memory.policies import InMemoryPolicyDirectory
from bank.infrastructure.in_memory.ports_of_a_unit import OF_A_UNIT
from bank.infrastructure.in_memory.quotes import InMemoryQuoteDirectory
from bank.infrastructure.in_memory.sessions import InMemorySessionDirectory
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.in_memory.unit_of_work import unit_of_work


@dataclass(frozen=True, kw_only=True)
class InMemoryBackend(contracts.Backend):
    store: Store

    @asynccontextmanager
    async def unit(self, *, read_only: bool = False) -> AsyncIterator[contracts.Unit]:
        ports = get_type_hints(contracts.Unit)
        async with unit_of_work(self.store, read_only=read_only) as work:
            yield contracts.Unit(**{name: OF_A_UNIT[port](work) for name, port in ports.items()})


@asynccontextmanager
async def opened(_folder: Path) -> AsyncIterator[contracts.Backend]:
    """Open a bank in memory."""
    store = Store(contracts.CHART, contracts.CURRENCIES, contracts.BRANCHES, contracts.OPENED_AT)
    store.clock = clock = SettableClock(contracts.NOW)
    yield InMemoryBackend(
        clock=clock,
        store=store,
        journal=InMemoryJournal(store),
        directory=InMemoryAccountDirectory(store),
        entry_directory=InMemoryEntryDirectory(store),
        hold_directory=InMemoryHoldDirectory(store),
        quote_directory=InMemoryQuoteDirectory(store),
        policy_directory=InMemoryPolicyDirectory(store),
        session_directory=InMemorySessionDirectory(store),
    )
