"""The policy is looked at: the rules in force, what the bank changed when, the roles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.policies.policy_book import PolicyBook, PolicyInForce
from bank.domain.approval_rules import ApprovalRule, ApprovalRules
from bank.domain.policies import (
    UNCHANGED,
    LimitsOfRoles,
    PolicyVersion,
    PolicyVersionNotFound,
    RuleInForce,
    in_force,
    limits_in_force,
)


@dataclass(frozen=True, slots=True)
class PolicyByNumber:
    """Which version; the last without a number."""

    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyPage:
    """The versions, the last first, before a number."""

    before: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class AllRoles:
    """All of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A version of the bank's changes, with what it makes of what is shipped now."""

    version: PolicyVersion
    rules: Sequence[RuleInForce]
    limits: LimitsOfRoles
    approvals: Sequence[ApprovalRule]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleView:
    """A role: what it is, and its limits; currency → minor units."""

    name: str
    description: str
    limits: Mapping[str, int]


@use_case(action="policy.read", kind=UseCaseKind.QUERY)
class GetPolicy:
    """Open to administrators, auditors and compliance officers.

    Refuses a version that the policy never had.
    """

    def __init__(self, book: PolicyBook, policy: PolicyInForce, approvals: ApprovalRules) -> None:
        """Take the bank's changes and what is shipped."""
        self._book = book
        self._policy = policy
        self._approvals = approvals

    async def __call__(self, command: PolicyByNumber, _act: Act) -> Policy:
        """Give the policy."""
        version = await self._wanted(command.number)
        if version is None:
            raise PolicyVersionNotFound
        return policy_of(self._policy, self._approvals, version)

    async def _wanted(self, number: int | None) -> PolicyVersion | None:
        if number == UNCHANGED.number:
            return UNCHANGED
        return await (self._book.current() if number is None else self._book.find(number))


@use_case(action="policy.list", kind=UseCaseKind.QUERY)
class ListPolicyVersions:
    """Open to administrators, auditors and compliance officers. Refuses nothing."""

    def __init__(self, book: PolicyBook) -> None:
        """Take the bank's changes."""
        self._book = book

    async def __call__(self, command: PolicyPage, _act: Act) -> Sequence[PolicyVersion]:
        """Give the versions."""
        return await self._book.history(before=command.before, limit=command.limit)


@use_case(action="role.list", kind=UseCaseKind.QUERY)
class ListRoles:
    """Open to administrators, auditors and compliance officers. Refuses nothing."""

    def __init__(self, book: PolicyBook, policy: PolicyInForce) -> None:
        """Take the bank's changes and what is shipped."""
        self._book = book
        self._policy = policy

    async def __call__(self, _command: AllRoles, _act: Act) -> Sequence[RoleView]:
        """Give the roles."""
        shipped = self._policy.shipped()
        limits = limits_in_force(shipped, await self._book.current())
        return [
            RoleView(name=name, description=description, limits=limits.get(name, {}))
            for name, description in shipped.roles.items()
        ]


def policy_of(policy: PolicyInForce, approvals: ApprovalRules, version: PolicyVersion) -> Policy:
    """Lay a version of the changes over what is shipped."""
    shipped = policy.shipped()
    return Policy(
        version=version,
        rules=in_force(shipped, version),
        limits=limits_in_force(shipped, version),
        approvals=approvals.every if version.approvals is None else version.approvals,
    )
