"""Reversals and manual entries over HTTP: `/v1/ledger/entries`."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, Router, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.corrections.post_entry import ManualEntry, ManualPosting, PostEntry
from bank.application.corrections.reverse_entry import ReversalOrder, ReverseEntry
from bank.application.pipeline.jobs import IdReserved, PostingReceipt
from bank.application.pipeline.pipeline import Done
from bank.application.ports.entries import EntryNotFound
from bank.domain.ledger.entries import Posting
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountClosed,
    AccountNotFound,
    AmountNotPositive,
    BackdatingNotPermitted,
    BalanceOutOfRange,
    CurrencyMismatch,
    EntryAlreadyReversed,
    EntryNotBalanced,
    InsufficientFunds,
    ReversalNeedsForce,
    SameAccount,
    ValueDateInFuture,
)
from bank.domain.ledger.reversals import PartialReversalNotAllowed, ReversalExceedsEntry
from bank.domain.products import ProductNotFound
from bank.interfaces.http.calls import Asked, answered, ask, created
from bank.interfaces.http.documentation import QUEUE, WITH_MONEY, Codes, command
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import InvalidRequest
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.entries import KINDS, Kind, account_id
from bank.interfaces.http.v1.money import Money, minor_of, money_of
from bank.interfaces.http.v1.texts import NamedAccount, Reference

POSTINGS_MAX = 50
_OF_BOTH: Codes = (
    *WITH_MONEY,
    AmountNotPositive,
    CurrencyMismatch,
    ValueDateInFuture,
    BackdatingNotPermitted,
    BalanceOutOfRange,
    *QUEUE,
)


class EntryToReverse(Struct, frozen=True, forbid_unknown_fields=True):
    """How to reverse an entry: without an `amount` all of it."""

    amount: Money | None = None
    reference: Reference | None = None
    value_date: date | None = None


class PostingToMake(Struct, frozen=True, forbid_unknown_fields=True):
    """One leg of an entry, on a customer's account or one of the bank's own."""

    account_id: NamedAccount
    side: Literal["debit", "credit"]
    amount: Money


class EntryToPost(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of your making: for each currency debits equal credits.

    An `id` of your choice, any UUID, makes the entry known by it for ever.
    """

    postings: Annotated[
        list[PostingToMake], Meta(extra_json_schema={"minItems": 2, "maxItems": POSTINGS_MAX})
    ]
    reference: Reference | None = None
    value_date: date | None = None
    id: UUID | None = None


class ResultingPosting(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One leg of an entry, and its account after it.

    `amount` is positive, `side` says where it stands; `balance` is signed, debit positive; a
    customer's account also has what is `available`.
    """

    account_id: UUID
    side: Literal["debit", "credit"]
    amount: Money
    balance: Money
    available: Money | None = None


class EntryPosted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry that was posted, or in answer to a dry run would be, with all its postings."""

    id: UUID | None = None
    status: Literal["posted", "would_post"]
    kind: Kind
    booking_date: date
    value_date: date
    backdated: bool
    recorded_at: datetime
    reference: str | None = None
    reverses: UUID | None = None
    postings: list[ResultingPosting]


_WOULD_POST = {
    200: ResponseSpec(
        EntryPosted, generate_examples=False, description="The dry run would be posted."
    )
}


@post(
    "/{entry_id:uuid}/reverse",
    operation_id="reverseEntry",
    summary="Reverse a journal entry",
    responses=command(
        EntryNotFound,
        PartialReversalNotAllowed,
        ReversalExceedsEntry,
        ProductNotFound,
        EntryAlreadyReversed,
        ReversalNeedsForce,
        *_OF_BOTH,
    )
    | _WOULD_POST,
)
async def reverse_entry(
    request: Asked,
    entry_id: FromPath[UUID],
    data: JSONBody[EntryToReverse],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[EntryPosted]:
    """Reverse an entry, once: whole, or a part where the products concerned allow it.

    Limits do not stop a reversal. What has since been closed, blocked or emptied is reversed only
    by those who have the permission to force it.
    """
    order = _reversal(entry_id, data)
    done = await ask(request, ReverseEntry, order, dry_run=dry_run)
    return _answer(done, None, reverses=entry_id)


@post(
    operation_id="postLedgerEntry",
    summary="Post a manual entry",
    responses=command(
        EntryNotBalanced,
        IdReserved,
        SameAccount,
        AccountNotFound,
        AccountClosed,
        AccountBlocked,
        InsufficientFunds,
        *_OF_BOTH,
    )
    | _WOULD_POST,
)
async def post_entry(
    request: Asked,
    data: JSONBody[EntryToPost],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[EntryPosted]:
    """Post an entry between any accounts, the bank's own among them; limits do not stop it."""
    done = await ask(request, PostEntry, _manual(data), dry_run=dry_run)
    return _answer(done, data.id)


def _reversal(entry: UUID, data: EntryToReverse) -> ReversalOrder:
    amount_minor, code = None, None
    if data.amount is not None:
        amount_minor, currency = minor_of(data.amount, "/amount")
        code = currency.code
    return ReversalOrder(
        entry=entry,
        amount_minor=amount_minor,
        currency=code,
        reference=data.reference,
        value_date=data.value_date,
    )


def _manual(data: EntryToPost) -> ManualEntry:
    if not 2 <= len(data.postings) <= POSTINGS_MAX:  # noqa: PLR2004 - double entry
        detail = f"An entry has 2 to {POSTINGS_MAX} postings."
        raise InvalidRequest(errors=[FieldError("body", "/postings", detail)])
    postings = []
    for number, posting in enumerate(data.postings):
        amount_minor, currency = minor_of(posting.amount, f"/postings/{number}/amount")
        debit = posting.side == "debit"
        postings.append(ManualPosting(posting.account_id, debit, amount_minor, currency.code))
    return ManualEntry(
        postings=postings, reference=data.reference, value_date=data.value_date, id=data.id
    )


def _answer(
    done: Done[PostingReceipt], chosen: UUID | None, *, reverses: UUID | None = None
) -> Response[EntryPosted]:
    receipt, entry = done.result, done.result.entry
    view = EntryPosted(
        id=chosen if receipt.dry_run else receipt.id,
        status="would_post" if receipt.dry_run else "posted",
        kind=KINDS[entry.kind],
        booking_date=entry.booking_date,
        value_date=entry.value_date,
        backdated=entry.backdated,
        recorded_at=entry.recorded_at,
        reference=receipt.reference,
        reverses=reverses,
        postings=[_posting(posting) for posting in entry.postings],
    )
    if receipt.dry_run:
        return answered(view, done)
    return created(view, done, at=f"/v1/ledger/entries/{receipt.id}")


def _posting(posting: Posting) -> ResultingPosting:
    available = posting.available_minor
    return ResultingPosting(
        account_id=account_id(posting),
        side="debit" if posting.amount_minor > 0 else "credit",
        amount=money_of(abs(posting.amount_minor), posting.currency),
        balance=money_of(posting.balance_minor, posting.currency),
        available=None if available is None else money_of(available, posting.currency),
    )


corrections = Router("/ledger/entries", route_handlers=[reverse_entry, post_entry], tags=["Ledger"])
