import asyncio

import pytest

from bank.application.ports.unit_of_work import TransientFault
from bank.infrastructure.in_memory.locks import Locks


async def test_a_lock_is_had_in_the_order_of_asking() -> None:
    locks, order = Locks(), []

    async def holder(name: str) -> None:
        await locks.acquire(name, "thing")
        await locks.acquire(name, "thing")
        order.append(name)
        await asyncio.sleep(0)
        locks.release(name)

    await asyncio.gather(*[holder(name) for name in "abc"])
    assert order == ["a", "b", "c"]


async def test_whoever_would_close_a_ring_is_refused_and_the_others_go_on() -> None:
    locks = Locks()
    await locks.acquire("a", 1)
    await locks.acquire("b", 2)
    waiting = asyncio.create_task(locks.acquire("a", 2))
    await asyncio.sleep(0)
    with pytest.raises(TransientFault):
        await locks.acquire("b", 1)
    locks.release("b")
    await waiting
    assert locks.taken("b", 2)
    assert not locks.taken("a", 2)


async def test_whoever_stops_waiting_leaves_the_lock_to_the_next() -> None:
    locks = Locks()
    await locks.acquire("a", 1)
    gone = asyncio.create_task(locks.acquire("b", 1))
    patient = asyncio.create_task(locks.acquire("c", 1))
    await asyncio.sleep(0)
    gone.cancel()
    with pytest.raises(asyncio.CancelledError):
        await gone
    locks.release("a")
    await patient
    assert locks.taken("b", 1)
