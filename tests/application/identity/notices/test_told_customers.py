"""Customers are told what others changed about them: whoever acts for them, or at their address."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from tests.application.identity.notices.test_what_owners_are_told import reached, told
from tests.application.identity.users.examples import FIRM, added
from tests.application.scene import EUR, MANAGER, OPENED_AT, TELLER, Desk

from bank.application.accounts.hold_account import AddHolder, EndHolder, HolderEnding, NewHolder
from bank.application.customers.create_customer import CreateCustomer
from bank.application.customers.read_customers import CustomerById, GetCustomer
from bank.application.customers.rename_customer import CustomerRenaming, RenameCustomer
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.registration.give_organisation_data import (
    ChangeOrganisationData,
    OrganisationDataChange,
)
from bank.application.identity.registration.invite import AddUser, NewUser
from bank.application.identity.registration.leave import CustomerToLeave, DeactivateCustomer
from bank.application.identity.users.remove_user import RemoveUser, UserToRemove
from bank.application.limits.set_limits import LimitsOfAccount, SetLimits
from bank.application.ports.customers_told import USERS_TOLD
from bank.domain.ledger.limit_changes import EffectiveInPast
from bank.domain.ledger.limits import LimitKind
from bank.domain.organisation_data import OrganisationData
from bank.domain.parties import CustomerHasAccounts, HolderRole
from bank.domain.principals import Principal

DAY = timedelta(days=1)
NEW_NAME = "Ada King"


def _forget(desk: Desk) -> None:
    desk.bank.store.committed.notices.clear()


async def _renamed(desk: Desk, customer: UUID) -> None:
    read = (await desk.ask(GetCustomer, CustomerById(customer))).result
    order = CustomerRenaming(id=customer, full_name=NEW_NAME, if_version=read.version)
    await desk.ask(RenameCustomer, order, TELLER)


async def _user(desk: Desk, customer: UUID, email: str = "clerk@example.com") -> Principal:
    user = await reached(desk, await added(desk, customer, email))
    _forget(desk)
    return user


async def test_another_name_is_told_to_everybody_who_acts_for_the_customer(desk: Desk) -> None:
    customer = (await desk.customer()).id
    first, clerk = await reached(desk, str(customer)), await _user(desk, customer)
    await _renamed(desk, customer)
    for each in (first, clerk):
        assert told(desk, each) == [NoticeKind.CUSTOMER_RENAMED]


async def test_whoever_never_signed_in_is_told_where_their_data_say(desk: Desk) -> None:
    customer = (await desk.customer()).id
    clerk = await _user(desk, customer)
    await _renamed(desk, customer)
    addresses = {str(each.to) for each in desk.bank.store.committed.notices.values()}
    assert addresses == {"email:ada@example.com", f"email:{clerk.row}@example.com"}


async def test_so_many_who_act_for_a_customer_are_told_and_the_customer_first(desk: Desk) -> None:
    customer = (await desk.customer()).id
    for number in range(USERS_TOLD):
        await _user(desk, customer, f"clerk-{number}@example.com")
    first = await reached(desk, str(customer))
    await _renamed(desk, customer)
    assert len(desk.bank.store.committed.notices) == USERS_TOLD
    assert told(desk, first) == [NoticeKind.CUSTOMER_RENAMED]


async def test_whoever_leaves_is_told_and_nobody_who_could_not(desk: Desk) -> None:
    account = await desk.account()
    owner = await reached(desk, str(account.owner_id))
    with pytest.raises(CustomerHasAccounts):
        await desk.ask(DeactivateCustomer, CustomerToLeave(account.owner_id), MANAGER)
    assert told(desk, owner) == []
    customer = (await desk.customer()).id
    first, clerk = await reached(desk, str(customer)), await _user(desk, customer)
    await desk.ask(DeactivateCustomer, CustomerToLeave(customer), MANAGER)
    for each in (first, clerk):
        assert told(desk, each) == [NoticeKind.CUSTOMER_LEFT]


async def test_who_comes_to_hold_an_account_and_who_owns_it_are_told_at_both_ends(
    desk: Desk,
) -> None:
    account, other = await desk.account(), (await desk.customer()).id
    owner, holder = await reached(desk, str(account.owner_id)), await reached(desk, str(other))
    stranger = await reached(desk, str((await desk.customer()).id))
    mandate = NewHolder(account=str(account.id), customer_id=other, role=HolderRole.MANDATE)
    await desk.ask(AddHolder, mandate, TELLER)
    await desk.ask(EndHolder, HolderEnding(account=str(account.id), customer_id=other), TELLER)
    for each in (owner, holder):
        assert told(desk, each) == [NoticeKind.HOLDERS_CHANGED] * 2
    assert told(desk, stranger) == []


async def test_other_limits_are_told_to_whom_the_account_belongs(desk: Desk) -> None:
    account = await desk.account()
    owner = await reached(desk, str(account.owner_id))
    amounts = {LimitKind.PER_TRANSFER: 100_00}
    late = LimitsOfAccount(
        account=str(account.id), amounts=amounts, currency=EUR, effective_from=OPENED_AT - DAY
    )
    with pytest.raises(EffectiveInPast):
        await desk.ask(SetLimits, late)
    assert told(desk, owner) == []
    await desk.ask(SetLimits, replace(late, effective_from=None))
    assert told(desk, owner) == [NoticeKind.LIMITS_CHANGED]


async def test_other_limits_are_told_to_all_who_own_the_account_and_to_nobody_else(
    desk: Desk,
) -> None:
    account = await desk.account()
    name = str(account.id)
    joint, former, mandated = [(await desk.customer()).id for _ in range(3)]
    for customer, role in (
        (joint, HolderRole.JOINT),
        (former, HolderRole.JOINT),
        (mandated, HolderRole.MANDATE),
    ):
        await desk.ask(AddHolder, NewHolder(account=name, customer_id=customer, role=role), TELLER)
    await desk.ask(EndHolder, HolderEnding(account=name, customer_id=former), TELLER)
    owners = [await reached(desk, str(each)) for each in (account.owner_id, joint)]
    others = [await reached(desk, str(each)) for each in (former, mandated)]
    await desk.ask(SetLimits, LimitsOfAccount(account=name, amounts={LimitKind.DAILY_OUT: 100_00}))
    for each, notices in (*((owner, 1) for owner in owners), *((other, 0) for other in others)):
        assert told(desk, each).count(NoticeKind.LIMITS_CHANGED) == notices


async def test_what_was_known_of_an_organisation_and_is_another_now(desk: Desk) -> None:
    firm = (await desk.ask(CreateCustomer, FIRM)).result.id
    first = await reached(desk, str(firm))
    for version, country, kinds in ((1, "DE", 0), (2, "DE", 0), (2, "FR", 1)):
        given = OrganisationDataChange(
            customer=firm, given=OrganisationData(country=country), if_version=version
        )
        await desk.ask(ChangeOrganisationData, given)
        assert told(desk, first) == [NoticeKind.ORGANISATION_DATA_CHANGED] * kinds


async def test_who_acts_for_one_customer_more_is_told_and_those_who_did_before(desk: Desk) -> None:
    firm, person = (await desk.customer()).id, (await desk.customer()).id
    first, clerk = await reached(desk, str(firm)), await _user(desk, firm)
    second = await reached(desk, str(person))
    await desk.ask(AddUser, NewUser(customer=firm, subject=second.subject), MANAGER)
    assert told(desk, second) == [NoticeKind.ADDED_AS_USER]
    assert told(desk, first) == told(desk, clerk) == [NoticeKind.USER_ADDED]
    _forget(desk)
    await desk.ask(RemoveUser, UserToRemove(customer=firm, subject=second.subject), MANAGER)
    assert told(desk, second) == [NoticeKind.REMOVED_AS_USER]
    assert told(desk, first) == told(desk, clerk) == [NoticeKind.USER_REMOVED]
