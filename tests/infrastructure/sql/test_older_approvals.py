"""What was asked for before acts had several demands is decided as it was asked for."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import as_file, files
from pathlib import Path
from uuid import UUID

import psycopg
import pytest
from alembic import command
from sqlalchemy import Connection, Engine, text
from tests import postgresql

from bank.application.approvals.stored_approvals import ApprovalFilter
from bank.application.ports.data_key_ring import OpenDataKeys
from bank.bootstrap.database import Database
from bank.domain.approvals import (
    ApprovalDecision,
    ApprovalGivenAlready,
    ApprovalNotPending,
    ApprovalRequest,
    ApprovalState,
)
from bank.domain.audit import Actor
from bank.domain.demands import Demand
from bank.infrastructure.field_encryption.aes_gcm_field_cipher import AesGcmFieldCipher
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.keystore.local_key_service import LocalKeyService
from bank.infrastructure.sql.approvals import SqlApprovals
from bank.infrastructure.sql.migrating import configuration, migrate
from bank.infrastructure.sql.sealing import Vault
from bank.infrastructure.sql.unit_of_work import unit_of_work

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
WITH_A_SINGLE_DEMAND = "0018"
ANNA, BERT, CORA = "a" * 32, "b" * 32, "c" * 32
MAKER, HOLDER = "d" * 32, "e" * 32
FRESH, HALF, REJECTED, DONE, OF_HOLDERS = (UUID(int=number << 64) for number in range(1, 6))
TWO = Demand(roles=frozenset({"branch_manager", "compliance_officer"}), needed=2)
ONE_HOLDER = Demand(roles=frozenset({"customer"}))


@pytest.fixture
def database() -> Iterator[Database]:
    """Have approvals asked for and decided under the older schema, and bring it to the newest."""
    with postgresql.database(_unseeded) as made:
        engine = made.migration_engine()
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
            connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {made.application_role}"))
        with engine.connect() as connection:
            with as_file(files("bank.infrastructure.sql.migrations")) as folder:
                command.upgrade(configuration(connection, folder), WITH_A_SINGLE_DEMAND)
            connection.commit()
        with engine.begin() as connection:
            _fill(connection)
        migrate(engine, application_role=made.application_role)
        engine.dispose()
        yield made


def _unseeded(_engine: Engine) -> None:
    """Leave the database as the migrations made it."""


def _fill(connection: Connection) -> None:
    _ask(connection, FRESH)
    _ask(connection, HALF)
    _decide(connection, HALF, ANNA)
    _ask(connection, REJECTED, state="rejected")
    _decide(connection, REJECTED, ANNA)
    _decide(connection, REJECTED, BERT, approved=False)
    _ask(connection, DONE, state="done")
    _decide(connection, DONE, ANNA)
    _decide(connection, DONE, CORA)
    _ask(connection, OF_HOLDERS, roles=" customer ", holders=f" {HOLDER} ", needed=1)


def _ask(connection: Connection, request: UUID, **given: object) -> None:
    values = {
        "book": 1,
        "id": request,
        "action": "transfer.post",
        "maker": MAKER,
        "roles": " branch_manager compliance_officer ",
        "holders": None,
        "needed": 2,
        "created_at": NOW,
        "expires_at": NOW + timedelta(hours=1),
        "audit_event": request,
        "sealed_intent": b"sealed",
        "state": "pending",
        "version": 1,
    } | given
    _insert(connection, "approval_request", values)


def _decide(connection: Connection, request: UUID, checker: str, *, approved: bool = True) -> None:
    values = {
        "book": 1,
        "request": request,
        "checker": checker,
        "maker": MAKER,
        "approved": approved,
        "at": NOW,
        "audit_event": request,
    }
    _insert(connection, "approval_decision", values)


def _insert(connection: Connection, table: str, values: dict[str, object]) -> None:
    names, places = ", ".join(values), ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)  # noqa: S608


@asynccontextmanager
async def approvals_in(database: Database, folder: Path) -> AsyncIterator[SqlApprovals]:
    """Open the store in a unit that is committed."""
    keys = LocalKeyService.open_or_create(folder / "keys", NOW)
    vault = Vault(keys, AesGcmFieldCipher(), OpenDataKeys(), SettableClock(NOW))
    engine = database.engine()
    async with unit_of_work(engine, 1) as work:
        yield SqlApprovals(work, vault.within(work))
        await work.commit()
    await engine.dispose()


def _who(pseudonym: str, *roles: str) -> Actor:
    return Actor(kind="token", subject=pseudonym, pseudonym=pseudonym, roles=roles)


async def _approved(approvals: SqlApprovals, request: UUID, by: Actor) -> ApprovalRequest:
    """Approve as the bank does."""
    found = await approvals.find(request, lock=True)
    assert found is not None
    yes = ApprovalDecision(checker=by.pseudonym, approved=True, at=NOW, audit_event=UUID(int=9))
    decided = found.decided(yes, by)
    await approvals.save(decided, decided.decisions[-1])
    return decided


async def test_what_waited_needs_whom_it_needed_and_counts_who_had_approved(
    database: Database, tmp_path: Path
) -> None:
    anna, cora = _who(ANNA, "branch_manager"), _who(CORA, "compliance_officer")
    async with approvals_in(database, tmp_path) as approvals:
        for request, missing in ((FRESH, {TWO: 2}), (HALF, {TWO: 1})):
            found = await approvals.find(request)
            assert found is not None
            assert (found.demands, dict(found.missing)) == ((TWO,), missing)
        with pytest.raises(ApprovalGivenAlready):
            await _approved(approvals, HALF, anna)
        assert (await _approved(approvals, HALF, cora)).state is ApprovalState.APPROVED
        assert (await _approved(approvals, FRESH, cora)).state is ApprovalState.PENDING
        assert (await _approved(approvals, FRESH, anna)).state is ApprovalState.APPROVED
        holder = _who(HOLDER, "customer")
        assert (await _approved(approvals, OF_HOLDERS, holder)).state is ApprovalState.APPROVED
    async with approvals_in(database, tmp_path) as approvals:
        waiting = await approvals.approved(9)
        assert [each.id for each in waiting] == [FRESH, HALF, OF_HOLDERS]
        assert [each.missing for each in waiting] == [{}, {}, {}]


async def test_it_waits_for_those_who_could_decide_before(
    database: Database, tmp_path: Path
) -> None:
    async with approvals_in(database, tmp_path) as approvals:
        for who, found in (
            (_who(ANNA, "branch_manager"), [FRESH]),
            (_who(CORA, "compliance_officer"), [HALF, FRESH]),
            (_who(HOLDER, "customer"), [OF_HOLDERS]),
            (_who(BERT, "customer", "teller"), []),
        ):
            wanted = ApprovalFilter(at=NOW, to_decide_by=who)
            page = await approvals.page(wanted, before=None, limit=9)
            assert [each.id for each in page] == found


async def test_what_was_decided_stays_so(database: Database, tmp_path: Path) -> None:
    served = frozenset({TWO})
    async with approvals_in(database, tmp_path) as approvals:
        rejected, done = await approvals.find(REJECTED), await approvals.find(DONE)
        assert rejected is not None
        assert done is not None
        with pytest.raises(ApprovalNotPending):
            await _approved(approvals, REJECTED, _who(CORA, "branch_manager"))
    assert {each.checker: each.serves for each in rejected.decisions} == {
        ANNA: served,
        BERT: frozenset(),
    }
    assert {each.checker: each.serves for each in done.decisions} == dict.fromkeys(
        (ANNA, CORA), served
    )
    assert replace(done, decisions=(), id=REJECTED, state=rejected.state) == replace(
        rejected, decisions=(), audit_event=done.audit_event
    )


@pytest.mark.parametrize(
    ("request_", "demand", "checker", "refused"),
    [
        (HALF, 0, MAKER, "fk_approval_served_book_request_checker"),
        (HALF, 0, BERT, "fk_approval_served_book_request_checker"),
        (HALF, 1, ANNA, "fk_approval_served_book_request_demand"),
        (HALF, 0, ANNA, "pk_approval_served"),
    ],
)
def test_the_database_lets_nobody_serve_who_did_not_decide_or_what_is_not_demanded(
    database: Database, request_: UUID, demand: int, checker: str, refused: str
) -> None:
    with (
        psycopg.connect(database.url) as connection,
        pytest.raises(psycopg.IntegrityError, match=refused),
    ):
        connection.execute(
            "INSERT INTO approval_served (book, request, demand, checker) VALUES (1, %s, %s, %s)",
            (request_, demand, checker),
        )
