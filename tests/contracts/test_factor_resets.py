"""What every store of resets of factors does."""

from dataclasses import replace
from datetime import timedelta

from tests.contracts.backend import NOW, Backend, named
from tests.contracts.principals import committed_principal

from bank.domain.factor_resets import WAIT, FactorReset, FactorResetState
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal


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
