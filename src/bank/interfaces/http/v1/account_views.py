"""Customers' accounts as they are asked for and shown."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from bank.application.accounts.open_account import NewAccount
from bank.domain.account_names import refuse_external_reference
from bank.domain.customer_accounts import BlockReason, CustomerAccount
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


class BlockView(Struct, frozen=True):
    """A side of an account that is blocked; why is for staff to know."""

    side: Literal["debit", "credit"]
    reason: BlockReason | None


class AccountView(Struct, frozen=True, kw_only=True):
    """An account; the ETag is the quoted `version`.

    Out of a `dormant` account its customer moves nothing until staff reactivate it. When its
    customer was last active is for staff to know.
    """

    id: UUID
    customer_id: UUID
    product: str
    product_version: int
    currency: str
    branch: str
    status: Literal["open", "dormant", "closed"]
    blocks: list[BlockView]
    number: str
    name: str | None
    external_reference: str | None
    balance: Money
    held: Money
    overdraft: Money
    available: Money
    opened_at: datetime
    last_active_on: date | None
    version: int


_STATUSES: dict[AccountStatus, Literal["open", "dormant", "closed"]] = {
    AccountStatus.OPEN: "open",
    AccountStatus.DORMANT: "dormant",
    AccountStatus.CLOSED: "closed",
}


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


def account_view(account: CustomerAccount, *, to_staff: bool) -> AccountView:
    """Show an account, to whoever may read all of them with what is for staff alone."""
    code = account.currency.code
    return AccountView(
        id=account.id,
        customer_id=account.owner_id,
        product=account.product,
        product_version=account.product_version,
        currency=code,
        branch=account.branch,
        status=_STATUSES[account.status],
        blocks=_blocks(account, to_staff=to_staff),
        number=account.number,
        name=account.name,
        external_reference=account.external_reference,
        balance=money_of(account.balance_minor, code),
        held=money_of(account.held_minor, code),
        overdraft=money_of(account.overdraft_minor, code),
        available=money_of(account.available_minor, code),
        opened_at=account.opened_at,
        last_active_on=account.active_on if to_staff else None,
        version=account.version,
    )


def _blocks(account: CustomerAccount, *, to_staff: bool) -> list[BlockView]:
    reasons: Mapping[Literal["debit", "credit"], BlockReason | None] = {
        "debit": account.debit_block,
        "credit": account.credit_block,
    }
    return [
        BlockView(side, reason if to_staff else None)
        for side, reason in reasons.items()
        if reason is not None
    ]
