"""Staff join, change what they do, and leave; somebody is always in charge."""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from tests.application.identity.staff.examples import ADMINISTRATOR, TELLER_TO_BE, registered
from tests.application.scene import OPERATOR, Desk, actor
from tests.people_who_sign_in import PASSWORD, person

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.staff.appoint_first import (
    AppointFirstAdministrator,
    FirstAdministrator,
)
from bank.application.identity.staff.break_glass import BreakGlass, Emergency, ReasonMissing
from bank.application.identity.staff.change_staff import ChangeStaff, StaffChange
from bank.application.identity.staff.read_staff import (
    GetStaffMember,
    ListStaff,
    StaffById,
    StaffPage,
)
from bank.application.identity.staff.register_staff import RegisterStaff
from bank.application.identity.staff.staff_book import StaffBook
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authorizer import ActionForbidden
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId
from bank.domain.parties import BranchNotFound, StaleVersion
from bank.domain.principals import PrincipalKind, PrincipalNotFound, PrincipalState, SignInNameTaken
from bank.domain.refusals import Refusal
from bank.domain.staff import AdministratorExists, LastAdministrator, OwnAccount, StaffRoleUnfit

FIRST = FirstAdministrator(contact=Contact.email("first@bank.example"), password=PASSWORD)


async def change(desk: Desk, member: UUID, who: Any = ADMINISTRATOR, **given: Any) -> Any:
    return (await desk.ask(ChangeStaff, StaffChange(member=member, **given), who)).result.principal


async def settled(desk: Desk, member: UUID) -> None:
    """Let somebody have taken their invitation."""
    now = desk.bank.clock.now()
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        principal = await (await scope.get(Principals)).find(str(member))
        assert principal is not None
        await (await scope.get(Passwords)).set(principal.row, PASSWORD, now)
        contact = Contact.email(f"{member}@bank.example")
        await (await scope.get(ProvedContacts)).put(principal, contact, now)
        await (await scope.get(UnitOfWork)).commit()


async def test_whoever_joins_is_invited_and_cannot_sign_in_before(desk: Desk) -> None:
    joined = (await desk.ask(RegisterStaff, TELLER_TO_BE, ADMINISTRATOR)).result
    assert joined.principal.kind is PrincipalKind.STAFF
    assert (joined.principal.roles, joined.principal.branch) == (("teller",), "main")
    assert joined.invitation_ends_at > desk.bank.clock.now()
    assert not desk.bank.store.committed.sign_in_names
    read = (await desk.ask(GetStaffMember, StaffById(joined.id), ADMINISTRATOR)).result
    assert (read.principal, read.email) == (joined.principal, None)


async def test_staff_are_listed_in_pages(desk: Desk) -> None:
    ids = [await registered(desk, f"person-{number}@bank.example") for number in range(3)]
    page = (await desk.ask(ListStaff, StaffPage(after=RowId(0), limit=2), ADMINISTRATOR)).result
    rest = StaffPage(after=page[-1].principal.row, limit=2)
    more = (await desk.ask(ListStaff, rest, ADMINISTRATOR)).result
    assert [each.id for each in (*page, *more)] == ids


async def test_who_reads_staff_reads_whom_a_pseudonym_stands_for(desk: Desk) -> None:
    joan = await registered(desk)
    await settled(desk, joan)
    read = (await desk.ask(GetStaffMember, StaffById(joan), actor("auditor"))).result
    assert read.pseudonym == desk.bank.digests.pseudonym(str(joan))
    assert read.email == f"{joan}@bank.example"
    assert read.email not in repr(read)
    for role in ("teller", "branch_manager", "customer", "service_account"):
        with pytest.raises(ActionForbidden):
            await desk.ask(GetStaffMember, StaffById(joan), actor(role))


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"roles": ()}, StaffRoleUnfit),
        ({"roles": ("customer",)}, StaffRoleUnfit),
        ({"roles": ("teller", "worker")}, StaffRoleUnfit),
        ({"contact": Contact.email("taken@bank.example")}, SignInNameTaken),
        ({"branch": "nowhere"}, BranchNotFound),
    ],
)
async def test_who_cannot_join(desk: Desk, changes: dict[str, Any], refusal: type[Refusal]) -> None:
    await person(desk.bank.scopes, desk.bank.clock.now(), "taken@bank.example")
    with pytest.raises(refusal):
        await desk.ask(RegisterStaff, replace(TELLER_TO_BE, **changes), ADMINISTRATOR)


