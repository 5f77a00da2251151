"""What is asked of the ledger."""

from datetime import date
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


class PostingRequest(NamedTuple):
    """A request for one journal entry, whole enough to be decided.

    ``key`` is what the request is known by, for ever once it is posted: the client's own id (then
    ``key_is_id``) or the keyed digest of principal and idempotency key. ``digest`` (16 bytes) tells
    the same request from another under the same key.
    """

    key: UUID
    key_is_id: bool
    digest: bytes
    kind: EntryKind
    legs: tuple[Leg, ...]
    value_date: date | None = None
    reference: str | None = None
    may_backdate: bool = False
