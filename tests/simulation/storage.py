"""Stands between the bank and its store, lets commits fail, and has the referee look at each."""

from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar, cast
from uuid import UUID

from tests.simulation.weather import Fate, Weather

from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.scopes import Scope, Scopes
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault, UnitOfWork
from bank.application.posting.journal import (
    CommitUnknown,
    Journal,
    Loaded,
    PostingUnit,
    Recording,
    Wanted,
)
from bank.application.posting.known import Known
from bank.domain.ledger.days import LedgerHead

Found = TypeVar("Found")
OF_UNITS = (Fate.REFUSED, Fate.GONE, Fate.LOST_AFTER)
"""A unit of the pipeline is repeated whole: whether it was undone, it looks up."""


class Line:
    """A server's connection to the store."""

    def __init__(
        self,
        weather: Weather,
        committed: Callable[[datetime | None], None],
        kill: Callable[[], object],
    ) -> None:
        self.weather = weather
        self.committed = committed
        self.kill = kill

    def journal(self, journal: Journal) -> Journal:
        """Stand before a journal."""
        return _Journal(journal, self)

    def scopes(self, scopes: Scopes) -> Scopes:
        """Stand before the units of the pipeline."""
        return _Scopes(scopes, self)


class _Journal(Journal):
    def __init__(self, journal: Journal, line: Line) -> None:
        self._journal = journal
        self._line = line

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[PostingUnit]:
        weather = self._line.weather
        await weather.reach()
        fate = weather.fate()
        async with self._journal.begin() as unit:
            watched = _PostingUnit(unit, weather)
            yield watched
            weather.strike(self._line.kill)
            await weather.pass_time(0.01)
            if fate is Fate.LOST_BEFORE:
                raise CommitUnknown
            if fate is Fate.GONE:
                raise DatabaseUnavailable
            if fate is Fate.REFUSED:
                raise TransientFault
        if watched.recorded_at is not None:
            self._line.committed(watched.recorded_at)
        weather.strike(self._line.kill)
        await weather.pass_time(0.005)
        if fate is Fate.LOST_AFTER:
            if weather.likely(0.3):
                weather.break_down()
            raise CommitUnknown


class _PostingUnit(PostingUnit):
    """``recorded_at`` is the moment at which the batch was decided, if anything came of it."""

    def __init__(self, unit: PostingUnit, weather: Weather) -> None:
        self._unit = unit
        self._weather = weather
        self._now: datetime | None = None
        self.recorded_at: datetime | None = None

    async def load(self, wanted: Wanted, now: datetime) -> Loaded:
        self._now = now
        loaded = await self._unit.load(wanted, now)
        await self._weather.pass_time(0.005)
        return loaded

    async def entries_under(self, keys: Collection[UUID]) -> dict[UUID, Known]:
        return await self._unit.entries_under(keys)

    async def record(self, head: LedgerHead, recording: Recording) -> None:
        await self._unit.record(head, recording)
        self.recorded_at = self._now


class _Scopes(Scopes):
    def __init__(self, scopes: Scopes, line: Line) -> None:
        self._scopes = scopes
        self._line = line

    @asynccontextmanager
    async def open(self, kind: UseCaseKind) -> AsyncIterator[Scope]:
        if kind is not UseCaseKind.POSTING:
            await self._line.weather.reach()
        async with self._scopes.open(kind) as scope:
            yield _Scope(scope, self._line)


class _Scope(Scope):
    def __init__(self, scope: Scope, line: Line) -> None:
        self._scope = scope
        self._line = line

    async def get(self, wanted: type[Found]) -> Found:
        found = await self._scope.get(wanted)
        if wanted is UnitOfWork:
            return cast("Found", _Unit(cast("UnitOfWork", found), self._line))
        return found


class _Unit(UnitOfWork):
    def __init__(self, unit: UnitOfWork, line: Line) -> None:
        self._unit = unit
        self._line = line

    async def commit(self) -> None:
        weather = self._line.weather
        fate = weather.fate(OF_UNITS)
        weather.strike(self._line.kill)
        await weather.pass_time(0.01)
        if fate is Fate.GONE:
            raise DatabaseUnavailable
        if fate is Fate.REFUSED:
            raise TransientFault
        await self._unit.commit()
        self._line.committed(None)
        weather.strike(self._line.kill)
        await weather.pass_time(0.005)
        if fate is Fate.LOST_AFTER:
            raise TransientFault
