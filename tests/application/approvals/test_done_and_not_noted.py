"""What was approved and done stays done, whatever becomes of the policy before it is noted."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, cast
from uuid import UUID

import pytest
from tests.application.approvals.checkers import Checked, a_rule
from tests.application.scene import TELLER, a_bank, an_authorizer, transfer

from bank.application.approvals.stored_approvals import Intent
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.act import Caller
from bank.application.pipeline.beginning import request_key
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.idempotency import IdempotencyRecord, IdempotencyRecords
from bank.application.ports.unit_of_work import TransientFault, UnitOfWork
from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approvals import ApprovalRequest, ApprovalState
from bank.domain.audit import Outcome
from bank.domain.parties import CustomerKind
from bank.domain.policies import UNCHANGED, Effect, Rule, RuleChange
from bank.infrastructure.casbin_policies.casbin_authorizer import CasbinAuthorizer
from bank.infrastructure.command_codec.msgspec_command_codec import MsgspecCommandCodec

ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
RULES = [a_rule("customer.create"), a_rule("transfer.post")]
_policies = iter(range(1, 1000))


@pytest.fixture
async def desk() -> AsyncIterator[Checked]:
    """A bank whose policy is its own."""
    async with a_bank(authorizer=an_authorizer(), approvals=RULES).open() as bank:
        yield Checked(bank)


def policy(desk: Checked, *changes: RuleChange) -> None:
    version = replace(UNCHANGED, number=next(_policies), changes=changes)
    cast("CasbinAuthorizer", desk.bank.authorizer).adopt(version)


def withdrawn(action: str) -> RuleChange:
    return RuleChange(Rule("teller", action, "always"), withdrawn=True)


def denied(action: str) -> RuleChange:
    return RuleChange(Rule("teller", action, "another_branch", Effect.DENY))


def crashed(desk: Checked, approval: UUID) -> ApprovalRequest:
    """Forget that it was noted, as a crash between the run and its note does."""
    approvals = desk.bank.store.committed.approvals
    request, intent = approvals[approval]
    undone = replace(request, state=ApprovalState.APPROVED, object_id=None)
    approvals[approval] = (undone, intent)
    return undone


async def customer_and_transfer(desk: Checked) -> list[UUID]:
    payer, payee = await desk.account_past_the_rules(100), await desk.account_past_the_rules(0)
    return [
        await desk.waits(CreateCustomer, ADA, TELLER),
        await desk.waits(PostTransfer, transfer(payer, payee, 60), TELLER),
    ]


async def test_what_was_done_is_noted_as_done_though_it_is_withdrawn_since(desk: Checked) -> None:
    approvals = await customer_and_transfer(desk)
    for approval, action in zip(approvals, ("customer.create", "transfer.post"), strict=True):
        done = await desk.approve(approval)
        for change in (withdrawn(action), denied("transfer.post")):
            policy(desk, change)
            again = await desk.runs.finish(crashed(desk, approval))
            assert (again.state, again.object_id) == (ApprovalState.DONE, done.object_id)
        policy(desk)
    assert len(desk.bank.store.committed.customers) == 3


async def test_what_was_not_done_is_not_done_once_it_is_withdrawn(desk: Checked) -> None:
    approvals = await customer_and_transfer(desk)
    customers = len(desk.bank.store.committed.customers)
    policy(desk, withdrawn("customer.create"), withdrawn("transfer.post"))
    for approval in approvals:
        failed = await desk.approve(approval)
        assert (failed.state, failed.code) == (ApprovalState.FAILED, "action_forbidden")
        policy(desk)
        again = await desk.runs.finish(crashed(desk, approval))
        assert (again.state, again.code) == (ApprovalState.FAILED, "action_forbidden")
        policy(desk, withdrawn("transfer.post"))
    assert len(desk.bank.store.committed.customers) == customers


async def test_what_another_run_has_just_done_is_not_noted_as_failed(desk: Checked) -> None:
    approval = await desk.waits(CreateCustomer, ADA, TELLER)
    policy(desk, withdrawn("customer.create"))
    await _done_by_another_run_in_the_middle_of(desk, approval)
    after = await desk.approve(approval)
    assert after.state is ApprovalState.APPROVED


async def test_what_is_refused_and_cannot_be_recorded_is_not_noted_before_it_can(
    desk: Checked,
) -> None:
    approval = await desk.waits(CreateCustomer, ADA, TELLER)
    policy(desk, withdrawn("customer.create"))
    recorder: Any = desk.bank.pipeline._recorder
    record_refusal = recorder.record_refusal

    async def lost(*_: Any) -> None:
        recorder.record_refusal = record_refusal
        raise TransientFault

    recorder.record_refusal = lost
    approved = await desk.approve(approval)
    assert approved.state is ApprovalState.APPROVED
    assert (await desk.runs.finish(approved)).state is ApprovalState.FAILED


async def _done_by_another_run_in_the_middle_of(desk: Checked, approval: UUID) -> None:
    """Write the answer of another run at the moment at which this one is refused."""
    request, text = desk.bank.store.committed.approvals[approval]
    intent: Intent = MsgspecCommandCodec().decode(text, Intent)
    key = f"\0approval {request.id}"
    run = Caller(actor=intent.maker, idempotency_key=key, fingerprint=intent.command.encode())
    known = request_key(desk.bank.digests, request.action, run, key)
    record = IdempotencyRecord(
        key=known.key,
        digest=known.digest,
        outcome=Outcome.DONE,
        created_at=desk.bank.clock.now(),
        audit_event=desk.bank.ids.new(),
        object_id=desk.bank.ids.new(),
    )
    door: Any = desk.bank.pipeline._door
    admit = door.admit

    async def refusing(declaration: Any, *rest: Any) -> None:
        try:
            await admit(declaration, *rest)
        except ActionForbidden:
            async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
                await (await scope.get(IdempotencyRecords)).claim(record)
                await (await scope.get(UnitOfWork)).commit()
            raise

    door.admit = refusing


async def test_a_request_of_ones_own_is_not_answered_once_it_is_withdrawn() -> None:
    async with a_bank(authorizer=an_authorizer()).open() as bank:
        open_desk = Checked(bank)
        await open_desk.ask(CreateCustomer, ADA, TELLER, key="k")
        policy(open_desk, withdrawn("customer.create"))
        with pytest.raises(ActionForbidden):
            await open_desk.ask(CreateCustomer, ADA, TELLER, key="k")
