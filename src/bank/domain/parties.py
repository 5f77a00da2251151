"""Customers: persons and organisations that the bank knows, whether or not they sign in."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum
from uuid import UUID

from bank.domain.contacts import Channel, Contact, InvalidContact
from bank.domain.due_diligence import DueDiligence, NotAPerson
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


class CustomerPending(Refusal):
    """What the law wants to be known of a customer is not yet known."""

    code = "customer_pending"
    title = "The customer has to complete their data before money can be theirs to move."
    kind = Kind.CONFLICT


class CustomerDeactivated(Refusal):
    """The customer has left the bank."""

    code = "customer_deactivated"
    title = "The customer is one no more."
    kind = Kind.CONFLICT


class CustomerHasAccounts(Refusal):
    """Whoever holds an account cannot leave."""

    code = "customer_has_accounts"
    title = "The customer holds an account that is not closed: close it, or end their role, first."
    kind = Kind.CONFLICT


class CustomerNotDeactivated(Refusal):
    """Only who has left can be forgotten, and once."""

    code = "customer_not_deactivated"
    title = "The customer has not left the bank, or is erased already."
    kind = Kind.CONFLICT


class RetentionNotOver(Refusal):
    """The law has the bank keep what it knows for some years."""

    code = "retention_not_over"
    title = "What is known of the customer has to be kept still."
    kind = Kind.CONFLICT


class CustomerUnreachable(Refusal):
    """There is no address to which anything could be sent."""

    code = "customer_unreachable"
    title = "The customer has no e-mail address, and no phone number with its country's code."
    kind = Kind.CONFLICT


ERASED = "(erased)"
"""What is shown where what was known is destroyed."""


class CustomerState(StrEnum):
    """How far a customer is one.

    ``PENDING`` until what the law wants to be known is; ``DEACTIVATED`` once they have left, and
    ``ERASED`` when what the bank knew of them is destroyed.
    """

    PENDING = "pending"
    ACTIVE = "active"
    DEACTIVATED = "deactivated"
    ERASED = "erased"


GONE = frozenset({CustomerState.DEACTIVATED, CustomerState.ERASED})
"""The states of those who are customers no more."""


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
    """A customer with their personal data in the clear; ``version`` counts the changes from 1.

    At least one of ``email`` and ``phone`` is known, unless all was erased.
    """

    row: RowId
    created_at: datetime
    kind: CustomerKind
    full_name: str
    email: str | None
    phone: str | None
    branch: str
    version: int
    state: CustomerState = CustomerState.ACTIVE
    deactivated_at: datetime | None = None

    @property
    def id(self) -> UUID:
        """The public id."""
        return public_id(self.created_at, self.row)

    def refuse_unless_active(self) -> None:
        """Refuse a customer who is pending, then one who has left."""
        if self.state is CustomerState.PENDING:
            raise CustomerPending
        if self.state is not CustomerState.ACTIVE:
            raise CustomerDeactivated

    def reached_at(self) -> Contact:
        """Give the customer's e-mail address, or else their phone; refuses who has neither."""
        try:
            if self.email is not None:
                return Contact.email(self.email)
            return Contact.phone(self.phone or "")
        except InvalidContact:
            raise CustomerUnreachable from None

    def addresses(self) -> tuple[Contact, ...]:
        """Give the addresses of theirs that are any: a phone number may lack its country's code."""
        given = ((Channel.EMAIL, self.email), (Channel.PHONE, self.phone))
        found = []
        for channel, value in given:
            with suppress(InvalidContact):
                found.append(Contact.of(f"{channel}:{value or ''}"))
        return tuple(found)

    def is_reached_by(self, contact: Contact) -> bool:
        """Whether a contact is one of theirs still."""
        known = self.email if contact.channel is Channel.EMAIL else self.phone
        try:
            return known is not None and Contact.of(f"{contact.channel}:{known}").is_like(contact)
        except InvalidContact:
            return False

    @property
    def has_left(self) -> bool:
        """Whether they are a customer no more."""
        return self.state in GONE

    def refuse_if_left(self) -> None:
        """Refuse a customer who has left, or is erased."""
        if self.has_left:
            raise CustomerDeactivated

    def known_as(self, *, enough: bool, otherwise: bool) -> "Customer":
        """Give the customer of whom something was said: active, if pending and that is enough.

        Where something else is known now it is another version, so that older ones are stale.
        """
        active = enough and self.state is CustomerState.PENDING
        if not active and not otherwise:
            return self
        state = CustomerState.ACTIVE if active else self.state
        return replace(self, state=state, version=self.version + 1)

    def left(self, now: datetime) -> "Customer":
        """Give the customer as one who has left; refuses one who had already."""
        self.refuse_if_left()
        return replace(
            self,
            state=CustomerState.DEACTIVATED,
            deactivated_at=now,
            version=self.version + 1,
        )

    def erased(self, now: datetime, retention: timedelta) -> "Customer":
        """Give what is left of a customer who is forgotten.

        Refuses one who has not left, or is erased; then one who left less than ``retention`` ago.
        """
        if self.state is not CustomerState.DEACTIVATED or self.deactivated_at is None:
            raise CustomerNotDeactivated
        if now < self.deactivated_at + retention:
            raise RetentionNotOver
        return replace(
            self,
            state=CustomerState.ERASED,
            full_name=ERASED,
            email=None,
            phone=None,
            version=self.version + 1,
        )

    def reached_by(self, contact: Contact) -> "Customer":
        """Give the customer with another e-mail address, or phone."""
        if contact.channel is Channel.EMAIL:
            return replace(self, email=contact.value, version=self.version + 1)
        return replace(self, phone=contact.value, version=self.version + 1)

    def amended(
        self,
        *,
        full_name: str | None = None,
        email: str | None = None,
        phone: str | None = None,
        if_version: int | None = None,
    ) -> "Customer":
        """Give the customer with the changes that are not ``None``.

        Refuses a version that is not the last, then a customer who has left.
        """
        refuse_unless_current(self.version, if_version)
        self.refuse_if_left()
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


def taken_in_as(known: DueDiligence) -> CustomerState:
    """Say what a customer is of whom something is known when staff take them in.

    Of an organisation the law wants something else, which is not known yet.
    """
    return CustomerState.ACTIVE if known.is_complete else CustomerState.PENDING


def known_at_first(kind: CustomerKind, given: DueDiligence | None, today: date) -> DueDiligence:
    """Give what is known of a customer whom staff take in with what they were told.

    Refuses data of a person that an organisation would have, then a date of birth that cannot be
    one, and what is no country.
    """
    if given is None:
        return DueDiligence()
    if kind is not CustomerKind.PERSON:
        raise NotAPerson
    return DueDiligence().with_given(given, today)
