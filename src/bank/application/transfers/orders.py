"""What callers order, and how an order becomes a request to the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from bank.application.pipeline.act import Act
from bank.application.ports.account_directory import AccountRef
from bank.application.ports.idempotency import IdempotencyKeyMissing, RequestKey
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.ledger import Posted, PostingJob, PostingOutcome, Refused
from bank.domain.ledger.entries import EntryKind, JournalEntry
from bank.domain.ledger.refusals import AmountNotPositive
from bank.domain.ledger.requests import Leg, PostingRequest
from bank.domain.refusals import Refusal

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


def refuse_unless_positive(amount_minor: int) -> None:
    """Refuse an amount that moves nothing, or the wrong way."""
    if amount_minor <= 0:
        raise AmountNotPositive


def single(
    act: Act,
    kind: EntryKind,
    legs: tuple[Leg, ...],
    *,
    reference: str | None = None,
    value_date: date | None = None,
    chosen_id: UUID | None = None,
) -> PostingJob:
    """Make the job of one posting.

    Known by the id that the client chose or else by the idempotency key.
    """
    key = act.key or (_NO_KEY if act.dry_run else None)
    if key is None:
        raise IdempotencyKeyMissing
    request = PostingRequest(
        key=chosen_id or key.key,
        key_is_id=chosen_id is not None,
        digest=key.digest,
        kind=kind,
        legs=legs,
        value_date=value_date,
        reference=reference,
        may_backdate=value_date is not None and act.may(BACKDATE),
    )
    return PostingJob(
        requests=(request,),
        act=act.for_posting(),
        key=key if chosen_id is not None else None,
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


class Bulk:
    """A bulk on its way.

    The orders that can be asked of the ledger, and the refusals of those that cannot.
    """

    def __init__(self, act: Act, digests: KeyedDigests) -> None:
        """Take whose bulk it is."""
        self._subject = act.actor.subject
        self._may_backdate = act.may(BACKDATE)
        self._digests = digests
        self._answers: list[Refusal | None] = []
        self.requests: list[PostingRequest] = []

    def bar(self, refusal: Refusal) -> None:
        """Take an order that was refused before it reached the ledger."""
        self._answers.append(refusal)

    def add(self, order: TransferOrder, debit: AccountRef, credit: AccountRef) -> None:
        """Take an order whose accounts are resolved; its id is known to be there."""
        chosen = order.id
        assert chosen is not None  # noqa: S101 - the schema demands it of every transfer in a bulk
        amount, currency = order.amount_minor, order.currency
        text = (
            f"{debit.row}|{credit.row}|{amount}|{currency}"
            f"|{order.value_date}|{order.reference or ''}"
        )
        digest = self._digests.digest("bulk-transfer", self._subject, chosen.bytes, text)[:16]
        self.requests.append(
            PostingRequest(
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
        )
        self._answers.append(None)

    def merged(self, outcomes: Sequence[PostingOutcome]) -> list[PostingOutcome]:
        """Give the outcomes of all orders, in the order they were given."""
        decided = iter(outcomes)
        return [next(decided) if a is None else Refused(a) for a in self._answers]


__all__ = ["Bulk", "Posted", "PostingReceipt", "TransferOrder", "receipt", "single"]