async def test_only_administrators_register_staff(desk: Desk) -> None:
    for role in ("teller", "branch_manager", "auditor", "customer", "service_account"):
        with pytest.raises(ActionForbidden):
            await desk.ask(RegisterStaff, TELLER_TO_BE, actor(role))


async def test_a_change_shows_and_is_told_to_the_outbox(desk: Desk) -> None:
    member = await registered(desk)
    changed = await change(desk, member, roles=("auditor", "auditor"), if_version=1)
    assert (changed.roles, changed.version) == (("auditor",), 2)
    gone = await change(desk, member, active=False)
    assert gone.state is PrincipalState.DEACTIVATED
    back = await change(desk, member, active=True)
    assert back.is_let_in
    types = [event.type for event in desk.bank.store.committed.outbox.values()]
    assert types.count("bank.staff.changed.v1") == 3


async def test_what_cannot_be_changed(desk: Desk) -> None:
    member = await registered(desk)
    with pytest.raises(StaleVersion):
        await change(desk, member, roles=("auditor",), if_version=7)
    with pytest.raises(BranchNotFound):
        await change(desk, member, branch="nowhere")
    with pytest.raises(StaffRoleUnfit):
        await change(desk, member, roles=("service_account",))
    with pytest.raises(PrincipalNotFound):
        await change(desk, (await desk.customer()).id, active=False)
    with pytest.raises(OwnAccount):
        await change(desk, member, actor("administrator", str(member)), roles=("administrator",))


async def test_the_last_administrator_stays(desk: Desk) -> None:
    first = (await desk.ask(AppointFirstAdministrator, FIRST, OPERATOR)).result.id
    for leaving in ({"active": False}, {"roles": ("auditor",)}):
        with pytest.raises(LastAdministrator):
            await change(desk, first, **leaving)
    second = await registered(desk, "second@bank.example", "administrator")
    with pytest.raises(LastAdministrator):
        await change(desk, first, active=False)
    await settled(desk, second)
    assert not (await change(desk, first, active=False)).is_let_in


async def test_the_first_administrator_is_appointed_once_and_can_sign_in(desk: Desk) -> None:
    first = (await desk.ask(AppointFirstAdministrator, FIRST, OPERATOR)).result
    assert first.principal.roles == ("administrator",)
    assert len(desk.bank.store.committed.sign_in_names) == 1
    with pytest.raises(AdministratorExists):
        await desk.ask(AppointFirstAdministrator, FIRST, OPERATOR)
    with pytest.raises(ActionForbidden):
        await desk.ask(AppointFirstAdministrator, FIRST, ADMINISTRATOR)


async def test_of_two_first_administrators_at_once_one_is_appointed(desk: Desk) -> None:
    results = await asyncio.gather(
        *[
            desk.ask(
                AppointFirstAdministrator,
                replace(FIRST, contact=Contact.email(f"first-{number}@bank.example")),
                OPERATOR,
            )
            for number in range(3)
        ],
        return_exceptions=True,
    )
    names = sorted(type(result).__name__ for result in results)
    assert names == ["AdministratorExists"] * 2 + ["Done"]
    assert len(desk.bank.store.committed.sign_in_names) == 1


async def test_breaking_the_glass_rings_bells(desk: Desk) -> None:
    for name, role in (("a", "administrator"), ("b", "auditor"), ("c", "teller")):
        await settled(desk, await registered(desk, f"{name}@bank.example", role))
    emergency = Emergency(reason="everybody is on the same boat")
    broken = (await desk.ask(BreakGlass, emergency, OPERATOR)).result
    assert broken.told == 2
    kinds = [each.kind for each in desk.bank.store.committed.notices.values()]
    assert kinds.count(NoticeKind.BREAK_GLASS) == 2
    assert broken.token.text not in repr(broken)
    with pytest.raises(ReasonMissing):
        await desk.ask(BreakGlass, Emergency(reason=" because "), OPERATOR)
    with pytest.raises(ActionForbidden):
        await desk.ask(BreakGlass, emergency, ADMINISTRATOR)


async def test_all_staff_are_looked_at_however_many_there_are(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bank.application.identity.principals._AT_ONCE", 1)
    for number in range(3):
        await settled(desk, await registered(desk, f"{number}@bank.example", "administrator"))
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        book = await scope.get(StaffBook)
        assert len(await book.administrators()) == 3
