"""What every outbox does."""

import asyncio

from tests.contracts.backend import NOW, Backend, named
from tests.contracts.waiting import ended, waits

from bank.application.ports.outbox import DomainEvent


def _event(name: str) -> DomainEvent:
    return DomainEvent(
        id=named(name),
        type="bank.customer.created.v1",
        at=NOW,
        subject=named("customer"),
        ordering_key=str(named("customer")),
        traceparent="00-" + "1" * 32 + "-" + "2" * 16 + "-01",
    )


async def _add(backend: Backend, *names: str) -> None:
    async with backend.unit() as unit:
        for name in names:
            await unit.outbox.add(_event(name))
        await unit.work.commit()


async def test_events_are_read_in_the_order_of_their_commits(backend: Backend) -> None:
    await _add(backend, "1", "2")
    await _add(backend, "3")
    async with backend.unit(read_only=True) as unit:
        first = await unit.outbox.after(0, 2)
        rest = await unit.outbox.after(first[-1][0], 50)
        assert await unit.outbox.after(rest[-1][0], 50) == []
    assert [event for _, event in [*first, *rest]] == [_event(name) for name in "123"]
    positions = [position for position, _ in [*first, *rest]]
    assert positions == sorted(set(positions))


async def test_several_are_added_at_once_in_their_order(backend: Backend) -> None:
    async with backend.unit() as unit:
        await unit.outbox.add(*map(_event, "123"))
        await unit.work.commit()
    await _add(backend, "4")
    async with backend.unit(read_only=True) as unit:
        found = await unit.outbox.after(0, 50)
    assert [event for _, event in found] == [_event(name) for name in "1234"]
    assert [position - found[0][0] for position, _ in found] == [0, 1, 2, 3]


async def test_nothing_is_ever_added_before_what_was_read(backend: Backend) -> None:
    """Scenario: a unit has added an event and not ended; another wants to add one.

    Outcome: it waits, so that whoever reads a position has seen all before it.
    """
    async with backend.unit() as slow:
        await slow.outbox.add(_event("slow"))
        quick = asyncio.create_task(_add(backend, "quick"))
        assert await waits(quick)
        async with backend.unit(read_only=True) as reader:
            assert await reader.outbox.after(0, 50) == []
        await slow.work.commit()
    await ended(quick)
    async with backend.unit(read_only=True) as reader:
        events = [event for _, event in await reader.outbox.after(0, 50)]
    assert events == [_event("slow"), _event("quick")]


async def test_a_unit_that_rolls_back_lets_the_next_add(backend: Backend) -> None:
    async with backend.unit() as unit:
        await unit.outbox.add(_event("lost"))
    await _add(backend, "kept")
    async with backend.unit(read_only=True) as unit:
        assert [event for _, event in await unit.outbox.after(0, 50)] == [_event("kept")]
