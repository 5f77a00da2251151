"""Races about approvals: real connections, several banks being several processes."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from dishka import Provider, Scope
from tests import postgresql
from tests.system.assembly import OpenBank, bank_over, clocked, seeded

from bank.application.approvals.approved_runs import ApprovedRuns
from bank.application.approvals.decide_approval import ApproveAct, RejectAct, Rejection
from bank.application.approvals.expire_approvals import ExpireApprovals, OverdueApprovals
from bank.application.approvals.known_approval import ApprovalById
from bank.application.approvals.read_approvals import ApprovalShown, GetApproval
from bank.application.exchange.quote_exchange import QuoteExchange, QuoteOrder
from bank.application.transfers.orders import TransferOrder
from bank.application.transfers.post_transfer import PostTransfer
from bank.bootstrap.composition import approved_runs_of
from bank.domain.approval_rules import ApprovalRule, ApprovalRules
from bank.domain.approvals import ApprovalRequest, ApprovalState, PendingApproval
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.money import Money, currency
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.system.clock import SystemClock

HOUR = timedelta(hours=1)
MANAGERS = ("branch_manager",)
EVERY = ApprovalRule(actions=("transfer.post",), roles=frozenset(MANAGERS), expires_after=HOUR)
DAILY = replace(EVERY, currency="EUR", above_minor_a_day=100)


def ruled(*rules: ApprovalRule) -> Provider:
    """Give a bank rules of the test's own."""
    provider = Provider(scope=Scope.APP)
    provider.provide(lambda: ApprovalRules(rules), provides=ApprovalRules, override=True)
    return provider


@asynccontextmanager
async def two_processes(
    home: Path, *rules: ApprovalRule, clocks: Sequence[SettableClock] = ()
) -> AsyncIterator[tuple[OpenBank, OpenBank]]:
    providers = [[ruled(*rules), *[clocked(each) for each in clocks[at : at + 1]]] for at in (0, 1)]
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, home, providers=providers[0]) as one,
            bank_over(database, home, providers=providers[1]) as other,
        ):
            yield one, other


async def asked(bank: OpenBank, debit: CustomerAccount, credit: CustomerAccount) -> UUID:
    with pytest.raises(PendingApproval) as waiting:
        await bank.transfer(debit, credit, 60)
    return UUID(str(waiting.value.context["approval"]))


async def runs_of(bank: OpenBank) -> ApprovedRuns:
    return await approved_runs_of(bank.container, bank.pipeline)


async def _approve(bank: OpenBank, approval: UUID, who: str) -> ApprovalRequest:
    """Approve as the interface does, and have it run."""
    done = await bank.run(ApproveAct, ApprovalById(approval), subject=who, roles=MANAGERS)
    return await (await runs_of(bank)).finish(done.result)


async def state_of(bank: OpenBank, approval: UUID) -> ApprovalState:
    done = await bank.run(GetApproval, ApprovalById(approval))
    shown: ApprovalShown = done.result
    return shown.request.state


