"""Customers and accounts that contracts are about."""

from datetime import datetime

from tests.contracts.backend import EUR, NOW, Backend, Unit

from bank.application.ports.account_directory import AccountRef
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import milliseconds
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.parties import Customer, CustomerKind


async def customer(unit: Unit, *, full_name: str = "Ada Lovelace", at: datetime = NOW) -> Customer:
    """Add a customer to the unit."""
    added = Customer(
        row=await unit.customers.next_row(),
        created_at=at,
        kind=CustomerKind.PERSON,
        full_name=full_name,
        email="ada@example.com",
        phone="+44 20 7946 0000",
        branch="main",
        version=1,
    )
    await unit.customers.add(added)
    return added


async def account(
    unit: Unit,
    owner: Customer,
    *,
    number: str | None = None,
    external_reference: str | None = None,
    overdraft_minor: int = 0,
) -> CustomerAccount:
    """Add an account in euros to the unit."""
    row = await unit.accounts.next_row()
    added = CustomerAccount(
        row=row,
        opened_at=NOW,
        owner=owner.row,
        owner_id=owner.id,
        product="current",
        product_version=1,
        currency=EUR,
        branch=owner.branch,
        status=AccountStatus.OPEN,
        number=number or f"{row:010d}",
        name="Household",
        external_reference=external_reference,
        overdraft_minor=overdraft_minor,
        balance_minor=0,
        held_minor=0,
        version=1,
        active_on=NOW.date(),
    )
    await unit.accounts.add(added, "2100")
    return added


async def committed_account(
    backend: Backend, *, external_reference: str | None = None, overdraft_minor: int = 0
) -> CustomerAccount:
    """Open an account for a new customer."""
    async with backend.unit() as unit:
        owner = await customer(unit)
        opened = await account(
            unit, owner, external_reference=external_reference, overdraft_minor=overdraft_minor
        )
        await unit.work.commit()
    return opened


def ref(of: CustomerAccount) -> AccountRef:
    return AccountRef(of.row, milliseconds(of.opened_at))


async def holders(backend: Backend, account: AccountRef) -> frozenset[str]:
    """Give the subjects who may act on an account."""
    return (await backend.directory.holding(account)).holders


async def till(backend: Backend) -> AccountRef:
    """Give the main till's cash position in euros."""
    found = await backend.directory.till("main", "EUR")
    assert found is not None
    return found
