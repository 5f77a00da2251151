"""Whoever signed in looks at their sessions and ends them."""

from datetime import timedelta

import pytest
from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import OPENED_AT, WORKER, Desk

from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.sessions.forget_sessions import (
    SESSIONS_KEPT,
    ForgetSessions,
    SessionRetention,
)
from bank.application.identity.sessions.my_sessions import (
    EndMySession,
    EndOtherSessions,
    ListMySessions,
    OwnSessions,
    SessionById,
    SignOut,
)
from bank.application.identity.sessions.session_desk import OpenedSession, SessionEnd
from bank.domain.audit import Actor, Outcome
from bank.domain.contacts import Channel, Contact
from bank.domain.sessions import NoSession, SessionNotFound


def _in(session: OpenedSession | None, subject: str = "ada") -> Actor:
    """Give somebody who came by a session."""
    return Actor(
        kind="session",
        subject=subject,
        pseudonym=f"pseudonym of {subject}",
        roles=("customer",),
        session=None if session is None else str(session.id),
        proved_at=OPENED_AT,
    )


async def test_people_see_their_own_sessions_in_force_newest_first(
    desk: Desk, lobby: Lobby
) -> None:
    ada, grace = await lobby.principal(), await lobby.principal("grace")
    first, second, gone = [await lobby.open(ada, label=f"{each}") for each in range(3)]
    await lobby.open(grace)
    await lobby.end(gone)
    found = (await desk.ask(ListMySessions, OwnSessions(), _in(first))).result
    assert [(each.id, each.label) for each in found] == [(second.id, "1"), (first.id, "0")]


async def test_a_session_is_ended_by_its_owner_and_a_second_time_is_fine(
    desk: Desk, lobby: Lobby
) -> None:
    ada = await lobby.principal()
    here, there = await lobby.open(ada), await lobby.open(ada)
    for number in (1, 0):
        done = await desk.ask(EndMySession, SessionById(there.id), _in(here))
        assert (done.result.sessions, done.replayed) == (number, False)
    assert lobby.kept(there).end_reason is SessionEnd.ENDED_BY_OWNER
    assert lobby.kept(here).ended_at is None
    events = desk.events("session.end")
    assert [(each.object_id, each.session) for each in events] == [
        (str(there.id), str(here.id))
    ] * 2


async def test_another_s_session_is_as_if_it_were_not_there(desk: Desk, lobby: Lobby) -> None:
    ada, grace = await lobby.principal(), await lobby.principal("grace")
    hers, theirs = await lobby.open(ada), await lobby.open(grace)
    refusals = []
    for unknown in (theirs.id, desk.bank.ids.new()):
        with pytest.raises(SessionNotFound) as refused:
            await desk.ask(EndMySession, SessionById(unknown), _in(hers))
        refusals.append(str(refused.value))
    assert refusals[0] == refusals[1]
    assert lobby.kept(theirs).ended_at is None


async def test_all_others_end_and_this_one_stays(desk: Desk, lobby: Lobby) -> None:
    ada = await lobby.principal()
    sessions = [await lobby.open(ada) for _ in range(3)]
    done = await desk.ask(EndOtherSessions, OwnSessions(), _in(sessions[1]))
    assert done.result.sessions == 2
    ended = [lobby.kept(each).ended_at is not None for each in sessions]
    assert ended == [True, False, True]


async def test_the_owner_is_told_that_their_other_sessions_were_ended(
    desk: Desk, lobby: Lobby
) -> None:
    ada = await lobby.principal()
    tables, address = lobby.bank.store.committed, Contact.email("ada@example.com")
    tables.contacts[ada.row, Channel.EMAIL] = address
    here, _ = await lobby.open(ada), await lobby.open(ada)
    for _ in range(2):
        await desk.ask(EndOtherSessions, OwnSessions(), _in(here))
        (notice,) = tables.notices.values()
        assert (notice.kind, notice.to) == (NoticeKind.SESSIONS_ENDED, address)


@pytest.mark.parametrize(("its_own", "told"), [(False, 1), (True, 0)])
async def test_the_owner_is_told_of_another_session_that_ended_and_once(
    desk: Desk, lobby: Lobby, *, its_own: bool, told: int
) -> None:
    ada = await lobby.principal()
    tables = lobby.bank.store.committed
    tables.contacts[ada.row, Channel.EMAIL] = Contact.email("ada@example.com")
    here, there = await lobby.open(ada), await lobby.open(ada)
    for _ in range(2):
        await desk.ask(EndMySession, SessionById((here if its_own else there).id), _in(here))
    kinds = [each.kind for each in tables.notices.values()]
    assert kinds == [NoticeKind.SESSIONS_ENDED] * told


async def test_signing_out_ends_this_session(desk: Desk, lobby: Lobby) -> None:
    opened = await lobby.open(await lobby.principal())
    await desk.ask(SignOut, OwnSessions(), _in(opened))
    assert lobby.kept(opened).end_reason is SessionEnd.SIGNED_OUT
    (event,) = desk.events("session.sign_out")
    assert (event.outcome, event.object_id) == (Outcome.DONE, str(opened.id))


@pytest.mark.parametrize("use_case", [SignOut, EndOtherSessions])
async def test_a_token_without_a_session_has_nothing_to_end(
    desk: Desk, lobby: Lobby, use_case: type[SignOut]
) -> None:
    opened = await lobby.open(await lobby.principal())
    with pytest.raises(NoSession):
        await desk.ask(use_case, OwnSessions(), _in(None))
    assert lobby.kept(opened).ended_at is None


async def test_sessions_are_forgotten_90_days_after_they_are_over(desk: Desk, lobby: Lobby) -> None:
    ada = await lobby.principal()
    await lobby.open(ada)
    lobby.bank.clock.move(SESSIONS_KEPT)
    forgotten = []
    for _ in range(2):
        done = await desk.ask(ForgetSessions, SessionRetention(), WORKER)
        forgotten.append(done.result.sessions)
        lobby.bank.clock.move(timedelta(minutes=5, microseconds=1))
    assert forgotten == [0, 1]
