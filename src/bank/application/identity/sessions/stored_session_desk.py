"""The session desk over the store of sessions."""

from datetime import datetime
from uuid import UUID

from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_cookies import digest_of, name_of
from bank.application.identity.sessions.session_desk import (
    OpenedSession,
    ProvedSession,
    SessionDesk,
    SessionEnd,
    SessionKind,
    SessionOrder,
)
from bank.application.identity.sessions.session_terms import (
    SHORTEST_TOKEN,
    SessionCarriers,
    SessionTerms,
)
from bank.application.identity.sessions.sessions import Sessions
from bank.application.identity.sessions.token_endings import EndedTokens
from bank.application.ports.authenticator import IssuedToken
from bank.application.ports.ids import Ids
from bank.domain.principals import Principal
from bank.domain.sessions import NotLetIn, Session, SessionOver


class StoredSessionDesk(SessionDesk):
    """Opens, renews and ends sessions in their store.

    Locks principals before sessions, always, so that no two units wait for each other.
    """

    def __init__(
        self,
        sessions: Sessions,
        principals: Principals,
        carriers: SessionCarriers,
        terms: SessionTerms,
        ids: Ids,
        tokens: EndedTokens,
    ) -> None:
        """Take the stores, what carries sessions and for how long, and what ends other tokens."""
        self._sessions = sessions
        self._principals = principals
        self._carriers = carriers
        self._terms = terms
        self._ids = ids
        self._tokens = tokens

    async def open(self, order: SessionOrder, now: datetime) -> OpenedSession:
        """Lock the principal, make room, write the session, hand out its secrets."""
        principal = await self._let_in(order.principal.subject)
        if principal is None:
            raise NotLetIn
        replaced = await self._make_room(order, now)
        limits = self._terms.limits[principal.kind]
        session = Session(
            id=self._ids.new(),
            principal=principal.row,
            subject=principal.subject,
            kind=order.kind,
            assurance=order.assurance,
            created_at=now,
            seen_at=now,
            idle_limit=limits.idle,
            ends_at=now + limits.length,
            device=order.device,
            label=order.label,
        )
        if order.kind is SessionKind.BROWSER:
            cookie = self._carriers.cookie()
            await self._sessions.add(session, digest_of(cookie))
            return OpenedSession(
                id=session.id, ends_at=session.ends_at, cookie=cookie, replaced=replaced
            )
        await self._sessions.add(session, None)
        access = self._carriers.access_token(session, principal, now, now)
        return OpenedSession(
            id=session.id,
            ends_at=session.ends_at,
            access_token=access.text,
            access_expires_at=access.expires_at,
            refresh_token=await self._carriers.refresh_token(session, now),
            replaced=replaced,
        )

    async def renew(self, session: UUID, now: datetime) -> IssuedToken:
        """Lock principal and session, see it, and sign a token of what the principal may now.

        It says of the sign-in when its bearer proved who they are: a refresh token that was copied
        does not become fresh by its owner's proof.
        """
        principal, locked = await self._in_force(session, now)
        if locked.kind is not SessionKind.APP:
            raise SessionOver
        await self._sessions.save(locked.seen(now))
        return self._carriers.access_token(locked, principal, now, locked.created_at)

    async def prove(self, session: UUID, now: datetime) -> ProvedSession:
        """Lock principal and session, note it, and make the secrets anew (ASVS 7.2.4)."""
        principal, locked = await self._in_force(session, now)
        proved = locked.proved(now)
        if locked.kind is SessionKind.BROWSER:
            cookie = self._carriers.cookie()
            await self._revoke_cookie(session, now)
            await self._sessions.save(proved, digest_of(cookie))
            return ProvedSession(id=session, proved_at=now, cookie=cookie)
        await self._sessions.save(proved)
        access = self._carriers.access_token(proved, principal, now, now)
        return ProvedSession(
            id=session,
            proved_at=now,
            access_token=access.text,
            access_expires_at=access.expires_at,
        )

    async def _revoke_cookie(self, session: UUID, now: datetime) -> None:
        """Have every process forget the cookie that a session has until now."""
        last = await self._sessions.cookie_of(session)
        if last is not None:
            await self._sessions.revoke(name_of(last), now, self._terms.tokens_gone(now))

    async def end(self, session: UUID, reason: SessionEnd, now: datetime) -> bool:
        """Lock the session, then end it, be it unused for too long already."""
        found = await self._sessions.find(session, lock=True)
        if found is None or found.ended_at is not None:
            return False
        await self._end(found, reason, now)
        return True

    async def end_all(
        self,
        subject: str,
        reason: SessionEnd,
        now: datetime,
        *,
        but: UUID | None = None,
        on: UUID | None = None,
    ) -> int:
        """Lock the principal, so that none is opened meanwhile, and end what is in force.

        What was left unused may have an access token that is still good: it is ended as well. So
        are tokens of no session, unless it is about one device; and all of who is shut out.
        """
        principal = await self._principals.find(subject, lock=True)
        tokens_of = now - self._terms.access_lifetime
        found = await self._sessions.of_subject(subject, tokens_of, lock=True)
        others = [each for each in found if each.ended_at is None and each.id != but]
        others = [each for each in others if on in (None, each.device)]
        for each in others:
            await self._end(each, reason, now)
        if principal is not None and principal.is_shut_out:
            await self._tokens.shut_out(subject, now)
        elif on is None:
            await self._tokens.end(subject, now)
        return len(others)

    async def _make_room(self, order: SessionOrder, now: datetime) -> UUID | None:
        """End what is replaced, and what was unused for longest where one more is too many.

        What is replaced may be another person's: only what ends is locked, and in the order in
        which all lock sessions. Whose it was is not locked, as by whoever signs out.
        """
        found = await self._sessions.of_subject(order.principal.subject, now)
        others = sorted(
            (one for one in found if one.id != order.replaces), key=lambda one: one.seen_at
        )
        too_many = max(0, len(others) + 1 - self._terms.most)
        leaving = {each.id: SessionEnd.TOO_MANY for each in others[:too_many]}
        if order.replaces is not None:
            leaving[order.replaces] = SessionEnd.REPLACED
        ended = [
            each
            for each in sorted(leaving, reverse=True)
            if await self.end(each, leaving[each], now)
        ]
        return order.replaces if order.replaces in ended else None

    async def _in_force(self, session: UUID, now: datetime) -> tuple[Principal, Session]:
        """Lock principal and session, in force for the shortest token at least."""
        known = await self._sessions.find(session)
        principal = None if known is None else await self._let_in(known.subject)
        locked = await self._sessions.find(session, lock=True)
        if principal is None or locked is None or not locked.in_force(now + SHORTEST_TOKEN):
            raise SessionOver
        return principal, locked

    async def _end(self, session: Session, reason: SessionEnd, now: datetime) -> None:
        await self._sessions.save(session.ended(reason, now))
        await self._sessions.revoke(session.id, now, self._terms.tokens_gone(now))

    async def _let_in(self, subject: str) -> Principal | None:
        """Lock a principal, and give them if they may come in at all."""
        principal = await self._principals.find(subject, lock=True)
        if principal is None or not principal.is_let_in or not principal.roles:
            return None
        return principal
