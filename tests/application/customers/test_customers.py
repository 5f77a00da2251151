from dataclasses import replace

import pytest
from tests.application.scene import OPENED_AT, TELLER, Desk, actor

from bank.application.customers.change_customers_contact import (
    ChangeCustomersContact,
    CustomersContact,
)
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.customers.read_customers import (
    CustomerById,
    CustomerSearch,
    GetCustomer,
    SearchCustomers,
)
from bank.application.customers.rename_customer import CustomerRenaming, RenameCustomer
from bank.application.ports.authorizer import ActionForbidden
from bank.domain.parties import (
    BranchNotFound,
    CustomerKind,
    CustomerNotFound,
    StaleVersion,
)

COMPANY = NewCustomer(
    kind=CustomerKind.ORGANISATION, full_name="Engines plc", email="post@example.com", phone="+1"
)


async def test_a_customer_is_taken_in(desk: Desk) -> None:
    created = (await desk.ask(CreateCustomer, COMPANY, TELLER)).result
    assert (created.kind, created.full_name) == (CustomerKind.ORGANISATION, "Engines plc")
    assert (created.email, created.phone, created.branch) == ("post@example.com", "+1", "main")
    assert (created.created_at, created.version) == (OPENED_AT, 1)


async def test_an_unknown_branch_takes_nobody_in(desk: Desk) -> None:
    with pytest.raises(BranchNotFound):
        await desk.ask(CreateCustomer, replace(COMPANY, branch="moon"))


async def test_a_customer_reads_themselves(desk: Desk) -> None:
    created = await desk.customer()
    themselves = actor("customer", str(created.id))
    assert (await desk.ask(GetCustomer, CustomerById(created.id), themselves)).result == created


async def test_an_unknown_customer_is_not_found(desk: Desk) -> None:
    unknown = desk.bank.ids.new()
    with pytest.raises(CustomerNotFound):
        await desk.ask(GetCustomer, CustomerById(unknown))
    with pytest.raises(CustomerNotFound):
        await desk.ask(
            ChangeCustomersContact, CustomersContact(id=unknown, if_version=1, phone="+49 1")
        )
    with pytest.raises(CustomerNotFound):
        await desk.ask(RenameCustomer, CustomerRenaming(id=unknown, full_name="A", if_version=1))


async def test_a_customers_data_changes(desk: Desk) -> None:
    created = await desk.customer()
    command = CustomersContact(id=created.id, email="king@example.com", if_version=1)
    amended = (await desk.ask(ChangeCustomersContact, command, key="k")).result
    assert amended == replace(created, email="king@example.com", version=2)
    assert (await desk.ask(GetCustomer, CustomerById(created.id))).result == amended
    (event,) = desk.events("customer.change_contact")
    assert event.before != event.after
    again = await desk.ask(ChangeCustomersContact, command, key="k")
    assert (again.replayed, again.result) == (True, amended)


async def test_a_customer_is_renamed_by_an_act_of_its_own(desk: Desk) -> None:
    created = await desk.customer()
    command = CustomerRenaming(id=created.id, full_name="Ada King", if_version=1)
    renamed = (await desk.ask(RenameCustomer, command, TELLER, key="k")).result
    assert renamed == replace(created, full_name="Ada King", version=2)
    (event,) = desk.events("customer.rename")
    assert event.before != event.after
    again = await desk.ask(RenameCustomer, command, TELLER, key="k")
    assert (again.replayed, again.result) == (True, renamed)
    with pytest.raises(StaleVersion):
        await desk.ask(RenameCustomer, command, TELLER)
    with pytest.raises(ActionForbidden):
        await desk.ask(RenameCustomer, command, actor("customer", str(created.id)))


async def test_a_stale_version_changes_nothing(desk: Desk) -> None:
    created = await desk.customer()
    command = CustomersContact(id=created.id, email="x@example.com", if_version=2)
    with pytest.raises(StaleVersion):
        await desk.ask(ChangeCustomersContact, command)
    assert (await desk.ask(GetCustomer, CustomerById(created.id))).result == created


async def test_a_search_finds_who_equals_all_that_is_given(desk: Desk) -> None:
    created = await desk.customer("Ada Lovelace")
    await desk.customer("Grace Hopper")
    found = await desk.ask(SearchCustomers, CustomerSearch(full_name="ada LOVELACE"))
    assert found.result == [created]
    assert len(desk.events("customer.search")) == 1


async def test_a_search_for_nothing_finds_nobody(desk: Desk) -> None:
    await desk.customer()
    assert (await desk.ask(SearchCustomers, CustomerSearch())).result == ()
