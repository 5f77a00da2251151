"""Whose tokens have ended, whatever issued them: of no session here, or while somebody is shut out.

A session's tokens end with it. Those of scripts, of an emergency and of issuers beside the bank
belong to none: they end by whom they speak for, and by when they were issued.
"""

from abc import abstractmethod
from datetime import datetime, timedelta
from typing import Final, Protocol
from uuid import UUID

from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_cutoff import SessionCutoff
from bank.application.identity.sessions.session_terms import CLOCKS_DIFFER, SessionTerms
from bank.application.identity.sessions.sessions import Sessions
from bank.application.ports.authenticator import TokenEnding
from bank.application.ports.issuing_moments import IssuingMoments
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.sessions import NotLetIn

_MOMENT: Final = timedelta(microseconds=1)


class TokenEndings(Protocol):
    """What ended, inside the current unit of work: one row for each who has such tokens or had."""

    @abstractmethod
    async def put(self, ending: TokenEnding, now: datetime) -> None:
        """Write an ending in place of the last of the same holder, whose moment never goes back.

        Locks the holder's row until the unit ends.
        """

    @abstractmethod
    async def of(self, holder: str) -> TokenEnding | None:
        """Give the last ending of a holder."""

    @abstractmethod
    async def forget(self, now: datetime) -> int:
        """Delete those that are about no token that can still be good, and say how many."""


class EndedTokens(IssuingMoments):
    """Ends tokens one by one and by whom they speak for; says from when on new ones are good."""

    def __init__(
        self,
        endings: TokenEndings,
        sessions: Sessions,
        cutoff: SessionCutoff,
        principals: Principals,
        digests: KeyedDigests,
        terms: SessionTerms,
    ) -> None:
        """Take what ended, who is let in, what names them, and how long tokens last at most."""
        self._endings = endings
        self._sessions = sessions
        self._cutoff = cutoff
        self._principals = principals
        self._digests = digests
        self._terms = terms

    async def revoke(self, token: UUID, expires_at: datetime, now: datetime) -> None:
        """End a single token, which is remembered until it has expired by every clock."""
        await self._sessions.revoke(token, now, expires_at + CLOCKS_DIFFER)

    async def revoke_session(self, session: UUID, now: datetime) -> None:
        """End the tokens of a session of no person: what the tokens of a client stand on."""
        await self._sessions.revoke(session, now, self._terms.tokens_gone(now))

    async def end(self, subject: str, now: datetime) -> None:
        """End the tokens of no session that a subject has by now; who was shut out is no more."""
        await self._put(subject, now, shut_out=False, until=self._terms.every_token_gone(now))

    async def shut_out(self, subject: str, now: datetime) -> None:
        """End all tokens of a subject, also those that are issued from now on.

        Nobody issues any to a principal that is shut out, so that this may be forgotten in time; to
        whom the bank does not know an issuer beside it may go on to do so, and it never is.
        """
        known = await self._principals.find(subject) is not None
        until = self._terms.every_token_gone(now) if known else None
        await self._put(subject, now, shut_out=True, until=until)

    async def first_moment(self, subject: str, now: datetime) -> datetime:
        """Look who is shut out, then go behind what ended last."""
        ending = await self._endings.of(self._holder(subject))
        principal = await self._principals.find(subject)
        if (ending and ending.shut_out) or (principal and principal.is_shut_out):
            raise NotLetIn("They are locked, or were let go: no token of theirs would be good.")
        return await self._behind(ending, now)

    async def _put(
        self, subject: str, now: datetime, *, shut_out: bool, until: datetime | None
    ) -> None:
        """Write an ending that is behind the last, and so no sooner than any token since."""
        holder = self._holder(subject)
        at = await self._behind(await self._endings.of(holder), now)
        ending = TokenEnding(holder=holder, at=at, shut_out=shut_out, until=until)
        await self._endings.put(ending, now)

    async def _behind(self, ending: TokenEnding | None, now: datetime) -> datetime:
        moments = [await self._cutoff.last(), None if ending is None else ending.at]
        return max([now, *(each + _MOMENT for each in moments if each is not None)])

    def _holder(self, subject: str) -> str:
        return self._digests.pseudonym(subject)
