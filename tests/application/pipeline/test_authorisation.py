"""Who may: denied at once, on a condition, or not at all."""

import pytest
from tests.application.scene import AUDITOR, TELLER, Desk, actor, holder_of, transfer

from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.customers.read_customers import CustomerById, GetCustomer
from bank.application.ports.authorizer import ActionForbidden
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.audit import Outcome
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.parties import CustomerKind, CustomerNotFound


async def test_what_no_role_permits_is_forbidden_and_recorded(desk: Desk) -> None:
    ada = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
    for _ in range(2):
        with pytest.raises(ActionForbidden):
            await desk.ask(CreateCustomer, ada, AUDITOR, key="k")
    (event,) = desk.events("customer.create")
    assert (event.outcome, event.code) == (Outcome.REFUSED, "action_forbidden")


async def test_an_unknown_role_may_nothing(desk: Desk) -> None:
    opened = await desk.account()
    with pytest.raises(ActionForbidden):
        await desk.ask(GetAccount, AccountByName(str(opened.id)), actor("king"))


async def test_a_holder_sees_their_account_and_to_others_it_is_not_there(desk: Desk) -> None:
    mine, theirs = await desk.account(), await desk.account()
    done = await desk.ask(GetAccount, AccountByName(str(mine.id)), holder_of(mine))
    assert done.result == mine
    with pytest.raises(AccountNotFound) as hidden:
        await desk.ask(GetAccount, AccountByName(str(theirs.id)), holder_of(mine))
    with pytest.raises(AccountNotFound) as missing:
        await desk.ask(GetAccount, AccountByName("nowhere"), holder_of(mine))
    assert hidden.value.detail == missing.value.detail


async def test_a_holder_moves_their_own_money_only(desk: Desk) -> None:
    mine, theirs = await desk.account(balance_minor=100), await desk.account(balance_minor=100)
    me = await desk.paying(mine, theirs)
    await desk.ask(PostTransfer, transfer(mine, theirs, 10), me)
    with pytest.raises(AccountNotFound):
        await desk.ask(PostTransfer, transfer(theirs, mine, 10), me)
    assert desk.balance_minor(theirs) == 110
    assert [each.code for each in desk.events("transfer.post")] == [None, "account_not_found"]


async def test_looking_at_a_hidden_customer_is_audited_as_refused(desk: Desk) -> None:
    mine, theirs = await desk.account(), await desk.account()
    with pytest.raises(CustomerNotFound):
        await desk.ask(GetCustomer, CustomerById(theirs.owner_id), holder_of(mine))
    (event,) = desk.events("customer.read")
    assert (event.outcome, event.code) == (Outcome.REFUSED, "customer_not_found")
    assert event.actor == holder_of(mine).pseudonym


async def test_an_audited_query_leaves_an_event_that_names_what_was_read(desk: Desk) -> None:
    customer = await desk.customer()
    for _ in range(2):
        await desk.ask(GetCustomer, CustomerById(customer.id), TELLER)
    first, second = desk.events("customer.read")
    assert first.object_id == second.object_id == str(customer.id)
    assert (first.outcome, first.before, first.after) == (Outcome.DONE, None, None)
    assert len(desk.bank.store.committed.records) == 1


async def test_a_plain_query_leaves_nothing(desk: Desk) -> None:
    opened = await desk.account()
    await desk.ask(GetAccount, AccountByName(str(opened.id)), TELLER)
    with pytest.raises(ActionForbidden):
        await desk.ask(GetAccount, AccountByName(str(opened.id)), actor("administrator"))
    assert desk.events("account.read") == []
