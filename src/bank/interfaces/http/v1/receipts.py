"""What a posting answers."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from litestar import Response
from msgspec import Struct

from bank.application.pipeline.pipeline import Done
from bank.application.ports.entries import EntryView
from bank.application.transfers.orders import PostingReceipt
from bank.domain.ledger.entries import JournalEntry, Posting
from bank.interfaces.http.calls import Asked, answered, created
from bank.interfaces.http.v1.entries import KINDS, Kind, account_id, shown_balance, sides
from bank.interfaces.http.v1.money import Money, money_of
from bank.interfaces.http.v1.visibility import reads_account_of


class AccountBalance(Struct, frozen=True):
    """A customer's account after a posting."""

    account_id: UUID
    balance: Money
    available: Money


class PostingView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A posting: a transfer, a deposit or a withdrawal.

    `status` is `posted`, or in answer to a dry run `would_post`, with an `id` only if you chose
    one. Take a status that you do not know for pending. `balances` are those that resulted, of the
    customers' accounts that you may read; only the answer to the posting itself has them.
    """

    id: UUID | None = None
    status: Literal["posted", "would_post"]
    kind: Kind
    booking_date: date
    value_date: date
    backdated: bool
    recorded_at: datetime
    debit_account_id: UUID
    credit_account_id: UUID
    amount: Money
    reference: str | None = None
    balances: list[AccountBalance] | None = None


async def posted(
    request: Asked, done: Done[PostingReceipt], *, chosen: UUID | None = None
) -> Response[PostingView]:
    """Answer a posting: 201 and where it is found, or 200 to a dry run."""
    receipt = done.result
    balances = await _balances(request, receipt.entry)
    if receipt.dry_run:
        view = _view(receipt.entry, chosen, receipt.reference, "would_post", balances)
        return answered(view, done)
    view = _view(receipt.entry, receipt.id, receipt.reference, "posted", balances)
    return created(view, done, at=f"/v1/transfers/{receipt.id}")


def posting_view(entry: EntryView) -> PostingView:
    """Show a posting that is read again."""
    return _view(entry, entry.id, entry.reference, "posted", None)


async def _balances(request: Asked, entry: JournalEntry) -> list[AccountBalance]:
    return [
        _balance(posting, posting.available_minor)
        for posting in sides(entry)
        if posting.available_minor is not None and await reads_account_of(request, posting)
    ]


def _balance(posting: Posting, available_minor: int) -> AccountBalance:
    return AccountBalance(
        account_id(posting),
        shown_balance(posting),
        money_of(available_minor, posting.currency),
    )


def _view(
    entry: JournalEntry | EntryView,
    entry_id: UUID | None,
    reference: str | None,
    status: Literal["posted", "would_post"],
    balances: list[AccountBalance] | None,
) -> PostingView:
    debit, credit = sides(entry)
    return PostingView(
        id=entry_id,
        status=status,
        kind=KINDS[entry.kind],
        booking_date=entry.booking_date,
        value_date=entry.value_date,
        backdated=entry.value_date < entry.booking_date,
        recorded_at=entry.recorded_at,
        debit_account_id=account_id(debit),
        credit_account_id=account_id(credit),
        amount=money_of(debit.amount_minor, debit.currency),
        reference=reference,
        balances=balances,
    )
