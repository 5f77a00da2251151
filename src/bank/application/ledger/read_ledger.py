"""The ledger is read.

An entry, the bank's own accounts, the trial balance, and whether it all holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from bank.application.ledger.books import (
    Books,
    CheckStep,
    Finding,
    InternalAccountView,
    TrialBalanceLine,
)
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.entries import Entries, EntryNotFound, EntryView


@dataclass(frozen=True, slots=True)
class EntryById:
    """Which entry."""

    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalAccountsPage:
    """Which page of the bank's own accounts."""

    after: str | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class WholeLedger:
    """The trial balance takes no arguments."""


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """Whom to tell of each step as it ends."""

    told: Callable[[CheckStep], None] = field(default=lambda _step: None)


@use_case(action="ledger.read_entry", kind=UseCaseKind.QUERY)
class GetEntry:
    """Open to auditors, compliance officers and integrating systems. Refuses an unknown entry."""

    def __init__(self, entries: Entries) -> None:
        """Take the journal."""
        self._entries = entries

    async def __call__(self, command: EntryById, _act: Act) -> EntryView:
        """Give the entry."""
        entry = await self._entries.find(command.id)
        if entry is None:
            raise EntryNotFound
        return entry


@use_case(action="ledger.list_accounts", kind=UseCaseKind.QUERY)
class ListInternalAccounts:
    """Open to auditors, compliance officers and integrating systems. Refuses nothing."""

    def __init__(self, books: Books) -> None:
        """Take the books."""
        self._books = books

    async def __call__(
        self, command: InternalAccountsPage, _act: Act
    ) -> Sequence[InternalAccountView]:
        """Give the accounts."""
        return await self._books.internal_accounts(after=command.after, limit=command.limit)


@use_case(action="ledger.read_trial_balance", kind=UseCaseKind.QUERY)
class GetTrialBalance:
    """Open to auditors, compliance officers and integrating systems. Refuses nothing."""

    def __init__(self, books: Books) -> None:
        """Take the books."""
        self._books = books

    async def __call__(self, _command: WholeLedger, _act: Act) -> Sequence[TrialBalanceLine]:
        """Give the sums by code and currency."""
        return await self._books.trial_balance()


@use_case(action="ledger.check", kind=UseCaseKind.QUERY)
class CheckLedger:
    """Open to auditors, compliance officers, administrators, integrating systems and the operator.

    Refuses nothing; what does not hold is a finding.
    """

    def __init__(self, books: Books) -> None:
        """Take the books."""
        self._books = books

    async def __call__(self, command: LedgerCheck, _act: Act) -> Sequence[Finding]:
        """Run all proofs over one snapshot and give what they found."""
        findings: list[Finding] = []
        async for step in self._books.check():
            command.told(step)
            if step.finding is not None:
                findings.append(step.finding)
        return findings
