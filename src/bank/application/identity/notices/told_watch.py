"""Those who watch over the bank are told by notices."""

from typing import Final

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.identifiers import RowId
from bank.domain.principals import PrincipalKind
from bank.domain.staff import WATCH

_AT_ONCE: Final = 200


class ToldWatch(WatchTold):
    """Tells each of them where they are reached."""

    def __init__(self, principals: Principals, notices: Notices) -> None:
        """Take who there is, and what leaves notices."""
        self._principals = principals
        self._notices = notices

    async def hear(self, news: WatchNews) -> int:
        """Go through the staff, in the order in which they came."""
        told, after = 0, RowId(0)
        kind = NoticeKind(news.value)
        while page := await self._principals.page(PrincipalKind.STAFF, after=after, limit=_AT_ONCE):
            for each in page:
                if each.is_let_in and not WATCH.isdisjoint(each.roles):
                    await self._notices.tell(Notice(kind=kind, principal=each.row))
                    told += 1
            after = page[-1].row
        return told

    async def warn(self, subject: str, news: WatchNews) -> None:
        """Leave them a notice."""
        known = await self._principals.find(subject)
        if known is not None:
            await self._notices.tell(Notice(kind=NoticeKind(news.value), principal=known.row))
