"""An approved act is done by one run while another is refused: two real connections."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from tests.system.assembly import OpenBank
from tests.system.test_approval_races import MANAGERS, two_processes

from bank.application.approvals.decide_approval import ApproveAct
from bank.application.approvals.intents import Intents
from bank.application.approvals.known_approval import ApprovalById
from bank.application.customers.create_customer import CreateCustomer, NewCustomer
from bank.application.pipeline.act import Caller
from bank.application.pipeline.beginning import request_key
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.policies.policy_book import PolicyInForce
from bank.application.ports.idempotency import IdempotencyRecord, IdempotencyRecords
from bank.application.ports.ids import Ids
from bank.application.ports.unit_of_work import UnitOfWork
from bank.bootstrap.composition import approved_runs_of
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.approval_rules import ApprovalRule
from bank.domain.approvals import ApprovalRequest, ApprovalState, PendingApproval
from bank.domain.audit import Outcome
from bank.domain.parties import CustomerKind
from bank.domain.policies import UNCHANGED, Rule, RuleChange
from bank.infrastructure.system.clock import SystemClock

ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
RULE = ApprovalRule(actions=("customer.create",), roles=frozenset(MANAGERS))
WITHDRAWN = RuleChange(Rule("service_account", "customer.create", "always"), withdrawn=True)


async def _approved(bank: OpenBank) -> ApprovalRequest:
    with pytest.raises(PendingApproval) as waiting:
        await bank.run(CreateCustomer, ADA)
    wanted = ApprovalById(waiting.value.context["approval"])
    done = await bank.run(ApproveAct, wanted, subject="anna", roles=MANAGERS)
    request: ApprovalRequest = done.result
    return request


async def _customer(bank: OpenBank) -> UUID:
    """Have a customer taken in by another approval, who stands for the one that a run takes in."""
    runs = await approved_runs_of(bank.container, bank.pipeline)
    done = await runs.finish(await _approved(bank))
    assert done.object_id is not None
    return done.object_id


async def _answer_of_a_run(
    bank: OpenBank, request: ApprovalRequest, customer: UUID
) -> IdempotencyRecord:
    """Give what a run that does the act claims and keeps."""
    async with DishkaScopes(bank.container).open(UseCaseKind.QUERY) as scope:
        intent = await (await scope.get(Intents)).of(request)
    key = f"\0approval {request.id}"
    run = Caller(actor=intent.maker, idempotency_key=key, fingerprint=intent.command.encode())
    known, ids = request_key(bank.digests, request.action, run, key), await bank.container.get(Ids)
    return IdempotencyRecord(
        key=known.key,
        digest=known.digest,
        outcome=Outcome.DONE,
        created_at=SystemClock().now(),
        audit_event=ids.new(),
        object_id=customer,
    )


async def test_what_another_run_is_doing_is_not_noted_as_failed(tmp_path: Path) -> None:
    """Scenario: a run is in the middle of the act; at another process the action is withdrawn.

    Outcome: there it stays approved as long as the first is not over, and is then noted as done.
    """
    async with two_processes(tmp_path, RULE) as (one, other):
        customer = await _customer(one)
        request = await _approved(one)
        version = replace(UNCHANGED, number=1, changes=(WITHDRAWN,))
        (await other.container.get(PolicyInForce)).adopt(version)
        runs = await approved_runs_of(other.container, other.pipeline)
        answer = await _answer_of_a_run(one, request, customer)
        async with DishkaScopes(one.container).open(UseCaseKind.COMMAND) as scope:
            await (await scope.get(IdempotencyRecords)).claim(answer)
            assert (await runs.finish(request)).state is ApprovalState.APPROVED
            await (await scope.get(UnitOfWork)).commit()
        done = await runs.finish(request)
        assert (done.state, done.object_id) == (ApprovalState.DONE, customer)
