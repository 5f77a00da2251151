"""What is asked of the ledger."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.ledger.entries import EntryKind


class Leg(NamedTuple):
    """One side of a request: signed minor units (debit positive) on one account.

    ``opened_ms`` is the millisecond of the public id by which the account was named: a row whose
    own differs is not the account that was meant.
    """

    account: RowId
    opened_ms: int
    amount_minor: int
    currency: str


class HoldRef(NamedTuple):
    """A hold as the ledger addresses it: its row, and the millisecond that its public id carries.

    ``account`` is the account that it is known to be on, so that it is locked with the hold.
    """

    row: RowId
    created_ms: int
    account: RowId


class Captured(NamedTuple):
    """What an entry captures: a hold, and whether what is left of it is let go.

    Of a capture of the ``rest`` the amount is what is left when it is decided, whatever the legs
    say. Only who ``may_pay_bank`` captures to an account of the bank's own.
    """

    hold: HoldRef
    final: bool
    rest: bool = False
    may_pay_bank: bool = False


class Reversed(NamedTuple):
    """What an entry reverses, and whether it may do so against the state of the accounts."""

    entry: RowId
    may_force: bool


class PostingRequest(NamedTuple):
    """A request for one journal entry, whole enough to be decided.

    ``key`` is what the request is known by, for ever once it is posted: the client's own id (then
    ``key_is_id``) or the keyed digest of principal and idempotency key. ``digest`` (16 bytes) tells
    the same request from another under the same key. After ``not_after`` it is refused as a quote
    that has expired.
    """

    key: UUID
    key_is_id: bool
    digest: bytes
    kind: EntryKind
    legs: tuple[Leg, ...]
    value_date: date | None = None
    reference: str | None = None
    may_backdate: bool = False
    captures: Captured | None = None
    reverses: Reversed | None = None
    not_after: datetime | None = None


class HoldRequest(NamedTuple):
    """A request to set money aside; ``leg`` is the debit that a capture of all of it would be."""

    key: UUID
    digest: bytes
    leg: Leg
    expires_at: datetime
    reference: str | None = None


class ReleaseRequest(NamedTuple):
    """A request to let a hold go."""

    key: UUID
    digest: bytes
    hold: HoldRef


class DayClosing(NamedTuple):
    """A request to close the open business day; where ``day`` is named, only if it is that one."""

    key: UUID
    digest: bytes
    day: date | None = None


LedgerRequest = PostingRequest | HoldRequest | ReleaseRequest | DayClosing
