"""Sessions of a bank over PostgreSQL, opened and ended as the use cases do it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from dishka import AsyncContainer

from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import (
    OpenedSession,
    SessionDesk,
    SessionEnd,
    SessionKind,
    SessionOrder,
)
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.clock import Clock
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.principals import Principal, PrincipalKind, PrincipalState


@asynccontextmanager
async def unit(container: AsyncContainer) -> AsyncIterator[AsyncContainer]:
    """Open a unit of work, and commit it."""
    async with container(context={UseCaseKind: UseCaseKind.COMMAND}) as scope:
        yield scope
        await (await scope.get(UnitOfWork)).commit()


async def principal(container: AsyncContainer, subject: str) -> Principal:
    """Make a customer known who can sign in."""
    async with unit(container) as scope:
        principals = await scope.get(Principals)
        added = Principal(
            row=await principals.next_row(),
            subject=subject,
            kind=PrincipalKind.CUSTOMER,
            state=PrincipalState.ACTIVE,
            roles=("customer",),
            created_at=(await scope.get(Clock)).now(),
        )
        await principals.add(added)
    return added


async def opened(
    container: AsyncContainer, whose: Principal, kind: SessionKind = SessionKind.APP
) -> OpenedSession:
    """Let a principal in."""
    order = SessionOrder(principal=whose, kind=kind, assurance=1, label="a test")
    session: OpenedSession = await at_desk(container, "open", order)
    return session


async def ended(container: AsyncContainer, session: OpenedSession) -> None:
    """End a session."""
    await at_desk(container, "end", session.id, SessionEnd.SIGNED_OUT)


async def at_desk(container: AsyncContainer, what: str, *given: Any) -> Any:
    """Have the session desk do something now, in a unit of its own."""
    async with unit(container) as scope:
        desk = await scope.get(SessionDesk)
        return await getattr(desk, what)(*given, (await scope.get(Clock)).now())
