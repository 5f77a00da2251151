"""Races about acts that need several rules: real connections, two banks being two processes."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from tests.system.assembly import OpenBank
from tests.system.test_approval_races import (
    EVERY,
    asked,
    names,
    one_with_money,
    runs_of,
    state_of,
    two_processes,
)

from bank.application.approvals.decide_approval import ApproveAct
from bank.application.approvals.known_approval import ApprovalById
from bank.domain.approvals import ApprovalRequest, ApprovalState

MANAGER, OFFICER = ("branch_manager",), ("compliance_officer",)
OF_OFFICERS = replace(EVERY, roles=frozenset(OFFICER))


async def _approve(
    bank: OpenBank, approval: UUID, who: str, roles: tuple[str, ...]
) -> ApprovalRequest:
    """Approve as the interface does, and have it run."""
    done = await bank.run(ApproveAct, ApprovalById(approval), subject=who, roles=roles)
    return await (await runs_of(bank)).finish(done.result)


def _states(results: Sequence[Any]) -> list[str]:
    return sorted(str(getattr(each, "state", type(each).__name__)) for each in results)


async def test_two_checkers_of_different_roles_at_once_have_it_done_once(tmp_path: Path) -> None:
    """Scenario: one of each of two roles is needed, and both approve at two processes at once.

    Outcome: both are counted, whoever is second has it done, and the money moves once.
    """
    async with two_processes(tmp_path, EVERY, OF_OFFICERS) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        for number in range(5):
            approval = await asked(one, account, payee)
            results = await asyncio.gather(
                _approve(one, approval, "anna", MANAGER),
                _approve(other, approval, "cora", OFFICER),
                return_exceptions=True,
            )
            assert _states(results) == [ApprovalState.DONE, ApprovalState.PENDING]
            assert await state_of(one, approval) is ApprovalState.DONE
            assert await one.balance(payee) == 60 * (number + 1)
            with psycopg.connect(one.database.url) as connection:
                served = connection.execute(
                    "SELECT demand, count(*) FROM approval_served WHERE request = %s"
                    " GROUP BY demand ORDER BY demand",
                    (approval,),
                ).fetchall()
            assert served == [(0, 1), (1, 1)]
        assert not await one.findings()


async def test_of_two_of_one_role_at_once_one_is_told_that_others_are_missing(
    tmp_path: Path,
) -> None:
    """Scenario: one of each of two roles is needed, and two of the same approve at once.

    Outcome: one of them is counted, the other refused, and nothing moves until the other role does.
    """
    async with two_processes(tmp_path, EVERY, OF_OFFICERS) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        for number in range(5):
            approval = await asked(one, account, payee)
            results = await asyncio.gather(
                _approve(one, approval, "anna", MANAGER),
                _approve(other, approval, "bert", MANAGER),
                return_exceptions=True,
            )
            assert names(results) == ["ApprovalRequest", "OthersHaveToApprove"]
            assert await one.balance(payee) == 60 * number
            last = await _approve(other, approval, "cora", OFFICER)
            assert last.state is ApprovalState.DONE
            assert await one.balance(payee) == 60 * (number + 1)
