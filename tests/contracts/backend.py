"""What a backend must offer to be put under the contracts, and the things that contracts are about.

A new backend joins by a line in ``BACKENDS``: a function that takes an empty folder and opens a
bank seeded with ``CHART``, ``CURRENCIES`` and ``BRANCHES`` at ``OPENED_AT``, which no other test
shares.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Protocol
from uuid import NAMESPACE_OID, UUID, uuid5

from bank.application.accounts.holders import Holders
from bank.application.accounts.idle_accounts import IdleAccounts
from bank.application.accounts.obligations import Obligations
from bank.application.accounts.restatements import Restatements
from bank.application.approvals.approval_people import ApprovalPeople
from bank.application.approvals.approval_tally import ApprovalTally
from bank.application.approvals.stored_approvals import Approvals
from bank.application.corrections.entry_directory import EntryDirectory
from bank.application.exchange.stored_quotes import QuoteDirectory, Quotes
from bank.application.holds.stored_holds import HoldDirectory, Holds
from bank.application.identity.challenges.challenges import Challenges, KnownPayees, OwnThresholds
from bank.application.identity.clients.service_clients import ServiceClients
from bank.application.identity.codes.address_codes import AddressCodes
from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.devices.devices import Devices
from bank.application.identity.factors.authenticators import Authenticators
from bank.application.identity.factors.passkeys import PasskeyChallenges, Passkeys
from bank.application.identity.factors.recovery_codes import RecoveryCodes
from bank.application.identity.notices.notices import Notices
from bank.application.identity.notices.stored_notices import StoredNotices
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.principals import Principals
from bank.application.identity.recovery.factor_resets import FactorResets
from bank.application.identity.registration.personal_traces import PersonalTraces
from bank.application.identity.registration.stored_due_diligence import (
    StoredDueDiligence,
    StoredOrganisationData,
)
from bank.application.identity.sessions.refresh_tokens import RefreshTokens
from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.identity.sessions.sessions import SessionDirectory, Sessions
from bank.application.identity.sign_in.attempts import SignInAttempts
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.application.identity.tokens.client_assertions import UsedAssertions
from bank.application.identity.users.customer_users import CustomerUsers
from bank.application.ledger.books import Books
from bank.application.limits.limit_book import LimitBook
from bank.application.policies.policy_book import PolicyBook, PolicyDirectory
from bank.application.ports.account_directory import AccountDirectory, AccountRef
from bank.application.ports.audit_trail import AuditTrail
from bank.application.ports.closed_days import ClosedDays
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers
from bank.application.ports.data_keys import DataKeys
from bank.application.ports.entries import Entries
from bank.application.ports.idempotency import IdempotencyRecords
from bank.application.ports.outbox import Outbox
from bank.application.ports.positions import Positions
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.posting.journal import (
    Closing,
    Journal,
    PostingUnit,
    Recorded,
    Recording,
    Wanted,
)
from bank.domain.audit import AuditEvent, Outcome
from bank.domain.chart_of_accounts import ChartLine, ChartOfAccounts
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import milliseconds
from bank.domain.ledger import decision
from bank.domain.ledger.accounts import AccountKind, AccountStatus
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import Leg, PostingRequest
from bank.domain.ledger.state import LedgerState
from bank.domain.money import CURRENCIES as ALL_CURRENCIES
from bank.domain.parties import Customer, CustomerKind
from bank.infrastructure.in_memory.account_life import (
    InMemoryHolders,
    InMemoryIdleAccounts,
    InMemoryObligations,
)
from bank.infrastructure.in_memory.accounts import (
    InMemoryAccountDirectory,
    InMemoryCustomerAccounts,
)
from bank.infrastructure.in_memory.address_codes import InMemoryAddressCodes
from bank.infrastructure.in_memory.approvals import (
    InMemoryApprovalPeople,
    InMemoryApprovals,
    InMemoryApprovalTally,
)
from bank.infrastructure.in_memory.books import InMemoryBooks
from bank.infrastructure.in_memory.challenges import (
    InMemoryChallenges,
    InMemoryKnownPayees,
    InMemoryOwnThresholds,
)
from bank.infrastructure.in_memory.credentials import (
    InMemoryAuthenticators,
    InMemoryPasswordHashes,
    InMemoryRecoveryCodes,
)
from bank.infrastructure.in_memory.customer_users import InMemoryCustomerUsers
from bank.infrastructure.in_memory.customers import InMemoryCustomers
from bank.infrastructure.in_memory.data_keys import InMemoryDataKeys
from bank.infrastructure.in_memory.devices import InMemoryDevices
from bank.infrastructure.in_memory.due_diligence import (
    InMemoryDueDiligence,
    InMemoryOrganisationData,
)
from bank.infrastructure.in_memory.entries import InMemoryEntries
from bank.infrastructure.in_memory.entry_directory import InMemoryEntryDirectory
from bank.infrastructure.in_memory.factor_resets import InMemoryFactorResets
from bank.infrastructure.in_memory.holds import InMemoryHoldDirectory, InMemoryHolds
from bank.infrastructure.in_memory.journal import InMemoryJournal, InMemoryPostingUnit
from bank.infrastructure.in_memory.limit_book import InMemoryLimitBook
from bank.infrastructure.in_memory.notices import InMemoryNotices, InMemoryProvedContacts
from bank.infrastructure.in_memory.passkeys import InMemoryPasskeyChallenges, InMemoryPasskeys
from bank.infrastructure.in_memory.personal_traces import InMemoryPersonalTraces
from bank.infrastructure.in_memory.policies import InMemoryPolicyBook, InMemoryPolicyDirectory
from bank.infrastructure.in_memory.positions import (
    InMemoryClosedDays,
    InMemoryPositions,
    InMemoryRestatements,
)
from bank.infrastructure.in_memory.principals import InMemoryPrincipals
from bank.infrastructure.in_memory.quotes import InMemoryQuoteDirectory, InMemoryQuotes
from bank.infrastructure.in_memory.records import (
    InMemoryAuditTrail,
    InMemoryIdempotencyRecords,
    InMemoryOutbox,
)
from bank.infrastructure.in_memory.refresh_tokens import InMemoryRefreshTokens
from bank.infrastructure.in_memory.service_clients import (
    InMemoryServiceClients,
    InMemoryUsedAssertions,
)
from bank.infrastructure.in_memory.sessions import (
    InMemorySessionCutoff,
    InMemorySessionDirectory,
    InMemorySessions,
)
from bank.infrastructure.in_memory.sign_in import InMemorySignInAttempts, InMemorySignInLanes
from bank.infrastructure.in_memory.store import Store
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.in_memory.unit_of_work import unit_of_work

OPENED_AT = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
NOW = OPENED_AT + timedelta(hours=1)
TODAY = NOW.date()
CHART = ChartOfAccounts(
    (
        ChartLine(
            gl_code="1010",
            name="Cash by till",
            kind=AccountKind.ASSET,
            positions=("cash/main", "cash/2"),
        ),
        ChartLine(gl_code="2100", name="Current accounts", kind=AccountKind.LIABILITY),
        ChartLine(gl_code="4010", name="Fees", kind=AccountKind.INCOME, positions=("fees",)),
        ChartLine(
            gl_code="1030",
            name="Clearing",
            kind=AccountKind.ASSET,
            positions=("clearing",),
            stripes=3,
        ),
    )
)
EUR, JPY = ALL_CURRENCIES["EUR"], ALL_CURRENCIES["JPY"]
CURRENCIES = (EUR, JPY)
BRANCHES = ("main", "harbour")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One unit of work with its repositories."""

    work: UnitOfWork
    records: IdempotencyRecords
    trail: AuditTrail
    outbox: Outbox
    customers: Customers
    principals: Principals
    customer_users: CustomerUsers
    sessions: Sessions
    session_cutoff: SessionCutoff
    refresh_tokens: RefreshTokens
    clients: ServiceClients
    used_assertions: UsedAssertions
    passkeys: Passkeys
    passkey_challenges: PasskeyChallenges
    challenges: Challenges
    known_payees: KnownPayees
    own_thresholds: OwnThresholds
    devices: Devices
    factor_resets: FactorResets
    sign_in_attempts: SignInAttempts
    sign_in_lanes: SignInLanes
    notices: Notices
    stored_notices: StoredNotices
    contacts: ProvedContacts
    address_codes: AddressCodes
    due_diligence: StoredDueDiligence
    organisation_data: StoredOrganisationData
    personal_traces: PersonalTraces
    password_hashes: PasswordHashes
    authenticators: Authenticators
    recovery_codes: RecoveryCodes
    accounts: CustomerAccounts
    holders: Holders
    idle_accounts: IdleAccounts
    obligations: Obligations
    limits: LimitBook
    entries: Entries
    positions: Positions
    closed_days: ClosedDays
    restatements: Restatements
    holds: Holds
    quotes: Quotes
    approvals: Approvals
    tally: ApprovalTally
    people: ApprovalPeople
    policies: PolicyBook
    books: Books
    data_keys: DataKeys
    posting: PostingUnit


