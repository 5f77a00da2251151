"""Finding the account that a request means, or refusing; and what is told of its change."""

from uuid import UUID

from bank.application.pipeline.act import Change
from bank.application.ports.account_directory import AccountDirectory, AccountRef
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import milliseconds_of, row_of
from bank.domain.ledger.refusals import AccountNotFound


async def by_name(
    directory: AccountDirectory, accounts: CustomerAccounts, name: str, *, lock: bool = False
) -> CustomerAccount:
    """Give the account of an id, number or external reference."""
    (ref,) = await directory.resolve([name])
    return await _known(accounts, ref, lock=lock)


async def by_id(accounts: CustomerAccounts, account: UUID) -> CustomerAccount:
    """Give the account of a public id."""
    row = row_of(account)
    ref = None if row is None else AccountRef(row, milliseconds_of(account))
    return await _known(accounts, ref, lock=False)


def change_of(event: str, before: CustomerAccount, after: CustomerAccount) -> Change:
    """Say what was changed of an account, and under which event others hear of it."""
    return Change.between("account", event, before, after)


async def _known(
    accounts: CustomerAccounts, ref: AccountRef | None, *, lock: bool
) -> CustomerAccount:
    found = None if ref is None else await accounts.find(ref, lock=lock)
    if found is None:
        raise AccountNotFound
    return found
