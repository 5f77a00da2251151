"""Races of administrators, and of ways to move money: real connections, several processes."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psycopg
from tests.people_who_sign_in import person
from tests.system.assembly import OpenBank
from tests.system.test_approval_races import DAILY, one_with_money, two_processes

from bank.application.approvals.approval_people import ApprovalPeople
from bank.application.approvals.decide_approval import ApproveAct
from bank.application.approvals.known_approval import ApprovalById
from bank.application.identity.principals import Principals
from bank.application.identity.staff.change_staff import ChangeStaff, StaffChange
from bank.application.identity.staff.register_staff import NewStaffMember, RegisterStaff
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.transfers.post_cash import CashOrder, PostWithdrawal
from bank.bootstrap.approval_rules_file import read_approval_rules
from bank.bootstrap.bank_configuration import packaged_folder
from bank.bootstrap.composition import approved_runs_of
from bank.bootstrap.scopes import DishkaScopes
from bank.domain.approval_rules import ApprovalRule
from bank.domain.approvals import ApprovalState
from bank.domain.audit import APPROVAL_WAIVED, Actor
from bank.domain.contacts import Contact
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bank.infrastructure.system.clock import SystemClock

ADMINISTRATOR = ("administrator",)


def shipped() -> tuple[ApprovalRule, ...]:
    rules = read_approval_rules(packaged_folder() / "approvals.yaml")
    return rules.of("staff.change")


async def administrator(bank: OpenBank, name: str, **given: Any) -> Principal:
    facts = {"kind": PrincipalKind.STAFF, "roles": ADMINISTRATOR, "branch": "main", **given}
    scopes = DishkaScopes(bank.container)
    return (await person(scopes, SystemClock().now(), f"{name}@bank.example", **facts)).principal


def _names(results: Sequence[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


async def test_two_administrators_who_let_each_other_go_at_once_both_wait(tmp_path: Path) -> None:
    """Scenario: each of two administrators deactivates the other, at two processes at once.

    Outcome: both wait for somebody else, and both are still there.
    """
    async with two_processes(tmp_path, *shipped()) as (one, other):
        anna, bert = await administrator(one, "anna"), await administrator(one, "bert")
        for _ in range(5):
            results = await asyncio.gather(
                *[
                    bank.run(
                        ChangeStaff,
                        StaffChange(member=whom.subject, active=False),  # type: ignore[arg-type]
                        subject=who.subject,
                        roles=ADMINISTRATOR,
                    )
                    for bank, who, whom in ((one, anna, bert), (other, bert, anna))
                ],
                return_exceptions=True,
            )
            assert _names(results) == ["PendingApproval"] * 2
        assert _states(one) == {"active"}


async def test_two_administrators_who_register_staff_at_once_both_wait(tmp_path: Path) -> None:
    """Scenario: two administrators each register another one, at two processes at once.

    Outcome: both wait, and nobody has joined.
    """
    async with two_processes(tmp_path, *_about("staff.register")) as (one, other):
        anna, bert = await administrator(one, "anna"), await administrator(one, "bert")
        results = await asyncio.gather(
            *[
                bank.run(RegisterStaff, _joining(who), subject=who.subject, roles=ADMINISTRATOR)
                for bank, who in ((one, anna), (other, bert)) * 3
            ],
            return_exceptions=True,
        )
        assert _names(results) == ["PendingApproval"] * 6
        with psycopg.connect(one.database.url) as connection:
            assert connection.execute("SELECT count(*) FROM principal").fetchone() == (2,)


async def test_whoever_acts_while_another_comes_back_is_alone_before_or_waits_after(
    tmp_path: Path,
) -> None:
    """Scenario: one registers staff while the other is let in again, in a unit that still runs.

    Outcome: the act waits for the row, sees that somebody else is there, and is kept for them.
    """
    async with two_processes(tmp_path, *_about("staff.register")) as (one, other):
        anna = await administrator(one, "anna")
        bert = await administrator(one, "bert", state=PrincipalState.DEACTIVATED)
        async with DishkaScopes(other.container).open(UseCaseKind.COMMAND) as scope:
            principals = await scope.get(Principals)
            found = await principals.find(bert.subject, lock=True)
            assert found is not None
            await principals.save(found.changed(state=PrincipalState.ACTIVE))
            asking = asyncio.create_task(
                one.run(RegisterStaff, _joining(anna), subject=anna.subject, roles=ADMINISTRATOR)
            )
            done, _ = await asyncio.wait({asking}, timeout=0.5)
            assert not done
            await (await scope.get(UnitOfWork)).commit()
        results = await asyncio.gather(asking, return_exceptions=True)
        assert _names(results) == ["PendingApproval"]


async def test_whoever_could_approve_stays_until_the_act_is_over(tmp_path: Path) -> None:
    """Scenario: a unit has counted who could approve, and another changes one of them meanwhile.

    Outcome: the change waits until the unit is over.
    """
    async with two_processes(tmp_path) as (one, other):
        anna, bert = await administrator(one, "anna"), await administrator(one, "bert")
        async with DishkaScopes(one.container).open(UseCaseKind.COMMAND) as scope:
            people = await scope.get(ApprovalPeople)
            assert await people.others(_actor(anna), [frozenset(ADMINISTRATOR)]) == [1]
            leaving = asyncio.create_task(_deactivate(other, bert))
            done, _ = await asyncio.wait({leaving}, timeout=0.5)
            assert not done
            assert await people.others(_actor(anna), [frozenset(ADMINISTRATOR)]) == [1]
        await leaving
        async with DishkaScopes(one.container).open(UseCaseKind.COMMAND) as scope:
            people = await scope.get(ApprovalPeople)
            assert await people.others(_actor(anna), [frozenset(ADMINISTRATOR)]) == [0]


async def test_those_of_several_rules_are_locked_in_the_order_of_their_rows(
    tmp_path: Path,
) -> None:
    """Scenario: two rules are asked about whose people came in the opposite order.

    Outcome: it waits for the first who came, and holds nobody who came later meanwhile.
    """
    async with two_processes(tmp_path) as (one, other):
        first = await administrator(one, "anna", roles=("compliance_officer",))
        second = await administrator(one, "bert")
        of = [frozenset(ADMINISTRATOR), frozenset({"compliance_officer"})]

        async def counted() -> Sequence[int]:
            async with DishkaScopes(one.container).open(UseCaseKind.COMMAND) as scope:
                people = await scope.get(ApprovalPeople)
                return await people.others(_actor(first), of)

        async with DishkaScopes(other.container).open(UseCaseKind.COMMAND) as scope:
            principals = await scope.get(Principals)
            assert await principals.find(first.row, lock=True) is not None
            counting = asyncio.create_task(counted())
            done, _ = await asyncio.wait({counting}, timeout=0.5)
            assert not done
            async with asyncio.timeout(5):
                assert await principals.find(second.row, lock=True) is not None
        assert await counting == [1, 0]


async def test_the_first_administrator_is_waived_until_the_second_can_sign_in(
    tmp_path: Path,
) -> None:
    """Scenario: one administrator is alone and registers another, who then takes the invitation.

    Outcome: the first registration is waived, and says so; the next one waits for the other.
    """
    async with two_processes(tmp_path, *_about("staff.register")) as (one, other):
        anna = await administrator(one, "anna")
        await one.run(RegisterStaff, _joining(anna), subject=anna.subject, roles=ADMINISTRATOR)
        bert = await administrator(one, "bert")
        results = await asyncio.gather(
            other.run(RegisterStaff, _joining(bert), subject=anna.subject, roles=ADMINISTRATOR),
            return_exceptions=True,
        )
        assert _names(results) == ["PendingApproval"]
        waiting = results[0]
        assert isinstance(waiting, BaseException)
        approval = ApprovalById(waiting.context["approval"])  # type: ignore[attr-defined]
        decided = await one.run(ApproveAct, approval, subject=bert.subject, roles=ADMINISTRATOR)
        runs = await approved_runs_of(one.container, one.pipeline)
        assert (await runs.finish(decided.result)).state is ApprovalState.DONE
        with psycopg.connect(one.database.url) as connection:
            rows = connection.execute(
                "SELECT outcome, code FROM audit_event WHERE action = 'staff.register' ORDER BY id"
            ).fetchall()
        assert rows == [
            ("done", APPROVAL_WAIVED),
            ("pending", "pending_approval"),
            ("done", None),
        ]


async def test_two_ways_at_once_do_not_pass_a_common_sum(tmp_path: Path) -> None:
    """Scenario: transfers and withdrawals of 30 race; above 100 a day together others must approve.

    Outcome: three go through, whichever they are; seven wait.
    """
    both = replace(DAILY, actions=("transfer.post", "withdrawal.post"))
    async with two_processes(tmp_path, both) as (one, other):
        account, payee = await one_with_money(one), await one.account()
        results = await asyncio.gather(
            *[
                _moving(bank, account, payee, by_cash=at % 2 == 0)
                for at, bank in enumerate((one, other, other, one, one) * 2)
            ],
            return_exceptions=True,
        )
        assert _names(results) == ["Done"] * 3 + ["PendingApproval"] * 7
        assert await one.balance(account) == 10_000 - 90
        assert not await one.findings()


def _about(action: str) -> tuple[ApprovalRule, ...]:
    return read_approval_rules(packaged_folder() / "approvals.yaml").of(action)


def _joining(by: Principal) -> NewStaffMember:
    contact = Contact.email(f"of-{by.subject}-{SystemClock().now().timestamp()}@bank.example")
    return NewStaffMember(contact=contact, roles=ADMINISTRATOR, branch="main")


def _actor(principal: Principal) -> Actor:
    return Actor(kind="session", subject=principal.subject, pseudonym="anna", roles=principal.roles)


def _states(bank: OpenBank) -> set[str]:
    with psycopg.connect(bank.database.url) as connection:
        return {state for (state,) in connection.execute("SELECT state FROM principal").fetchall()}


async def _deactivate(bank: OpenBank, principal: Principal) -> None:
    async with DishkaScopes(bank.container).open(UseCaseKind.COMMAND) as scope:
        principals = await scope.get(Principals)
        found = await principals.find(principal.subject, lock=True)
        assert found is not None
        await principals.save(found.changed(state=PrincipalState.DEACTIVATED))
        await (await scope.get(UnitOfWork)).commit()


async def _moving(
    bank: OpenBank, account: CustomerAccount, payee: CustomerAccount, *, by_cash: bool
) -> Any:
    if not by_cash:
        return await bank.transfer(account, payee, 30)
    order = CashOrder(account=str(account.id), amount_minor=30, currency="EUR")
    return await bank.run(PostWithdrawal, order)