class Backend(Protocol):
    """A bank's storage; at least four units can be open at once."""

    journal: Journal
    directory: AccountDirectory
    entry_directory: EntryDirectory
    hold_directory: HoldDirectory
    quote_directory: QuoteDirectory
    policy_directory: PolicyDirectory
    session_directory: SessionDirectory

    def unit(self, *, read_only: bool = False) -> AbstractAsyncContextManager[Unit]:
        """Open a unit that is rolled back on leaving unless it was committed."""


@dataclass(frozen=True)
class InMemoryBackend(Backend):
    store: Store
    journal: Journal
    directory: AccountDirectory
    entry_directory: EntryDirectory
    hold_directory: HoldDirectory
    quote_directory: QuoteDirectory
    policy_directory: PolicyDirectory
    session_directory: SessionDirectory

    @asynccontextmanager
    async def unit(self, *, read_only: bool = False) -> AsyncIterator[Unit]:
        async with unit_of_work(self.store, read_only=read_only) as work:
            yield Unit(
                work=work,
                records=InMemoryIdempotencyRecords(work),
                trail=InMemoryAuditTrail(work),
                outbox=InMemoryOutbox(work),
                customers=InMemoryCustomers(work),
                principals=InMemoryPrincipals(work),
                customer_users=InMemoryCustomerUsers(work),
                sessions=InMemorySessions(work),
                session_cutoff=InMemorySessionCutoff(work),
                refresh_tokens=InMemoryRefreshTokens(work),
                clients=InMemoryServiceClients(work),
                used_assertions=InMemoryUsedAssertions(work),
                passkeys=InMemoryPasskeys(work),
                passkey_challenges=InMemoryPasskeyChallenges(work),
                challenges=InMemoryChallenges(work),
                known_payees=InMemoryKnownPayees(work),
                own_thresholds=InMemoryOwnThresholds(work),
                devices=InMemoryDevices(work),
                factor_resets=InMemoryFactorResets(work),
                sign_in_attempts=InMemorySignInAttempts(work),
                sign_in_lanes=InMemorySignInLanes(work),
                notices=InMemoryNotices(work),
                stored_notices=InMemoryNotices(work),
                contacts=InMemoryProvedContacts(work),
                address_codes=InMemoryAddressCodes(work),
                due_diligence=InMemoryDueDiligence(work),
                organisation_data=InMemoryOrganisationData(work),
                personal_traces=InMemoryPersonalTraces(work),
                password_hashes=InMemoryPasswordHashes(work),
                authenticators=InMemoryAuthenticators(work),
                recovery_codes=InMemoryRecoveryCodes(work),
                accounts=InMemoryCustomerAccounts(work),
                holders=InMemoryHolders(work),
                idle_accounts=InMemoryIdleAccounts(work),
                obligations=InMemoryObligations(work),
                limits=InMemoryLimitBook(work),
                entries=InMemoryEntries(work),
                positions=InMemoryPositions(work),
                closed_days=InMemoryClosedDays(work),
                restatements=InMemoryRestatements(work),
                holds=InMemoryHolds(work),
                quotes=InMemoryQuotes(work),
                approvals=InMemoryApprovals(work),
                tally=InMemoryApprovalTally(work),
                people=InMemoryApprovalPeople(work),
                policies=InMemoryPolicyBook(work),
                books=InMemoryBooks(work),
                data_keys=InMemoryDataKeys(work),
                posting=InMemoryPostingUnit(work),
            )


