"""The tables in memory, and one unit's view of them."""

from collections.abc import Hashable, Iterable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from bank.application.approvals.approval_tally import Tally
from bank.application.identity.factors.authenticators import Authenticator
from bank.application.identity.factors.recovery_codes import RecoveryCodeSet
from bank.application.identity.sessions.refresh_tokens import RefreshToken
from bank.application.identity.sign_in.attempts import SignInAttempt
from bank.application.ports.clock import Clock
from bank.application.ports.data_keys import StoredDataKey
from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.outbox import DomainEvent
from bank.application.posting.journal import Closing, Recorded
from bank.domain.address_codes import AddressCode
from bank.domain.approvals import ApprovalRequest
from bank.domain.audit import AuditEvent
from bank.domain.challenges import Challenge
from bank.domain.chart_of_accounts import ChartOfAccounts
from bank.domain.contacts import Channel, Contact
from bank.domain.due_diligence import DueDiligence
from bank.domain.exchange import Quote
from bank.domain.factor_resets import FactorReset
from bank.domain.identifiers import RowId, milliseconds
from bank.domain.ledger.accounts import (
    BEFORE_ALL,
)
from bank.domain.ledger.entries import Posting
from bank.domain.money import Currency
from bank.domain.organisation_data import OrganisationData
from bank.domain.parties import Customer
from bank.domain.passkeys import Passkey, PasskeyChallenge
from bank.domain.policies import PolicyVersion
from bank.domain.principals import Principal
from bank.domain.service_clients import ServiceClient
from bank.domain.sign_in_guard import Lane
from bank.infrastructure.in_memory.locks import Locks
from bank.infrastructure.in_memory.rows import (
    AccountRow,
    DeviceRow,
    HeadRow,
    HoldRow,
    LedgerRow,
    LimitRow,
    NoticeRow,
    RevocationRow,
    SessionRow,
    TokenEndingRow,
)
from bank.infrastructure.in_memory.time_and_ids import SettableClock

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class ReadSnapshotOnly(Exception):
    """A programming error: something was written in a unit that only reads."""


class Rows(MutableMapping[Key, Value]):
    """One table as one unit sees it: what is committed, and over it what the unit wrote.

    A unit that only reads sees what was committed when it began; any other sees each row as it is
    committed at the moment, which is what makes locking before reading worth while.
    """

    def __init__(self, committed: MutableMapping[Key, Value], *, read_only: bool) -> None:
        """Take the committed table, as it was when the unit began if it only reads."""
        self._committed = committed
        self._read_only = read_only
        self._written: dict[Key, Value] = {}
        self._removed: set[Key] = set()

    def __getitem__(self, key: Key) -> Value:
        if key in self._written:
            return self._written[key]
        if key in self._removed:
            raise KeyError(key)
        return self._committed[key]

    def __setitem__(self, key: Key, value: Value) -> None:
        self._refuse_if_read_only()
        self._removed.discard(key)
        self._written[key] = value

    def __delitem__(self, key: Key) -> None:
        self._refuse_if_read_only()
        if key not in self:
            raise KeyError(key)
        self._written.pop(key, None)
        self._removed.add(key)

    def __iter__(self) -> Iterator[Key]:
        return iter([k for k in {**self._committed, **self._written} if k not in self._removed])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def publish(self) -> None:
        """Commit what the unit wrote."""
        if not self._written and not self._removed:
            return
        for key in self._removed:
            self._committed.pop(key, None)
        self._committed.update(self._written)
        self.discard()

    def discard(self) -> None:
        """Forget what the unit wrote."""
        self._written.clear()
        self._removed.clear()

    def _refuse_if_read_only(self) -> None:
        if self._read_only:
            raise ReadSnapshotOnly


