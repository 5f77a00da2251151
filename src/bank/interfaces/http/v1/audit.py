"""The audit trail over HTTP: `/v1/audit/events`."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from litestar import Response, Router, get
from litestar.params import QueryParameter
from msgspec import Struct

from bank.application.audit.read_audit_trail import AuditPage, ListAuditEvents
from bank.application.ports.audit_trail import AuditFilter
from bank.domain.audit import AuditEvent
from bank.interfaces.http.calls import Asked, answered, ask
from bank.interfaces.http.documentation import query
from bank.interfaces.http.paging import LIMIT_USUAL, Cursor, Limit, Page, id_after, page_of
from bank.interfaces.http.refusals import InvalidCursor
from bank.interfaces.http.v1.moments import in_utc
from bank.interfaces.http.v1.texts import refuse_unless_visible

Since = Annotated[datetime | None, QueryParameter(description="From this moment on (RFC 3339).")]
Until = Annotated[datetime | None, QueryParameter(description="Before this moment (RFC 3339).")]
Action = Annotated[
    str | None, QueryParameter(max_length=64, description="Such as `transfer.post`.")
]
Pseudonym = Annotated[
    str | None, QueryParameter(max_length=64, description="The actor's pseudonym.")
]
ObjectId = Annotated[str | None, QueryParameter(max_length=64, description="What was acted on.")]
HowItEnded = Annotated[
    Literal["done", "refused", "replayed", "pending"] | None,
    QueryParameter(description="How it ended."),
]


class AuditEventView(Struct, frozen=True, kw_only=True):
    """One thing that somebody did or was refused. Nothing in it is personal in the clear.

    What needed approval names it, and in `approved_by` the pseudonyms of those who gave it,
    and in `intent` the digest of what was asked for: `after` of the event by which it was.
    """

    id: UUID
    at: datetime
    actor_kind: str
    actor: str
    session: str | None
    action: str
    object_kind: str | None
    object_id: str | None
    outcome: Literal["done", "refused", "replayed", "pending"]
    code: str | None
    request_id: str | None
    trace_id: str | None
    before: str | None
    after: str | None
    approval_id: UUID | None
    approved_by: list[str]
    intent: str | None
    schema_version: int


@get(
    "/events",
    operation_id="listAuditEvents",
    summary="Read the audit trail",
    responses=query(InvalidCursor),
)
async def list_audit_events(  # noqa: PLR0913, PLR0917 - a filter's fields are its query's parameters
    request: Asked,
    action: Action = None,
    actor: Pseudonym = None,
    object_id: ObjectId = None,
    outcome: HowItEnded = None,
    since: Since = None,
    until: Until = None,
    cursor: Cursor = None,
    limit: Limit = LIMIT_USUAL,
) -> Response[Page[AuditEventView]]:
    """Read audit events in their order; reading them is audited itself."""
    wanted = AuditFilter(
        action=_named(action, "action"),
        actor=_named(actor, "actor"),
        object_id=_named(object_id, "object_id"),
        outcome=outcome,
        since=_moment(since, "since"),
        until=_moment(until, "until"),
    )
    order = AuditPage(wanted=wanted, after=id_after(cursor), limit=limit + 1)
    done = await ask(request, ListAuditEvents, order)
    return answered(page_of(done.result, limit, _view, _id), done)


def _moment(given: datetime | None, name: str) -> datetime | None:
    return None if given is None else in_utc(given, name)


def _named(given: str | None, name: str) -> str | None:
    if given is not None:
        refuse_unless_visible(given, "query", name)
    return given


def _view(event: AuditEvent) -> AuditEventView:
    return AuditEventView(
        id=event.id,
        at=event.at,
        actor_kind=event.actor_kind,
        actor=event.actor,
        session=event.session,
        action=event.action,
        object_kind=event.object_kind,
        object_id=event.object_id,
        outcome=event.outcome.value,
        code=event.code,
        request_id=event.request_id,
        trace_id=event.trace_id,
        before=event.before,
        after=event.after,
        approval_id=event.approval,
        approved_by=list(event.approved_by),
        intent=event.intent,
        schema_version=event.schema_version,
    )


def _id(event: AuditEvent) -> UUID:
    return event.id


audit = Router("/audit", route_handlers=[list_audit_events], tags=["Audit"])