@asynccontextmanager
async def in_memory(_folder: Path) -> AsyncIterator[Backend]:
    store = Store(CHART, CURRENCIES, BRANCHES, OPENED_AT)
    store.clock = SettableClock(NOW)
    yield InMemoryBackend(
        store,
        InMemoryJournal(store),
        InMemoryAccountDirectory(store),
        InMemoryEntryDirectory(store),
        InMemoryHoldDirectory(store),
        InMemoryQuoteDirectory(store),
        InMemoryPolicyDirectory(store),
        InMemorySessionDirectory(store),
    )


BACKENDS: Mapping[str, Callable[[Path], AbstractAsyncContextManager[Backend]]] = {
    "in_memory": in_memory,
}


def named(name: str) -> UUID:
    """Give an id that is the same in every run and not of the bank's making."""
    return uuid5(NAMESPACE_OID, name)


def event(name: str, *, at: datetime = NOW, **given: str) -> AuditEvent:
    texts: dict[str, str | None] = {"actor": "a" * 32, "action": "customer.create", "code": None}
    texts |= {"object_kind": None, "object_id": None, "before": None, "after": None, **given}
    return AuditEvent(
        id=named(name),
        at=at,
        actor_kind="token",
        session=None,
        outcome=Outcome.REFUSED if texts["code"] else Outcome.DONE,
        request_id="request-1",
        trace_id="0" * 31 + "1",
        actor=texts["actor"] or "",
        action=texts["action"] or "",
        code=texts["code"],
        object_kind=texts["object_kind"],
        object_id=texts["object_id"],
        before=texts["before"],
        after=texts["after"],
    )


