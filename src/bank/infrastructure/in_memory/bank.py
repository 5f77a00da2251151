"""A whole bank in memory: what `bank.bootstrap` assembles over a database, for the fast tests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Any, TypeVar, cast, get_type_hints

from bank.application.approvals.gate import RuledGate
from bank.application.approvals.rules_in_force import ApprovalRulesInForce
from bank.application.corrections.entry_directory import EntryDirectory
from bank.application.exchange.stored_quotes import QuoteDirectory
from bank.application.holds.stored_holds import HoldDirectory
from bank.application.identity.challenges.gate import StepUpGate
from bank.application.identity.challenges.payment_terms import (
    NoPaymentScreening,
    PaymentScreening,
    StepUpTerms,
)
from bank.application.identity.passwords.breached_passwords import BreachedPasswords
from bank.application.identity.passwords.password_hasher import PasswordHasher
from bank.application.identity.secrets_source import SecretsSource
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.identity.sessions.sessions import SessionDirectory
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.pipeline import Pipeline
from bank.application.pipeline.scopes import Scope, Scopes
from bank.application.policies.policy_book import PolicyDirectory
from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.authorizer import Authorizer
from bank.application.ports.business_calendar import BusinessCalendar
from bank.application.ports.clock import Clock
from bank.application.ports.customer_accounts import AccountNumbers
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import Ledger, LedgerInUnit
from bank.application.posting.batch import BatchRunner
from bank.application.posting.journal import Journal, Screening
from bank.application.posting.leaving import Traces
from bank.application.posting.queue import PostingQueue, QueueLimits
from bank.application.posting.within_unit import UnitLedger
from bank.domain.approval_rules import ApprovalRules
from bank.domain.passwords import BankWords
from bank.domain.products import Products
from bank.infrastructure.in_memory.accounts import (
    CountedAccountNumbers,
    InMemoryAccountDirectory,
)
from bank.infrastructure.in_memory.entry_directory import InMemoryEntryDirectory
from bank.infrastructure.in_memory.holds import InMemoryHoldDirectory
from bank.infrastructure.in_memory.journal import InMemoryJournal, InMemoryPostingUnit
from bank.infrastructure.in_memory.passwords import (
    InMemoryBreachedPasswords,
    InMemoryPasswordHasher,
)
from bank.infrastructure.in_memory.policies import InMemoryPolicyDirectory
from bank.infrastructure.in_memory.ports_of_a_unit import BEHIND, OF_A_UNIT
from bank.infrastructure.in_memory.quotes import InMemoryQuoteDirectory
from bank.infrastructure.in_memory.secrets_source import CountedSecrets
from bank.infrastructure.in_memory.sessions import (
    InMemorySessionDirectory,
)
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.time_and_ids import CountedIds, SettableClock
from bank.infrastructure.in_memory.tracer import RecordingTracer
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork, unit_of_work

Wanted = TypeVar("Wanted")

_GUESS_FROM = 2
"""From how many requests on keys are taken for new: here, where all is small, from two."""


class InMemoryScope(Scope):
    """Hands out the ports of one unit, and use cases built from them by their constructors."""

    def __init__(self, given: Mapping[type[Any], Any], unit: InMemoryUnitOfWork | None) -> None:
        """Take what all scopes share, and the unit, where the scope has one."""
        self._made = dict(given)
        self._unit = unit

    async def get(self, wanted: type[Wanted]) -> Wanted:
        """Give a port's adapter or a use case; raises ``LookupError`` for a port of no unit."""
        if wanted not in self._made:
            self._made[wanted] = await self._make(wanted)
        return cast("Wanted", self._made[wanted])

    async def _make(self, wanted: type[Any]) -> Any:
        if wanted in OF_A_UNIT:
            if self._unit is None:
                message = f"{wanted.__name__} needs a unit of work, and this scope has none"
                raise LookupError(message)
            return OF_A_UNIT[wanted](self._unit)
        wanted = BEHIND.get(wanted, wanted)
        return wanted(**{name: await self.get(needed) for name, needed in _needs(wanted).items()})


def _needs(wanted: type[Any]) -> Mapping[str, type[Any]]:
    """Give what a constructor takes: looked up once, for that takes longer than to call it."""
    if wanted not in _NEEDED:
        hints = get_type_hints(wanted.__init__)
        _NEEDED[wanted] = {name: hint for name, hint in hints.items() if name != "return"}
    return _NEEDED[wanted]


_NEEDED: dict[type[Any], Mapping[str, type[Any]]] = {}


