"""The people of approvals, among the principals."""

from sqlalchemy import and_, exists, func, select

from bank.application.approvals.approval_people import ApprovalPeople
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.domain.approvals import ApprovalState
from bank.domain.audit import Actor
from bank.domain.principals import Principal, PrincipalState
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ONE, _ROLE, _PASSWORD = t.principal.c, t.principal_role.c, t.password_credential.c


class SqlApprovalPeople(ApprovalPeople):
    """The principals of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, principals: Principals, notices: Notices) -> None:
        """Take the unit, who there is, and what tells them."""
        self._unit = unit
        self._principals = principals
        self._notices = notices

    async def others(self, maker: Actor, roles: frozenset[str]) -> int:
        """Lock those with a role, then count: what they are is read behind the lock."""
        holds = exists().where(
            _ROLE.book == _ONE.book, _ROLE.principal == _ONE.id, _ROLE.role.in_(sorted(roles))
        )
        signs_in = exists().where(_PASSWORD.book == _ONE.book, _PASSWORD.principal == _ONE.id)
        here = and_(_ONE.book == self._unit.book, holds)
        locked = select(_ONE.id).where(here).order_by(_ONE.id).with_for_update(key_share=True)
        let_in = _ONE.state == PrincipalState.ACTIVE.value
        wanted = select(func.count()).where(here, let_in, signs_in, _ONE.subject != maker.subject)
        with translated():
            await self._unit.connection.execute(locked)
            return int(await self._unit.connection.scalar(wanted) or 0)

    async def known(self, maker: Actor) -> Principal | None:
        """Read them."""
        return await self._principals.find(maker.subject)

    async def tell(self, maker: Actor, how: ApprovalState) -> None:
        """Leave a notice."""
        principal = await self.known(maker)
        if principal is not None:
            kind = NoticeKind(f"approval_{how}")
            await self._notices.tell(Notice(kind=kind, principal=principal.row))
