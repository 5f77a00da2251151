"""Customers are told what changes about them, where they were reached before."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.application.identity.notices.test_what_owners_are_told import reached
from tests.application.scene import OPENED_AT, SERVICE, TELLER, Desk, actor

from bank.application.customers.change_customers_contact import (
    ChangeCustomersContact,
    CustomersContact,
)
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.registration.give_due_diligence import GiveDueDiligence
from bank.domain.audit import Actor
from bank.domain.due_diligence import DueDiligence
from bank.domain.sessions import FreshProofNeeded

ADA = "email:ada@example.com"
OTHER = "grace@example.com"


def _told(desk: Desk) -> list[tuple[NoticeKind, str]]:
    notices = desk.bank.store.committed.notices.values()
    return sorted((each.kind, str(each.to)) for each in notices)


@pytest.mark.parametrize("who", [TELLER, SERVICE], ids=["staff", "a system"])
async def test_another_address_is_told_to_the_last_one_and_to_itself(
    desk: Desk, who: Actor
) -> None:
    customer = await desk.customer()
    await desk.ask(
        ChangeCustomersContact, CustomersContact(id=customer.id, if_version=1, email=OTHER), who
    )
    kind = NoticeKind.CONTACT_CHANGED_BY_STAFF
    assert _told(desk) == [(kind, ADA), (kind, f"email:{OTHER}")]


async def test_whoever_signs_in_is_told_where_they_proved_to_be_as_well(desk: Desk) -> None:
    customer = await desk.customer()
    owner = await reached(desk, str(customer.id))
    number = CustomersContact(id=customer.id, if_version=1, phone="+4420123456")
    await desk.ask(ChangeCustomersContact, number, TELLER)
    kind = NoticeKind.CONTACT_CHANGED_BY_STAFF
    assert _told(desk) == [
        (kind, f"email:{owner.row}@example.com"),
        (kind, ADA),
        (kind, "phone:+4420123456"),
    ]


async def test_what_changes_nothing_is_told_to_nobody(desk: Desk) -> None:
    customer = await desk.customer()
    same = CustomersContact(id=customer.id, if_version=1, email="ada@example.com")
    await desk.ask(ChangeCustomersContact, same, TELLER)
    assert _told(desk) == []


async def test_what_is_no_address_is_told_nothing(desk: Desk) -> None:
    customer = await desk.customer()
    for version, email in enumerate(("somewhere", OTHER), start=1):
        contact = CustomersContact(id=customer.id, if_version=version, email=email)
        await desk.ask(ChangeCustomersContact, contact, TELLER)
    kind = NoticeKind.CONTACT_CHANGED_BY_STAFF
    assert _told(desk) == [(kind, ADA), (kind, f"email:{OTHER}")]


async def test_what_was_known_of_somebody_changes_by_a_fresh_proof_and_is_told(desk: Desk) -> None:
    customer = await desk.customer(known=None)
    await reached(desk, str(customer.id))
    fresh = actor("customer", str(customer.id))
    stale = replace(fresh, proved_at=OPENED_AT - timedelta(hours=1))
    for given in (
        DueDiligence(nationality="GB"),
        DueDiligence(nationality="GB", date_of_birth=date(1990, 1, 1)),
    ):
        await desk.ask(GiveDueDiligence, given, stale)
    other = DueDiligence(nationality="FR")
    with pytest.raises(FreshProofNeeded):
        await desk.ask(GiveDueDiligence, other, stale)
    assert _told(desk) == []
    await desk.ask(GiveDueDiligence, other, fresh)
    assert [kind for kind, _ in _told(desk)] == [NoticeKind.DUE_DILIGENCE_CHANGED]
