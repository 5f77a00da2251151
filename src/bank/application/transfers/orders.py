"""What callers order, and how an order becomes a request to the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from bank.application.pipeline.act import Act
from bank.application.ports.account_directory import NO_CREDIT, NO_DEBIT, AccountRef
from bank.application.ports.idempotency import IdempotencyKeyMissing, RequestKey
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import PostingJob, PostingOutcome, Refused
from bank.domain.identifiers import row_of
from bank.domain.ledger.entries import EntryKind, JournalEntry
from bank.domain.ledger.refusals import AmountNotPositive
from bank.domain.ledger.requests import Leg, PostingRequest
from bank.domain.refusals import Kind, Refusal

BACKDATE = "transfer.backdate"
_NO_KEY = RequestKey(UUID(int=0), bytes(16))


class TransferOrder(NamedTuple):
    """A transfer as it is ordered.

    Accounts by id, number or external reference, minor units of a currency.
    """

    debit: str
    credit: str
    amount_minor: int
    currency: str
    reference: str | None = None
    value_date: date | None = None
    id: UUID | None = None


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


class IdReserved(Refusal):
    """Ids that carry a row's number are the bank's to give."""

    code = "id_reserved"
    title = "This id is of the form that the bank gives: choose another, such as a UUIDv4."
    kind = Kind.INVALID


def refuse_unless_positive(amount_minor: int) -> None:
    """Refuse an amount that moves nothing, or the wrong way."""
    if amount_minor <= 0:
        raise AmountNotPositive


def keyed(
    act: Act, kind: EntryKind, legs: tuple[Leg, ...], *, reference: str | None = None
) -> PostingRequest:
    """Make a request that is known by the act's idempotency key.

    Refuses with ``IdempotencyKeyMissing`` where there is none and it is not only tried.
    """
    key = act.key or (_NO_KEY if act.dry_run else None)
    if key is None:
        raise IdempotencyKeyMissing
    return PostingRequest(key.key, False, key.digest, kind, legs, reference=reference)  # noqa: FBT003


class Namer:
    """Makes requests that are known by the ids that a client chose, singly or in bulk alike."""

    def __init__(self, act: Act, digests: KeyedDigests) -> None:
        """Take whose requests they are."""
        self._subject = act.actor.subject
        self._may_backdate = act.may(BACKDATE)
        self._digests = digests

    def request(
        self,
        order: TransferOrder,
        chosen: UUID,
        debit: AccountRef | None,
        credit: AccountRef | None,
    ) -> PostingRequest:
        """Give the request; refuses an id that could be the bank's own.

        The digest is over the order as it was written, so that it is the same before and after an
        account of that name exists.
        """
        if row_of(chosen) is not None:
            raise IdReserved
        digest = self._digests.digest("named-transfer", self._subject, *_written(order))[:16]
        amount, currency = order.amount_minor, order.currency
        debit, credit = debit or NO_DEBIT, credit or NO_CREDIT
        return PostingRequest(
            chosen,
            True,  # noqa: FBT003 - by position: this runs once a transfer, and names cost
            digest,
            EntryKind.TRANSFER,
            (
                Leg(debit.row, debit.opened_ms, amount, currency),
                Leg(credit.row, credit.opened_ms, -amount, currency),
            ),
            order.value_date,
            order.reference,
            self._may_backdate,
        )


def _written(order: TransferOrder) -> tuple[str, ...]:
    return (
        order.debit,
        order.credit,
        f"{order.amount_minor} {order.currency} {order.value_date}",
        order.reference or "",
    )


def single(act: Act, request: PostingRequest) -> PostingJob:
    """Make the job of one posting; where the client chose its id, the key is recorded beside it."""
    return PostingJob(
        requests=(request,),
        act=act.for_posting(),
        key=act.key if request.key_is_id else None,
        dry_run=act.dry_run,
    )


def receipt(
    outcomes: Sequence[PostingOutcome], *, reference: str | None, dry_run: bool
) -> PostingReceipt:
    """Give the receipt of a single posting, or raise its refusal."""
    (outcome,) = outcomes
    if isinstance(outcome, Refused):
        raise outcome.refusal
    return PostingReceipt(
        id=outcome.id,
        entry=outcome.entry,
        reference=reference,
        replayed=outcome.replayed,
        dry_run=dry_run,
    )
