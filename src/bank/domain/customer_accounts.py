"""Customers' accounts: a ledger account under a product, held by customers."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bank.domain.identifiers import RowId, public_id
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.ledger.refusals import AccountClosed
from bank.domain.money import Currency
from bank.domain.parties import refuse_unless_current
from bank.domain.refusals import Kind, Refusal


class AccountNotEmpty(Refusal):
    """Money, owed or owing, or a hold is still on the account."""

    code = "account_not_empty"
    title = "An account can be closed only when its balance is zero and nothing is held."
    kind = Kind.CONFLICT


class ExternalReferenceTaken(Refusal):
    """Another account already has this external reference."""

    code = "external_reference_taken"
    title = "Another account already has this external reference."
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAccount:
    """A customer's account as people see it.

    Amounts are minor units, the balance on its normal side.

    ``number`` and ``name`` are personal data in the clear. ``owner`` is the row of the customer who
    opened it, under whose key both are sealed; ``version`` counts the changes from 1.
    """

    row: RowId
    opened_at: datetime
    owner: RowId
    owner_id: UUID
    product: str
    product_version: int
    currency: Currency
    branch: str
    status: AccountStatus
    number: str
    name: str | None
    external_reference: str | None
    overdraft_minor: int
    balance_minor: int
    held_minor: int
    version: int

    @property
    def id(self) -> UUID:
        """The public id."""
        return public_id(self.opened_at, self.row)

    @property
    def available_minor(self) -> int:
        """What may still go out: balance, plus overdraft, less holds."""
        return self.balance_minor + self.overdraft_minor - self.held_minor

    def renamed(self, name: str, if_version: int | None = None) -> "CustomerAccount":
        """Give the account with another name; refuses a stale version, then a closed account."""
        refuse_unless_current(self.version, if_version)
        if self.status is AccountStatus.CLOSED:
            raise AccountClosed
        return replace(self, name=name, version=self.version + 1)

    def closed(self) -> "CustomerAccount":
        """Give the account closed.

        Refuses one closed already, then one with money or holds on it.
        """
        if self.status is AccountStatus.CLOSED:
            raise AccountClosed
        if self.balance_minor or self.held_minor:
            raise AccountNotEmpty
        return replace(self, status=AccountStatus.CLOSED, version=self.version + 1)
