"""A command that is done for each use case of one's own sessions."""

from typing import Any

from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import Desk

from bank.application.identity.sessions.forget_sessions import SessionRetention
from bank.application.identity.sessions.my_sessions import OwnSessions, SessionById
from bank.domain.audit import Actor

IN_SESSION = Actor(
    kind="session",
    subject="somebody at home",
    pseudonym="pseudonym of somebody at home",
    roles=("customer",),
    session="019a0000-0000-7000-8000-000000000001",
)
"""Somebody who came by a session, whose others they are."""


async def of_my_sessions(desk: Desk) -> dict[str, Any]:
    """Give them, to be done by ``IN_SESSION``, and by the worker."""
    lobby = Lobby(desk.bank)
    opened = await lobby.open(await lobby.principal(IN_SESSION.subject))
    return {
        "session.end": SessionById(opened.id),
        "session.end_others": OwnSessions(),
        "session.forget": SessionRetention(),
        "session.sign_out": OwnSessions(),
    }
