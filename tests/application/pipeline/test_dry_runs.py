"""A dry run of a command says what would come and leaves nothing behind."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from tests.application.scene import SERVICE, TELLER, Desk, actor, holder_of

from bank.application.accounts.block_account import AccountBlocking, BlockAccount
from bank.application.accounts.change_account import (
    AccountClosing,
    AccountRenaming,
    CloseAccount,
    RenameAccount,
)
from bank.application.accounts.hold_account import AddHolder, NewHolder
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Done
from bank.application.ports.authorizer import ActionForbidden
from bank.domain.audit import Actor
from bank.domain.customer_accounts import AccountNotEmpty, BlockReason
from bank.domain.ledger.accounts import Block
from bank.domain.money import currency
from bank.domain.parties import CustomerKind, HolderRole

ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada Lovelace", email="ada@example.com")


def _left(desk: Desk) -> dict[str, Any]:
    """Give all that is kept."""
    tables = desk.bank.store.committed
    return {name: deepcopy(dict(getattr(tables, name))) for name in tables.__slots__}


async def _tried(desk: Desk, use_case: type[Any], command: Any, who: Actor = SERVICE) -> Done[Any]:
    return await desk.bank.pipeline.run(use_case, command, Caller(actor=who, dry_run=True))


async def test_a_dry_run_needs_no_key_and_leaves_nothing(desk: Desk) -> None:
    account, other = await desk.account(), await desk.customer()
    name = str(account.id)
    commands: list[tuple[type[Any], Any]] = [
        (CreateCustomer, ADA),
        (
            OpenAccount,
            NewAccount(
                customer_id=account.owner_id,
                product="savings",
                currency=currency("EUR"),
                external_reference="shop-1",
            ),
        ),
        (RenameAccount, AccountRenaming(account=name, name="Rent")),
        (
            BlockAccount,
            AccountBlocking(account=name, side=Block.BOTH, reason=BlockReason.COURT_ORDER),
        ),
        (AddHolder, NewHolder(account=name, customer_id=other.id, role=HolderRole.JOINT)),
        (CloseAccount, AccountClosing(name)),
    ]
    before = _left(desk)
    for use_case, command in commands:
        done = await _tried(desk, use_case, command)
        assert not done.replayed
    assert _left(desk) == before
    for use_case, command in commands:
        assert not (await desk.ask(use_case, command)).replayed


async def test_a_dry_run_shows_what_would_come(desk: Desk) -> None:
    account = await desk.account()
    command = AccountRenaming(account=str(account.id), name="Rent")
    tried = (await _tried(desk, RenameAccount, command, holder_of(account))).result
    assert tried == replace(account, name="Rent", version=2)
    assert (await desk.ask(RenameAccount, command)).result == tried


async def test_a_dry_run_is_refused_as_the_command_would_be_and_that_is_not_kept(
    desk: Desk,
) -> None:
    account = await desk.account(balance_minor=1)
    before = _left(desk)
    with pytest.raises(AccountNotEmpty):
        await _tried(desk, CloseAccount, AccountClosing(str(account.id)))
    with pytest.raises(ActionForbidden):
        await _tried(desk, CreateCustomer, ADA, actor("auditor"))
    assert _left(desk) == before


async def test_a_dry_run_under_a_key_claims_it_not_and_learns_what_it_stands_for(
    desk: Desk,
) -> None:
    await desk.ask(CreateCustomer, ADA, TELLER, key="k", dry_run=True)
    first = await desk.ask(CreateCustomer, ADA, TELLER, key="k")
    assert not first.replayed
    before = _left(desk)
    known = await desk.ask(CreateCustomer, ADA, TELLER, key="k", dry_run=True)
    assert (known.replayed, known.result) == (True, first.result)
    assert _left(desk) == before
