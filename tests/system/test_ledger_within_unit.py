"""The second way into the ledger: postings inside a use case's own unit of work."""

from dishka import AsyncContainer
from tests.system.assembly import OpenBank

from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.audit_trail import AuditTrail
from bank.application.ports.idempotency import RequestKey
from bank.application.ports.ids import Ids
from bank.application.ports.ledger import LedgerInUnit, Posted, PostingAct, PostingJob
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.audit import Actor, AuditEvent, Outcome
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import milliseconds
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.requests import Leg, PostingRequest
from bank.infrastructure.system.clock import SystemClock

ACTOR = Actor(kind="token", subject="tests", pseudonym="0" * 32, roles=())


async def _job(bank: OpenBank, payer: CustomerAccount, payee: CustomerAccount) -> PostingJob:
    ids = await bank.container.get(Ids)
    key = RequestKey(ids.new(), b"0123456789abcdef")
    legs = tuple(
        Leg(account.row, milliseconds(account.opened_at), amount, "EUR")
        for account, amount in ((payer, 30), (payee, -30))
    )
    return PostingJob(
        requests=[PostingRequest(key.key, False, key.digest, EntryKind.TRANSFER, legs)],
        act=PostingAct(
            audit_event=ids.new(),
            actor=ACTOR,
            action="fee.charge",
            request_id=None,
            trace_id=None,
        ),
    )


async def _posted(bank: OpenBank, job: PostingJob, *, commit: bool) -> Posted:
    container: AsyncContainer
    async with bank.container(context={UseCaseKind: UseCaseKind.COMMAND_THAT_POSTS}) as container:
        ledger = await container.get(LedgerInUnit)
        (outcome,) = await ledger.post(job)
        if commit:
            # The pipeline's part of a command that also posts: its audit event, then the commit.
            await (await container.get(AuditTrail)).append(_event(job.act))
            await (await container.get(UnitOfWork)).commit()
    assert isinstance(outcome, Posted)
    return outcome


def _event(act: PostingAct) -> AuditEvent:
    return AuditEvent(
        id=act.audit_event,
        at=SystemClock().now(),
        actor_kind=act.actor.kind,
        actor=act.actor.pseudonym,
        session=None,
        action=act.action,
        object_kind=None,
        object_id=None,
        outcome=Outcome.DONE,
        code=None,
        request_id=None,
        trace_id=None,
    )


async def test_postings_within_a_unit_stand_with_it(bank: OpenBank) -> None:
    payer, payee = await bank.account(funds_minor=100), await bank.account()
    outcome = await _posted(bank, await _job(bank, payer, payee), commit=True)
    assert outcome.entry.postings[0].available_minor == 70
    assert (await bank.balance(payer), await bank.balance(payee)) == (70, 30)
    assert not await bank.findings()


async def test_postings_within_a_unit_fall_with_it(bank: OpenBank) -> None:
    payer, payee = await bank.account(funds_minor=100), await bank.account()
    job = await _job(bank, payer, payee)
    await _posted(bank, job, commit=False)
    assert (await bank.balance(payer), await bank.balance(payee)) == (100, 0)
    again = await _posted(bank, job, commit=True)
    assert not again.replayed
    await bank.transfer(payer, payee, 1)
    assert not await bank.findings()
