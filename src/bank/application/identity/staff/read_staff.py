"""Staff are looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.principals import Principals
from bank.application.identity.staff.staff_book import StaffBook, StaffMember
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.identifiers import RowId
from bank.domain.principals import PrincipalKind


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPage:
    """Which page: behind a row, so many."""

    after: RowId
    limit: int


@dataclass(frozen=True, slots=True)
class StaffById:
    """Whom."""

    member: UUID


@use_case(action="staff.list", kind=UseCaseKind.QUERY, audited=True)
class ListStaff:
    """Open to administrators and whoever audits: here they find who a pseudonym stands for."""

    def __init__(self, principals: Principals, book: StaffBook) -> None:
        """Take who there is."""
        self._principals = principals
        self._book = book

    async def __call__(self, command: StaffPage, act: Act) -> Sequence[StaffMember]:
        """Read a page."""
        del act
        page = await self._principals.page(
            PrincipalKind.STAFF, after=command.after, limit=command.limit
        )
        return [await self._book.member(each) for each in page]


@use_case(action="staff.read", kind=UseCaseKind.QUERY, audited=True)
class GetStaffMember:
    """Open to administrators and whoever audits. Refuses an unknown member."""

    def __init__(self, book: StaffBook) -> None:
        """Take who there is."""
        self._book = book

    async def __call__(self, command: StaffById, act: Act) -> StaffMember:
        """Read them."""
        found = await self._book.known(str(command.member))
        act.looked_at("staff", command.member)
        return await self._book.member(found)
