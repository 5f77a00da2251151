"""Which adapter in memory stands behind which port of a unit of work."""

from collections.abc import Callable, Mapping
from typing import Any

from bank.application.accounts.idle_accounts import IdleAccounts
from bank.application.accounts.obligations import Obligations
from bank.application.accounts.restatements import Restatements
from bank.application.approvals.approval_people import ApprovalPeople
from bank.application.approvals.approval_tally import ApprovalTally
from bank.application.approvals.stored_approvals import Approvals
from bank.application.exchange.stored_quotes import Quotes
from bank.application.holds.stored_holds import Holds
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
from bank.application.identity.notices.told_customers import ToldCustomers
from bank.application.identity.notices.told_watch import ToldWatch
from bank.application.identity.passwords.hashed_passwords import HashedPasswords
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.registration.personal_traces import PersonalTraces
from bank.application.identity.registration.stored_organisation_data import (
    StoredOrganisationData,
)
from bank.application.identity.sessions.refresh_tokens import RefreshTokens
from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.identity.sessions.session_desk import SessionDesk
from bank.application.identity.sessions.sessions import Sessions
from bank.application.identity.sessions.stored_session_desk import StoredSessionDesk
from bank.application.identity.sessions.token_endings import EndedTokens, TokenEndings
from bank.application.identity.sign_in.attempts import SignInAttempts
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.application.identity.staff.first_appointment import FirstAppointment
from bank.application.identity.tokens.client_assertions import UsedAssertions
from bank.application.identity.users.customer_users import CustomerUsers
from bank.application.ledger.books import Books
from bank.application.limits.limit_book import LimitBook
from bank.application.policies.policy_book import PolicyBook
from bank.application.ports.audit_trail import AuditTrail
from bank.application.ports.closed_days import ClosedDays
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers
from bank.application.ports.customers_told import CustomersTold
from bank.application.ports.data_keys import DataKeys
from bank.application.ports.due_diligence import StoredDueDiligence
from bank.application.ports.entries import Entries
from bank.application.ports.holders import Holders
from bank.application.ports.idempotency import IdempotencyRecords
from bank.application.ports.issuing_moments import IssuingMoments
from bank.application.ports.outbox import Outbox
from bank.application.ports.positions import Positions
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.ports.watch_told import WatchTold
from bank.application.posting.journal import PostingUnit
from bank.infrastructure.in_memory.account_life import (
    InMemoryHolders,
    InMemoryIdleAccounts,
    InMemoryObligations,
)
from bank.infrastructure.in_memory.accounts import (
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
from bank.infrastructure.in_memory.factor_resets import InMemoryFactorResets
from bank.infrastructure.in_memory.holds import InMemoryHolds
from bank.infrastructure.in_memory.journal import InMemoryPostingUnit
from bank.infrastructure.in_memory.limit_book import InMemoryLimitBook
from bank.infrastructure.in_memory.notices import InMemoryNotices, InMemoryProvedContacts
from bank.infrastructure.in_memory.passkeys import InMemoryPasskeyChallenges, InMemoryPasskeys
from bank.infrastructure.in_memory.personal_traces import InMemoryPersonalTraces
from bank.infrastructure.in_memory.policies import InMemoryPolicyBook
from bank.infrastructure.in_memory.positions import (
    InMemoryClosedDays,
    InMemoryPositions,
    InMemoryRestatements,
)
from bank.infrastructure.in_memory.principals import (
    InMemoryFirstAppointment,
    InMemoryPrincipals,
)
from bank.infrastructure.in_memory.quotes import InMemoryQuotes
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
    InMemorySessions,
    InMemoryTokenEndings,
)
from bank.infrastructure.in_memory.sign_in import InMemorySignInAttempts, InMemorySignInLanes
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork

OF_A_UNIT: Mapping[type[Any], Callable[[InMemoryUnitOfWork], Any]] = {
    UnitOfWork: lambda unit: unit,
    IdempotencyRecords: InMemoryIdempotencyRecords,
    AuditTrail: InMemoryAuditTrail,
    Outbox: InMemoryOutbox,
    Customers: InMemoryCustomers,
    Principals: InMemoryPrincipals,
    FirstAppointment: InMemoryFirstAppointment,
    CustomerUsers: InMemoryCustomerUsers,
    Sessions: InMemorySessions,
    SessionCutoff: InMemorySessionCutoff,
    TokenEndings: InMemoryTokenEndings,
    RefreshTokens: InMemoryRefreshTokens,
    ServiceClients: InMemoryServiceClients,
    UsedAssertions: InMemoryUsedAssertions,
    Passkeys: InMemoryPasskeys,
    PasskeyChallenges: InMemoryPasskeyChallenges,
    Challenges: InMemoryChallenges,
    KnownPayees: InMemoryKnownPayees,
    OwnThresholds: InMemoryOwnThresholds,
    Devices: InMemoryDevices,
    SignInAttempts: InMemorySignInAttempts,
    SignInLanes: InMemorySignInLanes,
    Notices: InMemoryNotices,
    StoredNotices: InMemoryNotices,
    ProvedContacts: InMemoryProvedContacts,
    AddressCodes: InMemoryAddressCodes,
    StoredDueDiligence: InMemoryDueDiligence,
    StoredOrganisationData: InMemoryOrganisationData,
    PersonalTraces: InMemoryPersonalTraces,
    PasswordHashes: InMemoryPasswordHashes,
    Authenticators: InMemoryAuthenticators,
    RecoveryCodes: InMemoryRecoveryCodes,
    CustomerAccounts: InMemoryCustomerAccounts,
    Holders: InMemoryHolders,
    IdleAccounts: InMemoryIdleAccounts,
    Obligations: InMemoryObligations,
    Entries: InMemoryEntries,
    Positions: InMemoryPositions,
    ClosedDays: InMemoryClosedDays,
    Restatements: InMemoryRestatements,
    Holds: InMemoryHolds,
    LimitBook: InMemoryLimitBook,
    Quotes: InMemoryQuotes,
    Approvals: InMemoryApprovals,
    ApprovalTally: InMemoryApprovalTally,
    ApprovalPeople: InMemoryApprovalPeople,
    PolicyBook: InMemoryPolicyBook,
    Books: InMemoryBooks,
    FactorResets: InMemoryFactorResets,
    DataKeys: InMemoryDataKeys,
    PostingUnit: InMemoryPostingUnit,
}
"""The adapters of each port that lives in a unit of work."""

BEHIND: Mapping[type[Any], type[Any]] = {
    Passwords: HashedPasswords,
    SessionDesk: StoredSessionDesk,
    IssuingMoments: EndedTokens,
    CustomersTold: ToldCustomers,
    WatchTold: ToldWatch,
}
"""What of the application itself stands behind a port, over the stores of a unit."""
