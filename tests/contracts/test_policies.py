"""What every backend keeps of the bank's changes to the policy."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.contracts.backend import NOW, Backend, named

from bank.application.ports.unit_of_work import TransientFault
from bank.domain.approval_rules import ApprovalRule
from bank.domain.policies import (
    UNCHANGED,
    Effect,
    PolicyVersion,
    RoleLimit,
    Rule,
    RuleChange,
)

APPROVALS = (
    ApprovalRule(
        actions=("transfer.post", "entry.post"),
        roles=frozenset({"teller", "branch_manager"}),
        approvers=2,
        expires_after=timedelta(hours=3),
        currency="EUR",
        above_minor=10**15,
        above_minor_a_day=2 * 10**15,
        exempt=frozenset({"service_account", "break_glass"}),
    ),
    ApprovalRule(
        actions=("staff.change",),
        roles=frozenset({"administrator"}),
        waived_while_alone=True,
    ),
)


def _version(number: int, act: str = "act") -> PolicyVersion:
    return PolicyVersion(
        number=number,
        id=named(f"{act} {number}"),
        changes=(
            RuleChange(Rule("customer", "transfer.post", "one_factor", Effect.DENY)),
            RuleChange(Rule("teller", "limit.set", "always")),
            RuleChange(Rule("teller", "transfer.post", "always"), withdrawn=True),
        )[: number + 1],
        limits=(RoleLimit("teller", "EUR", 10**15),) if number > 1 else (),
        approvals=APPROVALS[: number - 1] if number > 1 else None,
        made_at=NOW,
        made_by="a" * 32,
    )


async def _keep(backend: Backend, version: PolicyVersion) -> None:
    async with backend.unit() as unit:
        await unit.policies.add(version)
        await unit.work.commit()


async def test_a_bank_that_changed_nothing_has_version_0(backend: Backend) -> None:
    async with backend.unit(read_only=True) as unit:
        assert await unit.policies.current() == UNCHANGED
        assert await unit.policies.find(1) is None
        assert await unit.policies.made_by_act(named("nothing")) is None
        assert not await unit.policies.history(before=None, limit=5)
    assert await backend.policy_directory.number() == 0
    assert await backend.policy_directory.current() == UNCHANGED


async def test_versions_are_read_as_they_were_kept(backend: Backend) -> None:
    versions = [_version(number) for number in (1, 2, 3)]
    empty = replace(_version(4), changes=(), limits=(), approvals=())
    for version in [*versions, empty]:
        await _keep(backend, version)
    async with backend.unit(read_only=True) as unit:
        assert await unit.policies.current() == empty
        assert await unit.policies.find(2) == versions[1]
        assert await unit.policies.made_by_act(versions[2].id) == versions[2]
        assert await unit.policies.history(before=None, limit=2) == [empty, versions[2]]
        assert await unit.policies.history(before=3, limit=5) == [versions[1], versions[0]]
    assert await backend.policy_directory.number() == 4
    assert await backend.policy_directory.current() == empty


async def test_a_version_whose_unit_is_rolled_back_was_never_there(backend: Backend) -> None:
    async with backend.unit() as unit:
        await unit.policies.add(_version(1))
        assert await unit.policies.current() == _version(1)
        assert await backend.policy_directory.number() == 0
    assert await backend.policy_directory.current() == UNCHANGED


async def test_a_number_is_given_once(backend: Backend) -> None:
    """Scenario: two units read the same version, and each keeps the next one.

    Outcome: the first is kept; the second is told to repeat all of it, and would read the first.
    """
    async with backend.unit() as late:
        await late.policies.current()
        await _keep(backend, _version(1))
        with pytest.raises(TransientFault):
            await late.policies.add(_version(1, "another act"))
    assert await backend.policy_directory.current() == _version(1)
