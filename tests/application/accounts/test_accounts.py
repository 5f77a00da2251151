from dataclasses import replace
from datetime import timedelta

import pytest
from tests.application.scene import EUR, OPENED_AT, TELLER, TODAY, Desk, actor, cash, holder_of

from bank.application.accounts.change_account import (
    AccountClosing,
    AccountRenaming,
    CloseAccount,
    RenameAccount,
)
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.accounts.read_accounts import (
    AccountByName,
    AccountsOfCustomer,
    GetAccount,
    ListAccounts,
)
from bank.application.accounts.read_entries import EntriesOfAccount, ListAccountEntries
from bank.application.pipeline.entry_search import EntrySearch
from bank.application.transfers.post_cash import PostDeposit
from bank.domain.account_names import ExternalReferenceInvalid
from bank.domain.customer_accounts import AccountNotEmpty, ExternalReferenceTaken
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.refusals import AccountClosed, AccountNotFound
from bank.domain.money import UnknownCurrency, currency
from bank.domain.parties import CustomerNotFound, StaleVersion
from bank.domain.products import OverdraftNotAllowed, ProductNotFound
from bank.domain.refusals import Refusal


async def test_an_account_is_opened_under_the_terms_of_its_product(desk: Desk) -> None:
    owner = await desk.customer()
    command = NewAccount(
        customer_id=owner.id,
        product="current",
        currency=EUR,
        name="Household",
        overdraft_minor=500,
        external_reference="shop-1",
    )
    opened = (await desk.ask(OpenAccount, command, TELLER, key="k")).result
    assert (opened.owner, opened.owner_id, opened.branch) == (owner.row, owner.id, owner.branch)
    assert (opened.product, opened.product_version, opened.currency) == ("current", 1, EUR)
    assert (opened.name, opened.external_reference) == ("Household", "shop-1")
    assert (opened.balance_minor, opened.available_minor) == (0, 500)
    assert (opened.opened_at, opened.status) == (OPENED_AT, AccountStatus.OPEN)
    again = await desk.ask(OpenAccount, command, TELLER, key="k")
    assert (again.replayed, again.result) == (True, opened)


async def test_opening_refuses_in_its_order(desk: Desk) -> None:
    owner = await desk.customer()
    await desk.account(external_reference="shop-1")
    command = NewAccount(
        customer_id=desk.bank.ids.new(),
        product="gold",
        currency=currency("CHF"),
        overdraft_minor=10**15,
        external_reference="de89370400440532013000",
    )
    steps: list[tuple[type[Refusal], dict[str, object]]] = [
        (ExternalReferenceInvalid, {"external_reference": "shop-1"}),
        (CustomerNotFound, {"customer_id": owner.id}),
        (ProductNotFound, {"product": "savings"}),
        (UnknownCurrency, {"currency": EUR}),
        (OverdraftNotAllowed, {"overdraft_minor": 0}),
        (ExternalReferenceTaken, {"external_reference": "shop-2"}),
    ]
    for refusal, mended in steps:
        with pytest.raises(refusal):
            await desk.ask(OpenAccount, command)
        command = replace(command, **mended)  # type: ignore[arg-type]
    assert (await desk.ask(OpenAccount, command)).result.product == "savings"


async def test_an_account_is_read_by_each_of_its_names(desk: Desk) -> None:
    opened = await desk.account(balance_minor=100, external_reference="shop-1")
    for name in (str(opened.id), opened.number, "shop-1"):
        found = (await desk.ask(GetAccount, AccountByName(name))).result
        assert found == replace(opened, balance_minor=100)
    for name in ("", "nowhere", str(desk.bank.ids.new())):
        with pytest.raises(AccountNotFound):
            await desk.ask(GetAccount, AccountByName(name))


async def test_the_accounts_of_a_customer_are_listed_in_pages(desk: Desk) -> None:
    owner = await desk.customer()
    opened = [await desk.account(owner=owner.id) for _ in range(3)]
    await desk.account()
    themselves = actor("customer", str(owner.id))
    page = AccountsOfCustomer(customer_id=owner.id, limit=2)
    first = (await desk.ask(ListAccounts, page, themselves)).result
    rest = (await desk.ask(ListAccounts, replace(page, after=first[-1].row), themselves)).result
    assert [*first, *rest] == opened


async def test_the_accounts_of_an_unknown_customer_are_not_found(desk: Desk) -> None:
    page = AccountsOfCustomer(customer_id=desk.bank.ids.new())
    for who in (TELLER, actor("customer", "somebody")):
        with pytest.raises(CustomerNotFound):
            await desk.ask(ListAccounts, page, who)


async def test_the_entries_on_an_account_are_read_newest_first(desk: Desk) -> None:
    opened = await desk.account(balance_minor=100)
    desk.bank.clock.move(timedelta(days=1))
    await desk.ask(PostDeposit, replace(cash(opened, 5), reference="birthday"))
    command = EntriesOfAccount(account=str(opened.id))
    found = (await desk.ask(ListAccountEntries, command, holder_of(opened))).result
    assert (found.account.id, found.account.balance_minor) == (opened.id, 105)
    assert [(sequence, view.kind, view.reference) for sequence, view in found.page.entries] == [
        (2, EntryKind.DEPOSIT, "birthday"),
        (1, EntryKind.DEPOSIT, None),
    ]
    until = replace(command, wanted=EntrySearch(booked_to=TODAY))
    (only,) = (await desk.ask(ListAccountEntries, until)).result.page.entries
    assert only[0] == 1
    with pytest.raises(AccountNotFound):
        await desk.ask(ListAccountEntries, EntriesOfAccount(account="nowhere"))


async def test_an_account_is_renamed(desk: Desk) -> None:
    opened = await desk.account(balance_minor=100)
    command = AccountRenaming(account=str(opened.id), name="Rent", if_version=1)
    renamed = (await desk.ask(RenameAccount, command, holder_of(opened), key="k")).result
    assert (renamed.name, renamed.version, renamed.balance_minor) == ("Rent", 2, 100)
    again = await desk.ask(RenameAccount, command, holder_of(opened), key="k")
    assert (again.replayed, again.result) == (True, renamed)
    with pytest.raises(StaleVersion):
        await desk.ask(RenameAccount, command)


async def test_an_account_is_closed_once_it_is_empty(desk: Desk) -> None:
    opened = await desk.account()
    closed = (await desk.ask(CloseAccount, AccountClosing(str(opened.id)), key="k")).result
    assert (closed.status, closed.version) == (AccountStatus.CLOSED, 2)
    again = await desk.ask(CloseAccount, AccountClosing(str(opened.id)), key="k")
    assert (again.replayed, again.result) == (True, closed)
    for late in (
        desk.ask(CloseAccount, AccountClosing(str(opened.id))),
        desk.ask(RenameAccount, AccountRenaming(account=str(opened.id), name="Rent")),
        desk.ask(PostDeposit, cash(opened, 5)),
    ):
        with pytest.raises(AccountClosed):
            await late


async def test_an_account_with_money_on_it_is_not_closed(desk: Desk) -> None:
    opened = await desk.account(balance_minor=1)
    with pytest.raises(AccountNotEmpty):
        await desk.ask(CloseAccount, AccountClosing(str(opened.id)), holder_of(opened))
