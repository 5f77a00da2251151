"""The people of approvals, among the principals."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select

from bank.application.approvals.approval_people import CHECKERS_TOLD, ApprovalPeople, about
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.domain.approvals import ApprovalRequest, ApprovalState
from bank.domain.audit import Actor
from bank.domain.demands import Demand
from bank.domain.identifiers import RowId
from bank.domain.principals import CUSTOMER, Principal, PrincipalState
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ONE, _ROLE, _PASSWORD = t.principal.c, t.principal_role.c, t.password_credential.c
_CONTACT = t.principal_contact.c


class SqlApprovalPeople(ApprovalPeople):
    """The principals of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, principals: Principals, notices: Notices) -> None:
        """Take the unit, who there is, and what tells them."""
        self._unit = unit
        self._principals = principals
        self._notices = notices

    async def others(self, maker: Actor, of: Sequence[frozenset[str]]) -> Sequence[int]:
        """Lock those with a role, then count: what they are is read behind the lock."""
        here = _ONE.book == self._unit.book
        locked = select(_ONE.id).where(here, _has_one_of(frozenset[str]().union(*of)))
        signs_in = or_(
            exists().where(_PASSWORD.book == _ONE.book, _PASSWORD.principal == _ONE.id),
            # Whoever took their invitation, by a passkey too.
            exists().where(_CONTACT.book == _ONE.book, _CONTACT.principal == _ONE.id),
        )
        let_in = _ONE.state == PrincipalState.ACTIVE.value
        could = select(func.count()).where(here, let_in, signs_in, _ONE.subject != maker.subject)
        with translated():
            await self._unit.connection.execute(
                locked.order_by(_ONE.id).with_for_update(key_share=True)
            )
            return [
                int(await self._unit.connection.scalar(could.where(_has_one_of(roles))) or 0)
                for roles in of
            ]

    async def known(self, maker: Actor) -> Principal | None:
        """Read them."""
        return await self._principals.find(maker.subject)

    async def ask(self, request: ApprovalRequest, maker: Actor, holders: frozenset[str]) -> None:
        """Read who serves each demand, and who was told already; tell the others."""
        found = [await self._checkers(each, maker, holders) for each in request.missing]
        rows = list(dict.fromkeys(RowId(row) for each in found for row in each))
        kind = NoticeKind.APPROVAL_WAITS
        told = await self._notices.about_to_be_told(kind, rows)
        for row in rows:
            if row not in told:
                await self._notices.tell(Notice(kind=kind, principal=row, about=about(request)))

    async def _checkers(
        self, demand: Demand, maker: Actor, holders: frozenset[str]
    ) -> Sequence[int]:
        serves = or_(
            _has_one_of(demand.roles - {CUSTOMER}),
            and_(_has_one_of(demand.roles & {CUSTOMER}), _ONE.subject.in_(sorted(holders))),
        )
        is_reached = exists().where(_CONTACT.book == _ONE.book, _CONTACT.principal == _ONE.id)
        wanted = (
            select(_ONE.id)
            .where(
                _ONE.book == self._unit.book,
                _ONE.state == PrincipalState.ACTIVE.value,
                _ONE.subject != maker.subject,
                serves,
                is_reached,
            )
            .order_by(case((_ONE.branch == (maker.branch or ""), 0), else_=1), _ONE.id)
            .limit(CHECKERS_TOLD)
        )
        with translated():
            return (await self._unit.connection.scalars(wanted)).all()

    async def tell(self, maker: Actor, how: ApprovalState) -> None:
        """Leave a notice."""
        principal = await self.known(maker)
        if principal is not None:
            kind = NoticeKind(f"approval_{how}")
            await self._notices.tell(Notice(kind=kind, principal=principal.row))


def _has_one_of(roles: frozenset[str]) -> ColumnElement[bool]:
    return exists().where(
        _ROLE.book == _ONE.book, _ROLE.principal == _ONE.id, _ROLE.role.in_(sorted(roles))
    )
