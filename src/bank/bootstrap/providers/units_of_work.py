"""One database transaction, the stores that work in it, and the use cases."""

from collections.abc import AsyncIterable

from dishka import Provider, Scope, alias, from_context, provide
from sqlalchemy.ext.asyncio import AsyncEngine

from bank.application.accounts.idle_accounts import IdleAccounts
from bank.application.accounts.obligations import Obligations
from bank.application.accounts.restatements import Restatements
from bank.application.exchange.stored_quotes import Quotes
from bank.application.holds.stored_holds import Holds
from bank.application.identity.codes.address_codes import AddressCodes
from bank.application.identity.codes.code_desk import CodeDesk
from bank.application.identity.codes.contact_codes import ContactCodes
from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.devices.devices import Devices
from bank.application.identity.factors.authenticators import Authenticators
from bank.application.identity.factors.enrolled_factors import EnrolledFactors
from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.factor_resets import FactorResets
from bank.application.identity.factors.own_factors import OwnFactors
from bank.application.identity.factors.passkey_desk import PasskeyDesk
from bank.application.identity.factors.passkey_factor import PasskeyFactor
from bank.application.identity.factors.passkeys import PasskeyChallenges, Passkeys
from bank.application.identity.factors.recovery_codes import RecoveryCodes
from bank.application.identity.factors.recovery_factor import RecoveryFactor
from bank.application.identity.factors.totp_factor import TotpFactor
from bank.application.identity.notices.notices import Notices
from bank.application.identity.notices.reached import Reached
from bank.application.identity.notices.stored_notices import StoredNotices
from bank.application.identity.notices.told_customers import ToldCustomers
from bank.application.identity.notices.told_watch import ToldWatch
from bank.application.identity.passwords.hashed_passwords import HashedPasswords
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.recovery.confirmers import Confirmers
from bank.application.identity.recovery.known_resets import KnownResets
from bank.application.identity.recovery.reset_proof import ResetProof
from bank.application.identity.registration.give_due_diligence import Themselves
from bank.application.identity.registration.invitations import Invitations
from bank.application.identity.registration.known_people import KnownPeople
from bank.application.identity.registration.leave import Leaver
from bank.application.identity.registration.personal_traces import PersonalTraces
from bank.application.identity.registration.stored_organisation_data import (
    StoredOrganisationData,
)
from bank.application.identity.registration.taking_in import TakingIn
from bank.application.identity.registration.ways_in import WaysIn
from bank.application.identity.sessions.carried_sessions import CarriedSessions
from bank.application.identity.sign_in.admission import Admission
from bank.application.identity.sign_in.attempts import SignInAttempts
from bank.application.identity.sign_in.guard import SignInGuard
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.application.identity.sign_in.prove_again import SessionProofs
from bank.application.identity.sign_in.second_step import SecondStep
from bank.application.identity.staff.first_appointment import FirstAppointment
from bank.application.identity.staff.staff_book import StaffBook
from bank.application.identity.users.customer_users import CustomerUsers
from bank.application.identity.users.known_users import KnownUsers
from bank.application.ledger.books import Books
from bank.application.limits.limit_book import LimitBook
from bank.application.pipeline.declaration import UseCaseKind, declared_use_cases
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
from bank.application.ports.outbox import Outbox
from bank.application.ports.positions import Positions
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.ports.watch_told import WatchTold
from bank.bootstrap.providers.names import Book
from bank.infrastructure.sql.account_holders import SqlHolders
from bank.infrastructure.sql.address_codes import SqlAddressCodes
from bank.infrastructure.sql.audit_trail import SqlAuditTrail
from bank.infrastructure.sql.authenticators import SqlAuthenticators
from bank.infrastructure.sql.closed_days import SqlClosedDays
from bank.infrastructure.sql.customer_accounts import SqlCustomerAccounts
from bank.infrastructure.sql.customer_users import SqlCustomerUsers
from bank.infrastructure.sql.customers import SqlCustomers
from bank.infrastructure.sql.data_keys import SqlDataKeys
from bank.infrastructure.sql.devices import SqlDevices
from bank.infrastructure.sql.due_diligence import SqlDueDiligence, SqlOrganisationData
from bank.infrastructure.sql.factor_resets import SqlFactorResets
from bank.infrastructure.sql.first_appointment import SqlFirstAppointment
from bank.infrastructure.sql.holds import SqlHolds
from bank.infrastructure.sql.idempotency import SqlIdempotencyRecords
from bank.infrastructure.sql.idle_accounts import SqlIdleAccounts
from bank.infrastructure.sql.limit_book import SqlLimitBook
from bank.infrastructure.sql.notices import SqlNotices
from bank.infrastructure.sql.obligations import SqlObligations
from bank.infrastructure.sql.outbox import SqlOutbox
from bank.infrastructure.sql.passkeys import SqlPasskeyChallenges, SqlPasskeys
from bank.infrastructure.sql.password_hashes import SqlPasswordHashes
from bank.infrastructure.sql.personal_traces import SqlPersonalTraces
from bank.infrastructure.sql.policies import SqlPolicyBook
from bank.infrastructure.sql.postgresql.books import PostgresqlBooks
from bank.infrastructure.sql.postgresql.entries import PostgresqlEntries
from bank.infrastructure.sql.postgresql.positions import PostgresqlPositions
from bank.infrastructure.sql.principals import SqlPrincipals
from bank.infrastructure.sql.proved_contacts import SqlProvedContacts
from bank.infrastructure.sql.quotes import SqlQuotes
from bank.infrastructure.sql.recovery_codes import SqlRecoveryCodes
from bank.infrastructure.sql.restatements import SqlRestatements
from bank.infrastructure.sql.sealing import Sealing, Vault
from bank.infrastructure.sql.sign_in import SqlSignInAttempts, SqlSignInLanes
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork, unit_of_work


