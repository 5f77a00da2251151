"""What every store of resets of factors does."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from tests.contracts.backend import NOW, Backend, named
from tests.contracts.principals import committed_principal

from bank.application.identity.factors.factor_resets import FactorResetFilter
from bank.domain.factor_resets import WAIT, FactorReset, FactorResetState
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal, PrincipalKind


def reset(owner: Principal, name: str, **given: object) -> FactorReset:
    facts = {
        "id": named(name),
        "principal": owner.row,
        "owner": owner.subject,
        "requested_by": "teller",
        "requested_at": NOW,
        "due_at": NOW + WAIT,
        **given,
    }
    return FactorReset(**facts)  # type: ignore[arg-type]


async def test_a_reset_is_read_as_it_was_written(backend: Backend) -> None:
    ada = await committed_principal(backend, "ada")
    asked = reset(ada, "first")
    async with backend.unit() as unit:
        await unit.factor_resets.add(asked)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.factor_resets.find(asked.id, lock=True) == asked
        assert await unit.factor_resets.find(named("other")) is None
        waiting = asked.confirmed("manager", NOW)
        await unit.factor_resets.save(waiting)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert await unit.factor_resets.find(asked.id) == waiting


async def test_the_newest_comes_first(backend: Backend) -> None:
    ada = await committed_principal(backend, "ada")
    old, new = reset(ada, "old"), reset(ada, "new", requested_at=NOW + timedelta(hours=1))
    async with backend.unit() as unit:
        for each in (old, new):
            await unit.factor_resets.add(each)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        assert [each.id for each in await unit.factor_resets.of(ada.row)] == [new.id, old.id]
        assert not await unit.factor_resets.of(RowId(ada.row + 1_000_000))


async def test_only_what_waits_falls_due(backend: Backend) -> None:
    ada = await committed_principal(backend, "ada")
    requested = reset(ada, "requested", due_at=NOW)
    waiting = [reset(ada, name).confirmed("manager", NOW) for name in ("one", "two")]
    stopped = reset(ada, "stopped").confirmed("manager", NOW).stopped(NOW)
    async with backend.unit() as unit:
        for each in (requested, *waiting, stopped):
            await unit.factor_resets.add(replace(each, state=FactorResetState.REQUESTED))
            await unit.factor_resets.save(each)
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        due = unit.factor_resets.due
        assert not await due(NOW + WAIT - timedelta(microseconds=1), 10)
        assert set(await due(NOW + WAIT, 10)) == {each.id for each in waiting}
        assert len(await due(NOW + WAIT, 1)) == 1


async def test_what_is_looked_for_is_found_newest_first(backend: Backend) -> None:
    ada = await committed_principal(backend, "ada")
    joan = await committed_principal(backend, "joan", kind=PrincipalKind.STAFF)
    later = NOW + WAIT
    asked = reset(ada, "asked", due_at=later)
    waiting = reset(joan, "waiting").confirmed("manager", NOW)
    stopped = reset(ada, "stopped").stopped(NOW)
    everything = (asked, waiting, stopped)
    async with backend.unit() as unit:
        for each in everything:
            await unit.factor_resets.add(replace(each, state=FactorResetState.REQUESTED))
            await unit.factor_resets.save(each)
        await unit.work.commit()

    async with backend.unit(read_only=True) as unit:

        async def found(
            *kinds: PrincipalKind, before: UUID | None = None, limit: int = 10, **given: Any
        ) -> list[UUID]:
            wanted = {"at": NOW, "kinds": frozenset(kinds or PrincipalKind), **given}
            page = await unit.factor_resets.page(
                FactorResetFilter(**wanted), before=before, limit=limit
            )
            return [each.id for each in page]

        newest_first = sorted((each.id for each in everything), reverse=True)
        assert await found() == newest_first
        assert await found(limit=2) == newest_first[:2]
        assert await found(before=newest_first[0]) == newest_first[1:]
        assert await found(PrincipalKind.STAFF) == [waiting.id]
        assert await found(PrincipalKind.SERVICE) == []
        assert set(await found(owner=ada.subject)) == {asked.id, stopped.id}
        assert set(await found(is_open=True)) == {asked.id, waiting.id}
        assert await found(is_open=True, at=later) == [waiting.id]
        assert set(await found(is_open=False, at=later)) == {asked.id, stopped.id}
