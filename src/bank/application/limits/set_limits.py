"""Limits are agreed anew, for an account or for a product."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from bank.application.limits.limit_book import LimitBook
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.account_directory import AccountDirectory, AccountRef
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers_told import CustomerNews, CustomersTold
from bank.application.ports.holders import Holders
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import row_of
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.limit_changes import (
    AgreedLimits,
    LimitPlace,
    effective_at,
    refuse_unless_agreeable,
)
from bank.domain.ledger.limits import LimitKind
from bank.domain.ledger.refusals import AccountClosed, AccountNotFound, CurrencyMismatch
from bank.domain.money import Currency
from bank.domain.products import Products


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsOfAccount:
    """The limits of one account; ``currency`` is that of the amounts, where there are any."""

    account: str
    amounts: Mapping[LimitKind, int | None]
    currency: Currency | None = None
    effective_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitsOfProduct:
    """The limits of all accounts of a product in a currency that have none of their own."""

    product: str
    currency: Currency
    amounts: Mapping[LimitKind, int | None]
    effective_from: datetime | None = None


@use_case(action="limit.set", kind=UseCaseKind.COMMAND)
class SetLimits:
    """Open to branch managers, administrators and integrating systems.

    An amount of ``None`` lifts a limit; without a time it takes effect at once. Refuses, in this
    order: an amount below zero; an overdraft for a product; an unknown product, or a currency that
    the bank does not deal in; an unknown account; a closed one; another currency than the
    account's; an overdraft beyond its product's terms; a time that has passed. Records the rules,
    and tells all who own the account.
    """

    def __init__(
        self,
        book: LimitBook,
        accounts: CustomerAccounts,
        holders: Holders,
        directory: AccountDirectory,
        products: Products,
        told: CustomersTold,
    ) -> None:
        """Take the limits, accounts, who holds them, names, products, and what tells customers."""
        self._book = book
        self._accounts = accounts
        self._holders = holders
        self._directory = directory
        self._products = products
        self._told = told

    async def __call__(self, command: LimitsOfAccount | LimitsOfProduct, act: Act) -> AgreedLimits:
        """Agree the limits."""
        of_product = isinstance(command, LimitsOfProduct)
        refuse_unless_agreeable(command.amounts, of_product=of_product)
        if isinstance(command, LimitsOfProduct):
            product = self._products.on_offer(command.product, command.currency)
            product.refuse_unless_offered(command.currency, 0)
            moment = await self._book.begin(act.now)
            place = LimitPlace(command.currency.code, product=product.code)
        else:
            (ref,) = await self._directory.resolve([command.account])
            moment = await self._book.begin(act.now)
            account = await self._locked(ref, command)
            place = LimitPlace(account.currency.code, account=account.row)
            holders = await self._holders.of_account(account)
            await self._told.changed(holders.owners, CustomerNews.LIMITS_CHANGED)
        effective_from = effective_at(command.effective_from, moment)
        agreed = await self._book.add(place, command.amounts, effective_from, moment)
        act.changed(
            Change(
                object_kind="limits",
                object_id=agreed.id,
                event="bank.limits.agreed.v1",
                after=repr(agreed),
            )
        )
        return agreed

    async def recall(self, agreed: UUID, _act: Act) -> AgreedLimits:
        """Give what an earlier request with the key agreed."""
        row = row_of(agreed)
        found = None if row is None else await self._book.agreed(row)
        assert found is not None  # noqa: S101 - its key was recorded together with it
        return found

    async def _locked(self, ref: AccountRef | None, command: LimitsOfAccount) -> CustomerAccount:
        account = None if ref is None else await self._accounts.find(ref, lock=True)
        if account is None:
            raise AccountNotFound
        if account.status is AccountStatus.CLOSED:
            raise AccountClosed
        if command.currency is not None and command.currency != account.currency:
            raise CurrencyMismatch(f"The account holds {account.currency}.")
        product = self._products.under(account.product, account.product_version)
        overdraft_minor = command.amounts.get(LimitKind.OVERDRAFT) or 0
        product.refuse_unless_offered(account.currency, overdraft_minor)
        return account
