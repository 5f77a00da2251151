"""People who approve, and a bank whose rules ask them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from tests.application.scene import SERVICE, Desk, a_bank, actor

from bank.application.approvals.approved_runs import ApprovedRuns
from bank.application.approvals.decide_approval import ApproveAct
from bank.application.approvals.known_approval import ApprovalById
from bank.application.pipeline.approval_gate import OpenGate
from bank.domain.approval_rules import ApprovalRule
from bank.domain.approvals import ApprovalRequest, PendingApproval
from bank.domain.audit import Actor
from bank.domain.customer_accounts import CustomerAccount
from bank.infrastructure.command_codec.msgspec_command_codec import MsgspecCommandCodec

ANNA = actor("branch_manager", "anna")
BERT = actor("branch_manager", "bert")
CORA = actor("compliance_officer", "cora")
DORA = actor("teller", "dora")


def a_rule(action: str, **given: Any) -> ApprovalRule:
    return ApprovalRule(actions=(action,), **{"roles": frozenset({"branch_manager"}), **given})


@dataclass
class Checked(Desk):
    """A desk whose requests may have to wait."""

    @property
    def runs(self) -> ApprovedRuns:
        return ApprovedRuns(self.bank.scopes, self.bank.pipeline, MsgspecCommandCodec())

    async def waits(
        self, use_case: type[Any], command: Any, who: Actor = SERVICE, **given: Any
    ) -> UUID:
        """Ask for something that has to wait; gives the approval's id."""
        with pytest.raises(PendingApproval) as waiting:
            await self.ask(use_case, command, who, **given)
        return UUID(str(waiting.value.context["approval"]))

    async def approve(self, approval: UUID, who: Actor = ANNA, **given: Any) -> ApprovalRequest:
        """Approve, and have the bank do what it does then."""
        done = await self.ask(ApproveAct, ApprovalById(approval), who, **given)
        return await self.runs.finish(done.result)

    async def account_past_the_rules(self, balance_minor: int) -> CustomerAccount:
        """Open an account, though new customers have to be approved."""
        gate, self.bank.pipeline._gate = self.bank.pipeline._gate, OpenGate()
        try:
            return await self.account(balance_minor=balance_minor)
        finally:
            self.bank.pipeline._gate = gate

    def kept(self, approval: UUID) -> ApprovalRequest:
        return self.bank.store.committed.approvals[approval][0]


@asynccontextmanager
async def checked(*rules: ApprovalRule, **given: Any) -> AsyncIterator[Checked]:
    async with a_bank(approvals=rules, **given).open() as bank:
        yield Checked(bank)


def demanded_of(desk: Checked, approval: UUID) -> list[tuple[frozenset[str], int]]:
    """Give of whom an approval needs how many, in their order."""
    return [(each.roles, each.needed) for each in desk.kept(approval).demands]
