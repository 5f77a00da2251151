"""People who sign in at a bank in memory, and their sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_cookies import SessionCookies
from bank.application.identity.sessions.session_desk import (
    OpenedSession,
    ProvedSession,
    SessionDesk,
    SessionEnd,
    SessionKind,
    SessionOrder,
)
from bank.application.identity.sessions.session_terms import SessionTerms
from bank.application.identity.sessions.session_watch import SessionWatch
from bank.application.identity.sessions.sessions import SessionDirectory
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.authenticator import Authenticator, IssuedToken, TokenEnding
from bank.application.ports.authenticator import Principal as Shown
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bank.domain.sessions import Session
from bank.infrastructure.in_memory.bank import InMemoryBank
from bank.infrastructure.in_memory.secrets_source import CountedSecrets
from bank.infrastructure.in_memory.sessions import InMemorySessionDirectory

STAFF, CUSTOMER = PrincipalKind.STAFF, PrincipalKind.CUSTOMER


class NotedRefusals(Authenticator):
    """Notes what it is to refuse."""

    def __init__(self) -> None:
        self.refused: dict[str, datetime] = {}
        self.refused_of: list[TokenEnding] = []
        self.refused_until: datetime | None = None

    def authenticate(self, bearer: str | None, now: datetime) -> Shown:
        raise NotImplementedError

    async def learn(self, bearer: str | None) -> bool:
        raise NotImplementedError

    def refuse_until(self, moment: datetime) -> None:
        self.refused_until = moment

    def refuse_of(self, endings: Sequence[TokenEnding], now: datetime) -> None:
        assert not set(endings) & set(self.refused_of), "told twice"
        assert all(each.until is None or each.until > now for each in endings)
        self.refused_of += endings

    def refuse(self, revoked: Mapping[str, datetime], now: datetime) -> None:
        assert not revoked.keys() & self.refused.keys(), "told twice"
        assert all(until > now for until in revoked.values())
        self.refused |= revoked


@dataclass
class Lobby:
    """Where people of a bank come in and go out."""

    bank: InMemoryBank
    authenticator: NotedRefusals = field(default_factory=NotedRefusals)

    def watch(self, directory: SessionDirectory | None = None) -> SessionWatch:
        """Give what a server process knows of sessions."""
        return SessionWatch(
            directory or InMemorySessionDirectory(self.bank.store),
            self.authenticator,
            SessionTerms(),
            SessionCookies(CountedSecrets(), self.bank.digests),
        )

    async def principal(
        self, subject: str = "ada", kind: PrincipalKind = CUSTOMER, **other: Any
    ) -> Principal:
        """Make a principal known."""
        async with self.bank.scopes.open(UseCaseKind.COMMAND) as scope:
            principals = await scope.get(Principals)
            given = {"state": PrincipalState.ACTIVE, "roles": (kind.value,), **other}
            added = Principal(
                row=await principals.next_row(),
                subject=subject,
                kind=kind,
                created_at=self.bank.clock.now(),
                **given,
            )
            await principals.add(added)
            await _commit(scope)
        return added

    async def save(self, principal: Principal) -> None:
        """Change a principal."""
        async with self.bank.scopes.open(UseCaseKind.COMMAND) as scope:
            await (await scope.get(Principals)).save(principal)
            await _commit(scope)

    async def open(
        self,
        principal: Principal,
        kind: SessionKind = SessionKind.BROWSER,
        *,
        assurance: int = 1,
        label: str | None = None,
        replaces: UUID | None = None,
    ) -> OpenedSession:
        """Let a principal in."""
        order = SessionOrder(
            principal=principal, kind=kind, assurance=assurance, label=label, replaces=replaces
        )
        opened: OpenedSession = await self._at_desk("open", order, self.bank.clock.now())
        return opened

    async def renew(self, session: OpenedSession) -> IssuedToken:
        renewed: IssuedToken = await self._at_desk("renew", session.id, self.bank.clock.now())
        return renewed

    async def prove(self, session: OpenedSession) -> ProvedSession:
        proved: ProvedSession = await self._at_desk("prove", session.id, self.bank.clock.now())
        return proved

    async def end(self, session: OpenedSession, reason: SessionEnd = SessionEnd.SIGNED_OUT) -> bool:
        ended: bool = await self._at_desk("end", session.id, reason, self.bank.clock.now())
        return ended

    async def end_all(self, subject: str, *, but: OpenedSession | None = None) -> int:
        number: int = await self._at_desk(
            "end_all",
            subject,
            SessionEnd.PASSWORD_CHANGED,
            self.bank.clock.now(),
            but=None if but is None else but.id,
        )
        return number

    def kept(self, session: OpenedSession) -> Session:
        """Give a session as it is committed."""
        return self.bank.store.committed.sessions[session.id].session

    async def _at_desk(self, what: str, *given: Any, **more: Any) -> Any:
        async with self.bank.scopes.open(UseCaseKind.COMMAND) as scope:
            desk = await scope.get(SessionDesk)
            result = await getattr(desk, what)(*given, **more)
            await _commit(scope)
        return result


async def _commit(scope: Any) -> None:
    await (await scope.get(UnitOfWork)).commit()
