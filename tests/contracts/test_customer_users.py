"""What every store of a customer's users does."""

from tests.contracts.accounts import customer
from tests.contracts.backend import NOW, Backend, Unit, named

from bank.domain.principals import LockReason, Principal, PrincipalKind, PrincipalState


async def _clerk(unit: Unit) -> Principal:
    added = Principal(
        row=await unit.principals.next_row(),
        subject="clerk",
        kind=PrincipalKind.CUSTOMER,
        state=PrincipalState.ACTIVE,
        roles=("customer",),
        created_at=NOW,
    )
    await unit.principals.add(added)
    return added


async def test_users_are_those_who_act_for_the_customer_first_come_first(backend: Backend) -> None:
    async with backend.unit() as unit:
        firm, other = await customer(unit), await customer(unit)
        clerk = await _clerk(unit)
        await unit.principals.bind(clerk.row, firm.id)
        await unit.work.commit()
    async with backend.unit() as unit:
        found = await unit.customer_users.of(firm.id)
        assert [each.subject for each in found] == [str(firm.id), "clerk"]
        assert found[1] == clerk
        assert [each.subject for each in await unit.customer_users.of(other.id)] == [str(other.id)]
        assert not await unit.customer_users.of(named("nobody"))


async def test_who_is_removed_acts_for_others_still(backend: Backend) -> None:
    async with backend.unit() as unit:
        firm, other = await customer(unit), await customer(unit)
        clerk = await _clerk(unit)
        for each in (firm, other):
            await unit.principals.bind(clerk.row, each.id)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.customer_users.remove(firm.id, clerk.row)
        assert not await unit.customer_users.remove(firm.id, clerk.row)
        assert not await unit.customer_users.remove(named("nobody"), clerk.row)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.principals.customers_of(clerk.row) == [other.id]
        assert await unit.customers.subjects(firm.id) == {str(firm.id)}


async def test_a_lock_and_its_reason_are_kept(backend: Backend) -> None:
    async with backend.unit() as unit:
        clerk = await _clerk(unit)
        locked = clerk.locked(LockReason.DEVICE_LOST)
        await unit.principals.save(locked)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.principals.find("clerk") == locked
        await unit.principals.save(locked.unlocked())
        await unit.work.commit()
    async with backend.unit() as unit:
        found = await unit.principals.find("clerk")
        assert found is not None
        assert (found.state, found.lock_reason) == (PrincipalState.ACTIVE, None)
