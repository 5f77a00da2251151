"""Races about sessions: real connections, two banks being two server processes."""

import asyncio
from collections.abc import Awaitable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests import postgresql
from tests.system.assembly import OpenBank, bank_over, seeded
from tests.system.session_scene import at_desk, ended, opened, principal, unit

from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import (
    OpenedSession,
    SessionDesk,
    SessionEnd,
    SessionKind,
    SessionOrder,
)
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.identity.sessions.sessions import SessionDirectory, Sessions
from bank.application.ports.authenticator import Authenticator, IssuedToken, TokenInvalid
from bank.application.ports.clock import Clock
from bank.domain.principals import Principal, PrincipalState
from bank.domain.sessions import NotLetIn, Session, SessionOver

TIMES = 10


async def _kept(bank: OpenBank, session: OpenedSession) -> Session:
    async with unit(bank.container) as scope:
        found: Session | None = await (await scope.get(Sessions)).find(session.id)
    assert found is not None
    return found


async def _both(one: Awaitable[Any], other: Awaitable[Any]) -> list[Any]:
    """Do two things at once, and give what came of each, be it a refusal."""
    return list(await asyncio.gather(one, other, return_exceptions=True))


async def _deactivate(bank: OpenBank, who: Principal) -> int:
    """Let a principal go, as whoever does that does it."""
    async with unit(bank.container) as scope:
        principals = await scope.get(Principals)
        found = await principals.find(who.subject, lock=True)
        assert found is not None
        await principals.save(replace(found, state=PrincipalState.DEACTIVATED))
        desk, clock = await scope.get(SessionDesk), await scope.get(Clock)
        number: int = await desk.end_all(who.subject, SessionEnd.DEACTIVATED, clock.now())
    return number


async def test_no_session_survives_the_end_of_all_of_them(tmp_path: Path) -> None:
    """Scenario: one process deactivates a principal while another opens a session for them.

    Outcome: the session is ended, or it is refused; ten times over none is in force afterwards.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            for number in range(TIMES):
                who = await principal(one.container, f"ada-{number}")
                order = SessionOrder(principal=who, kind=SessionKind.BROWSER, assurance=1)
                number_ended, session = await _both(
                    _deactivate(one, who), at_desk(other.container, "open", order)
                )
                if isinstance(session, NotLetIn):
                    assert number_ended == 0
                else:
                    assert number_ended == 1
                    kept = await _kept(one, session)
                    assert kept.end_reason is SessionEnd.DEACTIVATED


async def test_a_session_that_is_ended_while_it_is_renewed_lets_nobody_in_afterwards(
    tmp_path: Path,
) -> None:
    """Scenario: one process ends a session while another renews its access token.

    Outcome: it is renewed or not, ten times over; after the next look no token of it is taken, and
    it is never renewed again.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            who = await principal(one.container, "ada")
            authenticator = await other.container.get(Authenticator)
            watch, clock = await other.container.get(SessionWatch), await other.container.get(Clock)
            for _ in range(TIMES):
                session = await opened(one.container, who)
                authenticator.authenticate(session.access_token, clock.now())
                _, renewed = await _both(
                    ended(one.container, session), at_desk(other.container, "renew", session.id)
                )
                await watch.look(clock.now())
                tokens = [session.access_token]
                if isinstance(renewed, IssuedToken):
                    tokens.append(renewed.text)
                else:
                    assert isinstance(renewed, SessionOver)
                for token in tokens:
                    with pytest.raises(TokenInvalid):
                        authenticator.authenticate(token, clock.now())
                with pytest.raises(SessionOver):
                    await at_desk(other.container, "renew", session.id)


async def test_a_use_that_is_written_late_does_not_bring_an_ended_session_back(
    tmp_path: Path,
) -> None:
    """Scenario: one process ends a session while another writes that it was just in use.

    Outcome: ten times over it is ended afterwards, as it was, and its cookie lets nobody in.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            who = await principal(one.container, "ada")
            directory = await other.container.get(SessionDirectory)
            watch, clock = await other.container.get(SessionWatch), await other.container.get(Clock)
            for _ in range(TIMES):
                session = await opened(one.container, who, SessionKind.BROWSER)
                now = clock.now()
                await asyncio.gather(
                    ended(one.container, session), directory.touch({session.id: now}, now)
                )
                kept = await _kept(one, session)
                assert kept.ended_at is not None
                assert kept.good_until == kept.ended_at
                with pytest.raises(SessionOver):
                    await watch.signed_in(session.cookie or "", clock.now())


async def test_two_ends_at_once_are_one(tmp_path: Path) -> None:
    """Scenario: two processes end a session at once.

    Outcome: one of them did.
    """
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path) as one, bank_over(database, tmp_path) as other:
            who = await principal(one.container, "ada")
            for _ in range(TIMES):
                session = await opened(one.container, who)
                results = await asyncio.gather(
                    *[
                        at_desk(bank.container, "end", session.id, SessionEnd.SIGNED_OUT)
                        for bank in (one, other)
                    ]
                )
                assert sorted(results) == [False, True]
