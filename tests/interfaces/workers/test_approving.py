"""What the worker makes of approvals by itself."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.application.approvals.checkers import Checked, a_rule, checked
from tests.application.scene import transfer

from bank.application.transfers.post_transfer import PostTransfer
from bank.domain.approvals import ApprovalState
from bank.domain.customer_accounts import CustomerAccount
from bank.interfaces.workers.approving import Approving


def _worker(desk: Checked, runs: Any = None) -> Approving:
    bank = desk.bank
    return Approving(bank.pipeline, runs or desk.runs, bank.ids, bank.digests)


def _left_approved(desk: Checked, approval: Any) -> None:
    """Leave it as a crash does between the last yes and the run."""
    request, intent = desk.bank.store.committed.approvals[approval]
    approved = replace(request, state=ApprovalState.APPROVED)
    desk.bank.store.committed.approvals[approval] = (approved, intent)


async def _accounts(desk: Checked) -> tuple[CustomerAccount, CustomerAccount]:
    return await desk.account(balance_minor=100), await desk.account()


async def test_it_runs_what_was_approved_and_not_run() -> None:
    async with checked(a_rule("transfer.post")) as desk:
        payer, payee = await _accounts(desk)
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        _left_approved(desk, approval)
        for _ in range(2):
            await _worker(desk).once()
        assert desk.kept(approval).state is ApprovalState.DONE
        assert desk.balance_minor(payee) == 60


async def test_it_writes_off_what_nobody_decided_in_time() -> None:
    async with checked(a_rule("transfer.post", expires_after=timedelta(days=1))) as desk:
        payer, payee = await _accounts(desk)
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        await _worker(desk).once()
        assert desk.kept(approval).state is ApprovalState.PENDING
        desk.bank.clock.move(timedelta(days=1))
        await _worker(desk).once()
        assert desk.kept(approval).state is ApprovalState.EXPIRED


async def test_one_that_breaks_does_not_keep_the_others_waiting() -> None:
    async with checked(a_rule("transfer.post")) as desk:
        payer, payee = await _accounts(desk)
        broken, good = [
            await desk.waits(PostTransfer, transfer(payer, payee, amount)) for amount in (10, 20)
        ]
        for approval in (broken, good):
            _left_approved(desk, approval)
        runs, finish = desk.runs, desk.runs.finish

        async def breaking(request: Any) -> Any:
            if request.id == broken:
                raise RuntimeError
            return await finish(request)

        runs.finish = breaking  # type: ignore[method-assign]
        await _worker(desk, runs).once()
        assert desk.kept(good).state is ApprovalState.DONE
        assert desk.balance_minor(payee) == 20


async def test_an_act_that_cannot_be_read_any_more_fails() -> None:
    async with checked(a_rule("transfer.post")) as desk:
        payer, payee = await _accounts(desk)
        approval = await desk.waits(PostTransfer, transfer(payer, payee, 60))
        _left_approved(desk, approval)
        request, _ = desk.bank.store.committed.approvals[approval]
        desk.bank.store.committed.approvals[approval] = (request, '{"of": "another release"}')
        await _worker(desk).once()
        failed = desk.kept(approval)
        assert (failed.state, failed.code) == (ApprovalState.FAILED, "approved_act_unreadable")
