"""Customers' accounts over HTTP: `/v1/accounts`."""

from datetime import date
from typing import Annotated
from uuid import UUID

from litestar import Response, Router, get, patch, post
from litestar.params import JSONBody, QueryParameter

from bank.application.accounts.change_account import (
    AccountClosing,
    AccountRenaming,
    CloseAccount,
    RenameAccount,
)
from bank.application.accounts.open_account import OpenAccount
from bank.application.accounts.read_accounts import (
    AccountByName,
    AccountEntries,
    AccountsOfCustomer,
    EntriesOfAccount,
    GetAccount,
    ListAccountEntries,
    ListAccounts,
)
from bank.application.ports.entries import EntryFilter
from bank.domain.account_names import ExternalReferenceInvalid
from bank.domain.customer_accounts import AccountNotEmpty, CustomerAccount, ExternalReferenceTaken
from bank.domain.identifiers import RowId
from bank.domain.ledger.refusals import AccountClosed, AccountNotFound, CurrencyMismatch
from bank.domain.parties import CustomerNotFound, StaleVersion
from bank.domain.products import OverdraftNotAllowed, ProductNotFound, ProductNotInCurrency
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask, created, version_wanted
from bank.interfaces.http.documentation import WITH_MONEY, command, query
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, number_after, page_of
from bank.interfaces.http.refusals import AccountNumberInUrl, InvalidCursor, InvalidIfMatch
from bank.interfaces.http.v1.account_views import (
    AccountChanges,
    AccountToOpen,
    AccountView,
    BalanceView,
    account_view,
    balance_view,
    new_account,
)
from bank.interfaces.http.v1.entries import AccountEntry, account_entry
from bank.interfaces.http.v1.texts import PathAccount, addressed

Owner = Annotated[UUID, QueryParameter(description="Whose accounts.")]
FirstDay = Annotated[
    date | None, QueryParameter(name="from", description="First booking date, included.")
]
LastDay = Annotated[
    date | None, QueryParameter(name="to", description="Last booking date, included.")
]


@post(
    operation_id="openAccount",
    summary="Open an account",
    responses=command(
        CustomerNotFound,
        ProductNotFound,
        ProductNotInCurrency,
        OverdraftNotAllowed,
        CurrencyMismatch,
        ExternalReferenceInvalid,
        ExternalReferenceTaken,
        *WITH_MONEY,
    ),
)
async def open_account(request: Asked, data: JSONBody[AccountToOpen]) -> Response[AccountView]:
    """Open an account for a customer under a product."""
    order = new_account(data)
    done = await ask(request, OpenAccount, order)
    view = account_view(done.result)
    return created(view, done, at=f"/v1/accounts/{view.id}", version=view.version)


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
    return answered(page_of(done.result, limit, account_view, _row), done)


@get(
    "/{account:str}",
    operation_id="getAccount",
    summary="Read an account",
    responses=query(AccountNotFound, AccountNumberInUrl),
)
async def get_account(request: Asked, account: PathAccount) -> Response[AccountView]:
    """Read an account."""
    done = await ask(request, GetAccount, AccountByName(addressed(account)))
    return answered(account_view(done.result), done, version=done.result.version)


@patch(
    "/{account:str}",
    operation_id="renameAccount",
    summary="Rename an account",
    responses=command(
        AccountNotFound, AccountNumberInUrl, StaleVersion, AccountClosed, InvalidIfMatch
    ),
)
async def rename_account(
    request: Asked, account: PathAccount, data: JSONBody[AccountChanges]
) -> Response[AccountView]:
    """Give an account another name; with If-Match only if nobody else changed it since."""
    order = AccountRenaming(
        account=addressed(account), name=data.name, if_version=version_wanted(request)
    )
    done = await ask(request, RenameAccount, order)
    return answered(account_view(done.result), done, version=done.result.version)


@post(
    "/{account:str}/close",
    operation_id="closeAccount",
    summary="Close an account",
    status_code=200,
    responses=command(AccountNotFound, AccountNumberInUrl, AccountClosed, AccountNotEmpty),
)
async def close_account(request: Asked, account: PathAccount) -> Response[AccountView]:
    """Close an account for ever; it must be empty. There is nothing to say in a body."""
    await refuse_content(request)
    done = await ask(request, CloseAccount, AccountClosing(addressed(account)))
    return answered(account_view(done.result), done, version=done.result.version)


@get(
    "/{account:str}/balance",
    operation_id="getBalance",
    summary="Read an account's balance",
    responses=query(AccountNotFound, AccountNumberInUrl),
)
async def get_balance(request: Asked, account: PathAccount) -> Response[BalanceView]:
    """Read what is on an account, what is held, and what may still go out."""
    done = await ask(request, GetAccount, AccountByName(addressed(account)))
    return answered(balance_view(done.result), done)


@get(
    "/{account:str}/entries",
    operation_id="listAccountEntries",
    summary="List the entries on an account",
    responses=query(AccountNotFound, AccountNumberInUrl, InvalidCursor),
)
async def list_account_entries(
    request: Asked,
    account: PathAccount,
    booked_from: FirstDay = None,
    booked_to: LastDay = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[AccountEntry]]:
    """List what was booked on an account, newest first."""
    order = EntriesOfAccount(
        account=addressed(account),
        wanted=EntryFilter(booked_from=booked_from, booked_to=booked_to),
        before=number_after(cursor),
        limit=limit + 1,
    )
    done = await ask(request, ListAccountEntries, order)
    return answered(_entries_page(done.result, limit), done)


def _entries_page(found: AccountEntries, limit: int) -> Page[AccountEntry]:
    return page_of(
        found.entries,
        limit,
        lambda row: account_entry(found.account, *row),
        lambda row: row[0],
    )


def _row(account: CustomerAccount) -> int:
    return account.row


accounts = Router(
    "/accounts",
    route_handlers=[
        open_account,
        list_accounts,
        get_account,
        rename_account,
        close_account,
        get_balance,
        list_account_entries,
    ],
    tags=["Accounts"],
)
