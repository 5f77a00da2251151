"""What one server process knows of sessions without asking the database at each request."""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from uuid import UUID

from bank.application.identity.sessions.session_cookies import SessionCookies, digest_of, name_of
from bank.application.identity.sessions.session_terms import CLOCKS_DIFFER, SessionTerms
from bank.application.identity.sessions.sessions import Revocation, SessionDirectory
from bank.application.ports.authenticator import Authenticator, Principal, TokenEnding
from bank.application.ports.unit_of_work import DatabaseUnavailable, TransientFault
from bank.domain.sessions import SessionOver

REMEMBERED = timedelta(seconds=5)
"""How long a browser's session is known without another look; an end that is read drops it."""

WRITTEN_EVERY = timedelta(seconds=30)
"""How often it is written that a session is in use."""

OVERLAP = CLOCKS_DIFFER + timedelta(minutes=1)
"""How far behind the last look the next one begins: what was committed late is not lost.

Ends carry the time of the act, by the clock of its server process, and may be committed after later
ones: an act is repeated for ten seconds at most, and PostgreSQL ends what stands still.
"""

_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_COOKIES_MAX = 20_000
TOUCHED_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class _Known:
    """Whom a cookie speaks for, its name, when their session was opened, and when it was read."""

    principal: Principal
    name: str
    opened_at: datetime
    looked_up_at: datetime


class SessionWatch:
    """Lets browsers in by their cookies, learns what has ended, and notes who is there.

    Lives on the event loop of its process. Cookies are remembered by their SHA-256, so that a
    stolen memory image yields none.
    """

    def __init__(
        self,
        directory: SessionDirectory,
        authenticator: Authenticator,
        terms: SessionTerms,
        cookies: SessionCookies,
    ) -> None:
        """Take where sessions are read, and who refuses the tokens of those that have ended."""
        self._directory = directory
        self._ours = cookies
        self._authenticator = authenticator
        self._terms = terms
        self._cookies: OrderedDict[bytes, _Known] = OrderedDict()
        self._ended: dict[str, datetime] = {}
        self._endings: dict[str, TokenEnding] = {}
        self._seen: dict[str, datetime] = {}
        self._written: dict[str, datetime] = {}
        self._read_at: datetime | None = None
        self._cutoff: datetime | None = None

    async def signed_in(self, cookie: str, now: datetime) -> Principal:
        """Give whom a browser's cookie speaks for.

        Refuses with ``SessionOver``, whether the cookie's session is over or there never was one,
        and with ``DatabaseUnavailable`` where that cannot be found out.
        """
        digest = digest_of(cookie)
        known = self._cookies.get(digest)
        if known is None or not known.looked_up_at <= now < known.looked_up_at + REMEMBERED:
            if not self._ours.is_ours(cookie):
                raise SessionOver
            known = await self._looked_up(digest, now)
            self._remember(digest, known)
        principal = known.principal
        cut_off = self._cutoff is not None and known.opened_at <= self._cutoff
        ended = principal.session in self._ended or known.name in self._ended
        if principal.expires_at <= now or ended or cut_off:
            self._cookies.pop(digest, None)
            raise SessionOver
        return principal

    def seen(self, session: str, now: datetime) -> None:
        """Note that a session was used; it is written by the next ``touch``."""
        self._seen[session] = now

    async def look(self, now: datetime) -> None:
        """Read which sessions and tokens were ended since the last look, and let nobody in by them.

        The first look reads all that may still matter. Where everybody's were ended, it learns the
        moment alone.
        """
        await self._look_for_cutoff()
        since = _EVER if self._read_at is None else self._read_at - OVERLAP
        found = await self._directory.revoked(since, now)
        endings = await self._directory.endings(since, now)
        self._read_at = now
        self._refuse([each for each in found if str(each.revoked) not in self._ended], now)
        self._refuse_of([each for each in endings if self._endings.get(each.holder) != each], now)

    async def touch(self, now: datetime) -> None:
        """Write who was seen; what had been unused for too long is over.

        Each session is written at once where it was not for a while, and then every half a minute:
        the other server processes must not take it for unused. A thousand at a time, so that ends
        are read meanwhile; the others' turn comes next.
        """
        self._written = {each: at for each, at in self._written.items() if now < at + WRITTEN_EVERY}
        self._forget(now)
        due = (each for each in self._seen if each not in self._written)
        portion = {each: self._seen[each] for each in islice(due, TOUCHED_AT_ONCE)}
        if not portion:
            return
        seen = {id_: at for each, at in portion.items() if (id_ := _id(each)) is not None}
        over = await self._directory.touch(seen, now)
        for each, at in portion.items():
            self._written[each] = now
            if self._seen[each] == at:
                del self._seen[each]
        until = self._terms.tokens_gone(now)
        self._refuse([Revocation(session, until) for session in over], now)

    async def _look_for_cutoff(self) -> None:
        """Let nobody in by what was opened until everybody's sessions were ended.

        Whoever is seen next is looked for in the database at once: a token that another server
        process issued in that moment, by a clock of its own, is found out there.
        """
        cutoff = await self._directory.cutoff()
        if cutoff is not None and cutoff != self._cutoff:
            self._cutoff = cutoff
            self._written.clear()
            self._authenticator.refuse_until(cutoff)

    def _refuse(self, revocations: list[Revocation], now: datetime) -> None:
        ended = {str(each.revoked): each.until for each in revocations}
        if ended:
            self._ended.update(ended)
            self._authenticator.refuse(ended, now)

    def _refuse_of(self, endings: list[TokenEnding], now: datetime) -> None:
        if endings:
            self._endings.update({each.holder: each for each in endings})
            self._authenticator.refuse_of(endings, now)

    def _forget(self, now: datetime) -> None:
        """Forget what is about no token that can still be good."""
        self._ended = {each: until for each, until in self._ended.items() if now < until}
        over = [each for each in self._endings.values() if each.until and each.until <= now]
        for each in over:
            del self._endings[each.holder]

    async def _looked_up(self, digest: bytes, now: datetime) -> _Known:
        try:
            found = await self._directory.by_cookie(digest)
        except TransientFault:
            raise DatabaseUnavailable from None
        if found is None:
            raise SessionOver
        session, person = found
        if not session.in_force(now) or not person.is_let_in:
            raise SessionOver
        principal = Principal(
            subject=person.subject,
            roles=person.roles,
            token_id=str(session.id),
            expires_at=session.good_until,
            session=str(session.id),
            assurance=session.assurance,
            branch=person.branch,
            proved_at=session.proved_at,
        )
        return _Known(principal, str(name_of(digest)), session.created_at, now)

    def _remember(self, digest: bytes, known: _Known) -> None:
        self._cookies[digest] = known
        self._cookies.move_to_end(digest)
        while len(self._cookies) > _COOKIES_MAX:
            self._cookies.popitem(last=False)


def _id(session: str) -> UUID | None:
    """Give a session's id; tokens of other issuers may name theirs as they like."""
    try:
        return UUID(session)
    except ValueError:
        return None