def names(results: Sequence[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


async def test_two_approvers_at_once_have_it_done_once(tmp_path: Path) -> None:
    """Scenario: one approval is enough, and two people approve at two processes at once.

    Outcome: one of them approves and the act is done once, the other is told that it is decided.
    """
    async with two_processes(tmp_path, EVERY) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        for number in range(5):
            approval = await asked(one, account, payee)
            results = await asyncio.gather(
                _approve(one, approval, "anna"),
                _approve(other, approval, "bert"),
                return_exceptions=True,
            )
            assert names(results) == ["ApprovalNotPending", "ApprovalRequest"]
            assert await state_of(one, approval) is ApprovalState.DONE
            assert await one.balance(payee) == 60 * (number + 1)
        assert not await one.findings()


async def test_what_is_approved_is_run_once_however_many_run_it(tmp_path: Path) -> None:
    """Scenario: approved and not run yet, it is found by both processes at the same time.

    Outcome: the money moves once; both find it done.
    """
    async with two_processes(tmp_path, EVERY) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        approval = await asked(one, account, payee)
        done = await one.run(ApproveAct, ApprovalById(approval), subject="anna", roles=MANAGERS)
        runs = [await runs_of(bank) for bank in (one, other)]
        await asyncio.gather(*[each.finish(done.result) for each in runs * 3])
        for each in runs:
            for request in await each.waiting():
                await each.finish(request)
        assert await state_of(other, approval) is ApprovalState.DONE
        assert await one.balance(payee) == 60
        assert not await one.findings()


async def test_an_approval_and_a_rejection_do_not_both_succeed(tmp_path: Path) -> None:
    """Scenario: one person approves while another rejects at another process.

    Outcome: one of the two, and the money moves only where it was the approval.
    """
    async with two_processes(tmp_path, EVERY) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        moved = 0
        for _ in range(5):
            approval = await asked(one, account, payee)
            no = Rejection(id=approval, reason="Not to them.")
            results = await asyncio.gather(
                _approve(one, approval, "anna"),
                other.run(RejectAct, no, subject="bert", roles=MANAGERS),
                return_exceptions=True,
            )
            assert "ApprovalNotPending" in names(results)
            approved = isinstance(results[0], ApprovalRequest)
            moved += 60 if approved else 0
            state = ApprovalState.DONE if approved else ApprovalState.REJECTED
            assert await state_of(one, approval) is state
        assert await one.balance(payee) == moved


async def test_an_approval_and_its_expiry_do_not_both_happen(tmp_path: Path) -> None:
    """Scenario: the time ends between two processes whose clocks differ, the sweeper included.

    Outcome: approved and done for ever, or over for ever and nothing moved.
    """
    early = SettableClock(SystemClock().now())
    late = SettableClock(early.now() + 2 * HOUR)
    async with two_processes(tmp_path, EVERY, clocks=(early, late)) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        moved = 0
        for _ in range(5):
            approval = await asked(one, account, payee)
            results: Sequence[Any] = await asyncio.gather(
                _approve(one, approval, "anna"),
                other.run(ExpireApprovals, OverdueApprovals(), roles=("worker",)),
                return_exceptions=True,
            )
            approved, swept = results
            assert not isinstance(swept, BaseException)
            was_approved = isinstance(approved, ApprovalRequest)
            moved += 60 if was_approved else 0
            state = ApprovalState.DONE if was_approved else ApprovalState.EXPIRED
            assert await state_of(one, approval) is state
        assert await one.balance(payee) == moved


async def test_a_maker_with_two_roles_approves_with_neither(tmp_path: Path) -> None:
    """Scenario: the maker approves in both of their roles, then somebody writes it by hand.

    Outcome: the bank refuses both, and so does the database.
    """
    both = ("service_account", "branch_manager")
    async with two_processes(tmp_path, EVERY) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        approval = await asked(one, account, payee)
        results = await asyncio.gather(
            *[
                bank.run(ApproveAct, ApprovalById(approval), subject="tests", roles=roles)
                for bank, roles in ((one, both), (other, MANAGERS))
            ],
            return_exceptions=True,
        )
        assert names(results) == ["MakerMayNotApprove"] * 2
        maker = one.digests.pseudonym("tests")
        for stated, checker, refused in (
            (maker, maker, "checker_is_not_the_maker"),
            ("somebody else", maker, "fk_approval_decision_book_request_maker"),
        ):
            with (
                psycopg.connect(one.database.url) as connection,
                pytest.raises(psycopg.IntegrityError, match=refused),
            ):
                connection.execute(
                    "INSERT INTO approval_decision (book, request, checker, maker, approved, at,"
                    " audit_event) VALUES (1, %s, %s, %s, true, now(), %s)",
                    (approval, checker, stated, approval),
                )
        assert await one.balance(payee) == 0


async def test_splitting_over_processes_does_not_evade_the_sum_of_a_day(tmp_path: Path) -> None:
    """Scenario: ten transfers of 30 race at two processes; above 100 a day others must approve.

    Outcome: three go through, whichever they are; seven wait.
    """
    async with two_processes(tmp_path, DAILY) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        results = await asyncio.gather(
            *[bank.transfer(account, payee, 30) for bank in (one, other) * 5],
            return_exceptions=True,
        )
        assert names(results) == ["Done"] * 3 + ["PendingApproval"] * 7
        assert await one.balance(payee) == 90
        assert not await one.findings()


async def test_commands_count_in_their_own_unit_and_race_like_postings(tmp_path: Path) -> None:
    """Scenario: six quotes of 30 race at two processes; above 100 a day others must approve.

    Outcome: three are given and three wait.
    """
    quotes = replace(DAILY, actions=("exchange.quote",))
    async with two_processes(tmp_path, quotes) as (one, other):
        account, yen = await one_with_money(one), await one.account(money="JPY")
        order = QuoteOrder(
            debit=str(account.id), credit=str(yen.id), amount=Money(30, currency("EUR"))
        )
        results = await asyncio.gather(
            *[bank.run(QuoteExchange, order) for bank in (one, other) * 3],
            return_exceptions=True,
        )
        assert names(results) == ["Done"] * 3 + ["PendingApproval"] * 3


async def test_a_request_that_is_sent_twice_at_once_asks_once(tmp_path: Path) -> None:
    """Scenario: the maker's client sends the same request to two processes at once.

    Outcome: there is one approval, and each is told of it or to come again.
    """
    async with two_processes(tmp_path, EVERY) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        order = TransferOrder(str(account.id), str(payee.id), 60, "EUR")
        for number in range(5):
            results = await asyncio.gather(
                *[bank.run(PostTransfer, order, key=f"twice {number}") for bank in (one, other)],
                return_exceptions=True,
            )
            assert set(names(results)) <= {"PendingApproval", "RequestInFlight"}
            told = [each for each in results if isinstance(each, PendingApproval)]
            assert len({str(each.context["approval"]) for each in told}) == 1
        with psycopg.connect(one.database.url) as connection:
            row = connection.execute("SELECT count(*) FROM approval_request").fetchone()
        assert row == (5,)


async def test_what_is_asked_for_is_ciphertext_in_the_database(tmp_path: Path) -> None:
    """Scenario: a transfer with a reference waits, and is rejected with a reason.

    Outcome: neither is in the tables in the clear.
    """
    async with two_processes(tmp_path, EVERY) as (one, _):
        account, payee = await one_with_money(one), await one.account()
        order = TransferOrder(str(account.id), str(payee.id), 60, "EUR", "rent of the garage")
        with pytest.raises(PendingApproval) as waiting:
            await one.run(PostTransfer, order)
        approval = UUID(str(waiting.value.context["approval"]))
        no = Rejection(id=approval, reason="They moved to Hamburg.")
        await one.run(RejectAct, no, subject="bert", roles=MANAGERS)
        with psycopg.connect(one.database.url) as connection:
            for table in ("approval_request", "approval_decision", "idempotency_record"):
                rows = connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
                assert rows
                for said in ("garage", "Hamburg"):
                    assert said not in repr(rows)


async def test_the_rules_are_those_of_the_file_that_the_configuration_names(
    tmp_path: Path,
) -> None:
    """Scenario: the bank's own file has transfers above 0.50 EUR approved.

    Outcome: 0.60 wait, 0.50 do not.
    """
    file = tmp_path / "approvals.yaml"
    file.write_text(
        "rules: [{action: transfer.post, roles: [auditor], currency: EUR, above: '0.50'}]"
    )
    named = [f"--bank.authorization.approvals={file}"]
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path, arguments=named) as bank:
            account, payee = await one_with_money(bank), await bank.account()
            await bank.transfer(account, payee, 50)
            await asked(bank, account, payee)
            assert await bank.balance(payee) == 50


async def one_with_money(bank: OpenBank) -> CustomerAccount:
    return await bank.account(funds_minor=10_000)
