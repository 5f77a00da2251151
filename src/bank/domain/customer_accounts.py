"""Customers' accounts: a ledger account under a product, held by customers."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from bank.domain.identifiers import RowId, public_id
from bank.domain.ledger.accounts import AccountStatus, Block
from bank.domain.ledger.refusals import AccountClosed
from bank.domain.money import Currency
from bank.domain.parties import refuse_unless_current
from bank.domain.refusals import Kind, Refusal


class AccountNotEmpty(Refusal):
    """Money, owed or owing, a hold or an open obligation is still on the account."""

    code = "account_not_empty"
    title = (
        "An account can be closed only when its balance is zero, nothing is held and no obligation"
        " is open against it."
    )
    kind = Kind.CONFLICT


class AccountNotBlocked(Refusal):
    """There is no block to lift."""

    code = "account_not_blocked"
    title = "The account is not blocked on this side."
    kind = Kind.CONFLICT


class AccountNotDormant(Refusal):
    """Only who sleeps is woken."""

    code = "account_not_dormant"
    title = "The account is not dormant."
    kind = Kind.CONFLICT


class AccountNotClosed(Refusal):
    """Only what is closed is opened again."""

    code = "account_not_closed"
    title = "The account is not closed."
    kind = Kind.CONFLICT


class ExternalReferenceTaken(Refusal):
    """Another account already has this external reference."""

    code = "external_reference_taken"
    title = "Another account already has this external reference."
    kind = Kind.CONFLICT


class BlockReason(StrEnum):
    """Why a side of an account is blocked; for staff alone."""

    CUSTOMER_REQUEST = "customer_request"
    LOST_CARD = "lost_card"
    SUSPECTED_FRAUD = "suspected_fraud"
    COURT_ORDER = "court_order"
    DECEASED = "deceased"
    OTHER = "other"


class Obligation(StrEnum):
    """What may still stand open against an account, beside the money on it and the holds."""

    EXCHANGE_QUOTE = "exchange quote"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerAccount:
    """A customer's account as people see it.

    Amounts are minor units, the balance on its normal side.

    ``number`` and ``name`` are personal data in the clear. ``owner`` is the row of the customer who
    opened it, under whose key both are sealed; ``version`` counts the changes from 1. ``active_on``
    is the day of the customer's last own doing; a side is blocked while it has a reason for it.
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
    active_on: date
    debit_block: BlockReason | None = None
    credit_block: BlockReason | None = None

    @property
    def id(self) -> UUID:
        """The public id."""
        return public_id(self.opened_at, self.row)

    @property
    def available_minor(self) -> int:
        """What may still go out: balance, plus overdraft, less holds."""
        return self.balance_minor + self.overdraft_minor - self.held_minor

    @property
    def blocked(self) -> Block:
        """The sides that are barred."""
        debit = Block.NONE if self.debit_block is None else Block.DEBIT
        return debit | (Block.NONE if self.credit_block is None else Block.CREDIT)

    def renamed(self, name: str, if_version: int | None = None) -> "CustomerAccount":
        """Give the account with another name; refuses a stale version, then a closed account."""
        refuse_unless_current(self.version, if_version)
        self.refuse_if_closed()
        return replace(self, name=name, version=self.version + 1)

    def barred(self, side: Block, reason: BlockReason) -> "CustomerAccount":
        """Give the account with a side, or both, blocked for a reason, instead of any other.

        Refuses a closed account.
        """
        self.refuse_if_closed()
        return self._with_blocks(side, reason)

    def unbarred(self, side: Block) -> "CustomerAccount":
        """Give the account with a side, or both, free again.

        Refuses a closed account, then one that is blocked on none of the sides.
        """
        self.refuse_if_closed()
        if not self.blocked & side:
            raise AccountNotBlocked
        return self._with_blocks(side, None)

    def reactivated(self, day: date) -> "CustomerAccount":
        """Give a dormant account open again, in use since a day or later, as it was.

        Refuses one that is closed, then one that is not dormant.
        """
        self.refuse_if_closed()
        if self.status is not AccountStatus.DORMANT:
            raise AccountNotDormant
        return self._opened_again(day)

    @property
    def is_closed(self) -> bool:
        """Whether nothing posts to it any more."""
        return self.status is AccountStatus.CLOSED

    def closed(self, obligations: Collection[Obligation] = ()) -> "CustomerAccount":
        """Give the account closed.

        Refuses one closed already, then one with money, holds or obligations on it, naming which.
        """
        self.refuse_if_closed()
        left = ["money"] if self.balance_minor else []
        if self.held_minor:
            left.append("holds")
        if obligations:
            left.append(f"obligations ({', '.join(sorted(obligations))})")
        if left:
            raise AccountNotEmpty(f"What is still open: {', '.join(left)}.")
        return replace(self, status=AccountStatus.CLOSED, version=self.version + 1)

    def reopened(self, day: date) -> "CustomerAccount":
        """Give a closed account open again, in use since a day or later, as it was.

        Refuses one that is not closed.
        """
        if self.status is not AccountStatus.CLOSED:
            raise AccountNotClosed
        return self._opened_again(day)

    def refuse_if_closed(self) -> None:
        """Refuse an account that is closed."""
        if self.status is AccountStatus.CLOSED:
            raise AccountClosed

    def _with_blocks(self, side: Block, reason: BlockReason | None) -> "CustomerAccount":
        return replace(
            self,
            debit_block=reason if side & Block.DEBIT else self.debit_block,
            credit_block=reason if side & Block.CREDIT else self.credit_block,
            version=self.version + 1,
        )

    def _opened_again(self, day: date) -> "CustomerAccount":
        used = max(self.active_on, day)
        return replace(self, status=AccountStatus.OPEN, active_on=used, version=self.version + 1)
