"""Customers: persons and organisations that the bank knows, whether or not they sign in."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum, StrEnum
from uuid import UUID

from bank.domain.identifiers import RowId, public_id
from bank.domain.refusals import Kind, Refusal


class CustomerNotFound(Refusal):
    """No such customer, or not the caller's to know of."""

    code = "customer_not_found"
    title = "There is no such customer."
    kind = Kind.NOT_FOUND


class BranchNotFound(Refusal):
    """The bank has no branch of that code."""

    code = "branch_not_found"
    title = "The bank has no branch of that code."
    kind = Kind.INVALID


class StaleVersion(Refusal):
    """Somebody else changed it since the caller read it."""

    code = "stale_version"
    title = "It was changed since you read it: read it again and repeat your change."
    kind = Kind.STALE


class CustomerKind(StrEnum):
    """What a customer is."""

    PERSON = "person"
    ORGANISATION = "organisation"


class HolderRole(IntEnum):
    """In which role a customer stands to an account; the number is what the books store."""

    OWNER = 1
    JOINT = 2
    MANDATE = 3
    BENEFICIAL_OWNER = 4


ACTING = frozenset({HolderRole.OWNER, HolderRole.JOINT, HolderRole.MANDATE})
"""The roles whose bearers read an account and pay from it."""

OWNING = frozenset({HolderRole.OWNER, HolderRole.JOINT})
"""The roles whose bearers dispose of the account itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A customer with their personal data in the clear; ``version`` counts the changes from 1."""

    row: RowId
    created_at: datetime
    kind: CustomerKind
    full_name: str
    email: str
    phone: str | None
    branch: str
    version: int

    @property
    def id(self) -> UUID:
        """The public id."""
        return public_id(self.created_at, self.row)

    def amended(
        self,
        *,
        full_name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        if_version: int | None = None,
    ) -> "Customer":
        """Give the customer with the changes that are not ``None``.

        Refuses a version that is not the last.
        """
        refuse_unless_current(self.version, if_version)
        return replace(
            self,
            full_name=full_name or self.full_name,
            email=email or self.email,
            phone=phone or self.phone,
            version=self.version + 1,
        )


def refuse_unless_current(version: int, if_version: int | None) -> None:
    """Refuse a change to anything but the version that the caller read, where they named one."""
    if if_version is not None and if_version != version:
        raise StaleVersion
