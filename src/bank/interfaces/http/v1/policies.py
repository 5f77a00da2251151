"""Who may do what, over HTTP: `/v1/policies` and `/v1/roles`."""

from typing import Annotated

from litestar import Response, Router, get, post
from litestar.params import JSONBody, PathParameter

from bank.application.policies.change_policy import ChangePolicy
from bank.application.policies.read_policy import (
    AllRoles,
    GetPolicy,
    ListPolicyVersions,
    ListRoles,
    PolicyByNumber,
    PolicyPage,
)
from bank.domain.approval_rules import ApprovalRuleUnfit
from bank.domain.parties import StaleVersion
from bank.domain.policies import (
    ActionNotFound,
    ConditionNotApplicable,
    ConditionNotFound,
    CustomersMoveTheirOwn,
    PolicyChangedByOneAlone,
    PolicyVersionNotFound,
    PolicyWouldLockEverybodyOut,
    RoleNotFound,
    RuleNamedTwice,
    RuleNotShipped,
    StrangersOnlyNarrowed,
)
from bank.interfaces.http.calls import Asked, answered, ask, changed
from bank.interfaces.http.documentation import WITH_MONEY, command, query, would_be
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, number_after, page_of
from bank.interfaces.http.refusals import InvalidCursor
from bank.interfaces.http.v1.cash import DryRun
from bank.interfaces.http.v1.policy_views import (
    PolicyShown,
    PolicyToSet,
    PolicyVersionShown,
    RolesShown,
    policy_change,
    policy_shown,
    role_shown,
    version_shown,
)

Version = Annotated[
    int, PathParameter(ge=0, lt=2**31, description="Which version; 0 is what is shipped.")
]


@get(
    "/policies/current",
    operation_id="getPolicy",
    summary="Read the policy",
    responses=query(),
)
async def get_policy(request: Asked) -> Response[PolicyShown]:
    """Read who may do what: the rules in force, and what the bank changed of those shipped."""
    done = await ask(request, GetPolicy, PolicyByNumber())
    return answered(policy_shown(done.result), done)


@get(
    "/policies/{version:int}",
    operation_id="getPolicyVersion",
    summary="Read a version of the policy",
    responses=query(PolicyVersionNotFound),
)
async def get_policy_version(request: Asked, version: Version) -> Response[PolicyShown]:
    """Read what the bank had changed in a version, and what rules that would make now."""
    done = await ask(request, GetPolicy, PolicyByNumber(version))
    return answered(policy_shown(done.result), done)


@get(
    "/policies",
    operation_id="listPolicyVersions",
    summary="List the versions of the policy",
    responses=query(InvalidCursor),
)
async def list_policy_versions(
    request: Asked, cursor: Cursor = None, limit: Limit = LIMIT_USUAL
) -> Response[Page[PolicyVersionShown]]:
    """List what the bank changed when, the last first."""
    order = PolicyPage(before=number_after(cursor), limit=limit + 1)
    done = await ask(request, ListPolicyVersions, order)
    page = page_of(done.result, limit, version_shown, lambda version: version.number)
    return answered(page, done)


@post(
    "/policies",
    operation_id="changePolicy",
    summary="Change the policy",
    responses=command(
        *WITH_MONEY,
        StaleVersion,
        RoleNotFound,
        ActionNotFound,
        ConditionNotFound,
        ConditionNotApplicable,
        RuleNamedTwice,
        RuleNotShipped,
        StrangersOnlyNarrowed,
        CustomersMoveTheirOwn,
        ApprovalRuleUnfit,
        PolicyChangedByOneAlone,
        PolicyWouldLockEverybodyOut,
    )
    | would_be(PolicyShown, "The policy as the dry run would make it."),
)
async def change_policy(
    request: Asked,
    data: JSONBody[PolicyToSet],
    dry_run: DryRun = False,  # noqa: FBT002 - as in cash
) -> Response[PolicyShown]:
    """Put other differences to what is shipped in place of the bank's own, all at once.

    Every server process decides by them within a second.
    """
    done = await ask(request, ChangePolicy, policy_change(data), dry_run=dry_run)
    view = policy_shown(done.result.policy)
    return changed(view, done, dry_run=dry_run, at=f"/v1/policies/{view.version}")


@get("/roles", operation_id="listRoles", summary="List the roles", responses=query())
async def list_roles(request: Asked) -> Response[RolesShown]:
    """List the roles, and what each is."""
    done = await ask(request, ListRoles, AllRoles())
    return answered(RolesShown([role_shown(role) for role in done.result]), done)


policies = Router(
    "/",
    route_handlers=[
        get_policy,
        get_policy_version,
        list_policy_versions,
        change_policy,
        list_roles,
    ],
    tags=["Policy"],
)
