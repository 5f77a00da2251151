"""What every store of principals does."""

import asyncio
from dataclasses import replace

import pytest
from tests.contracts.accounts import customer
from tests.contracts.backend import NOW, Backend, Unit, named
from tests.contracts.waiting import ended, waits

from bank.domain.identifiers import RowId
from bank.domain.parties import BranchNotFound, CustomerNotFound
from bank.domain.principals import (
    Principal,
    PrincipalKind,
    PrincipalState,
    SignInNameTaken,
)


async def _principal(unit: Unit, subject: str = "teller-7", *roles: str) -> Principal:
    added = Principal(
        row=await unit.principals.next_row(),
        subject=subject,
        kind=PrincipalKind.STAFF,
        state=PrincipalState.INVITED,
        roles=roles or ("auditor", "teller"),
        created_at=NOW,
        branch="harbour",
    )
    await unit.principals.add(added)
    return added


async def _committed(backend: Backend, subject: str = "teller-7", *roles: str) -> Principal:
    async with backend.unit() as unit:
        added = await _principal(unit, subject, *roles)
        await unit.work.commit()
    return added


async def test_a_principal_is_found_by_subject_and_by_row(backend: Backend) -> None:
    added = await _committed(backend)
    async with backend.unit(read_only=True) as unit:
        assert await unit.principals.find("teller-7") == added
        assert await unit.principals.find(added.row) == added
        assert await unit.principals.find("nobody") is None
        assert await unit.principals.find(RowId(0)) is None


async def test_a_principal_may_have_no_role_and_no_branch(backend: Backend) -> None:
    added = await _committed(backend)
    bare = replace(added, roles=(), branch=None)
    async with backend.unit() as unit:
        await unit.principals.save(bare)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.principals.find(added.row) == bare


async def test_roles_come_sorted_and_once(backend: Backend) -> None:
    await _committed(backend, "teller-7", "teller", "auditor", "teller")
    async with backend.unit() as unit:
        found = await unit.principals.find("teller-7")
    assert found is not None
    assert found.roles == ("auditor", "teller")


async def test_a_saved_principal_is_read_back(backend: Backend) -> None:
    added = await _committed(backend)
    changed = added.changed(state=PrincipalState.ACTIVE, roles=("branch_manager",), branch="main")
    async with backend.unit() as unit:
        assert await unit.principals.find("teller-7", lock=True) == added
        await unit.principals.save(changed)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.principals.find("teller-7") == changed


async def test_nobody_belongs_to_a_branch_that_is_not_there(backend: Backend) -> None:
    added = await _committed(backend)
    async with backend.unit() as unit:
        with pytest.raises(BranchNotFound):
            await unit.principals.save(added.changed(branch="moon"))


async def test_a_locked_principal_is_changed_by_one_at_a_time(backend: Backend) -> None:
    """Scenario: two units lock one principal to change their roles.

    Outcome: the second waits, and then sees the roles that the first wrote.
    """
    added = await _committed(backend)
    changed = added.changed(roles=("auditor",))

    async def second() -> Principal | None:
        async with backend.unit() as unit:
            return await unit.principals.find(added.row, lock=True)

    async with backend.unit() as first:
        await first.principals.find(added.row, lock=True)
        await first.principals.save(changed)
        task = asyncio.create_task(second())
        assert await waits(task)
        await first.work.commit()
    assert await ended(task) == changed


async def test_whoever_has_a_name_is_found_by_it_but_for_case_and_spacing(
    backend: Backend,
) -> None:
    added = await _committed(backend)
    async with backend.unit() as unit:
        await unit.principals.name(added.row, "Ada@example.com")
        await unit.principals.name(added.row, "ada")
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        for name in (" ADA@Example.com ", "Ada", "\uff21da"):
            assert await unit.principals.named(name) == added
        assert await unit.principals.named("ada@example") is None


async def test_a_phone_number_is_one_name_however_it_is_written(backend: Backend) -> None:
    added, other = await _committed(backend), await _committed(backend, "teller-8")
    async with backend.unit() as unit:
        await unit.principals.name(added.row, "+49 151 23456789")
        for written in ("+4915123456789", "0049 151 2345-6789", "+49 (151) 23456789"):
            assert await unit.principals.named(written) == added
            with pytest.raises(SignInNameTaken):
                await unit.principals.name(other.row, written)
        await unit.principals.unname(added.row, "004915123456789")
        assert await unit.principals.named("+49 151 23456789") is None


