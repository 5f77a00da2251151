"""Requests for approval in their tables, with what was asked for sealed."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, exists, insert, or_, select, update

from bank.application.approvals.stored_approvals import ApprovalFilter, Approvals
from bank.domain.approvals import ApprovalDecision, ApprovalRequest, ApprovalState
from bank.domain.audit import Actor
from bank.domain.demands import Demand
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.approval_demands import DemandRows, words
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_REQUEST, _DECISION = t.approval_request.c, t.approval_decision.c
_MOVING = ("state", "version", "code", "detail", "object_id")


class SqlApprovals(Approvals):
    """The requests of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit and what seals."""
        self._unit = unit
        self._sealing = sealing
        self._demands = DemandRows(unit)

    async def add(self, request: ApprovalRequest, intent: str) -> None:
        """Insert a row, sealed under the key of its month, and one of each demand."""
        key = await self._sealing.approval_key(request.created_at)
        row = {name: getattr(request, name) for name in _PLAIN} | {
            "book": self._unit.book,
            "holders": words(request.holders),
            "sealed_intent": self._sealing.seal(key, intent, _intent_of(request.id)),
        }
        with translated():
            await self._unit.connection.execute(insert(t.approval_request).values(row))
            await self._demands.add(request)

    async def find(self, request: UUID, *, lock: bool = False) -> ApprovalRequest | None:
        """Read a row, under its lock before its decisions are read."""
        wanted = select(t.approval_request).where(
            _REQUEST.book == self._unit.book, _REQUEST.id == request
        )
        with translated():
            locked = wanted.with_for_update() if lock else wanted
            found = await self._unit.connection.execute(locked)
            return next(iter(await self._requests(found.all())), None)

    async def intent_of(self, request: ApprovalRequest) -> str | None:
        """Open it."""
        wanted = select(_REQUEST.sealed_intent).where(
            _REQUEST.book == self._unit.book, _REQUEST.id == request.id
        )
        key = await self._sealing.kept_approval_key(request.created_at)
        if key is None:
            return None
        with translated():
            sealed = (await self._unit.connection.execute(wanted)).scalar_one()
        return self._sealing.open(key, sealed, _intent_of(request.id))

    async def save(
        self, request: ApprovalRequest, decision: ApprovalDecision | None = None
    ) -> None:
        """Update the row, and insert one of the decision, and one of each demand that it serves."""
        here = (_REQUEST.book == self._unit.book) & (_REQUEST.id == request.id)
        values = {name: getattr(request, name) for name in _MOVING}
        if decision is not None:
            await self._add(request, decision)
        with translated():
            await self._unit.connection.execute(
                update(t.approval_request).where(here).values(values)
            )

    async def page(
        self, wanted: ApprovalFilter, *, before: UUID | None, limit: int
    ) -> Sequence[ApprovalRequest]:
        """Read back from the newest."""
        query = select(t.approval_request).where(_REQUEST.book == self._unit.book)
        if before is not None:
            query = query.where(_REQUEST.id < before)
        if wanted.maker is not None:
            query = query.where(_REQUEST.maker == wanted.maker)
        if wanted.to_decide_by is not None:
            query = query.where(*self._to_decide(wanted, wanted.to_decide_by))
        if wanted.state is not None:
            query = query.where(_stands(wanted, wanted.state))
        with translated():
            found = await self._unit.connection.execute(
                query.order_by(_REQUEST.id.desc()).limit(limit)
            )
            return await self._requests(found.all())

    async def approved(self, limit: int) -> Sequence[ApprovalRequest]:
        """Read those that are approved."""
        wanted = select(t.approval_request).where(
            _REQUEST.book == self._unit.book, _REQUEST.state == ApprovalState.APPROVED.value
        )
        with translated():
            found = await self._unit.connection.execute(wanted.order_by(_REQUEST.id).limit(limit))
            return await self._requests(found.all())

    async def overdue(self, at: datetime, limit: int) -> Sequence[UUID]:
        """Read the ids of those whose time is over."""
        wanted = select(_REQUEST.id).where(
            _REQUEST.book == self._unit.book,
            _REQUEST.state == ApprovalState.PENDING.value,
            _REQUEST.expires_at <= at,
        )
        with translated():
            found = await self._unit.connection.execute(wanted.order_by(_REQUEST.id).limit(limit))
            return list(found.scalars())

    async def _add(self, request: ApprovalRequest, decision: ApprovalDecision) -> None:
        sealed = None
        if decision.reason is not None:
            key = await self._sealing.approval_key(request.created_at)
            place = _reason_of(request.id, decision.checker)
            sealed = self._sealing.seal(key, decision.reason, place)
        row = {
            "book": self._unit.book,
            "request": request.id,
            "checker": decision.checker,
            "maker": request.maker,
            "approved": decision.approved,
            "at": decision.at,
            "audit_event": decision.audit_event,
            "sealed_reason": sealed,
        }
        with translated():
            await self._unit.connection.execute(insert(t.approval_decision).values(row))
            await self._demands.serve(request, decision)

    async def _requests(self, rows: Sequence[Row[Any]]) -> list[ApprovalRequest]:
        if not rows:
            return []
        created = {row.id: row.created_at for row in rows}
        demands = await self._demands.of(created)
        served = await self._demands.served(demands)
        wanted = select(t.approval_decision).where(
            _DECISION.book == self._unit.book, _DECISION.request.in_(created)
        )
        found = await self._unit.connection.execute(wanted.order_by(_DECISION.at))
        decisions: dict[UUID, list[ApprovalDecision]] = {each: [] for each in created}
        for each in found.all():
            serves = served.get((each.request, each.checker), frozenset())
            decision = await self._decision(each, created[each.request], serves)
            decisions[each.request].append(decision)
        return [_request(row, demands[row.id].values(), decisions[row.id]) for row in rows]

    async def _decision(
        self, row: Row[Any], created_at: datetime, serves: frozenset[Demand]
    ) -> ApprovalDecision:
        reason = None
        if row.sealed_reason is not None:
            key = await self._sealing.kept_approval_key(created_at)
            place = _reason_of(row.request, row.checker)
            reason = self._sealing.open(key, row.sealed_reason, place)
        return ApprovalDecision(
            checker=row.checker,
            approved=row.approved,
            at=row.at,
            audit_event=row.audit_event,
            reason=reason,
            serves=serves,
        )

    def _to_decide(self, wanted: ApprovalFilter, by: Actor) -> list[ColumnElement[bool]]:
        decided = exists().where(
            _DECISION.book == self._unit.book,
            _DECISION.request == _REQUEST.id,
            _DECISION.checker == by.pseudonym,
        )
        return [
            _stands(wanted, ApprovalState.PENDING),
            _REQUEST.maker != by.pseudonym,
            ~decided,
            self._demands.waits_for(by),
        ]


_PLAIN = (
    "id",
    "action",
    "maker",
    "created_at",
    "expires_at",
    "audit_event",
    "branch",
    "currency",
    "amount_minor",
    *_MOVING,
)


def _request(
    row: Row[Any], demands: Iterable[Demand], decisions: Iterable[ApprovalDecision]
) -> ApprovalRequest:
    given = {name: getattr(row, name) for name in _PLAIN}
    given["state"] = ApprovalState(row.state)
    return ApprovalRequest(
        **given,
        demands=tuple(demands),
        holders=frozenset((row.holders or "").split()),
        decisions=tuple(decisions),
    )


def _stands(wanted: ApprovalFilter, state: ApprovalState) -> ColumnElement[bool]:
    pending = _REQUEST.state == ApprovalState.PENDING.value
    if state is ApprovalState.PENDING:
        return and_(pending, _REQUEST.expires_at > wanted.at)
    if state is ApprovalState.EXPIRED:
        over = and_(pending, _REQUEST.expires_at <= wanted.at)
        return or_(_REQUEST.state == state.value, over)
    return _REQUEST.state == state.value


def _intent_of(request: UUID) -> tuple[str, str, str]:
    return ("approval_request", "sealed_intent", request.hex)


def _reason_of(request: UUID, checker: str) -> tuple[str, str, str]:
    return ("approval_decision", "sealed_reason", f"{request.hex} {checker}")
