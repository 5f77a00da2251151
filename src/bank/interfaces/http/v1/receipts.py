"""What a posting answers."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import Response
from msgspec import Meta, Struct, structs

from bank.application.pipeline.jobs import PostingReceipt
from bank.application.pipeline.pipeline import Done
from bank.application.ports.entries import EntryView
from bank.domain.ledger.entries import JournalEntry, Posting
from bank.interfaces.http.calls import Asked, answered, created
from bank.interfaces.http.v1.entries import KINDS, Kind, account_id, shown_balance, sides
from bank.interfaces.http.v1.money import Money, money_of
from bank.interfaces.http.v1.visibility import readable

Rate = Annotated[
    str,
    Meta(
        description="How much of the credited currency one unit of the debited one buys.",
        examples=["1.081745"],
    ),
]


class AccountBalance(Struct, frozen=True):
    """A customer's account after a posting."""

    account_id: UUID
    balance: Money
    available: Money


class PostingView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A posting: a transfer, a deposit, a withdrawal or an exchange.

    `status` is `posted`, or in answer to a dry run `would_post`, with an `id` only if you chose
    one. Take a status that you do not know for pending. `amount` left the one account and came to
    the other; where it came in another currency, `credit_amount` is what came. The accounts and the
    amount are absent where an entry has more parties than two. `balances` are those that resulted,
    of the customers' accounts that you may read; only the answer to the posting itself has them,
    and the `rate` of an exchange, which its quote shows later: it has the same id. Read again it
    says which entry it reverses or is reversed by, and of a capture the hold.
    """

    id: UUID | None = None
    status: Literal["posted", "would_post"]
    kind: Kind
    booking_date: date
    value_date: date
    backdated: bool
    recorded_at: datetime
    debit_account_id: UUID | None = None
    credit_account_id: UUID | None = None
    amount: Money | None = None
    credit_amount: Money | None = None
    rate: Rate | None = None
    reference: str | None = None
    reverses: UUID | None = None
    reversed_by: UUID | None = None
    hold_id: UUID | None = None
    balances: list[AccountBalance] | None = None


async def posted(
    request: Asked,
    done: Done[PostingReceipt],
    *,
    chosen: UUID | None = None,
    rate: str | None = None,
) -> Response[PostingView]:
    """Answer a posting: 201 and where it is found, or 200 to a dry run."""
    receipt = done.result
    balances = await _balances(request, receipt.entry)
    if receipt.dry_run:
        return answered(
            _view(receipt.entry, chosen, receipt.reference, "would_post", balances, rate), done
        )
    view = _view(receipt.entry, receipt.id, receipt.reference, "posted", balances, rate)
    return created(view, done, at=f"/v1/transfers/{receipt.id}")


def posting_view(entry: EntryView) -> PostingView:
    """Show a posting that is read again, with what it is linked with."""
    view = _view(entry, entry.id, entry.reference, "posted")
    return structs.replace(
        view, reverses=entry.reverses, reversed_by=entry.reversed_by, hold_id=entry.hold
    )


async def _balances(request: Asked, entry: JournalEntry) -> list[AccountBalance]:
    customers = [each for each in entry.postings if each.available_minor is not None]
    return [_balance(each) for each in await readable(request, customers)]


def _balance(posting: Posting) -> AccountBalance:
    assert posting.available_minor is not None  # noqa: S101 - a customer's
    return AccountBalance(
        account_id(posting),
        shown_balance(posting),
        money_of(posting.available_minor, posting.currency),
    )


def _view(
    entry: JournalEntry | EntryView,
    entry_id: UUID | None,
    reference: str | None,
    status: Literal["posted", "would_post"],
    balances: list[AccountBalance] | None = None,
    rate: Rate | None = None,
) -> PostingView:
    debit, credit = sides(entry) or (None, None)
    return PostingView(
        id=entry_id,
        status=status,
        kind=KINDS[entry.kind],
        booking_date=entry.booking_date,
        value_date=entry.value_date,
        backdated=entry.value_date < entry.booking_date,
        recorded_at=entry.recorded_at,
        debit_account_id=account_id(debit) if debit else None,
        credit_account_id=account_id(credit) if credit else None,
        amount=money_of(debit.amount_minor, debit.currency) if debit else None,
        credit_amount=_credit_amount(debit, credit),
        rate=rate,
        reference=reference,
        balances=balances,
    )


def _credit_amount(debit: Posting | None, credit: Posting | None) -> Money | None:
    if debit is None or credit is None or debit.currency == credit.currency:
        return None
    return money_of(-credit.amount_minor, credit.currency)