class InMemoryScopes(Scopes):
    """Opens scopes over a store."""

    def __init__(self, store: Store, given: Mapping[type[Any], Any]) -> None:
        """Take the store, and what all scopes share: the queue as ``Ledger`` among it."""
        self._store = store
        self._given = given

    @asynccontextmanager
    async def open(self, kind: UseCaseKind) -> AsyncIterator[Scope]:
        """Open a scope."""
        if kind is UseCaseKind.POSTING:
            yield InMemoryScope(self._given, None)
            return
        async with unit_of_work(self._store, read_only=kind is UseCaseKind.QUERY) as unit:
            given = dict(self._given)
            if kind is UseCaseKind.COMMAND_THAT_POSTS:
                posting = InMemoryPostingUnit(unit)
                given[LedgerInUnit] = UnitLedger(posting, given[BatchRunner], given[Clock])
            yield InMemoryScope(given, unit)


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a bank in memory is given from outside.

    ``further`` are ports of no unit that some use cases ask for, such as ``TokenIssuer``.
    """

    authorizer: Authorizer
    digests: KeyedDigests
    screening: Screening
    products: Products
    zone: tzinfo
    closes_by_calendar: bool = True
    limits: QueueLimits = field(default_factory=QueueLimits)
    numbers: AccountNumbers = field(default_factory=CountedAccountNumbers)
    further: Mapping[type[Any], Any] = field(default_factory=dict)
    approvals: ApprovalRules = field(default_factory=ApprovalRules)
    step_up: StepUpTerms = field(default_factory=StepUpTerms)


def _directories(store: Store) -> dict[type[Any], Any]:
    """Give what is read beside all units of work."""
    return {
        AccountDirectory: InMemoryAccountDirectory(store),
        EntryDirectory: InMemoryEntryDirectory(store),
        HoldDirectory: InMemoryHoldDirectory(store),
        QuoteDirectory: InMemoryQuoteDirectory(store),
        PolicyDirectory: InMemoryPolicyDirectory(store),
        SessionDirectory: InMemorySessionDirectory(store),
    }


class InMemoryBank:
    """The parts of a bank, joined; ``open`` runs its posting queue.

    ``journal`` stands between the queue and the store; ``scopes`` between the pipeline and it: give
    either to make them fail.
    """

    def __init__(
        self,
        store: Store,
        clock: SettableClock,
        terms: Terms,
        *,
        journal: Callable[[Journal], Journal] = lambda journal: journal,
        scopes: Callable[[Scopes], Scopes] = lambda scopes: scopes,
    ) -> None:
        """Join the parts."""
        self.store = store
        self.clock = store.clock = clock
        self.ids = CountedIds(clock)
        self.tracer = RecordingTracer()
        self.digests = terms.digests
        self.authorizer = terms.authorizer
        self.approval_rules = ApprovalRulesInForce(terms.approvals)
        self.runner = BatchRunner(
            Traces(terms.digests, self.ids),
            terms.screening,
            terms.zone,
            closes_by_calendar=terms.closes_by_calendar,
            guess_from=_GUESS_FROM,
        )
        self.queue = PostingQueue(
            journal(InMemoryJournal(store)), self.runner, clock, self.tracer, terms.limits
        )
        given: dict[type[Any], Any] = {
            Authorizer: terms.authorizer,
            ApprovalRules: terms.approvals,
            PaymentScreening: NoPaymentScreening(),
            StepUpTerms: terms.step_up,
            **terms.further,
            **_directories(store),
            SessionTerms: SessionTerms(),
            AccountNumbers: terms.numbers,
            PasswordHasher: InMemoryPasswordHasher(),
            BreachedPasswords: InMemoryBreachedPasswords(),
            BankWords: BankWords.of(("The Quayside Bank",)),
            BatchRunner: self.runner,
            Clock: clock,
            Ids: self.ids,
            KeyedDigests: terms.digests,
            Ledger: self.queue,
            Products: terms.products,
            SecretsSource: CountedSecrets(),
            tzinfo: terms.zone,
            BusinessCalendar: BusinessCalendar(
                zone=terms.zone, closes_days=terms.closes_by_calendar
            ),
        }
        self.scopes = scopes(InMemoryScopes(store, given))
        self.pipeline = Pipeline(
            self.scopes,
            terms.authorizer,
            clock,
            self.ids,
            terms.digests,
            self.tracer,
            gate=StepUpGate(
                terms.step_up,
                self.scopes,
                self.ids,
                terms.digests,
                then=RuledGate(
                    self.approval_rules, self.scopes, self.ids, terms.digests, terms.zone
                ),
            ),
        )

    @asynccontextmanager
    async def open(self) -> AsyncIterator["InMemoryBank"]:
        """Run the posting queue; on leaving, what waits is still posted."""
        running = asyncio.create_task(self.queue.run())
        try:
            yield self
        finally:
            self.queue.close()
            await running
