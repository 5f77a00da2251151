"""What every unit of work does, whatever is in it."""

from datetime import timedelta

import pytest
from tests.contracts.accounts import account, customer, ref, till
from tests.contracts.backend import NOW, Backend, Unit, named
from tests.contracts.postings import enter, event, request

from bank.application.ports.audit_trail import AuditFilter
from bank.application.ports.idempotency import IdempotencyRecord
from bank.application.ports.outbox import DomainEvent
from bank.domain.audit import Outcome


async def _everything(backend: Backend, unit: Unit) -> None:
    owner = await customer(unit)
    opened = await account(unit, owner, external_reference="shop-1")
    await unit.records.claim(
        IdempotencyRecord(
            key=named("key"),
            digest=b"d" * 16,
            outcome=Outcome.DONE,
            created_at=NOW,
            audit_event=named("event"),
        )
    )
    await unit.data_keys.add(purpose="test", owner="somebody", wrapped=b"wrapped", created_at=NOW)
    await unit.trail.append(event("event"))
    await enter(unit.posting, request("entry", await till(backend), ref(opened)))
    await unit.outbox.add(
        DomainEvent(
            id=named("told"),
            type="bank.customer.created.v1",
            at=NOW,
            subject=owner.id,
            ordering_key=str(owner.id),
            traceparent=None,
        )
    )


async def _found(backend: Backend) -> dict[str, bool]:
    async with backend.unit(read_only=True) as unit:
        search = unit.customers.search
        lines = await unit.books.trial_balance()
        return {
            "customer": bool(
                await search(full_name="Ada Lovelace", email=None, phone=None, limit=9)
            ),
            "account": (await backend.directory.resolve(["shop-1"])) != [None],
            "record": await unit.records.find(named("key")) is not None,
            "data key": await unit.data_keys.find("test", "somebody") is not None,
            "event": bool(await unit.trail.page(AuditFilter(), after=None, limit=1)),
            "outbox": bool(await unit.outbox.after(0, 1)),
            "balances": any(line.balance_minor for line in lines),
        }


async def test_a_unit_that_is_not_committed_leaves_nothing(backend: Backend) -> None:
    async with backend.unit() as unit:
        await _everything(backend, unit)
    assert set((await _found(backend)).values()) == {False}


async def test_a_unit_left_by_an_exception_leaves_nothing(backend: Backend) -> None:
    async def failing() -> None:
        async with backend.unit() as unit:
            await _everything(backend, unit)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert set((await _found(backend)).values()) == {False}


async def test_nobody_sees_a_unit_before_its_commit_and_everybody_all_of_it_after(
    backend: Backend,
) -> None:
    async with backend.unit() as unit:
        await _everything(backend, unit)
        assert set((await _found(backend)).values()) == {False}
        await unit.work.commit()
    assert set((await _found(backend)).values()) == {True}


async def test_whoever_rolled_back_may_do_it_again(backend: Backend) -> None:
    for _ in range(2):
        async with backend.unit() as unit:
            await _everything(backend, unit)
    async with backend.unit() as unit:
        await _everything(backend, unit)
        await unit.work.commit()
    assert set((await _found(backend)).values()) == {True}


async def test_a_unit_sees_what_it_wrote_itself(backend: Backend) -> None:
    async with backend.unit() as unit:
        owner = await customer(unit)
        opened = await account(unit, owner)
        assert await unit.customers.find(owner.id) == owner
        assert await unit.accounts.find(ref(opened)) == opened


async def test_a_read_snapshot_sees_one_moment(backend: Backend) -> None:
    """Scenario: somebody commits a customer between two reads of a snapshot.

    Outcome: the snapshot does not see them; the next one does.
    """
    async with backend.unit(read_only=True) as snapshot:
        assert not await snapshot.trail.page(AuditFilter(), after=None, limit=1)
        async with backend.unit() as unit:
            added = await customer(unit, at=NOW + timedelta(seconds=1))
            await unit.trail.append(event("event"))
            await unit.work.commit()
        assert await snapshot.customers.find(added.id) is None
        assert not await snapshot.trail.page(AuditFilter(), after=None, limit=1)
    async with backend.unit(read_only=True) as later:
        assert await later.customers.find(added.id) == added
