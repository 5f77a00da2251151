"""Everybody's sessions over HTTP: `/v1/sessions/all`."""

from datetime import datetime

from litestar import Response, Router, delete
from msgspec import Struct

from bank.application.identity.sessions.end_everybodys import (
    EndEverybodysSessions,
    EverybodysSessions,
)
from bank.interfaces.http.bodies import refuse_content
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import command


class EverybodysSessionsEndedView(Struct, frozen=True):
    """Every session that was opened until then has ended, this one as well."""

    ended_until: datetime


@delete(
    operation_id="endEverybodysSessions",
    summary="End everybody's sessions",
    status_code=200,
    responses=command(),
)
async def end_everybodys_sessions(request: Asked) -> Response[EverybodysSessionsEndedView]:
    """End every session there is, of customers, staff and services, the caller's own as well.

    Within a second nobody gets in by one. Everybody may sign in anew.
    """
    await refuse_content(request)
    done = await ask(request, EndEverybodysSessions, EverybodysSessions())
    return answered(EverybodysSessionsEndedView(done.result.until), done)


all_sessions = Router("/sessions/all", route_handlers=[end_everybodys_sessions], tags=["Staff"])
