"""The life of accounts over HTTP: blocked and free, dormant and awake, closed and open again."""

from typing import Any, Literal

from litestar import Response, Router, post
from litestar.params import JSONBody
from msgspec import Struct

from bank.application.accounts.block_account import (
    AccountBlocking,
    AccountUnblocking,
    BlockAccount,
    UnblockAccount,
)
from bank.application.accounts.change_account import AccountClosing, CloseAccount
from bank.application.accounts.life_cycle import (
    AccountReactivation,
    AccountReopening,
    ReactivateAccount,
    ReopenAccount,
)
from bank.application.pipeline.pipeline import Done
from bank.domain.customer_accounts import (
    AccountNotBlocked,
    AccountNotClosed,
    AccountNotDormant,
    AccountNotEmpty,
    BlockReason,
)
from bank.domain.ledger.accounts import Block
from bank.domain.ledger.refusals import AccountClosed, AccountNotFound
from bank.domain.parties import CustomerDeactivated, CustomerPending
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, ask, changed
from bank.interfaces.http.documentation import command
from bank.interfaces.http.refusals import AccountNumberInUrl
from bank.interfaces.http.v1.account_views import AccountView, account_view
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.texts import PathAccount, addressed
from bank.interfaces.http.v1.visibility import reads_every_account

Side = Literal["debit", "credit", "both"]
_KNOWN = (AccountNotFound, AccountNumberInUrl)


class BlockToSet(Struct, frozen=True, forbid_unknown_fields=True):
    """Which side to block: `debit` for what goes out, `credit` for what comes in; and why."""

    side: Side
    reason: BlockReason


class BlockToLift(Struct, frozen=True, forbid_unknown_fields=True):
    """Which side to free; of `both`, those that are blocked."""

    side: Side


@post(
    "/{account:str}/block",
    operation_id="blockAccount",
    summary="Block an account",
    status_code=200,
    responses=command(*_KNOWN, AccountClosed),
)
async def block_account(
    request: Asked,
    account: PathAccount,
    data: JSONBody[BlockToSet],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[AccountView]:
    """Block a side of an account, or both; a side that is blocked gets the new reason."""
    order = AccountBlocking(
        account=addressed(account), side=Block[data.side.upper()], reason=data.reason
    )
    done = await ask(request, BlockAccount, order, dry_run=dry_run)
    return _shown(request, done, dry_run=dry_run)


@post(
    "/{account:str}/unblock",
    operation_id="unblockAccount",
    summary="Unblock an account",
    status_code=200,
    responses=command(*_KNOWN, AccountClosed, AccountNotBlocked),
)
async def unblock_account(
    request: Asked,
    account: PathAccount,
    data: JSONBody[BlockToLift],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[AccountView]:
    """Free a side of an account, or both."""
    order = AccountUnblocking(account=addressed(account), side=Block[data.side.upper()])
    done = await ask(request, UnblockAccount, order, dry_run=dry_run)
    return _shown(request, done, dry_run=dry_run)


@post(
    "/{account:str}/reactivate",
    operation_id="reactivateAccount",
    summary="Reactivate a dormant account",
    status_code=200,
    responses=command(*_KNOWN, AccountClosed, AccountNotDormant),
)
async def reactivate_account(
    request: Asked,
    account: PathAccount,
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[AccountView]:
    """Wake a dormant account at its customer's wish. There is nothing to say in a body."""
    await refuse_content(request)
    order = AccountReactivation(addressed(account))
    done = await ask(request, ReactivateAccount, order, dry_run=dry_run)
    return _shown(request, done, dry_run=dry_run)


@post(
    "/{account:str}/close",
    operation_id="closeAccount",
    summary="Close an account",
    status_code=200,
    responses=command(*_KNOWN, AccountClosed, AccountNotEmpty),
)
async def close_account(
    request: Asked,
    account: PathAccount,
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[AccountView]:
    """Close an account on which nothing is open any more. There is nothing to say in a body."""
    await refuse_content(request)
    done = await ask(request, CloseAccount, AccountClosing(addressed(account)), dry_run=dry_run)
    return _shown(request, done, dry_run=dry_run)


@post(
    "/{account:str}/reopen",
    operation_id="reopenAccount",
    summary="Reopen a closed account",
    status_code=200,
    responses=command(*_KNOWN, AccountNotClosed, CustomerPending, CustomerDeactivated),
)
async def reopen_account(
    request: Asked,
    account: PathAccount,
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[AccountView]:
    """Open a closed account again, blocked as it was. There is nothing to say in a body."""
    await refuse_content(request)
    order = AccountReopening(addressed(account))
    done = await ask(request, ReopenAccount, order, dry_run=dry_run)
    return _shown(request, done, dry_run=dry_run)


def _shown(request: Asked, done: Done[Any], *, dry_run: bool) -> Response[AccountView]:
    view = account_view(done.result, to_staff=reads_every_account(request))
    return changed(view, done, dry_run=dry_run, version=view.version)


account_life = Router(
    "/accounts",
    route_handlers=[
        block_account,
        unblock_account,
        reactivate_account,
        close_account,
        reopen_account,
    ],
    tags=["Accounts"],
)