@dataclass(slots=True, kw_only=True)
class Tables:
    """All tables; a unit has one of its own, made of ``Rows``."""

    branches: MutableMapping[str, str] = field(default_factory=dict)
    customers: MutableMapping[RowId, Customer] = field(default_factory=dict)
    subjects: MutableMapping[RowId, frozenset[str]] = field(default_factory=dict)
    principals: MutableMapping[RowId, Principal] = field(default_factory=dict)
    passkeys: MutableMapping[UUID, Passkey] = field(default_factory=dict)
    passkey_challenges: MutableMapping[UUID, PasskeyChallenge] = field(default_factory=dict)
    challenges: MutableMapping[UUID, Challenge] = field(default_factory=dict)
    payment_thresholds: MutableMapping[tuple[RowId, str], int] = field(default_factory=dict)
    known_payees: MutableMapping[tuple[RowId, RowId], None] = field(default_factory=dict)
    devices: MutableMapping[UUID, DeviceRow] = field(default_factory=dict)
    sign_in_names: MutableMapping[str, RowId] = field(default_factory=dict)
    sign_in_attempts: MutableMapping[UUID, SignInAttempt] = field(default_factory=dict)
    sign_in_lanes: MutableMapping[bytes, Lane] = field(default_factory=dict)
    contacts: MutableMapping[tuple[RowId, Channel], Contact] = field(default_factory=dict)
    notices: MutableMapping[RowId, NoticeRow] = field(default_factory=dict)
    address_codes: MutableMapping[UUID, AddressCode] = field(default_factory=dict)
    due_diligence: MutableMapping[RowId, DueDiligence] = field(default_factory=dict)
    organisation_data: MutableMapping[RowId, OrganisationData] = field(default_factory=dict)
    sessions: MutableMapping[UUID, SessionRow] = field(default_factory=dict)
    revocations: MutableMapping[UUID, RevocationRow] = field(default_factory=dict)
    session_cutoff: MutableMapping[None, datetime] = field(default_factory=dict)
    token_endings: MutableMapping[str, TokenEndingRow] = field(default_factory=dict)
    password_hashes: MutableMapping[RowId, str] = field(default_factory=dict)
    authenticators: MutableMapping[RowId, Authenticator] = field(default_factory=dict)
    recovery_codes: MutableMapping[tuple[RowId, bytes], tuple[RecoveryCodeSet, datetime | None]] = (
        field(default_factory=dict)
    )
    ledger_accounts: MutableMapping[RowId, LedgerRow] = field(default_factory=dict)
    customer_accounts: MutableMapping[RowId, AccountRow] = field(default_factory=dict)
    external_references: MutableMapping[str, RowId] = field(default_factory=dict)
    head: MutableMapping[None, HeadRow] = field(default_factory=dict)
    entries: MutableMapping[RowId, Recorded] = field(default_factory=dict)
    entry_keys: MutableMapping[UUID, RowId] = field(default_factory=dict)
    postings: MutableMapping[tuple[RowId, int], tuple[RowId, Posting]] = field(default_factory=dict)
    holds: MutableMapping[RowId, HoldRow] = field(default_factory=dict)
    captures: MutableMapping[RowId, RowId] = field(default_factory=dict)
    reversals: MutableMapping[RowId, RowId] = field(default_factory=dict)
    closed_days: MutableMapping[date, Closing] = field(default_factory=dict)
    day_totals: MutableMapping[tuple[date, str, str], int] = field(default_factory=dict)
    limits: MutableMapping[RowId, LimitRow] = field(default_factory=dict)
    policies: MutableMapping[int, PolicyVersion] = field(default_factory=dict)
    quotes: MutableMapping[UUID, Quote] = field(default_factory=dict)
    factor_resets: MutableMapping[UUID, FactorReset] = field(default_factory=dict)
    records: MutableMapping[UUID, IdempotencyRecord] = field(default_factory=dict)
    audit_events: MutableMapping[UUID, AuditEvent] = field(default_factory=dict)
    outbox: MutableMapping[int, DomainEvent] = field(default_factory=dict)
    data_keys: MutableMapping[tuple[str, str], StoredDataKey] = field(default_factory=dict)
    approvals: MutableMapping[UUID, tuple[ApprovalRequest, str]] = field(default_factory=dict)
    approval_tallies: MutableMapping[Tally, int] = field(default_factory=dict)
    approval_counted: MutableMapping[tuple[UUID, str], tuple[Tally, int]] = field(
        default_factory=dict
    )
    refresh_tokens: MutableMapping[bytes, RefreshToken] = field(default_factory=dict)
    service_clients: MutableMapping[RowId, ServiceClient] = field(default_factory=dict)
    client_assertions: MutableMapping[tuple[RowId, str], datetime] = field(default_factory=dict)

    def view(self, *, read_only: bool) -> "View":
        """Give one unit's view."""
        return View(self, read_only=read_only)


class View(Tables):
    """The tables as one unit sees them, each made of ``Rows`` when the unit first looks at it."""

    def __init__(self, committed: Tables, *, read_only: bool) -> None:
        """Take the tables; for a unit that only reads they are kept as they are now."""
        self._read_only = read_only
        self._looked_at: list[Rows[Hashable, object]] = []
        self._tables: dict[str, MutableMapping[Hashable, object]] = {
            name: dict(getattr(committed, name)) if read_only else getattr(committed, name)
            for name in _TABLES
        }

    def __getattr__(self, name: str) -> object:
        """Begin to look at a table; Python asks for what is not there yet."""
        if name not in _TABLES:
            raise AttributeError(name)
        rows = Rows(self._tables[name], read_only=self._read_only)
        setattr(self, name, rows)
        self._looked_at.append(rows)
        return rows

    def rows(self) -> Sequence[Rows[Hashable, object]]:
        """Give every table that the unit has looked at: it wrote to no other."""
        return self._looked_at


_TABLES = frozenset(each.name for each in fields(Tables))


class Store:
    """One bank's tables, locks and numbers; all its units run on one event loop."""

    def __init__(
        self,
        chart: ChartOfAccounts,
        currencies: Iterable[Currency],
        branches: Iterable[str],
        opened_at: datetime,
    ) -> None:
        """Seed the branches, the bank's own accounts in each currency, and the book's tip."""
        self.committed = Tables()
        self.clock: Clock = SettableClock(opened_at)
        self.locks = Locks()
        self._last_row = 0
        self._last_data_key = 0
        names = list(branches)
        self.committed.branches.update({name: name for name in names})
        self.committed.head[None] = HeadRow(0, opened_at, BEFORE_ALL)
        for currency in currencies:
            for line, position in chart.positions():
                row = self.next_row()
                self.committed.ledger_accounts[row] = LedgerRow(
                    row=row,
                    opened_ms=milliseconds(opened_at),
                    kind=line.kind,
                    gl_code=line.gl_code,
                    branch=names[0],
                    position=position,
                    currency=currency.code,
                )

    def next_row(self) -> RowId:
        """Number a row; a unit that rolls back leaves a gap."""
        self._last_row += 1
        return RowId(self._last_row)

    def next_data_key(self) -> int:
        """Number a data key; no number is used again."""
        self._last_data_key += 1
        return self._last_data_key