class UnitsOfWork(Provider):
    """One database transaction, and the stores that work in it."""

    scope = Scope.REQUEST
    kind = from_context(UseCaseKind, scope=Scope.REQUEST)
    customers = provide(SqlCustomers, provides=Customers)
    principals = provide(SqlPrincipals, provides=Principals)
    customer_users = provide(SqlCustomerUsers, provides=CustomerUsers)
    known_users = provide(KnownUsers)
    known_resets = provide(KnownResets)
    confirmers = provide(Confirmers)
    passkeys = provide(SqlPasskeys, provides=Passkeys)
    passkey_challenges = provide(SqlPasskeyChallenges, provides=PasskeyChallenges)
    passkey_desk = provide(PasskeyDesk)
    passkey_factor = provide(PasskeyFactor)
    devices = provide(SqlDevices, provides=Devices)
    sign_in_attempts = provide(SqlSignInAttempts, provides=SignInAttempts)
    sign_in_lanes = provide(SqlSignInLanes, provides=SignInLanes)
    sign_in_guard = provide(SignInGuard)
    second_step = provide(SecondStep)
    session_proofs = provide(SessionProofs)
    admission = provide(Admission)
    carried_sessions = provide(CarriedSessions)
    reached = provide(Reached)
    notices = provide(SqlNotices, provides=Notices)
    stored_notices = provide(SqlNotices, provides=StoredNotices)
    contacts = provide(SqlProvedContacts, provides=ProvedContacts)
    customers_told = provide(ToldCustomers, provides=CustomersTold)
    watch_told = provide(ToldWatch, provides=WatchTold)
    address_codes = provide(SqlAddressCodes, provides=AddressCodes)
    code_desk = provide(CodeDesk)
    contact_codes = provide(ContactCodes)
    taking_in = provide(TakingIn)
    ways_in = provide(WaysIn)
    invitations = provide(Invitations)
    reset_proof = provide(ResetProof)
    themselves = provide(Themselves)
    known_people = provide(KnownPeople)
    leaver = provide(Leaver)
    due_diligence = provide(SqlDueDiligence, provides=StoredDueDiligence)
    organisation_data = provide(SqlOrganisationData, provides=StoredOrganisationData)
    personal_traces = provide(SqlPersonalTraces, provides=PersonalTraces)
    password_hashes = provide(SqlPasswordHashes, provides=PasswordHashes)
    passwords = provide(HashedPasswords, provides=Passwords)
    authenticators = provide(SqlAuthenticators, provides=Authenticators)
    recovery_codes = provide(SqlRecoveryCodes, provides=RecoveryCodes)
    every_factor = provide(EveryFactor)
    totp_factor = provide(TotpFactor)
    recovery_factor = provide(RecoveryFactor)
    own_factors = provide(OwnFactors)
    enrolled_factors = provide(EnrolledFactors)
    accounts = provide(SqlCustomerAccounts, provides=CustomerAccounts)
    holders = provide(SqlHolders, provides=Holders)
    idle_accounts = provide(SqlIdleAccounts, provides=IdleAccounts)
    obligations = provide(SqlObligations, provides=Obligations)
    entries = provide(PostgresqlEntries, provides=Entries)
    positions = provide(PostgresqlPositions, provides=Positions)
    closed_days = provide(SqlClosedDays, provides=ClosedDays)
    restatements = provide(SqlRestatements, provides=Restatements)
    holds = provide(SqlHolds, provides=Holds)
    quotes = provide(SqlQuotes, provides=Quotes)
    factor_resets = provide(SqlFactorResets, provides=FactorResets)
    staff_book = provide(StaffBook)
    first_appointment = provide(SqlFirstAppointment, provides=FirstAppointment)
    policies = provide(SqlPolicyBook, provides=PolicyBook)
    books = provide(PostgresqlBooks, provides=Books)
    limits = provide(SqlLimitBook, provides=LimitBook)
    data_keys = provide(SqlDataKeys, provides=DataKeys)
    trail = provide(SqlAuditTrail, provides=AuditTrail)
    outbox = provide(SqlOutbox, provides=Outbox)
    records = provide(SqlIdempotencyRecords, provides=IdempotencyRecords)
    port = alias(source=SqlUnitOfWork, provides=UnitOfWork)

    @provide
    async def unit(
        self, engine: AsyncEngine, book: Book, kind: UseCaseKind
    ) -> AsyncIterable[SqlUnitOfWork]:
        """Begin the unit; what was not committed is rolled back at its end."""
        async with unit_of_work(engine, book, read_only=kind is UseCaseKind.QUERY) as unit:
            yield unit

    @provide
    def sealing(self, vault: Vault, unit: SqlUnitOfWork) -> Sealing:
        """Give the unit's sealing, which all of its stores share."""
        return vault.within(unit)


def use_cases() -> Provider:
    """Provide every declared use case: postings once, all others in each unit of work."""
    provider = Provider()
    for declared in declared_use_cases().values():
        posting = declared.__use_case__.kind is UseCaseKind.POSTING
        provider.provide(declared, scope=Scope.APP if posting else Scope.REQUEST)
    return provider
