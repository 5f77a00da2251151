"""What worked examples say and show of approvals."""

from dataclasses import replace

from tests.application.scene import actor, holder_of
from tests.docs.columns import COLUMNS
from tests.docs.sentences import SENTENCES
from tests.docs.stage import Stage

from bank.application.approvals.approved_runs import ApprovedRuns
from bank.application.approvals.decide_approval import (
    ApproveAct,
    RejectAct,
    Rejection,
    WithdrawAct,
)
from bank.application.approvals.known_approval import ApprovalById
from bank.domain.approval_rules import ApprovalRule, ApprovalRules
from bank.domain.approvals import ApprovalRequest
from bank.domain.audit import Actor
from bank.infrastructure.command_codec.msgspec_command_codec import MsgspecCommandCodec

_OF_MANAGERS = ApprovalRule(
    actions=("transfer.post",), roles=frozenset({"branch_manager"}), currency="EUR"
)


def _set(stage: Stage, rule: ApprovalRule) -> None:
    stage.desk.bank.approval_rules.now = ApprovalRules([rule])


@SENTENCES.says("rule: branch managers approve transfers above {amount}")
async def _singly(stage: Stage, amount: int) -> None:
    _set(stage, replace(_OF_MANAGERS, above_minor=amount))


@SENTENCES.says("rule: branch managers approve transfers above {amount} a day")
async def _a_day(stage: Stage, amount: int) -> None:
    _set(stage, replace(_OF_MANAGERS, above_minor_a_day=amount))


@SENTENCES.says("another rule: compliance officers approve transfers above {amount}")
async def _besides(stage: Stage, amount: int) -> None:
    others = replace(_OF_MANAGERS, roles=frozenset({"compliance_officer"}), above_minor=amount)
    rules = stage.desk.bank.approval_rules
    rules.now = ApprovalRules([*rules.now.every, others])


@SENTENCES.says("manager {who} approves")
async def _manager_approves(stage: Stage, who: str) -> None:
    await _approved(stage, _manager(who))


@SENTENCES.says("officer {who} approves")
async def _officer_approves(stage: Stage, who: str) -> None:
    await _approved(stage, actor("compliance_officer", who))


async def _approved(stage: Stage, by: Actor) -> None:
    decided = await stage.ask(ApproveAct, ApprovalById(_last(stage).id), by)
    bank = stage.desk.bank
    await ApprovedRuns(bank.scopes, bank.pipeline, MsgspecCommandCodec()).finish(decided)


@SENTENCES.says("manager {who} rejects")
async def _rejects(stage: Stage, who: str) -> None:
    no = Rejection(id=_last(stage).id, reason="No.")
    await stage.ask(RejectAct, no, _manager(who))


@SENTENCES.says("{who} takes it back")
async def _takes_back(stage: Stage, who: str) -> None:
    maker = holder_of(stage.accounts[who])
    await stage.ask(WithdrawAct, ApprovalById(_last(stage).id), maker)


@COLUMNS.says("approval")
async def _approval(stage: Stage) -> str:
    asked = stage.desk.bank.store.committed.approvals
    return str(_last(stage).at(stage.now).state) if asked else "none"


def _manager(who: str) -> Actor:
    return actor("branch_manager", who)


def _last(stage: Stage) -> ApprovalRequest:
    asked = stage.desk.bank.store.committed.approvals
    return asked[max(asked)][0]