async def test_a_name_is_one_principals_and_the_unit_goes_on(backend: Backend) -> None:
    added, other = await _committed(backend), await _committed(backend, "teller-8")
    async with backend.unit() as unit:
        await unit.principals.name(added.row, "ada")
        await unit.principals.name(added.row, "ADA")
        with pytest.raises(SignInNameTaken):
            await unit.principals.name(other.row, " ada")
        await unit.principals.name(other.row, "grace")
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.principals.named("ada") == added
        assert await unit.principals.named("grace") == other


async def test_a_name_that_was_taken_away_is_free(backend: Backend) -> None:
    added, other = await _committed(backend), await _committed(backend, "teller-8")
    async with backend.unit() as unit:
        await unit.principals.name(added.row, "ada")
        await unit.principals.unname(other.row, "ada")
        assert await unit.principals.named("ada") == added
        await unit.principals.unname(added.row, " ADA")
        await unit.principals.unname(added.row, "ada")
        assert await unit.principals.named("ada") is None
        await unit.principals.name(other.row, "ada")
        assert await unit.principals.named("ada") == other


async def test_two_who_want_one_name_at_once_do_not_both_get_it(backend: Backend) -> None:
    """Scenario: two units give one name to two principals.

    Outcome: the second waits for the first, and is refused.
    """
    added, other = await _committed(backend), await _committed(backend, "teller-8")

    async def second() -> str:
        async with backend.unit() as unit:
            try:
                await unit.principals.name(other.row, "ada")
            except SignInNameTaken:
                return "taken"
        return "given"

    async with backend.unit() as first:
        await first.principals.name(added.row, "ada")
        task = asyncio.create_task(second())
        assert await waits(task)
        await first.work.commit()
    assert await ended(task) == "taken"


async def test_every_customer_has_a_principal_of_their_own(backend: Backend) -> None:
    async with backend.unit() as unit:
        added = await customer(unit)
        await unit.work.commit()
    async with backend.unit() as unit:
        found = await unit.principals.find(str(added.id))
        assert found is not None
        assert await unit.principals.customers_of(found.row) == [added.id]
    assert (found.kind, found.state) == (PrincipalKind.CUSTOMER, PrincipalState.ACTIVE)
    assert (found.roles, found.version, found.branch) == (("customer",), 1, None)
    assert found.created_at == added.created_at


async def test_a_principal_acts_for_several_customers(backend: Backend) -> None:
    async with backend.unit() as unit:
        ada, grace = await customer(unit), await customer(unit, full_name="Grace Hopper")
        clerk = await _principal(unit, "clerk", "customer")
        await unit.principals.bind(clerk.row, grace.id)
        await unit.principals.bind(clerk.row, ada.id)
        await unit.principals.bind(clerk.row, ada.id)
        await unit.work.commit()
    async with backend.unit() as unit:
        assert await unit.principals.customers_of(clerk.row) == [ada.id, grace.id]
        assert await unit.customers.subjects(ada.id) == {str(ada.id), "clerk"}
        with pytest.raises(CustomerNotFound):
            await unit.principals.bind(clerk.row, named("nobody"))


async def test_principals_of_a_kind_are_read_in_pages(backend: Backend) -> None:
    async with backend.unit() as unit:
        await customer(unit)
        tellers = [await _principal(unit, f"teller-{n}") for n in range(3)]
        await unit.work.commit()
    async with backend.unit(read_only=True) as unit:
        page = unit.principals.page
        first = await page(PrincipalKind.STAFF, after=RowId(0), limit=2)
        assert list(first) == tellers[:2]
        rest = await page(PrincipalKind.STAFF, after=first[-1].row, limit=2)
        assert list(rest) == tellers[2:]
        (ada,) = await page(PrincipalKind.CUSTOMER, after=RowId(0), limit=5)
    assert ada.kind is PrincipalKind.CUSTOMER
