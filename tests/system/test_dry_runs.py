"""A dry run leaves nothing: no row in any table, nothing in any cache of the process."""

from pathlib import Path
from typing import Any

from sqlalchemy import select
from tests.system.assembly import OpenBank, bank_over

from bank.application.accounts.block_account import AccountBlocking, BlockAccount
from bank.application.accounts.change_account import (
    AccountClosing,
    AccountRenaming,
    CloseAccount,
    RenameAccount,
)
from bank.application.accounts.hold_account import AddHolder, NewHolder
from bank.application.accounts.open_account import NewAccount, OpenAccount
from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.act import Caller
from bank.domain.audit import Actor
from bank.domain.customer_accounts import BlockReason
from bank.domain.ledger.accounts import Block
from bank.domain.money import currency
from bank.domain.parties import CustomerKind, HolderRole
from bank.infrastructure.sql.tables import metadata

CLERK = Actor(kind="token", subject="clerk", pseudonym="clerk", roles=("service_account",))
ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada Lovelace", email="ada@example.com")


def _rows(bank: OpenBank) -> dict[str, list[Any]]:
    """Give every row of every table."""
    engine = bank.database.migration_engine()
    with engine.connect() as connection:
        found = {
            table.name: sorted(connection.execute(select(table)).all(), key=repr)
            for table in metadata.sorted_tables
        }
    engine.dispose()
    return found


async def test_a_dry_run_leaves_no_row_and_spoils_nothing(bank: OpenBank, tmp_path: Path) -> None:
    """Scenario: commands are tried at one process before they are given there and read elsewhere.

    Outcome: trying changes no row; what is done afterwards, with the keys that sealed it, is read
    by a process that knows nothing of it.
    """
    account, other = await bank.account(), await bank.customer()
    name = str(account.id)
    terms = NewAccount(
        customer_id=other.id,
        product="savings",
        currency=currency("EUR"),
        name="Rainy days",
        external_reference="shop-1",
    )
    commands: list[tuple[type[Any], Any]] = [
        (CreateCustomer, ADA),
        (OpenAccount, terms),
        (RenameAccount, AccountRenaming(account=name, name="Rent")),
        (BlockAccount, AccountBlocking(account=name, side=Block.BOTH, reason=BlockReason.OTHER)),
        (AddHolder, NewHolder(account=name, customer_id=other.id, role=HolderRole.JOINT)),
        (CloseAccount, AccountClosing(name)),
    ]
    before = _rows(bank)
    for use_case, command in commands * 2:
        await bank.pipeline.run(use_case, command, Caller(actor=CLERK, dry_run=True))
    assert _rows(bank) == before
    for use_case, command in commands:
        assert not (await bank.run(use_case, command)).replayed
    async with bank_over(bank.database, tmp_path) as elsewhere:
        found = (await elsewhere.run(GetAccount, AccountByName("shop-1"))).result
        assert (found.name, found.owner_id) == ("Rainy days", other.id)
        assert (await elsewhere.run(GetAccount, AccountByName(name))).result.name == "Rent"
