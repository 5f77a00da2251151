"""Joint owners, mandates and beneficial owners."""

from contextlib import nullcontext
from typing import Any

import pytest
from tests.application.scene import TELLER, Desk, actor, holder_of, transfer

from bank.application.accounts.change_account import (
    AccountClosing,
    AccountRenaming,
    CloseAccount,
    RenameAccount,
)
from bank.application.accounts.hold_account import (
    AddHolder,
    EndHolder,
    HolderEnding,
    HoldersOfAccount,
    ListHolders,
    NewHolder,
)
from bank.application.accounts.read_accounts import (
    AccountByName,
    AccountsOfCustomer,
    GetAccount,
    ListAccounts,
)
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.account_holders import (
    AccountHolders,
    HolderAlreadyThere,
    HolderNotFound,
    OwnerCannotBeRemoved,
)
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.refusals import AccountClosed, AccountNotFound
from bank.domain.parties import Customer, CustomerNotFound, HolderRole


async def _add(
    desk: Desk, account: CustomerAccount, customer: Customer, role: HolderRole, **given: Any
) -> AccountHolders:
    command = NewHolder(account=str(account.id), customer_id=customer.id, role=role)
    holders: AccountHolders = (await desk.ask(AddHolder, command, TELLER, **given)).result
    return holders


def _ending(account: CustomerAccount, customer: Customer) -> HolderEnding:
    return HolderEnding(account=str(account.id), customer_id=customer.id)


async def _may_act(desk: Desk, account: CustomerAccount, customer: Customer) -> bool:
    themselves = actor("customer", str(customer.id))
    payee = await desk.account()
    await desk.let_pay(themselves, payee)
    read = AccountByName(str(account.id))
    try:
        await desk.ask(GetAccount, read, themselves)
    except AccountNotFound:
        with pytest.raises(AccountNotFound):
            await desk.ask(PostTransfer, transfer(account, payee, 1), themselves)
        return False
    await desk.ask(PostTransfer, transfer(account, payee, 1), themselves)
    return True


@pytest.mark.parametrize("role", [HolderRole.JOINT, HolderRole.MANDATE])
async def test_a_holder_acts_until_the_role_ends_and_again_when_it_is_given_anew(
    desk: Desk, role: HolderRole
) -> None:
    account, customer = await desk.account(balance_minor=100), await desk.customer()
    assert not await _may_act(desk, account, customer)
    await _add(desk, account, customer, role)
    assert await _may_act(desk, account, customer)
    themselves = actor("customer", str(customer.id))
    page = AccountsOfCustomer(customer_id=customer.id)
    (listed,) = (await desk.ask(ListAccounts, page, themselves)).result
    assert listed.id == account.id
    await desk.ask(EndHolder, _ending(account, customer), TELLER)
    assert not await _may_act(desk, account, customer)
    for who in (themselves, TELLER):
        assert (await desk.ask(ListAccounts, page, who)).result == []
    await _add(desk, account, customer, role)
    assert await _may_act(desk, account, customer)


@pytest.mark.parametrize(
    ("role", "disposes"), [(HolderRole.JOINT, True), (HolderRole.MANDATE, False)]
)
async def test_only_those_who_own_an_account_rename_and_close_it(
    desk: Desk, role: HolderRole, disposes: bool
) -> None:
    account, customer = await desk.account(), await desk.customer()
    await _add(desk, account, customer, role)
    themselves = actor("customer", str(customer.id))
    named = str(account.id)
    tried: list[tuple[type, Any]] = [
        (RenameAccount, AccountRenaming(account=named, name="Rent")),
        (CloseAccount, AccountClosing(named)),
    ]
    for use_case, command in tried:
        with nullcontext() if disposes else pytest.raises(ActionForbidden):
            await desk.ask(use_case, command, themselves)
    seen = (await desk.ask(GetAccount, AccountByName(named), themselves)).result
    assert (seen.version > 1, seen.status is AccountStatus.CLOSED) == (disposes, disposes)


async def test_a_beneficial_owner_is_known_and_sees_nothing(desk: Desk) -> None:
    account, customer = await desk.account(balance_minor=100), await desk.customer()
    await _add(desk, account, customer, HolderRole.BENEFICIAL_OWNER)
    assert not await _may_act(desk, account, customer)
    page = AccountsOfCustomer(customer_id=customer.id)
    themselves = actor("customer", str(customer.id))
    assert (await desk.ask(ListAccounts, page, themselves)).result == []
    assert len((await desk.ask(ListAccounts, page, TELLER)).result) == 1


async def test_the_holders_are_listed_for_staff_alone(desk: Desk) -> None:
    account, customer = await desk.account(), await desk.customer()
    after = await _add(desk, account, customer, HolderRole.JOINT)
    command = HoldersOfAccount(str(account.id))
    listed = (await desk.ask(ListHolders, command, actor("auditor"))).result
    assert listed == after
    assert [(each.customer_id, each.role) for each in listed.current] == [
        (account.owner_id, HolderRole.OWNER),
        (customer.id, HolderRole.JOINT),
    ]
    with pytest.raises(ActionForbidden):
        await desk.ask(ListHolders, command, holder_of(account))
    with pytest.raises(AccountNotFound):
        await desk.ask(ListHolders, HoldersOfAccount("nowhere"))


async def test_adding_and_ending_refuse_in_their_order(desk: Desk) -> None:
    account, customer = await desk.account(), await desk.customer()
    nobody = desk.bank.ids.new()
    closed = await desk.account()
    await desk.ask(CloseAccount, AccountClosing(str(closed.id)))
    owner, joint = HolderRole.OWNER, HolderRole.JOINT
    adding = [
        (NewHolder(account="nowhere", customer_id=nobody, role=joint), AccountNotFound),
        (NewHolder(account=str(closed.id), customer_id=nobody, role=joint), AccountClosed),
        (NewHolder(account=str(account.id), customer_id=nobody, role=joint), CustomerNotFound),
        (
            NewHolder(account=str(account.id), customer_id=account.owner_id, role=owner),
            HolderAlreadyThere,
        ),
    ]
    for command, refusal in adding:
        with pytest.raises(refusal):
            await desk.ask(AddHolder, command)
    ending = [
        (HolderEnding(account="nowhere", customer_id=nobody), AccountNotFound),
        (_ending(account, customer), HolderNotFound),
        (HolderEnding(account=str(account.id), customer_id=account.owner_id), OwnerCannotBeRemoved),
    ]
    for ends, refusal in ending:
        with pytest.raises(refusal):
            await desk.ask(EndHolder, ends)
    for use_case, anything in ((AddHolder, adding[0][0]), (EndHolder, ending[0][0])):
        with pytest.raises(ActionForbidden):
            await desk.ask(use_case, anything, holder_of(account))


async def test_each_change_is_told_once_however_often_it_is_asked_for(desk: Desk) -> None:
    account, customer = await desk.account(), await desk.customer()
    for _ in range(2):
        await _add(desk, account, customer, HolderRole.JOINT, key="add")
    await desk.ask(EndHolder, _ending(account, customer), TELLER, key="end")
    done = await desk.ask(EndHolder, _ending(account, customer), TELLER, key="end")
    assert (done.replayed, len(done.result.current)) == (True, 1)
    told = [
        each for each in desk.bank.store.committed.outbox.values() if each.subject == account.id
    ]
    assert [each.type for each in told][1:] == [
        "bank.account.holder-added.v1",
        "bank.account.holder-ended.v1",
    ]
