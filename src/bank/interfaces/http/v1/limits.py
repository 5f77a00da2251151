"""Limits over HTTP: `/v1/limits`, and an account's own."""

from typing import Annotated

from litestar import Response, Router, get, post
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import JSONBody, QueryParameter

from bank.application.limits.read_limits import (
    AgreedInPlace,
    GetLimitsInForce,
    LimitHistory,
    LimitsInForce,
    ListLimits,
)
from bank.application.limits.set_limits import SetLimits
from bank.domain.identifiers import RowId
from bank.domain.ledger.limit_changes import (
    EffectiveInPast,
    LimitNegative,
    OverdraftOfAccountsOnly,
)
from bank.domain.ledger.refusals import AccountClosed, AccountNotFound, CurrencyMismatch
from bank.domain.money import UnknownCurrency, currency
from bank.domain.products import OverdraftNotAllowed, ProductNotFound, ProductNotInCurrency
from bank.interfaces.http.calls import Asked, answered, ask, created
from bank.interfaces.http.documentation import WITH_MONEY, command, query
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, number_after, page_of
from bank.interfaces.http.refusals import AccountNumberInUrl, InvalidCursor, InvalidRequest
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.limit_views import (
    AgreedLimit,
    LimitsAgreed,
    LimitsOfOneAccount,
    LimitsToSet,
    agreed_limit,
    limits_agreed,
    limits_in_force,
    limits_order,
)
from bank.interfaces.http.v1.texts import PathAccount, addressed

OfAccount = Annotated[
    str | None,
    QueryParameter(
        description="Whose limits: the account's id or external reference, never its number.",
        max_length=64,
    ),
]
OfProduct = Annotated[
    str | None,
    QueryParameter(description="The product's code, with its currency.", max_length=64),
]
InCurrency = Annotated[
    str | None,
    QueryParameter(
        name="currency",
        description="ISO 4217 code, beside a product.",
        schema_extra={"pattern": "^[A-Z]{3}$"},
    ),
]
WOULD_AGREE = {
    200: ResponseSpec(
        LimitsAgreed, generate_examples=False, description="The dry run would be agreed."
    )
}


@post(
    "/limits",
    operation_id="setLimits",
    summary="Agree limits",
    responses=command(
        *WITH_MONEY,
        LimitNegative,
        OverdraftOfAccountsOnly,
        ProductNotFound,
        ProductNotInCurrency,
        AccountNotFound,
        AccountClosed,
        CurrencyMismatch,
        OverdraftNotAllowed,
        EffectiveInPast,
    )
    | WOULD_AGREE,
)
async def set_limits(
    request: Asked,
    data: JSONBody[LimitsToSet],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[LimitsAgreed]:
    """Agree limits for an account, or for all accounts of a product in a currency.

    A change takes effect exactly: nothing that is decided afterwards passes by the old limit.
    """
    done = await ask(request, SetLimits, limits_order(data), dry_run=dry_run)
    view = limits_agreed(done.result, dry_run=dry_run)
    if dry_run:
        return answered(view, done)
    place = (
        f"account_id={view.account_id}"
        if view.account_id
        else f"product={view.product}&currency={view.currency}"
    )
    return created(view, done, at=f"/v1/limits?{place}")


@get(
    "/limits",
    operation_id="listLimits",
    summary="List what limits were agreed",
    responses=query(
        AccountNotFound, AccountNumberInUrl, ProductNotFound, UnknownCurrency, InvalidCursor
    ),
)
async def list_limits(
    request: Asked,
    account_id: OfAccount = None,
    product: OfProduct = None,
    in_currency: InCurrency = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[AgreedLimit]]:
    """List what was agreed for an account or a product, the last first, with what is to come."""
    order = _history(account_id, product, in_currency, number_after(cursor), limit + 1)
    done = await ask(request, ListLimits, order)
    return answered(_page(done.result, limit), done)


@get(
    "/accounts/{account:str}/limits",
    operation_id="getLimitsInForce",
    summary="Read an account's limits in force",
    responses=query(AccountNotFound, AccountNumberInUrl),
)
async def get_limits_in_force(request: Asked, account: PathAccount) -> Response[LimitsOfOneAccount]:
    """Read which limits count for an account now, what of each is left, and when it renews."""
    done = await ask(request, GetLimitsInForce, LimitsInForce(addressed(account)))
    return answered(limits_in_force(done.result), done)


def _history(
    account: str | None, product: str | None, code: str | None, before: int | None, limit: int
) -> LimitHistory:
    row = None if before is None else RowId(before)
    if account is not None and product is None and code is None:
        name = addressed(account, "query", "account_id")
        return LimitHistory(account=name, before=row, limit=limit)
    if account is None and product is not None and code is not None:
        of = currency(code)
        return LimitHistory(product=product, currency=of, before=row, limit=limit)
    detail = "Name either an account, or a product and its currency."
    raise InvalidRequest(errors=[FieldError("query", "account_id", detail)])


def _page(found: AgreedInPlace, limit: int) -> Page[AgreedLimit]:
    return page_of(
        found.rules,
        limit,
        lambda agreed: agreed_limit(agreed, found.place.currency),
        lambda agreed: agreed.rule.row,
    )


limits = Router("/", route_handlers=[set_limits, list_limits, get_limits_in_force], tags=["Limits"])
