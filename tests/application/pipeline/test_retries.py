"""Lost races are repeated, whole and bounded; nothing is done twice."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar, cast

import pytest
from tests.application.scene import Desk, a_bank

from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.pipeline import ATTEMPTS
from bank.application.pipeline.scopes import Scope, Scopes
from bank.application.ports.unit_of_work import (
    CommitInDoubt,
    DatabaseUnavailable,
    OutcomeUnknown,
    TransientFault,
    UnitOfWork,
)
from bank.domain.parties import BranchNotFound, CustomerKind

Wanted = TypeVar("Wanted")
ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada Lovelace", email="ada@example.com")


class FailingCommits(Scopes):
    """Lets the first commits fail: before anything is durable, or after all of it is."""

    def __init__(
        self,
        scopes: Scopes,
        failures: int,
        *,
        after: bool = False,
        fault: type[TransientFault] = TransientFault,
    ) -> None:
        self._scopes = scopes
        self._failures = failures
        self._after = after
        self._fault = fault
        self.commits = 0

    @asynccontextmanager
    async def open(self, kind: UseCaseKind) -> AsyncIterator[Scope]:
        async with self._scopes.open(kind) as scope:
            yield _FailingScope(scope, self)

    async def commit(self, unit: UnitOfWork) -> None:
        self.commits += 1
        fails = self.commits <= self._failures
        if not fails or self._after:
            await unit.commit()
        if fails:
            raise self._fault


class _FailingScope(Scope):
    def __init__(self, scope: Scope, failing: FailingCommits) -> None:
        self._scope = scope
        self._failing = failing

    async def get(self, wanted: type[Wanted]) -> Wanted:
        found = await self._scope.get(wanted)
        if wanted is UnitOfWork:
            return cast("Wanted", _FailingUnit(cast("UnitOfWork", found), self._failing))
        return found


class _FailingUnit(UnitOfWork):
    def __init__(self, unit: UnitOfWork, failing: FailingCommits) -> None:
        self._unit = unit
        self._failing = failing

    async def commit(self) -> None:
        await self._failing.commit(self._unit)


def _failing(
    failures: int, *, after: bool = False, fault: type[TransientFault] = TransientFault
) -> tuple[Desk, Callable[[], int]]:
    seams: list[FailingCommits] = []

    def scopes(inner: Scopes) -> Scopes:
        seams.append(FailingCommits(inner, failures, after=after, fault=fault))
        return seams[0]

    bank = a_bank(scopes=scopes)
    return Desk(bank), lambda: seams[0].commits


@pytest.mark.parametrize("failures", [1, ATTEMPTS - 1])
async def test_a_lost_race_is_repeated_and_done_once(failures: int) -> None:
    desk, commits = _failing(failures)
    done = await desk.ask(CreateCustomer, ADA)
    assert (commits(), done.replayed) == (failures + 1, False)
    tables = desk.bank.store.committed
    assert (len(tables.customers), len(tables.audit_events), len(tables.outbox)) == (1, 1, 1)


async def test_attempts_are_bounded_and_then_the_database_is_unavailable() -> None:
    desk, commits = _failing(1000)
    with pytest.raises(DatabaseUnavailable) as caught:
        await desk.ask(CreateCustomer, ADA)
    assert commits() == ATTEMPTS
    assert isinstance(caught.value.__cause__, TransientFault)
    tables = desk.bank.store.committed
    assert not [*tables.customers, *tables.audit_events, *tables.records]


async def test_who_may_have_been_served_is_not_told_that_nothing_was_kept() -> None:
    """Scenario: the connection is lost in each commit, and nothing is found in between.

    Outcome: the outcome is unknown, so that the same key is sent again.
    """
    desk, commits = _failing(1000, fault=CommitInDoubt)
    with pytest.raises(OutcomeUnknown):
        await desk.ask(CreateCustomer, ADA)
    assert commits() == ATTEMPTS


async def test_a_commit_whose_answer_was_lost_is_found_again_by_its_key() -> None:
    desk, commits = _failing(1, after=True)
    done = await desk.ask(CreateCustomer, ADA)
    assert (commits(), done.replayed) == (1, False)
    assert list(desk.bank.store.committed.customers.values()) == [done.result]


async def test_a_refusal_is_not_repeated() -> None:
    desk, commits = _failing(0)
    command = NewCustomer(kind=CustomerKind.PERSON, full_name="A", email="a", branch="moon")
    with pytest.raises(BranchNotFound):
        await desk.ask(CreateCustomer, command)
    assert commits() == 0
