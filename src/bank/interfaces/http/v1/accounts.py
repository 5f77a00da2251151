"""Customers' accounts over HTTP: `/v1/accounts`."""

from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import JSONBody, QueryParameter

from bank.application.accounts.change_account import AccountRenaming, RenameAccount
from bank.application.accounts.open_account import OpenAccount
from bank.application.accounts.read_accounts import (
    AccountByName,
    AccountsOfCustomer,
    GetAccount,
    ListAccounts,
)
from bank.domain.account_names import ExternalReferenceInvalid
from bank.domain.customer_accounts import CustomerAccount, ExternalReferenceTaken
from bank.domain.identifiers import RowId
from bank.domain.ledger.refusals import AccountClosed, AccountNotFound, CurrencyMismatch
from bank.domain.parties import CustomerDeactivated, CustomerNotFound, CustomerPending, StaleVersion
from bank.domain.products import OverdraftNotAllowed, ProductNotFound, ProductNotInCurrency
from bank.interfaces.http.calls import Asked, answered, ask, changed, version_wanted
from bank.interfaces.http.documentation import WITH_MONEY, command, query, would_be
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, number_after, page_of
from bank.interfaces.http.refusals import AccountNumberInUrl, InvalidCursor, InvalidIfMatch
from bank.interfaces.http.v1.account_views import (
    AccountChanges,
    AccountToOpen,
    AccountView,
    account_view,
    new_account,
)
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.texts import PathAccount, addressed
from bank.interfaces.http.v1.visibility import reads_every_account

Owner = Annotated[UUID, QueryParameter(description="Whose accounts.")]


@post(
    operation_id="openAccount",
    summary="Open an account",
    responses=command(
        CustomerNotFound,
        CustomerPending,
        CustomerDeactivated,
        ProductNotFound,
        ProductNotInCurrency,
        OverdraftNotAllowed,
        CurrencyMismatch,
        ExternalReferenceInvalid,
        ExternalReferenceTaken,
        *WITH_MONEY,
    )
    | would_be(AccountView, "What a dry run would open; its id and number are not kept for it."),
)
async def open_account(
    request: Asked,
    data: JSONBody[AccountToOpen],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[AccountView]:
    """Open an account for a customer under a product."""
    done = await ask(request, OpenAccount, new_account(data), dry_run=dry_run)
    view = account_view(done.result, to_staff=reads_every_account(request))
    at = f"/v1/accounts/{view.id}"
    return changed(view, done, dry_run=dry_run, at=at, version=view.version)


@get(
    operation_id="listAccounts",
    summary="List a customer's accounts",
    responses=query(CustomerNotFound, InvalidCursor),
)
async def list_accounts(
    request: Asked, customer_id: Owner, cursor: Cursor = None, limit: Limit = LIMIT_USUAL
) -> Response[Page[AccountView]]:
    """List the accounts that a customer holds, in the order of their opening."""
    after = number_after(cursor)
    order = AccountsOfCustomer(
        customer_id=customer_id, after=None if after is None else RowId(after), limit=limit + 1
    )
    done = await ask(request, ListAccounts, order)
    to_staff = reads_every_account(request)
    page = page_of(done.result, limit, lambda found: account_view(found, to_staff=to_staff), _row)
    return answered(page, done)


@get(
    "/{account:str}",
    operation_id="getAccount",
    summary="Read an account",
    responses=query(AccountNotFound, AccountNumberInUrl),
)
async def get_account(request: Asked, account: PathAccount) -> Response[AccountView]:
    """Read an account."""
    done = await ask(request, GetAccount, AccountByName(addressed(account)))
    view = account_view(done.result, to_staff=reads_every_account(request))
    return answered(view, done, version=view.version)


@patch(
    "/{account:str}",
    operation_id="renameAccount",
    summary="Rename an account",
    responses=command(
        AccountNotFound, AccountNumberInUrl, StaleVersion, AccountClosed, InvalidIfMatch
    ),
)
async def rename_account(
    request: Asked,
    account: PathAccount,
    data: JSONBody[AccountChanges],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[AccountView]:
    """Give an account another name; with If-Match only if nobody else changed it since."""
    order = AccountRenaming(
        account=addressed(account), name=data.name, if_version=version_wanted(request)
    )
    done = await ask(request, RenameAccount, order, dry_run=dry_run)
    view = account_view(done.result, to_staff=reads_every_account(request))
    return changed(view, done, dry_run=dry_run, version=view.version)


def _row(account: CustomerAccount) -> int:
    return account.row


accounts = Router(
    "/accounts",
    route_handlers=[
        open_account,
        list_accounts,
        get_account,
        rename_account,
    ],
    tags=["Accounts"],
)
