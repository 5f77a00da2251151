"""Whoever's access changes is told, at the address that they proved."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from tests.application.identity.staff.examples import ADMINISTRATOR, registered
from tests.application.scene import MANAGER, Desk, a_bank, actor
from tests.people_who_sign_in import person

from bank.application.identity.challenges.own_threshold import NewThreshold, SetThreshold
from bank.application.identity.challenges.payment_terms import StepUpTerms
from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.devices.devices import Devices
from bank.application.identity.devices.own_devices import DeviceToRemove, RemoveDevice
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.principals import Principals
from bank.application.identity.registration.invite import AddUser, NewUser
from bank.application.identity.staff.change_staff import ChangeStaff, StaffChange
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.contacts import Contact
from bank.domain.principals import Principal


async def reached(desk: Desk, subject: str) -> Principal:
    """Let somebody have proved an address."""
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        found = await (await scope.get(Principals)).find(subject)
        assert found is not None
        contact = Contact.email(f"{found.row}@example.com")
        await (await scope.get(ProvedContacts)).put(found, contact, desk.bank.clock.now())
        await (await scope.get(UnitOfWork)).commit()
    return found


async def somebody(desk: Desk) -> Principal:
    added = await person(desk.bank.scopes, desk.bank.clock.now())
    return await reached(desk, added.principal.subject)


@pytest.fixture
async def ada(desk: Desk) -> Principal:
    return await somebody(desk)


def told(desk: Desk, owner: Principal) -> list[NoticeKind]:
    notices = desk.bank.store.committed.notices.values()
    return [each.kind for each in notices if each.principal == owner.row]


async def test_a_device_that_is_removed(desk: Desk, ada: Principal) -> None:
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        device = await (await scope.get(Devices)).add(ada.row, "phone", desk.bank.clock.now())
        await (await scope.get(UnitOfWork)).commit()
    await desk.ask(RemoveDevice, DeviceToRemove(device.id), actor("customer", ada.subject))
    assert told(desk, ada) == [NoticeKind.DEVICE_REMOVED]


async def test_a_threshold_that_is_raised_and_not_one_that_is_lowered(
    ports: Mapping[type[Any], Any],
) -> None:
    terms = {StepUpTerms: StepUpTerms({"EUR": 100})}
    async with a_bank(ports={**ports, **terms}).open() as bank:
        desk = Desk(bank)
        ada = await somebody(desk)
        await _thresholds_are_told(desk, ada)


async def _thresholds_are_told(desk: Desk, ada: Principal) -> None:
    who = replace(actor("customer", ada.subject), assurance=2)
    await desk.ask(SetThreshold, NewThreshold(currency="EUR", amount_minor=50), who)
    assert told(desk, ada) == []
    await desk.ask(SetThreshold, NewThreshold(currency="EUR", amount_minor=51), who)
    assert told(desk, ada) == [NoticeKind.PAYMENT_THRESHOLD_RAISED]


async def test_staff_whose_roles_change(desk: Desk) -> None:
    member = await registered(desk)
    joan = await reached(desk, str(member))
    await desk.ask(ChangeStaff, StaffChange(member=member, roles=("auditor",)), ADMINISTRATOR)
    assert told(desk, joan) == [NoticeKind.STAFF_CHANGED]


async def test_a_customer_for_whom_somebody_else_may_act(desk: Desk) -> None:
    customer = await desk.customer()
    first = await reached(desk, str(customer.id))
    invited = NewUser(customer=customer.id, contact=Contact.email("second@example.com"))
    await desk.ask(AddUser, invited, MANAGER)
    assert told(desk, first) == [NoticeKind.USER_ADDED]
