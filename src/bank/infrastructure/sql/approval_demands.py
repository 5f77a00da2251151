"""What acts that wait demand, and what each yes has served of it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, insert, or_, select

from bank.domain.approvals import ApprovalDecision, ApprovalRequest
from bank.domain.audit import Actor
from bank.domain.demands import Demand
from bank.domain.principals import CUSTOMER
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_REQUEST, _DEMAND, _SERVED = t.approval_request.c, t.approval_demand.c, t.approval_served.c

Demands = Mapping[UUID, Mapping[int, Demand]]
"""Of each request its demands by their positions, in the order of these."""


class DemandRows:
    """The demands of the unit's book; the caller turns the driver's errors into the bank's."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def add(self, request: ApprovalRequest) -> None:
        """Insert those of a new request."""
        here = {"book": self._unit.book, "request": request.id}
        rows = [
            here | {"position": position, "roles": words(each.roles), "needed": each.needed}
            for position, each in enumerate(request.demands)
        ]
        await self._unit.connection.execute(insert(t.approval_demand), rows)

    async def serve(self, request: ApprovalRequest, decision: ApprovalDecision) -> None:
        """Insert what a new decision serves; a no serves nothing."""
        rows = [
            {
                "book": self._unit.book,
                "request": request.id,
                "demand": position,
                "checker": decision.checker,
            }
            for position, each in enumerate(request.demands)
            if each in decision.serves
        ]
        if rows:
            await self._unit.connection.execute(insert(t.approval_served), rows)

    async def of(self, requests: Collection[UUID]) -> Demands:
        """Read those of some requests."""
        wanted = select(t.approval_demand).where(
            _DEMAND.book == self._unit.book, _DEMAND.request.in_(requests)
        )
        found = await self._unit.connection.execute(wanted.order_by(_DEMAND.position))
        demands: defaultdict[UUID, dict[int, Demand]] = defaultdict(dict)
        for row in found.all():
            demand = Demand(roles=frozenset(row.roles.split()), needed=row.needed)
            demands[row.request][row.position] = demand
        return demands

    async def served(self, demands: Demands) -> Mapping[tuple[UUID, str], frozenset[Demand]]:
        """Read what was served of some demands, by request and checker."""
        wanted = select(t.approval_served).where(
            _SERVED.book == self._unit.book, _SERVED.request.in_(demands)
        )
        served: defaultdict[tuple[UUID, str], set[Demand]] = defaultdict(set)
        for row in (await self._unit.connection.execute(wanted)).all():
            served[row.request, row.checker].add(demands[row.request][row.demand])
        return {place: frozenset(found) for place, found in served.items()}

    def waits_for(self, actor: Actor) -> ColumnElement[bool]:
        """Whether a request has a demand that is not met and that an actor's roles serve."""
        serves = [_has(_DEMAND.roles, role) for role in actor.roles if role != CUSTOMER]
        if CUSTOMER in actor.roles:
            holds = _has(_REQUEST.holders, actor.pseudonym)
            serves.append(and_(_has(_DEMAND.roles, CUSTOMER), holds))
        given = select(func.count()).where(
            _SERVED.book == self._unit.book,
            _SERVED.request == _DEMAND.request,
            _SERVED.demand == _DEMAND.position,
        )
        return exists().where(
            _DEMAND.book == self._unit.book,
            _DEMAND.request == _REQUEST.id,
            or_(*serves) if serves else _DEMAND.request.is_(None),
            _DEMAND.needed > given.scalar_subquery(),
        )


def words(of: Iterable[str]) -> str | None:
    """Write words with a space before and behind each; nothing for none."""
    listed = sorted(of)
    return f" {' '.join(listed)} " if listed else None


def _has(column: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return column.contains(f" {word} ", autoescape=True)