async def customer(unit: Unit, *, full_name: str = "Ada Lovelace", at: datetime = NOW) -> Customer:
    """Add a customer to the unit."""
    added = Customer(
        row=await unit.customers.next_row(),
        created_at=at,
        kind=CustomerKind.PERSON,
        full_name=full_name,
        email="ada@example.com",
        phone="+44 20 7946 0000",
        branch="main",
        version=1,
    )
    await unit.customers.add(added)
    return added


async def account(
    unit: Unit,
    owner: Customer,
    *,
    number: str | None = None,
    external_reference: str | None = None,
    overdraft_minor: int = 0,
) -> CustomerAccount:
    """Add an account in euros to the unit."""
    row = await unit.accounts.next_row()
    added = CustomerAccount(
        row=row,
        opened_at=NOW,
        owner=owner.row,
        owner_id=owner.id,
        product="current",
        product_version=1,
        currency=EUR,
        branch=owner.branch,
        status=AccountStatus.OPEN,
        number=number or f"{row:010d}",
        name="Household",
        external_reference=external_reference,
        overdraft_minor=overdraft_minor,
        balance_minor=0,
        held_minor=0,
        version=1,
        active_on=NOW.date(),
    )
    await unit.accounts.add(added, "2100")
    return added


async def committed_account(
    backend: Backend, *, external_reference: str | None = None, overdraft_minor: int = 0
) -> CustomerAccount:
    """Open an account for a new customer."""
    async with backend.unit() as unit:
        owner = await customer(unit)
        opened = await account(
            unit, owner, external_reference=external_reference, overdraft_minor=overdraft_minor
        )
        await unit.work.commit()
    return opened


def ref(of: CustomerAccount) -> AccountRef:
    return AccountRef(of.row, milliseconds(of.opened_at))


def request(
    key: str,
    debit: AccountRef,
    credit: AccountRef,
    *,
    amount_minor: int = 1000,
    kind: EntryKind = EntryKind.DEPOSIT,
    key_is_id: bool = False,
    reference: str | None = None,
    value_date: date | None = None,
) -> PostingRequest:
    return PostingRequest(
        key=named(key),
        key_is_id=key_is_id,
        digest=named(f"digest of {key}").bytes,
        kind=kind,
        legs=(
            Leg(*debit, amount_minor, EUR.code),
            Leg(*credit, -amount_minor, EUR.code),
        ),
        value_date=value_date,
        reference=reference,
        may_backdate=True,
    )


async def enter(unit: PostingUnit, *wanted: PostingRequest, now: datetime = NOW) -> list[Recorded]:
    """Decide requests over what the unit loads, and record them under one audit event each."""
    rows = sorted({leg.account for each in wanted for leg in each.legs})
    loaded = await unit.load(Wanted([each.key for each in wanted], rows), now)
    recording = Recording()
    for day in loaded.head.advance(now, UTC):
        closed = event(f"close of {day.day}", at=now, action="business_day.close")
        recording.closings.append(Closing(day, closed.id))
        recording.events.append(closed)
    state = LedgerState(loaded.head, loaded.accounts, UTC)
    for each in wanted:
        entry = decision.post(each, state)
        recording.entries.append(Recorded(entry, each, named(f"event of {each.key}")))
        recording.events.append(event(f"event of {each.key}", action="deposit.post"))
    await unit.record(loaded.head, recording)
    return recording.entries


async def post(backend: Backend, *wanted: PostingRequest, now: datetime = NOW) -> list[Recorded]:
    """Post requests in a batch of their own."""
    async with backend.journal.begin() as unit:
        return await enter(unit, *wanted, now=now)


async def holders(backend: Backend, account: AccountRef) -> frozenset[str]:
    """Give the subjects who may act on an account."""
    return (await backend.directory.holding(account)).holders


async def till(backend: Backend) -> AccountRef:
    """Give the main till's cash position in euros."""
    found = await backend.directory.till("main", "EUR")
    assert found is not None
    return found
