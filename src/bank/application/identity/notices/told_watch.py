"""Those who watch over the bank are told by notices."""

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals, everybody
from bank.application.ports.watch_told import WatchNews, WatchTold
from bank.domain.principals import PrincipalKind
from bank.domain.staff import WATCH


class ToldWatch(WatchTold):
    """Tells each of them where they are reached."""

    def __init__(self, principals: Principals, notices: Notices) -> None:
        """Take who there is, and what leaves notices."""
        self._principals = principals
        self._notices = notices

    async def hear(self, news: WatchNews) -> int:
        """Go through the staff, in the order in which they came."""
        told, kind = 0, NoticeKind(news.value)
        async for each in everybody(self._principals, PrincipalKind.STAFF):
            if each.is_let_in and not WATCH.isdisjoint(each.roles):
                await self._notices.tell(Notice(kind=kind, principal=each.row))
                told += 1
        return told

    async def warn(self, subject: str, news: WatchNews) -> None:
        """Leave them a notice."""
        known = await self._principals.find(subject)
        if known is not None:
            await self._notices.tell(Notice(kind=NoticeKind(news.value), principal=known.row))
