"""Somebody is shut out while what is theirs at the bank goes on, and let in again."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.identity.sessions.token_endings import EndedTokens
from bank.application.identity.users.known_users import KnownUsers
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.facts import shows
from bank.application.ports.authorizer import Fact, Resource
from bank.domain.identifiers import public_id, row_of
from bank.domain.principals import LockReason, Principal, PrincipalNotFound
from bank.domain.staff import OwnAccount


@dataclass(frozen=True, slots=True, kw_only=True)
class UserToLock:
    """Who is shut out, and why: a user of the customer's, or whoever the customer themselves is."""

    customer: UUID
    reason: LockReason
    user: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UserToUnlock:
    """Who is let in again."""

    customer: UUID
    user: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LockOutcome:
    """Who it was about, as they are now."""

    principal: Principal

    @property
    def id(self) -> UUID:
        """The principal's public id."""
        return public_id(self.principal.created_at, self.principal.row)


@use_case(action="principal.lock", kind=UseCaseKind.COMMAND)
class LockPrincipal:
    """Open to branch managers, compliance officers and integrating systems.

    Refuses, in this order: an unknown customer; whoever does not act for them; the caller
    themselves; who is locked already; who was let go. Records the lock and why, ends all of their
    sessions, and tells them. Until they are unlocked no token of theirs is good, whatever issued
    it, and they do not sign in, by whatever they have, and set no password: each answers as it does
    to whoever guesses. Their accounts go on.
    """

    def __init__(
        self,
        known: KnownUsers,
        principals: Principals,
        sessions: SessionDesk,
        notices: Notices,
    ) -> None:
        """Take who acts for whom, what ends their sessions, and what tells them."""
        self._known = known
        self._principals = principals
        self._sessions = sessions
        self._notices = notices

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: UserToLock) -> Resource:
        """Say whose user it is."""
        return await self._known.resource(command.customer)

    async def __call__(self, command: UserToLock, act: Act) -> LockOutcome:
        """Lock, end, tell."""
        user = await self._known.one(command.customer, command.user)
        _refuse_oneself(user, act)
        locked = user.locked(command.reason)
        await self._principals.save(locked)
        await self._sessions.end_all(user.subject, SessionEnd.LOCKED, act.now)
        await self._notices.tell(Notice(kind=NoticeKind.LOCKED, principal=user.row))
        act.changed(_change(locked, "bank.principal.locked.v1", after=command.reason))
        return LockOutcome(principal=locked)

    async def recall(self, principal: UUID, _act: Act) -> LockOutcome:
        """Give the principal as they are now."""
        return await _recalled(self._principals, principal)


@use_case(action="principal.unlock", kind=UseCaseKind.COMMAND)
class UnlockPrincipal:
    """Open to branch managers and compliance officers: what a machine locks a person unlocks.

    Refuses, in this order: an unknown customer; whoever does not act for them; the caller
    themselves; who is not locked. Records that they are let in again, and tells them. Tokens of
    before stay refused.
    """

    def __init__(
        self, known: KnownUsers, principals: Principals, tokens: EndedTokens, notices: Notices
    ) -> None:
        """Take who acts for whom, what lets new tokens be good, and what tells them."""
        self._known = known
        self._principals = principals
        self._tokens = tokens
        self._notices = notices

    @shows(Fact.HOLDERS, Fact.BRANCH)
    async def resource(self, command: UserToUnlock) -> Resource:
        """Say whose user it is."""
        return await self._known.resource(command.customer)

    async def __call__(self, command: UserToUnlock, act: Act) -> LockOutcome:
        """Unlock, tell."""
        user = await self._known.one(command.customer, command.user)
        _refuse_oneself(user, act)
        unlocked = user.unlocked()
        await self._principals.save(unlocked)
        await self._tokens.end(user.subject, act.now)
        await self._notices.tell(Notice(kind=NoticeKind.UNLOCKED, principal=user.row))
        act.changed(_change(unlocked, "bank.principal.unlocked.v1", before=user.lock_reason))
        return LockOutcome(principal=unlocked)

    async def recall(self, principal: UUID, _act: Act) -> LockOutcome:
        """Give the principal as they are now."""
        return await _recalled(self._principals, principal)


def _refuse_oneself(user: Principal, act: Act) -> None:
    if user.subject == act.actor.subject:
        raise OwnAccount


def _change(
    principal: Principal,
    event: str,
    *,
    before: LockReason | None = None,
    after: LockReason | None = None,
) -> Change:
    return Change(
        object_kind="principal",
        object_id=public_id(principal.created_at, principal.row),
        event=event,
        before=before,
        after=after,
    )


async def _recalled(principals: Principals, wanted: UUID) -> LockOutcome:
    row = row_of(wanted)
    found = None if row is None else await principals.find(row)
    if found is None:
        raise PrincipalNotFound
    return LockOutcome(principal=found)
