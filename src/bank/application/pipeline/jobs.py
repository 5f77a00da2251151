"""How an act becomes a job of the ledger, and a receipt comes of its outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.pipeline.act import Act
from bank.application.ports.idempotency import IdempotencyKeyMissing, RequestKey
from bank.application.ports.ledger import Held, LedgerOutcome, Posted, PostingJob, Refused
from bank.domain.identifiers import row_of
from bank.domain.ledger.entries import EntryKind, JournalEntry
from bank.domain.ledger.holds import Hold
from bank.domain.ledger.refusals import AmountNotPositive
from bank.domain.ledger.requests import LedgerRequest, Leg, PostingRequest
from bank.domain.refusals import Kind, Refusal

BACKDATE = "transfer.backdate"
"""The permission to let something count from a day that has passed."""

_NO_KEY = RequestKey(UUID(int=0), bytes(16))


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingReceipt:
    """What a posting answers.

    The entry, its public id, and whether it was posted before or was only tried.
    """

    id: UUID
    entry: JournalEntry
    reference: str | None
    replayed: bool
    dry_run: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReceipt:
    """What placing or releasing a hold answers: the hold and its account as they then were."""

    hold: Hold
    balance_minor: int
    available_minor: int
    replayed: bool
    dry_run: bool

    @property
    def id(self) -> UUID:
        """The hold's public id."""
        return self.hold.id


class IdReserved(Refusal):
    """Ids that carry a row's number are the bank's to give."""

    code = "id_reserved"
    title = "This id is of the form that the bank gives: choose another, such as a UUIDv4."
    kind = Kind.INVALID


def refuse_reserved(chosen: UUID) -> None:
    """Refuse an id that could be the bank's own."""
    if row_of(chosen) is not None:
        raise IdReserved


def refuse_unless_positive(amount_minor: int) -> None:
    """Refuse an amount that moves nothing, or the wrong way."""
    if amount_minor <= 0:
        raise AmountNotPositive


def key_of(act: Act) -> RequestKey:
    """Give the key by which an act's request is known.

    Refuses with ``IdempotencyKeyMissing`` where there is none and it is not only tried.
    """
    key = act.key or (_NO_KEY if act.dry_run else None)
    if key is None:
        raise IdempotencyKeyMissing
    return key


def keyed(
    act: Act, kind: EntryKind, legs: tuple[Leg, ...], *, reference: str | None = None
) -> PostingRequest:
    """Make a request that is known by the act's idempotency key.

    Refuses with ``IdempotencyKeyMissing`` where there is none and it is not only tried.
    """
    key = key_of(act)
    return PostingRequest(key.key, False, key.digest, kind, legs, reference=reference)  # noqa: FBT003


def single(act: Act, request: LedgerRequest) -> PostingJob:
    """Make the job of one request; where the client chose its id, the key is recorded beside it."""
    chosen = isinstance(request, PostingRequest) and request.key_is_id
    return PostingJob(
        requests=(request,),
        act=act.for_posting(),
        key=act.key if chosen else None,
        dry_run=act.dry_run,
    )


def receipt(
    outcomes: Sequence[LedgerOutcome], *, reference: str | None, dry_run: bool
) -> PostingReceipt:
    """Give the receipt of a single posting, or raise its refusal."""
    (outcome,) = outcomes
    if isinstance(outcome, Refused):
        raise outcome.refusal
    assert isinstance(outcome, Posted)  # noqa: S101 - an entry was asked for
    return PostingReceipt(
        id=outcome.id,
        entry=outcome.entry,
        reference=reference,
        replayed=outcome.replayed,
        dry_run=dry_run,
    )


def hold_receipt(outcomes: Sequence[LedgerOutcome], *, dry_run: bool) -> HoldReceipt:
    """Give the receipt of a hold that was placed or released, or raise its refusal."""
    (outcome,) = outcomes
    if isinstance(outcome, Refused):
        raise outcome.refusal
    assert isinstance(outcome, Held)  # noqa: S101 - a hold was asked about
    return HoldReceipt(
        hold=outcome.hold,
        balance_minor=outcome.balance_minor,
        available_minor=outcome.available_minor,
        replayed=outcome.replayed,
        dry_run=dry_run,
    )
