"""What puts the bank itself in danger is told to administrators, compliance and audit."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests.application.identity.notices.test_what_owners_are_told import reached, told
from tests.application.identity.staff.examples import ADMINISTRATOR, registered
from tests.application.scene import OPERATOR, Desk
from tests.signing import Client

from bank.application.access.issue_token import IssueToken, TokenOrder
from bank.application.identity.clients.change_client import (
    ChangeClientKeys,
    ClientDeactivation,
    ClientKeysChange,
    DeactivateClient,
)
from bank.application.identity.clients.register_client import NewClient, RegisterClient
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.sessions.end_everybodys import (
    EndEverybodysSessions,
    EverybodysSessions,
)
from bank.application.identity.staff.break_glass import BreakGlass, Emergency
from bank.application.identity.staff.change_staff import ChangeStaff, StaffChange
from bank.application.identity.tokens.shut_out import LetIn, ShutOut, TokenHolder
from bank.application.policies.change_policy import ChangePolicy, PolicyChange
from bank.application.ports.watch_told import WatchNews
from bank.domain.policies import RoleLimit
from bank.domain.principals import Principal
from bank.domain.staff import WATCH


@pytest.fixture
async def watch(desk: Desk) -> list[Principal]:
    return [
        await reached(desk, str(await registered(desk, f"{role}@bank.example", role)))
        for role in sorted(WATCH)
    ]


@pytest.fixture
async def others(desk: Desk, watch: list[Principal]) -> list[Principal]:
    """Give whoever is not to hear of it: a teller, and an auditor who was let go."""
    del watch
    teller = await reached(desk, str(await registered(desk, "teller@bank.example")))
    gone = await reached(desk, str(await registered(desk, "gone@bank.example", "auditor")))
    change = StaffChange(member=_id(gone), active=False)
    await desk.ask(ChangeStaff, change, ADMINISTRATOR)
    desk.bank.store.committed.notices.clear()
    return [teller, gone]


def _id(member: Principal) -> UUID:
    return UUID(member.subject)


def _heard(desk: Desk, watch: list[Principal], others: list[Principal]) -> list[NoticeKind]:
    """Say what each of the watch has heard since the last time, and that nobody else has."""
    (heard,) = {tuple(told(desk, each)) for each in watch}
    assert [told(desk, each) for each in others] == [[], []]
    desk.bank.store.committed.notices.clear()
    return list(heard)


async def test_the_watch_hears_of_what_was_done_to_the_bank(
    desk: Desk, watch: list[Principal], others: list[Principal]
) -> None:
    broken = await desk.ask(BreakGlass, Emergency(reason="nobody else is there"), OPERATOR)
    assert broken.result.told == len(watch)
    assert _heard(desk, watch, others) == [NoticeKind.BREAK_GLASS]
    await desk.ask(EndEverybodysSessions, EverybodysSessions(), ADMINISTRATOR)
    assert _heard(desk, watch, others) == [NoticeKind.EVERYBODYS_SESSIONS_ENDED]
    for use_case in (ShutOut, LetIn):
        await desk.ask(use_case, TokenHolder("sso|f3a1"), ADMINISTRATOR)
        assert _heard(desk, watch, others) == [NoticeKind.TOKEN_HOLDER_CHANGED]
    change = PolicyChange(if_version=0, limits=(RoleLimit("teller", "EUR", 500_00),))
    await desk.ask(ChangePolicy, change, ADMINISTRATOR)
    assert _heard(desk, watch, others) == [NoticeKind.POLICY_CHANGED]


async def test_the_watch_hears_of_another_administrator(
    desk: Desk, watch: list[Principal], others: list[Principal]
) -> None:
    await registered(desk, "grace@bank.example", "administrator")
    assert _heard(desk, watch, others) == [NoticeKind.ADMINISTRATOR_APPOINTED]
    joan = await registered(desk, "joan@bank.example")
    for roles, heard in (
        (("auditor",), []),
        (("administrator",), [NoticeKind.ADMINISTRATOR_APPOINTED]),
        (("administrator", "teller"), []),
    ):
        await desk.ask(ChangeStaff, StaffChange(member=joan, roles=roles), ADMINISTRATOR)
        assert _heard(desk, watch, others) == heard


async def test_the_watch_hears_of_systems_that_are_let_in_changed_and_shut_out(
    desk: Desk, watch: list[Principal], others: list[Principal]
) -> None:
    client = Client("payments")
    new = NewClient(client_id=client.client_id, roles=("service_account",), keys=client.keys)
    made = (await desk.ask(RegisterClient, new, ADMINISTRATOR)).result
    assert _heard(desk, watch, others) == [NoticeKind.CLIENT_CHANGED]
    keys = ClientKeysChange(client=made.id, keys=Client("payments").keys)
    await desk.ask(ChangeClientKeys, keys, ADMINISTRATOR)
    assert _heard(desk, watch, others) == [NoticeKind.CLIENT_CHANGED]
    await desk.ask(DeactivateClient, ClientDeactivation(client=made.id), ADMINISTRATOR)
    assert _heard(desk, watch, others) == [NoticeKind.CLIENT_CHANGED]


async def test_the_watch_hears_of_a_token_for_staff_or_operator_and_of_no_other(
    desk: Desk, watch: list[Principal], others: list[Principal]
) -> None:
    issued = [NoticeKind.STAFF_TOKEN_ISSUED]
    for role, heard in (("service_account", []), ("teller", issued), ("operator", issued)):
        order = TokenOrder(subject="somebody", roles=(role,), lifetime=timedelta(minutes=5))
        await desk.ask(IssueToken, order, OPERATOR)
        assert _heard(desk, watch, others) == heard


async def test_somebody_hears_of_a_token_in_their_own_name(
    desk: Desk, watch: list[Principal]
) -> None:
    officer = watch[1]
    order = TokenOrder(
        subject=officer.subject, roles=("service_account",), lifetime=timedelta(minutes=5)
    )
    await desk.ask(IssueToken, order, OPERATOR)
    told = [
        each.principal
        for each in desk.bank.store.committed.notices.values()
        if each.kind is NoticeKind.TOKEN_IN_YOUR_NAME
    ]
    assert told == [officer.row]


def test_all_that_the_watch_is_told_has_a_kind_of_notice() -> None:
    assert {NoticeKind(each.value) for each in WatchNews} <= set(NoticeKind)
