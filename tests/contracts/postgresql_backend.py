"""PostgreSQL under the contracts: the adapters as the bank assembles them, on a database each."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from psycopg import AsyncConnection
from sqlalchemy import Engine
from sqlalchemy.ext.asyncio import AsyncEngine
from tests import postgresql
from tests.contracts import backend as contracts

from bank.application.identity.notices.reached import Reached
from bank.application.ports.data_key_ring import OpenDataKeys
from bank.application.ports.keyed_digests import KeyedDigests
from bank.infrastructure.field_encryption.aes_gcm_field_cipher import AesGcmFieldCipher
from bank.infrastructure.field_encryption.hkdf_keyed_digests import HkdfKeyedDigests
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.in_memory.tracer import SilentTracer
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.infrastructure.sql.account_directory import SqlAccountDirectory
from bank.infrastructure.sql.account_holders import SqlHolders
from bank.infrastructure.sql.address_codes import SqlAddressCodes
from bank.infrastructure.sql.approval_people import SqlApprovalPeople
from bank.infrastructure.sql.approval_tally import SqlApprovalTally
from bank.infrastructure.sql.approvals import SqlApprovals
from bank.infrastructure.sql.audit_trail import SqlAuditTrail
from bank.infrastructure.sql.authenticators import SqlAuthenticators
from bank.infrastructure.sql.challenges import SqlChallenges, SqlKnownPayees, SqlOwnThresholds
from bank.infrastructure.sql.closed_days import SqlClosedDays
from bank.infrastructure.sql.customer_accounts import SqlCustomerAccounts
from bank.infrastructure.sql.customer_users import SqlCustomerUsers
from bank.infrastructure.sql.customers import SqlCustomers
from bank.infrastructure.sql.data_keys import SqlDataKeys
from bank.infrastructure.sql.devices import SqlDevices
from bank.infrastructure.sql.due_diligence import SqlDueDiligence, SqlOrganisationData
from bank.infrastructure.sql.entry_directory import SqlEntryDirectory
from bank.infrastructure.sql.factor_resets import SqlFactorResets
from bank.infrastructure.sql.first_appointment import SqlFirstAppointment
from bank.infrastructure.sql.holds import SqlHoldDirectory, SqlHolds
from bank.infrastructure.sql.idempotency import SqlIdempotencyRecords
from bank.infrastructure.sql.idle_accounts import SqlIdleAccounts
from bank.infrastructure.sql.limit_book import SqlLimitBook
from bank.infrastructure.sql.notices import SqlNotices
from bank.infrastructure.sql.obligations import SqlObligations
from bank.infrastructure.sql.outbox import SqlOutbox
from bank.infrastructure.sql.passkeys import SqlPasskeyChallenges, SqlPasskeys
from bank.infrastructure.sql.password_hashes import SqlPasswordHashes
from bank.infrastructure.sql.personal_traces import SqlPersonalTraces
from bank.infrastructure.sql.policies import SqlPolicyBook, SqlPolicyDirectory
from bank.infrastructure.sql.postgresql.books import PostgresqlBooks
from bank.infrastructure.sql.postgresql.entries import PostgresqlEntries
from bank.infrastructure.sql.postgresql.journal import PostgresqlJournal
from bank.infrastructure.sql.postgresql.occasions import RuleCache
from bank.infrastructure.sql.postgresql.positions import PostgresqlPositions
from bank.infrastructure.sql.postgresql.posting_unit import PostgresqlPostingUnit
from bank.infrastructure.sql.postgresql.reference_sealer import ReferenceSealer
from bank.infrastructure.sql.principals import SqlPrincipals
from bank.infrastructure.sql.proved_contacts import SqlProvedContacts
from bank.infrastructure.sql.quotes import SqlQuoteDirectory, SqlQuotes
from bank.infrastructure.sql.recovery_codes import SqlRecoveryCodes
from bank.infrastructure.sql.refresh_tokens import SqlRefreshTokens
from bank.infrastructure.sql.restatements import SqlRestatements
from bank.infrastructure.sql.sealing import MonthKeys, Vault
from bank.infrastructure.sql.seeding import seed
from bank.infrastructure.sql.service_clients import SqlServiceClients
from bank.infrastructure.sql.sessions import (
    SqlSessionCutoff,
    SqlSessionDirectory,
    SqlSessions,
)
from bank.infrastructure.sql.sign_in import SqlSignInAttempts, SqlSignInLanes
from bank.infrastructure.sql.token_endings import SqlTokenEndings
from bank.infrastructure.sql.unit_of_work import unit_of_work
from bank.infrastructure.sql.used_assertions import SqlUsedAssertions
from bank.infrastructure.system.ids import UuidIds
from bank.infrastructure.system.secrets_source import SystemSecretsSource

BOOK = 1


@dataclass(frozen=True, kw_only=True)
class PostgresqlBackend(contracts.Backend):
    engine: AsyncEngine
    vault: Vault
    digests: KeyedDigests
    sealer: ReferenceSealer
    rules: RuleCache

    @asynccontextmanager
    async def unit(self, *, read_only: bool = False) -> AsyncIterator[contracts.Unit]:
        async with unit_of_work(self.engine, BOOK, read_only=read_only) as work:
            raw = await work.connection.get_raw_connection()
            connection = cast("AsyncConnection[Any]", raw.driver_connection)
            sealing = self.vault.within(work)
            principals = SqlPrincipals(work, self.digests)
            customers = SqlCustomers(work, sealing, self.digests)
            reached = Reached(SqlProvedContacts(work, sealing), principals, customers)
            notices = SqlNotices(work, sealing, self.clock, reached)
            yield contracts.Unit(
                work=work,
                records=SqlIdempotencyRecords(work),
                trail=SqlAuditTrail(work),
                outbox=SqlOutbox(work),
                customers=customers,
                principals=principals,
                first_appointment=SqlFirstAppointment(work),
                customer_users=SqlCustomerUsers(work, SqlPrincipals(work, self.digests)),
                sessions=SqlSessions(work, sealing),
                session_cutoff=SqlSessionCutoff(work),
                token_endings=SqlTokenEndings(work),
                refresh_tokens=SqlRefreshTokens(work, SystemSecretsSource()),
                clients=SqlServiceClients(work, SqlPrincipals(work, self.digests)),
                used_assertions=SqlUsedAssertions(work),
                passkeys=SqlPasskeys(work, sealing),
                passkey_challenges=SqlPasskeyChallenges(work),
                factor_resets=SqlFactorResets(work),
                challenges=SqlChallenges(work, sealing),
                known_payees=SqlKnownPayees(work),
                own_thresholds=SqlOwnThresholds(work),
                devices=SqlDevices(work, sealing, UuidIds(), SystemSecretsSource()),
                sign_in_attempts=SqlSignInAttempts(work),
                sign_in_lanes=SqlSignInLanes(work),
                notices=notices,
                stored_notices=notices,
                contacts=SqlProvedContacts(work, sealing),
                address_codes=SqlAddressCodes(work, sealing, self.digests),
                due_diligence=SqlDueDiligence(work, sealing),
                organisation_data=SqlOrganisationData(work, sealing),
                personal_traces=SqlPersonalTraces(work, self.digests),
                password_hashes=SqlPasswordHashes(work),
                authenticators=SqlAuthenticators(work, sealing),
                recovery_codes=SqlRecoveryCodes(work),
                accounts=SqlCustomerAccounts(work, sealing, self.digests, self.clock),
                limits=SqlLimitBook(work),
                entries=PostgresqlEntries(work, sealing),
                positions=PostgresqlPositions(work),
                closed_days=SqlClosedDays(work),
                restatements=SqlRestatements(work),
                holders=SqlHolders(work),
                idle_accounts=SqlIdleAccounts(work),
                obligations=SqlObligations(work),
                holds=SqlHolds(work, sealing),
                quotes=SqlQuotes(work),
                approvals=SqlApprovals(work, sealing),
                tally=SqlApprovalTally(work),
                people=SqlApprovalPeople(work, principals, notices),
                policies=SqlPolicyBook(work),
                books=PostgresqlBooks(work),
                data_keys=SqlDataKeys(work),
                posting=PostgresqlPostingUnit(
                    connection, BOOK, self.sealer, self.rules, SilentTracer()
                ),
            )


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[contracts.Backend]:
    """Open a bank on a fresh database."""
    clock = SettableClock(contracts.NOW)
    keys = LocalKeyService.open_or_create(folder / "keys", contracts.OPENED_AT)
    digests = HkdfKeyedDigests.from_key_service(keys)
    vault = Vault(keys, AesGcmFieldCipher(), OpenDataKeys(), clock)
    with postgresql.database(_seed) as database:
        engine, lookups = database.engine(), database.lookup_engine()
        pool = database.posting_pool()
        sealer, rules = ReferenceSealer(MonthKeys(vault, lookups, BOOK)), RuleCache()
        async with pool:
            yield PostgresqlBackend(
                engine=engine,
                vault=vault,
                digests=digests,
                clock=clock,
                sealer=sealer,
                rules=rules,
                journal=PostgresqlJournal(pool, BOOK, sealer, rules, SilentTracer()),
                directory=SqlAccountDirectory(lookups, BOOK, digests),
                entry_directory=SqlEntryDirectory(lookups, BOOK),
                hold_directory=SqlHoldDirectory(lookups, BOOK),
                quote_directory=SqlQuoteDirectory(lookups, BOOK),
                policy_directory=SqlPolicyDirectory(lookups, BOOK),
                session_directory=SqlSessionDirectory(lookups, BOOK, digests),
            )
        await lookups.dispose()
        await engine.dispose()


def _seed(engine: Engine) -> None:
    seed(
        engine,
        book=BOOK,
        chart=contracts.CHART,
        branches=[(code, code.title()) for code in contracts.BRANCHES],
        currencies=[currency.code for currency in contracts.CURRENCIES],
        now=contracts.OPENED_AT,
    )
