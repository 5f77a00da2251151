"""A customer's account is opened."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.accounts.known_account import by_id
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customer_accounts import AccountNumbers, CustomerAccounts
from bank.application.ports.customers import Customers
from bank.domain.account_names import refuse_external_reference
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.money import Currency
from bank.domain.parties import CustomerNotFound
from bank.domain.products import Products


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAccount:
    """What account to open; ``overdraft_minor`` in minor units of the currency."""

    customer_id: UUID
    product: str
    currency: Currency
    name: str | None = None
    overdraft_minor: int = 0
    external_reference: str | None = None


@use_case(action="account.open", kind=UseCaseKind.COMMAND)
class OpenAccount:
    """Open to tellers, branch managers and integrating systems.

    Refuses, in this order: an external reference that could be taken for another name of an
    account; an unknown customer; one who is pending, then one who has left; an unknown product; a
    currency that the bank does not deal in; a currency, then an overdraft outside the product's
    terms; an external reference that is taken. Records the account, its number and its owner.
    """

    def __init__(
        self,
        accounts: CustomerAccounts,
        customers: Customers,
        products: Products,
        numbers: AccountNumbers,
    ) -> None:
        """Take the stores, the products on offer and the maker of numbers."""
        self._accounts = accounts
        self._customers = customers
        self._products = products
        self._numbers = numbers

    async def __call__(self, command: NewAccount, act: Act) -> CustomerAccount:
        """Open the account."""
        if command.external_reference is not None:
            refuse_external_reference(command.external_reference)
        customer = await self._customers.find(command.customer_id, lock=True)
        if customer is None:
            raise CustomerNotFound
        customer.refuse_unless_active()
        product = self._products.on_offer(command.product, command.currency)
        product.refuse_unless_offered(command.currency, command.overdraft_minor)
        row = await self._accounts.next_row()
        account = CustomerAccount(
            row=row,
            opened_at=act.now,
            owner=customer.row,
            owner_id=customer.id,
            product=product.code,
            product_version=product.version,
            currency=command.currency,
            branch=customer.branch,
            status=AccountStatus.OPEN,
            number=self._numbers.number(row),
            name=command.name,
            external_reference=command.external_reference,
            overdraft_minor=command.overdraft_minor,
            balance_minor=0,
            held_minor=0,
            version=1,
            active_on=act.now.date(),
        )
        await self._accounts.add(account, product.gl_code)
        act.changed(
            Change(
                object_kind="account",
                object_id=account.id,
                event="bank.account.opened.v1",
                after=repr(account),
            )
        )
        return account

    async def recall(self, account: UUID, _act: Act) -> CustomerAccount:
        """Give the account that an earlier request with the key opened."""
        return await by_id(self._accounts, account)
