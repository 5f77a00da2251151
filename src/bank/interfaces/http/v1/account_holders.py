"""Who holds an account, over HTTP."""

from enum import StrEnum
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.params import FromPath, JSONBody
from msgspec import Struct

from bank.application.accounts.hold_account import (
    AddHolder,
    EndHolder,
    HolderEnding,
    HoldersOfAccount,
    ListHolders,
    NewHolder,
)
from bank.domain.account_holders import (
    AccountHolders,
    HolderAlreadyThere,
    HolderNotFound,
    OwnerCannotBeRemoved,
)
from bank.domain.ledger.refusals import AccountClosed, AccountNotFound
from bank.domain.parties import CustomerDeactivated, CustomerNotFound, CustomerPending, HolderRole
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask, changed
from bank.interfaces.http.documentation import command, query
from bank.interfaces.http.refusals import AccountNumberInUrl
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.texts import PathAccount, addressed


class GivenRole(StrEnum):
    """The roles that may be given beside the owner's."""

    JOINT = "joint"
    MANDATE = "mandate"
    BENEFICIAL_OWNER = "beneficial_owner"


class Role(StrEnum):
    """In which role a customer holds an account."""

    OWNER = "owner"
    JOINT = "joint"
    MANDATE = "mandate"
    BENEFICIAL_OWNER = "beneficial_owner"


class HolderToAdd(Struct, frozen=True, forbid_unknown_fields=True):
    """Who comes to hold the account.

    A `joint` owner and a `mandate` read the account and pay from it; a `beneficial_owner` does not.
    Only owners, joint or not, rename and close it.
    """

    customer_id: UUID
    role: GivenRole


class HolderView(Struct, frozen=True):
    """A customer and their role."""

    customer_id: UUID
    role: Role


class HoldersView(Struct, frozen=True):
    """All who hold an account now."""

    account_id: UUID
    holders: list[HolderView]


@get(
    "/{account:str}/holders",
    operation_id="listHolders",
    summary="List who holds an account",
    responses=query(AccountNotFound, AccountNumberInUrl),
)
async def list_holders(request: Asked, account: PathAccount) -> Response[HoldersView]:
    """List the owner, joint owners, those with a mandate, and beneficial owners."""
    done = await ask(request, ListHolders, HoldersOfAccount(addressed(account)))
    return answered(_view(done.result), done)


@post(
    "/{account:str}/holders",
    operation_id="addHolder",
    summary="Add a holder to an account",
    status_code=200,
    responses=command(
        AccountNotFound,
        AccountNumberInUrl,
        AccountClosed,
        CustomerNotFound,
        CustomerPending,
        CustomerDeactivated,
        HolderAlreadyThere,
    ),
)
async def add_holder(
    request: Asked,
    account: PathAccount,
    data: JSONBody[HolderToAdd],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[HoldersView]:
    """Add a customer in a role; the answer is all who then hold the account."""
    order = NewHolder(
        account=addressed(account), customer_id=data.customer_id, role=HolderRole[data.role.name]
    )
    done = await ask(request, AddHolder, order, dry_run=dry_run)
    return changed(_view(done.result), done, dry_run=dry_run)


@post(
    "/{account:str}/holders/{customer_id:uuid}/end",
    operation_id="endHolder",
    summary="End a holder's role",
    status_code=200,
    responses=command(AccountNotFound, AccountNumberInUrl, HolderNotFound, OwnerCannotBeRemoved),
)
async def end_holder(
    request: Asked,
    account: PathAccount,
    customer_id: FromPath[UUID],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[HoldersView]:
    """End a role at once; the answer is all who still hold the account."""
    await refuse_content(request)
    order = HolderEnding(account=addressed(account), customer_id=customer_id)
    done = await ask(request, EndHolder, order, dry_run=dry_run)
    return changed(_view(done.result), done, dry_run=dry_run)


def _view(holders: AccountHolders) -> HoldersView:
    current = [HolderView(each.customer_id, Role[each.role.name]) for each in holders.current]
    return HoldersView(holders.id, current)


account_holders = Router(
    "/accounts", route_handlers=[list_holders, add_holder, end_holder], tags=["Accounts"]
)
