"""What a backend must offer to be put under the contracts, and what its bank begins with.

A new backend joins by a line in ``ALL`` of ``conftest.py``: a function that takes an empty folder
and opens a bank seeded with ``CHART``, ``CURRENCIES`` and ``BRANCHES`` at ``OPENED_AT``, which no
other test shares.
"""

from abc import ABC, abstractmethod
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

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
from bank.application.identity.factors.factor_resets import FactorResets
from bank.application.identity.factors.passkeys import PasskeyChallenges, Passkeys
from bank.application.identity.factors.recovery_codes import RecoveryCodes
from bank.application.identity.notices.notices import Notices
from bank.application.identity.notices.stored_notices import StoredNotices
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.principals import Principals
from bank.application.identity.registration.personal_traces import PersonalTraces
from bank.application.identity.registration.stored_organisation_data import (
    StoredOrganisationData,
)
from bank.application.identity.sessions.refresh_tokens import RefreshTokens
from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.identity.sessions.sessions import SessionDirectory, Sessions
from bank.application.identity.sessions.token_endings import TokenEndings
from bank.application.identity.sign_in.attempts import SignInAttempts
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.application.identity.staff.first_appointment import FirstAppointment
from bank.application.identity.tokens.client_assertions import UsedAssertions
from bank.application.identity.users.customer_users import CustomerUsers
from bank.application.ledger.books import Books
from bank.application.limits.limit_book import LimitBook
from bank.application.policies.policy_book import PolicyBook, PolicyDirectory
from bank.application.ports.account_directory import AccountDirectory
from bank.application.ports.audit_trail import AuditTrail
from bank.application.ports.closed_days import ClosedDays
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers
from bank.application.ports.data_keys import DataKeys
from bank.application.ports.due_diligence import StoredDueDiligence
from bank.application.ports.entries import Entries
from bank.application.ports.holders import Holders
from bank.application.ports.idempotency import IdempotencyRecords
from bank.application.ports.outbox import Outbox
from bank.application.ports.positions import Positions
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.posting.journal import (
    Journal,
    PostingUnit,
)
from bank.domain.chart_of_accounts import ChartLine, ChartOfAccounts
from bank.domain.ledger.accounts import AccountKind
from bank.domain.money import CURRENCIES as ALL_CURRENCIES
from bank.infrastructure.in_memory.time_and_ids import SettableClock

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


def named(name: str) -> UUID:
    """Give an id that is the same in every run and not of the bank's making."""
    return uuid5(NAMESPACE_OID, name)


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One unit of work with its repositories."""

    work: UnitOfWork
    records: IdempotencyRecords
    trail: AuditTrail
    outbox: Outbox
    customers: Customers
    principals: Principals
    first_appointment: FirstAppointment
    customer_users: CustomerUsers
    sessions: Sessions
    session_cutoff: SessionCutoff
    token_endings: TokenEndings
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


@dataclass(frozen=True, kw_only=True)
class Backend(ABC):
    """A bank's storage; at least four units can be open at once."""

    journal: Journal
    directory: AccountDirectory
    entry_directory: EntryDirectory
    hold_directory: HoldDirectory
    quote_directory: QuoteDirectory
    policy_directory: PolicyDirectory
    session_directory: SessionDirectory
    clock: SettableClock

    @abstractmethod
    def unit(self, *, read_only: bool = False) -> AbstractAsyncContextManager[Unit]:
        """Open a unit that is rolled back on leaving unless it was committed."""
