"""Cash at a till over HTTP: `/v1/deposits` and `/v1/withdrawals`."""

from typing import Annotated

from litestar import Response, Router, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, QueryParameter
from msgspec import Struct

from bank.application.transfers.post_cash import CashOrder, PostDeposit, PostWithdrawal
from bank.domain.chart_of_accounts import TillNotFound
from bank.interfaces.http.calls import Asked, ask
from bank.interfaces.http.documentation import PER_POSTING, QUEUE, command, payment
from bank.interfaces.http.v1.money import Money, minor_of
from bank.interfaces.http.v1.receipts import PostingView, posted
from bank.interfaces.http.v1.texts import NamedAccount, Reference, Till

DryRun = Annotated[
    bool,
    QueryParameter(
        description="Answer what would happen and leave nothing behind; needs no Idempotency-Key."
    ),
]
WOULD_POST = {
    200: ResponseSpec(
        PostingView, generate_examples=False, description="The dry run would be posted."
    )
}
_CODES = (*PER_POSTING, *QUEUE, TillNotFound)


class Cash(Struct, frozen=True, forbid_unknown_fields=True):
    """Cash over a till, to or from an account."""

    account_id: NamedAccount
    amount: Money
    reference: Reference | None = None
    till: Till = "main"


@post(
    "/deposits",
    operation_id="postDeposit",
    summary="Deposit cash",
    responses=command(*_CODES) | WOULD_POST,
)
async def post_deposit(
    request: Asked,
    data: JSONBody[Cash],
    dry_run: DryRun = False,  # noqa: FBT002 - a query parameter
) -> Response[PostingView]:
    """Deposit cash at a till: the till is debited, the account credited."""
    done = await ask(request, PostDeposit, _order(data), dry_run=dry_run)
    return await posted(request, done)


@post(
    "/withdrawals",
    operation_id="postWithdrawal",
    summary="Withdraw cash",
    responses=payment(*_CODES) | WOULD_POST,
)
async def post_withdrawal(
    request: Asked,
    data: JSONBody[Cash],
    dry_run: DryRun = False,  # noqa: FBT002 - a query parameter
) -> Response[PostingView]:
    """Withdraw cash at a till: the account is debited, the till credited."""
    done = await ask(request, PostWithdrawal, _order(data), dry_run=dry_run)
    return await posted(request, done)


def _order(data: Cash) -> CashOrder:
    amount_minor, currency = minor_of(data.amount, "/amount")
    return CashOrder(
        account=data.account_id,
        amount_minor=amount_minor,
        currency=currency.code,
        reference=data.reference,
        till=data.till,
    )


cash = Router("/", route_handlers=[post_deposit, post_withdrawal], tags=["Cash"])
