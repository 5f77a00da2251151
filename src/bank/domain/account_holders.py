"""Who holds an account, and in which role."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.parties import OWNING, Customer, HolderRole
from bank.domain.refusals import Kind, Refusal


class HolderAlreadyThere(Refusal):
    """A customer holds an account in one role at a time."""

    code = "holder_already_there"
    title = "The customer holds the account already; end that role before giving another."
    kind = Kind.CONFLICT


class HolderNotFound(Refusal):
    """The customer does not hold the account, or no longer."""

    code = "holder_not_found"
    title = "The customer does not hold this account."
    kind = Kind.NOT_FOUND


class OwnerCannotBeRemoved(Refusal):
    """The account is sealed under its owner's key: it is theirs for as long as it is there."""

    code = "owner_cannot_be_removed"
    title = "The account's owner cannot be removed: close the account instead."
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHolder:
    """A customer in a role to an account; who has ended acts no more."""

    customer: RowId
    customer_id: UUID
    role: HolderRole
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountHolders:
    """All who hold an account or once did, in the order of their rows.

    ``id`` is the account's public id, ``owner`` the row of its owner.
    """

    id: UUID
    owner: RowId
    all: tuple[AccountHolder, ...]

    @property
    def current(self) -> Sequence[AccountHolder]:
        """Those whose role has not ended."""
        return [holder for holder in self.all if holder.ended_at is None]

    @property
    def owners(self) -> Sequence[UUID]:
        """The customers to whom the account belongs: its owner, and the joint owners of today."""
        return [holder.customer_id for holder in self.current if holder.role in OWNING]

    def added(self, customer: Customer, role: HolderRole) -> AccountHolder:
        """Give a customer in a role; one whose former role has ended comes back.

        Refuses a customer who holds the account in any role.
        """
        if any(holder.customer == customer.row for holder in self.current):
            raise HolderAlreadyThere
        return AccountHolder(customer=customer.row, customer_id=customer.id, role=role)

    def ended(self, customer: UUID, at: datetime) -> AccountHolder:
        """Give a holder whose role is over.

        Refuses a customer who does not hold the account, then its owner.
        """
        holder = next((each for each in self.current if each.customer_id == customer), None)
        if holder is None:
            raise HolderNotFound
        if holder.customer == self.owner:
            raise OwnerCannotBeRemoved
        return replace(holder, ended_at=at)

    def with_holder(self, holder: AccountHolder) -> "AccountHolders":
        """Give the holders with one of them as he or she is now."""
        others = [each for each in self.all if each.customer != holder.customer]
        return replace(self, all=tuple(sorted([*others, holder], key=lambda each: each.customer)))
