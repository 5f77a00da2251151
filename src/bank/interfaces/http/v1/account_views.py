"""Customers' accounts as they are asked for and shown."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from bank.application.accounts.open_account import NewAccount
from bank.domain.account_names import refuse_external_reference
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.refusals import CurrencyMismatch
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.v1.money import (
    CurrencyCode,
    Money,
    currency_of,
    minor_of,
    money_of,
    naming,
)
from bank.interfaces.http.v1.texts import AccountName, Code, ExternalReference


class AccountToOpen(Struct, frozen=True, forbid_unknown_fields=True):
    """An account to open; `overdraft` is in the account's currency."""

    customer_id: UUID
    product: Code
    currency: CurrencyCode
    name: AccountName | None = None
    overdraft: Money | None = None
    external_reference: ExternalReference | None = None


class AccountChanges(Struct, frozen=True, forbid_unknown_fields=True):
    """The account's new name."""

    name: AccountName


class AccountView(Struct, frozen=True, kw_only=True):
    """An account; the ETag is the quoted `version`."""

    id: UUID
    customer_id: UUID
    product: str
    product_version: int
    currency: str
    branch: str
    status: Literal["open", "closed"]
    number: str
    name: str | None
    external_reference: str | None
    balance: Money
    held: Money
    overdraft: Money
    available: Money
    opened_at: datetime
    version: int


class BalanceView(Struct, frozen=True, kw_only=True):
    """What is on an account; `available` is `balance` plus overdraft less `held`."""

    account_id: UUID
    balance: Money
    held: Money
    available: Money


def new_account(data: AccountToOpen) -> NewAccount:
    """Read what is asked for."""
    if data.external_reference is not None:
        with naming("/external_reference"):
            refuse_external_reference(data.external_reference)
    of = currency_of(data.currency, "/currency")
    overdraft_minor = 0
    if data.overdraft is not None:
        overdraft_minor, other = minor_of(data.overdraft, "/overdraft")
        if other is not of:
            detail = "The overdraft must be in the account's currency."
            raise CurrencyMismatch(
                detail, errors=[FieldError("body", "/overdraft/currency", detail)]
            )
    return NewAccount(
        customer_id=data.customer_id,
        product=data.product,
        currency=of,
        name=data.name,
        overdraft_minor=overdraft_minor,
        external_reference=data.external_reference,
    )


def account_view(account: CustomerAccount) -> AccountView:
    """Show an account."""
    code = account.currency.code
    return AccountView(
        id=account.id,
        customer_id=account.owner_id,
        product=account.product,
        product_version=account.product_version,
        currency=code,
        branch=account.branch,
        status="closed" if account.status is AccountStatus.CLOSED else "open",
        number=account.number,
        name=account.name,
        external_reference=account.external_reference,
        balance=money_of(account.balance_minor, code),
        held=money_of(account.held_minor, code),
        overdraft=money_of(account.overdraft_minor, code),
        available=money_of(account.available_minor, code),
        opened_at=account.opened_at,
        version=account.version,
    )


def balance_view(account: CustomerAccount) -> BalanceView:
    """Show what is on an account."""
    code = account.currency.code
    return BalanceView(
        account_id=account.id,
        balance=money_of(account.balance_minor, code),
        held=money_of(account.held_minor, code),
        available=money_of(account.available_minor, code),
    )
