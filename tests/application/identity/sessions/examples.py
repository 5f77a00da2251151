"""A command that is done for each use case of one's own sessions."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from tests.application.identity.sessions.scene import Lobby
from tests.application.scene import OPENED_AT, Desk
from tests.people_who_sign_in import PASSWORD

from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.sessions.forget_sessions import SessionRetention
from bank.application.identity.sessions.my_sessions import OwnSessions, SessionById
from bank.application.identity.sessions.sessions import Sessions
from bank.application.identity.sign_in.prove_again import NewProof
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.audit import Actor

IN_SESSION = Actor(
    kind="session",
    subject="somebody at home",
    pseudonym="pseudonym of somebody at home",
    roles=("customer",),
    session="019a0000-0000-7000-8000-000000000001",
    proved_at=OPENED_AT,
)
"""Somebody who came by a session, whose others they are."""


async def of_my_sessions(desk: Desk) -> dict[str, Any]:
    """Give them, to be done by ``IN_SESSION``, and by the worker."""
    lobby = Lobby(desk.bank)
    principal = await lobby.principal(IN_SESSION.subject)
    opened = await lobby.open(principal)
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        passwords: Passwords = await scope.get(Passwords)
        await passwords.set(principal.row, PASSWORD, desk.bank.clock.now())
        sessions: Sessions = await scope.get(Sessions)
        this = replace(lobby.kept(opened), id=UUID(IN_SESSION.session))
        await sessions.add(this, b"the digest of another cookie")
        await (await scope.get(UnitOfWork)).commit()
    return {
        "session.end": SessionById(opened.id),
        "session.end_others": OwnSessions(),
        "session.forget": SessionRetention(),
        "session.prove": NewProof(password=PASSWORD),
        "session.show_proof": OwnSessions(),
        "session.sign_out": OwnSessions(),
    }
