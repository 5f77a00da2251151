"""What is asked about staff, each as it is done."""

from typing import Any
from uuid import UUID

from tests.application.scene import TELLER, Desk, actor
from tests.people_who_sign_in import person

from bank.application.identity.recovery.finish_factor_resets import OverdueFactorResets
from bank.application.identity.recovery.read_resets import FactorResetsWanted
from bank.application.identity.recovery.reset_factors import (
    FactorResetById,
    LostFactors,
    RequestFactorReset,
)
from bank.application.identity.staff.appoint_first import FirstAdministrator
from bank.application.identity.staff.break_glass import Emergency
from bank.application.identity.staff.change_staff import StaffChange
from bank.application.identity.staff.read_staff import StaffById, StaffPage
from bank.application.identity.staff.register_staff import NewStaffMember, RegisterStaff
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId

ADMINISTRATOR = actor("administrator")
GRACE = Contact.email("grace@bank.example")
TELLER_TO_BE = NewStaffMember(contact=GRACE, roles=("teller",), branch="main")


async def registered(desk: Desk, email: str = "joan@bank.example", *roles: str) -> UUID:
    """Give the id of a member of staff who was just registered."""
    order = NewStaffMember(contact=Contact.email(email), roles=roles or ("teller",), branch="main")
    member: UUID = (await desk.ask(RegisterStaff, order, ADMINISTRATOR)).result.id
    return member


async def of_staff(desk: Desk) -> dict[str, Any]:
    """Give a command for each action that is audited."""
    member = await registered(desk)
    lost = (await desk.customer()).id, (await desk.customer()).id, (await desk.customer()).id
    asked = [
        (await desk.ask(RequestFactorReset, LostFactors(each), TELLER)).result for each in lost[1:]
    ]
    await person(desk.bank.scopes, desk.bank.clock.now(), "nobody in particular")
    return {
        "factor_reset.confirm": FactorResetById(asked[0].id),
        "factor_reset.finish": OverdueFactorResets(),
        "factor_reset.list": FactorResetsWanted(),
        "factor_reset.read": FactorResetById(asked[1].id),
        "factor_reset.request": LostFactors(lost[0]),
        "factor_reset.stop": FactorResetById(asked[1].id),
        "staff.appoint_first": FirstAdministrator(
            contact=Contact.email("first@bank.example"), password="a quiet harbour before dawn"
        ),
        "staff.break_glass": Emergency(reason="nobody else is there"),
        "staff.change": StaffChange(member=member, roles=("auditor",)),
        "staff.list": StaffPage(after=RowId(0), limit=10),
        "staff.read": StaffById(member),
        "staff.register": TELLER_TO_BE,
    }
