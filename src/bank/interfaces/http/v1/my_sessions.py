"""One's own sessions over HTTP: `/v1/me/sessions` and `/v1/sessions/current`."""

from datetime import datetime
from uuid import UUID

from litestar import Response, Router, delete, get
from litestar.params import FromPath
from msgspec import Struct

from bank.application.identity.sessions.my_sessions import (
    EndMySession,
    EndOtherSessions,
    ListMySessions,
    OwnSessions,
    SessionById,
    SignOut,
)
from bank.domain.sessions import FreshProofNeeded, NoSession, Session, SessionNotFound
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.cookies import cleared_cookie
from bank.interfaces.http.documentation import keyless, query
from bank.interfaces.http.paging import Page


class SessionView(Struct, frozen=True, kw_only=True):
    """A session in force: how it is carried, on which device, since when, and until when at most.

    `current` marks the one that this was asked by. `seen_at` is when it was last used, give or take
    half a minute; unused, it is over at `good_until`.
    """

    id: UUID
    kind: str
    current: bool
    assurance: int
    device_id: UUID | None
    label: str | None
    created_at: datetime
    seen_at: datetime
    good_until: datetime
    ends_at: datetime


class SessionsEndedView(Struct, frozen=True):
    """How many sessions were ended."""

    ended: int


@get(
    operation_id="listMySessions",
    summary="List one's own sessions",
    responses=query(),
)
async def list_my_sessions(request: Asked) -> Response[Page[SessionView]]:
    """List where one is signed in, newest first."""
    done = await ask(request, ListMySessions, OwnSessions())
    current = request.user.session
    return answered(Page([_view(each, current) for each in done.result]), done)


@delete(
    "/{session_id:uuid}",
    operation_id="endMySession",
    summary="End one of one's own sessions",
    status_code=200,
    responses=keyless(SessionNotFound, FreshProofNeeded),
)
async def end_my_session(request: Asked, session_id: FromPath[UUID]) -> Response[SessionsEndedView]:
    """End a session: within a second nobody gets in by it. One that is over stays so."""
    await refuse_content(request)
    done = await ask(request, EndMySession, SessionById(session_id))
    return answered(SessionsEndedView(done.result.sessions), done)


@delete(
    operation_id="endMyOtherSessions",
    summary="End all of one's own sessions but this",
    status_code=200,
    responses=keyless(NoSession, FreshProofNeeded),
)
async def end_my_other_sessions(request: Asked) -> Response[SessionsEndedView]:
    """End every other session, wherever it is; this one stays."""
    await refuse_content(request)
    done = await ask(request, EndOtherSessions, OwnSessions())
    return answered(SessionsEndedView(done.result.sessions), done)


@delete(
    operation_id="signOut",
    summary="Sign out",
    status_code=200,
    responses=keyless(NoSession),
)
async def sign_out(request: Asked) -> Response[SessionsEndedView]:
    """End this session, and have the browser forget its cookie."""
    await refuse_content(request)
    done = await ask(request, SignOut, OwnSessions())
    response = answered(SessionsEndedView(done.result.sessions), done)
    response.set_header("set-cookie", cleared_cookie())
    return response


def _view(session: Session, current: str | None) -> SessionView:
    return SessionView(
        id=session.id,
        kind=session.kind.value,
        current=str(session.id) == current,
        assurance=session.assurance,
        device_id=session.device,
        label=session.label,
        created_at=session.created_at,
        seen_at=session.seen_at,
        good_until=session.good_until,
        ends_at=session.ends_at,
    )


my_sessions = Router(
    "/me/sessions",
    route_handlers=[list_my_sessions, end_my_session, end_my_other_sessions],
    tags=["Me"],
)
current_session = Router("/sessions/current", route_handlers=[sign_out], tags=["Me"])
