"""Whoever may confirm a reset of lost factors is told that one of them is awaited."""

from dataclasses import replace
from uuid import UUID

import pytest
from tests.application.identity.notices.test_what_owners_are_told import reached, told
from tests.application.identity.staff.examples import ADMINISTRATOR, registered
from tests.application.scene import TELLER, Desk, actor

from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.recovery import confirmers
from bank.application.identity.recovery.reset_factors import LostFactors, RequestFactorReset
from bank.application.identity.staff.change_staff import ChangeStaff, StaffChange
from bank.domain.factor_resets import FactorReset
from bank.domain.principals import Principal

TOLD = [NoticeKind.FACTOR_RESET_TO_CONFIRM]


async def _member(desk: Desk, name: str, *roles: str, branch: str = "main") -> Principal:
    member = await registered(desk, f"{name}@bank.example", *roles)
    if branch != "main":
        await desk.ask(ChangeStaff, StaffChange(member=member, branch=branch), ADMINISTRATOR)
    found = await reached(desk, str(member))
    desk.bank.store.committed.notices.clear()
    return found


async def _asked(desk: Desk, owner: UUID, asker: Principal | None = None) -> FactorReset:
    who = TELLER if asker is None else actor(asker.roles[0], asker.subject)
    reset: FactorReset = (await desk.ask(RequestFactorReset, LostFactors(owner), who)).result
    return reset


async def test_branch_managers_hear_of_the_reset_of_a_customer(desk: Desk) -> None:
    manager = await _member(desk, "grace", "branch_manager")
    others = [await _member(desk, role, role) for role in ("teller", "administrator", "auditor")]
    reset = await _asked(desk, (await desk.customer()).id)
    assert told(desk, manager) == TOLD
    assert [told(desk, each) for each in others] == [[], [], []]
    (notice,) = [each for each in desk.bank.store.committed.notices.values() if each.kind in TOLD]
    assert notice.about == f"{reset.id}, until {reset.due_at:%Y-%m-%d %H:%M} UTC"


async def test_administrators_hear_of_the_reset_of_staff(desk: Desk) -> None:
    owner, asker, other = [
        await _member(desk, name, "administrator") for name in ("ada", "bea", "cleo")
    ]
    manager = await _member(desk, "grace", "branch_manager")
    await _asked(desk, UUID(owner.subject), asker)
    assert told(desk, owner) == [NoticeKind.FACTOR_RESET_ASKED]
    assert (told(desk, asker), told(desk, other), told(desk, manager)) == ([], TOLD, [])


async def test_who_asked_was_let_go_or_has_no_address_is_not_told(desk: Desk) -> None:
    asker, gone = [await _member(desk, name, "branch_manager") for name in ("grace", "hedy")]
    change = StaffChange(member=UUID(gone.subject), active=False)
    await desk.ask(ChangeStaff, change, ADMINISTRATOR)
    await registered(desk, "ida@bank.example", "branch_manager")  # proves no address
    desk.bank.store.committed.notices.clear()
    await _asked(desk, (await desk.customer()).id, asker)
    kinds = [each.kind for each in desk.bank.store.committed.notices.values()]
    assert NoticeKind.FACTOR_RESET_TO_CONFIRM not in kinds


async def test_who_is_about_to_be_told_of_one_is_not_told_of_the_next(desk: Desk) -> None:
    manager = await _member(desk, "grace", "branch_manager")
    await _asked(desk, (await desk.customer()).id)
    await _asked(desk, (await desk.customer()).id)
    assert told(desk, manager) == TOLD


async def test_of_many_those_of_the_branch_are_told_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirmers, "CONFIRMERS_TOLD", 2)
    desk.bank.store.committed.branches["harbour"] = "harbour"
    far, near, last = [
        await _member(desk, name, "branch_manager", branch=branch)
        for name, branch in (("grace", "main"), ("hedy", "harbour"), ("ida", "main"))
    ]
    asker = replace(TELLER, branch="harbour")
    order = LostFactors((await desk.customer()).id)
    await desk.ask(RequestFactorReset, order, asker)
    assert [told(desk, each) for each in (near, far, last)] == [TOLD, TOLD, []]
