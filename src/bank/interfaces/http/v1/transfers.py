"""Transfers over HTTP: `/v1/transfers`."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import Struct

from bank.application.ports.entries import EntriesPage, EntryNotFound
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_bulk import PostBulk
from bank.application.transfers.post_transfer import PostTransfer
from bank.application.transfers.read_transfers import (
    GetTransfer,
    ListTransfers,
    TransferById,
    TransfersOfAccount,
)
from bank.domain.ledger.refusals import AccountNotFound
from bank.domain.money import InvalidAmount
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import PER_TRANSFER, QUEUE, command, payment, query
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, number_after, page_before
from bank.interfaces.http.refusals import AccountNumberInUrl, BulkTooLarge, InvalidCursor
from bank.interfaces.http.v1.bulk import BulkToPost, BulkView, bulk_order, bulk_view
from bank.interfaces.http.v1.cash import WOULD_POST, DryRun
from bank.interfaces.http.v1.entry_parameters import (
    AmountFrom,
    AmountTo,
    Counterparty,
    DirectionWanted,
    FirstDay,
    KindWanted,
    LastDay,
    entry_search,
)
from bank.interfaces.http.v1.money import Money, minor_of
from bank.interfaces.http.v1.receipts import PostingView, posted, posting_view
from bank.interfaces.http.v1.texts import NamedAccount, Reference, addressed
from bank.interfaces.http.v1.visibility import reads_every_account

QueryAccount = Annotated[
    str,
    QueryParameter(
        description="Whose transfers: the account's id or external reference, never its number.",
        max_length=64,
    ),
]


class TransferToPost(Struct, frozen=True, forbid_unknown_fields=True):
    """A transfer between two customers' accounts.

    An `id` of your choice, any UUID, makes the transfer known by it for ever, beyond the life of an
    idempotency key. Ids are the whole bank's: one under which anybody posted something else is
    refused (`idempotency_key_reused`), so choose one that nobody guesses, such as a UUIDv7.
    """

    debit_account_id: NamedAccount
    credit_account_id: NamedAccount
    amount: Money
    reference: Reference | None = None
    value_date: date | None = None
    id: UUID | None = None


@post(
    operation_id="postTransfer",
    summary="Transfer money",
    responses=payment(*PER_TRANSFER, *QUEUE) | WOULD_POST,
)
async def post_transfer(
    request: Asked,
    data: JSONBody[TransferToPost],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[PostingView]:
    """Move money from one customer's account to another, at once and durably."""
    done = await ask(request, PostTransfer, _order(data), dry_run=dry_run)
    return await posted(request, done, chosen=data.id)


@get(
    "/{transfer_id:uuid}",
    operation_id="getTransfer",
    summary="Read a transfer",
    responses=query(EntryNotFound),
)
async def get_transfer(request: Asked, transfer_id: FromPath[UUID]) -> Response[PostingView]:
    """Read a transfer by its id; deposits and withdrawals are found here as well."""
    done = await ask(request, GetTransfer, TransferById(transfer_id))
    return answered(posting_view(done.result), done)


@get(
    operation_id="listTransfers",
    summary="List an account's transfers",
    responses=query(AccountNotFound, AccountNumberInUrl, InvalidAmount, InvalidCursor),
)
async def list_transfers(  # noqa: PLR0913, PLR0917 - a filter's fields are parameters
    request: Asked,
    account_id: QueryAccount,
    booked_from: FirstDay = None,
    booked_to: LastDay = None,
    kind: KindWanted = None,
    amount_from: AmountFrom = None,
    amount_to: AmountTo = None,
    direction: DirectionWanted = None,
    counterparty: Counterparty = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[PostingView]]:
    """List the transfers from and to an account, newest first; or its entries of another kind.

    Where few of many entries are wanted, a page may be short, or empty, and still have a
    `next_cursor`: go on with it until it is null.
    """
    wanted = entry_search(
        booked_from, booked_to, kind, amount_from, amount_to, direction, counterparty
    )
    account = addressed(account_id, "query", "account_id")
    order = TransfersOfAccount(
        account=account, wanted=wanted, before=number_after(cursor), limit=limit
    )
    done = await ask(request, ListTransfers, order)
    return answered(_page(done.result), done)


@post(
    "/bulk",
    operation_id="postTransfersInBulk",
    summary="Post many transfers",
    status_code=200,
    responses=command(BulkTooLarge, *QUEUE),
)
async def post_bulk(
    request: Asked,
    data: JSONBody[BulkToPost],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[BulkView]:
    """Post up to 8,190 transfers: each posted or refused alone, or with `atomic` all or none.

    Of an atomic bulk that is refused, the outcomes say which transfers were refused for themselves;
    the others are `linked_request_refused`, for ever: to send them again, give them new ids. What
    was posted before under its id stays posted.

    A transfer's id is its own idempotency: a bulk that is cut short may be sent again, in any
    division; UUIDv7s, which are in order, are found fastest. Under one Idempotency-Key it must be
    sent again byte for byte.
    """
    order = await bulk_order(data, request.app.state.settings.bulk_max)
    done = await ask(request, PostBulk, order, dry_run=dry_run, exact=True)
    view = await bulk_view(
        data, done.result, dry_run=dry_run, with_balances=reads_every_account(request)
    )
    return answered(view, done)


def _page(found: EntriesPage) -> Page[PostingView]:
    return page_before([posting_view(entry) for _, entry in found.entries], found.next_before)


def _order(data: TransferToPost) -> TransferOrder:
    amount_minor, currency = minor_of(data.amount, "/amount")
    return TransferOrder(
        data.debit_account_id,
        data.credit_account_id,
        amount_minor,
        currency.code,
        data.reference,
        data.value_date,
        data.id,
    )


transfers = Router(
    "/transfers",
    route_handlers=[post_transfer, get_transfer, list_transfers, post_bulk],
    tags=["Transfers"],
)
