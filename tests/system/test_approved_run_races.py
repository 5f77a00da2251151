"""An approved act is done by one run while another is refused: two real connections."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

import pytest
from dishka import Provider, Scope
from tests import postgresql
from tests.system.assembly import OpenBank, bank_over, seeded
from tests.system.test_approval_races import (
    EVERY,
    MANAGERS,
    asked,
    one_with_money,
    ruled,
    two_processes,
)

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
from bank.infrastructure.sql.idempotency import SqlIdempotencyRecords
from bank.infrastructure.system.clock import SystemClock

ADA = NewCustomer(kind=CustomerKind.PERSON, full_name="Ada", email="a@example.com")
RULE = ApprovalRule(actions=("customer.create",), roles=frozenset(MANAGERS))


def _withdrawn(action: str) -> RuleChange:
    return RuleChange(Rule("service_account", action, "always"), withdrawn=True)


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
        version = replace(UNCHANGED, number=1, changes=(_withdrawn("customer.create"),))
        (await other.container.get(PolicyInForce)).adopt(version)
        runs = await approved_runs_of(other.container, other.pipeline)
        answer = await _answer_of_a_run(one, request, customer)
        async with DishkaScopes(one.container).open(UseCaseKind.COMMAND) as scope:
            await (await scope.get(IdempotencyRecords)).claim(answer)
            assert (await runs.finish(request)).state is ApprovalState.APPROVED
            await (await scope.get(UnitOfWork)).commit()
        done = await runs.finish(request)
        assert (done.state, done.object_id) == (ApprovalState.DONE, customer)


class _Overtaken(SqlIdempotencyRecords):
    """Records of a run that another one overtakes, between its look at the key and its claim."""

    by: ClassVar[Callable[[], Coroutine[Any, Any, Any]]]
    overtaking: ClassVar[asyncio.Task[Any]]

    async def claim(self, record: IdempotencyRecord) -> None:
        if record.outcome is Outcome.REFUSED:
            _Overtaken.overtaking = asyncio.create_task(_Overtaken.by())
            await asyncio.wait([_Overtaken.overtaking], timeout=0.3)
        await super().claim(record)


def _overtaken() -> Provider:
    provider = Provider(scope=Scope.REQUEST)
    provider.provide(_Overtaken, provides=IdempotencyRecords, override=True)
    return provider


async def test_what_another_run_posts_meanwhile_is_not_noted_as_failed(tmp_path: Path) -> None:
    """Scenario: a run is refused; after it has looked at the key, another one goes to post.

    Outcome: one of the two is the last word. The money moved and it is noted as done, or neither.
    """
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, tmp_path, providers=[ruled(EVERY)]) as one,
            bank_over(database, tmp_path, providers=[ruled(EVERY), _overtaken()]) as other,
        ):
            payer, payee = await one_with_money(one), await one.account()
            wanted = ApprovalById(await asked(one, payer, payee))
            request = (await one.run(ApproveAct, wanted, subject="anna", roles=MANAGERS)).result
            version = replace(UNCHANGED, number=1, changes=(_withdrawn("transfer.post"),))
            (await other.container.get(PolicyInForce)).adopt(version)
            overtaking = await approved_runs_of(one.container, one.pipeline)
            refused = await approved_runs_of(other.container, other.pipeline)
            # It posts, and its process ends before it can note that.
            _Overtaken.by = lambda: overtaking._run(request)
            await refused.finish(request)
            await asyncio.wait([_Overtaken.overtaking])
            moved = _Overtaken.overtaking.exception() is None
            noted = (await overtaking.finish(request)).state
            assert noted is (ApprovalState.DONE if moved else ApprovalState.FAILED)
            assert await one.balance(payee) == (60 if moved else 0)
