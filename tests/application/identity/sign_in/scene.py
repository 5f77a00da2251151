"""A bank with one person who signs in, over passwords, factors and sessions that count."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from tests.application.scene import STRANGER, a_bank

from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.passkey_factor import PasskeyFactor
from bank.application.identity.factors.second_factors import Purpose, SecondFactor
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.sessions.session_desk import (
    OpenedSession,
    ProvedSession,
    SessionDesk,
    SessionEnd,
    SessionOrder,
)
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.identity.sign_in.finish_sign_in import FinishSignIn, ProvedFactor
from bank.application.pipeline.act import Caller
from bank.application.pipeline.scopes import Scopes
from bank.application.ports.authenticator import IssuedToken
from bank.domain.factors import FactorKind
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal, PrincipalKind, PrincipalState
from bank.domain.sessions import SessionKind, SessionOver
from bank.infrastructure.in_memory.bank import InMemoryBank, InMemoryScopes
from bank.infrastructure.in_memory.devices import InMemoryDevices
from bank.infrastructure.in_memory.principals import InMemoryPrincipals
from bank.infrastructure.in_memory.unit_of_work import unit_of_work

NAME, PASSWORD = "ada@example.com", "correct horse battery staple"


class CountedPasswords(Passwords):
    """Passwords in the clear; ``hashed`` counts what would have been hashed, and for whom."""

    def __init__(self) -> None:
        self.kept: dict[RowId, str] = {}
        self.hashed: list[RowId | None] = []

    async def holds(self, principal: RowId | None, password: str, now: datetime) -> bool:
        del now
        self.hashed.append(principal)
        return principal is not None and self.kept.get(principal) == password

    async def set(self, principal: RowId, password: str, now: datetime) -> None:
        del now
        self.kept[principal] = password

    async def prepared(self, password: str) -> str:
        return password

    async def keep(self, principal: RowId, prepared: str, now: datetime) -> None:
        await self.set(principal, prepared, now)

    async def drop(self, principal: RowId) -> None:
        self.kept.pop(principal, None)

    async def mark(self, principal: RowId) -> bytes | None:
        kept = self.kept.get(principal)
        return None if kept is None else kept.encode()

    async def has(self, principal: RowId) -> bool:
        return principal in self.kept


class Codes(SecondFactor):
    """A kind of factor whose codes are good once."""

    def __init__(self) -> None:
        self.of: dict[RowId, set[str]] = {}

    async def enrolled(self, principal: RowId) -> int:
        return len(self.of.get(principal, ()))

    async def options(
        self, principal: RowId | None, purpose: Purpose, now: datetime
    ) -> Mapping[str, Any]:
        del now
        return {"attempt": str(purpose.attempt), "named": principal is not None}

    async def prove(
        self, principal: RowId, proof: Mapping[str, Any], purpose: Purpose, now: datetime
    ) -> bool:
        del purpose, now
        left = self.of.get(principal, set())
        if proof.get("code") not in left:
            return False
        left.discard(proof["code"])
        return True

    async def identify(self, proof: Mapping[str, Any]) -> RowId | None:
        return next((row for row, left in self.of.items() if proof.get("code") in left), None)


class CountedDesk(SessionDesk):
    """Opens sessions, and keeps what they were opened for."""

    def __init__(self) -> None:
        self.opened: list[SessionOrder] = []
        self.proved: list[tuple[UUID, datetime]] = []
        self.over: set[UUID] = set()

    async def open(self, order: SessionOrder, now: datetime) -> OpenedSession:
        self.opened.append(order)
        number = len(self.opened)
        return OpenedSession(
            id=UUID(int=number), ends_at=now + timedelta(minutes=5), access_token=f"token {number}"
        )

    async def renew(self, session: UUID, now: datetime) -> IssuedToken:
        raise AssertionError(session, now)

    async def prove(self, session: UUID, now: datetime) -> ProvedSession:
        if session in self.over:
            raise SessionOver
        self.proved.append((session, now))
        return ProvedSession(id=session, proved_at=now, access_token=f"token of {session}")

    async def end(self, session: UUID, reason: SessionEnd, now: datetime) -> bool:
        raise AssertionError(session, reason, now)

    async def end_all(
        self,
        subject: str,
        reason: SessionEnd,
        now: datetime,
        *,
        but: UUID | None = None,
        on: UUID | None = None,
    ) -> int:
        raise AssertionError(subject, reason, now, but, on)


class KeptNotices(Notices):
    def __init__(self) -> None:
        self.told: list[tuple[NoticeKind, RowId | None]] = []

    async def about_to_be_told(
        self, kind: NoticeKind, principals: Collection[RowId]
    ) -> frozenset[RowId]:
        """Nothing here waits for several."""
        del kind, principals
        return frozenset()

    async def tell(self, notice: Notice) -> None:
        self.told.append((notice.kind, notice.principal))


@dataclass
class Door:
    """Where strangers knock."""

    passwords: CountedPasswords = field(default_factory=CountedPasswords)
    totp: Codes = field(default_factory=Codes)
    passkeys: Codes = field(default_factory=Codes)
    recovery_codes: Codes = field(default_factory=Codes)
    desk: CountedDesk = field(default_factory=CountedDesk)
    notices: KeptNotices = field(default_factory=KeptNotices)

    def __post_init__(self) -> None:
        kinds: Any = (self.totp, self.passkeys, self.recovery_codes)
        stand_ins: dict[type[Any], Any] = {
            Passwords: self.passwords,
            EveryFactor: EveryFactor(*kinds),
            PasskeyFactor: self.passkeys,
            SessionDesk: self.desk,
            Notices: self.notices,
        }

        def with_stand_ins(scopes: Scopes) -> Scopes:
            assert isinstance(scopes, InMemoryScopes)
            return InMemoryScopes(scopes._store, {**scopes._given, **stand_ins})

        self.bank: InMemoryBank = a_bank(scopes=with_stand_ins)

    async def person(
        self,
        name: str = NAME,
        *,
        state: PrincipalState = PrincipalState.ACTIVE,
        password: str | None = PASSWORD,
    ) -> Principal:
        """Let somebody sign in by a name and a password."""
        async with unit_of_work(self.bank.store) as unit:
            principals = InMemoryPrincipals(unit)
            row = await principals.next_row()
            added = Principal(
                row=row,
                subject=f"person {row}",
                kind=PrincipalKind.CUSTOMER,
                state=state,
                roles=("customer",),
                created_at=self.bank.clock.now(),
            )
            await principals.add(added)
            await principals.name(row, name)
            await unit.commit()
        if password is not None:
            self.passwords.kept[row] = password
        return added

    async def change(self, principal: Principal, state: PrincipalState) -> None:
        """Let somebody in, or no more."""
        async with unit_of_work(self.bank.store) as unit:
            await InMemoryPrincipals(unit).save(principal.changed(state=state))
            await unit.commit()

    async def device(self, principal: Principal) -> str:
        """Give the secret of a device that a principal signed in on before."""
        async with unit_of_work(self.bank.store) as unit:
            added = await InMemoryDevices(unit).add(principal.row, "a phone", self.bank.clock.now())
            await unit.commit()
        return added.secret

    async def begin(self, name: str = NAME, password: str = PASSWORD, **given: Any) -> Any:
        """Show a name and a password."""
        shown = {"session_kind": SessionKind.APP, **given}
        return await self.ask(BeginSignIn, Credentials(name=name, password=password, **shown))

    async def finish(
        self, attempt: UUID, code: str, kind: FactorKind = FactorKind.TOTP, **given: Any
    ) -> Any:
        """Show the code of a second factor."""
        proved = ProvedFactor(attempt=attempt, kind=kind, proof={"code": code}, **given)
        return await self.ask(FinishSignIn, proved)

    async def ask(self, use_case: type[Any], command: Any) -> Any:
        """Ask as a stranger."""
        return (await self.bank.pipeline.run(use_case, command, Caller(actor=STRANGER))).result
