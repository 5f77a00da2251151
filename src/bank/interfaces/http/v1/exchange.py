"""Exchange between currencies over HTTP: `/v1/exchange`."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody
from msgspec import Meta, Struct

from bank.application.exchange.post_exchange import ExchangeOrder, PostExchange
from bank.application.exchange.quote_exchange import (
    GetQuote,
    QuoteById,
    QuoteExchange,
    QuoteOrder,
)
from bank.application.pipeline.payees import PayeeCannotReceive
from bank.application.pipeline.pipeline import Done
from bank.domain import money
from bank.domain.exchange import (
    AmountTooSmallToExchange,
    Quote,
    QuoteNotFound,
    RateNotAvailable,
    SameCurrency,
)
from bank.domain.identifiers import public_id_at
from bank.domain.ledger.limits import LimitExceeded
from bank.domain.ledger.refusals import (
    AccountBlocked,
    AccountClosed,
    AccountDormant,
    AccountNotFound,
    AmountNotPositive,
    BalanceOutOfRange,
    CurrencyMismatch,
    InsufficientFunds,
    QuoteExpired,
)
from bank.interfaces.http.calls import Asked, answered, ask, created
from bank.interfaces.http.documentation import QUEUE, WITH_MONEY, command, payment, query
from bank.interfaces.http.v1.cash import WOULD_POST, DryRun
from bank.interfaces.http.v1.money import Money, minor_of, money_of
from bank.interfaces.http.v1.receipts import PostingView, Rate, posted
from bank.interfaces.http.v1.texts import NamedAccount, Reference


class ExchangeToQuote(Struct, frozen=True, forbid_unknown_fields=True):
    """Two customers' accounts of different currencies, and an amount in one of the two.

    In the currency of the account that pays it is debited exactly, and what is credited is rounded
    down; in that of the account that is paid it is credited exactly, and what is debited is rounded
    up.
    """

    debit_account_id: NamedAccount
    credit_account_id: NamedAccount
    amount: Money


class ExchangeToPost(Struct, frozen=True, forbid_unknown_fields=True):
    """Which quote to take."""

    quote_id: UUID
    reference: Reference | None = None


class QuoteView(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A rate that is kept until `expires_at`, for these two amounts between these two accounts.

    Each amount is the other times or divided by the `rate`, rounded to its currency's decimals. A
    dry run's has no `id`.
    """

    id: Annotated[
        UUID | None, Meta(description="Names the quote, and then the transfer that took it.")
    ] = None
    debit_account_id: UUID
    credit_account_id: UUID
    debit_amount: Money
    credit_amount: Money
    rate: Rate
    created_at: datetime
    expires_at: datetime


@post(
    "/quotes",
    operation_id="quoteExchange",
    summary="Ask for an exchange rate",
    responses=command(
        *WITH_MONEY,
        AmountNotPositive,
        AccountNotFound,
        PayeeCannotReceive,
        SameCurrency,
        CurrencyMismatch,
        RateNotAvailable,
        AmountTooSmallToExchange,
    )
    | {200: ResponseSpec(QuoteView, generate_examples=False, description="What would be quoted.")},
)
async def quote_exchange(
    request: Asked,
    data: JSONBody[ExchangeToQuote],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[QuoteView]:
    """Promise a rate for a while; nothing is set aside, and the accounts are not looked at yet."""
    done = await ask(request, QuoteExchange, _order(data), dry_run=dry_run)
    if dry_run:
        return answered(_view(done.result, None), done)
    view = _view(done.result, done.result.id)
    return created(view, done, at=f"/v1/exchange/quotes/{view.id}")


@get(
    "/quotes/{quote_id:uuid}",
    operation_id="getExchangeQuote",
    summary="Read a quote",
    responses=query(QuoteNotFound),
)
async def get_quote(request: Asked, quote_id: FromPath[UUID]) -> Response[QuoteView]:
    """Read a quote, whether it still holds, was taken or has expired."""
    done = await ask(request, GetQuote, QuoteById(quote_id))
    return answered(_view(done.result, done.result.id), done)


@post(
    "/transfers",
    operation_id="postExchange",
    summary="Exchange money at a quoted rate",
    responses=payment(
        QuoteNotFound,
        RateNotAvailable,
        QuoteExpired,
        AccountNotFound,
        PayeeCannotReceive,
        AccountClosed,
        AccountDormant,
        AccountBlocked,
        InsufficientFunds,
        LimitExceeded,
        BalanceOutOfRange,
        *QUEUE,
    )
    | WOULD_POST,
)
async def post_exchange(
    request: Asked,
    data: JSONBody[ExchangeToPost],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[PostingView]:
    """Take a quote: it becomes a transfer of the same id, once and for ever.

    To take it again, with the same reference, answers the same transfer and moves nothing. What the
    ledger refused stays refused: ask for a new quote.
    """
    order = ExchangeOrder(quote=data.quote_id, reference=data.reference)
    done = await ask(request, PostExchange, order, dry_run=dry_run)
    posting, quote = done.result.posting, done.result.quote
    return await posted(
        request, Done(posting, done.replayed), chosen=quote.id, rate=quote.rate_text
    )


def _order(data: ExchangeToQuote) -> QuoteOrder:
    return QuoteOrder(
        debit=data.debit_account_id,
        credit=data.credit_account_id,
        amount=money.Money(*minor_of(data.amount, "/amount")),
    )


def _view(quote: Quote, shown_id: UUID | None) -> QuoteView:
    return QuoteView(
        id=shown_id,
        debit_account_id=public_id_at(quote.debit_opened_ms, quote.debit_account),
        credit_account_id=public_id_at(quote.credit_opened_ms, quote.credit_account),
        debit_amount=money_of(quote.debit.amount_minor, quote.debit.currency.code),
        credit_amount=money_of(quote.credit.amount_minor, quote.credit.currency.code),
        rate=quote.rate_text,
        created_at=quote.created_at,
        expires_at=quote.expires_at,
    )


exchange = Router(
    "/exchange", route_handlers=[quote_exchange, get_quote, post_exchange], tags=["Exchange"]
)
