"""Whoever has a session proves anew that it is they, without signing in anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.my_sessions import OwnSessions, current_session
from bank.application.identity.sessions.session_desk import ProvedSession, SessionDesk
from bank.application.identity.sign_in.guard import SignInGuard
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factors import STRONG, FactorKind
from bank.domain.principals import Principal, PrincipalNotFound
from bank.domain.sessions import ProofFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class WaysToProve:
    """What proves the owner of a session anew: the password, and a factor where they have some.

    ``options`` are what a client needs to prove each factor, as JSON; a passkey does without the
    password. ``id`` is the session's.
    """

    id: UUID
    by_password: bool
    options: Mapping[FactorKind, Mapping[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProof:
    """A password, and what proves a factor of a kind."""

    password: str | None = field(default=None, repr=False)
    kind: FactorKind | None = None
    proof: Mapping[str, Any] = field(default_factory=dict, repr=False)


class SessionProofs:
    """What whoever has a session can prove themselves by: all that a sign-in would ask of them."""

    def __init__(self, principals: Principals, factors: EveryFactor, passwords: Passwords) -> None:
        """Take who there is, and by what they are known."""
        self._principals = principals
        self._factors = factors
        self._passwords = passwords

    async def owner(self, act: Act, *, lock: bool = False) -> Principal:
        """Give whose session it is. Refuses whoever is no principal."""
        found = await self._principals.find(act.actor.subject, lock=lock)
        if found is None:
            raise PrincipalNotFound
        return found

    async def ways(self, owner: Principal, session: UUID, act: Act) -> WaysToProve:
        """Give what will do, with what a client needs for it."""
        purpose = Purpose(attempt=session)
        options = {
            kind: await self._factors.of(kind).options(owner.row, purpose, act.now)
            for kind in sorted(await self._kinds(owner))
        }
        by_password = await self._passwords.has(owner.row)
        return WaysToProve(id=session, by_password=by_password, options=options)

    async def hold(self, owner: Principal, session: UUID, shown: NewProof, act: Act) -> bool:
        """Tell whether a proof holds, and use it up.

        As at a sign-in: a passkey will do, or else the password and, where there is any, a factor.
        """
        kinds = await self._kinds(owner)
        if shown.kind is not FactorKind.PASSKEY:
            known = shown.password or ""
            if not await self._passwords.holds(owner.row, known, act.now):
                return False
            if shown.kind is None:
                return not kinds
        if shown.kind not in kinds:
            return False
        factor = self._factors.of(shown.kind)
        return await factor.prove(owner.row, shown.proof, Purpose(attempt=session), act.now)

    async def _kinds(self, owner: Principal) -> frozenset[FactorKind]:
        """Give the kinds of factors that will do; none where the password is all that they have."""
        enrolled = frozenset(await self._factors.enrolled(owner.row))
        return frozenset() if STRONG.isdisjoint(enrolled) else enrolled


@use_case(action="session.show_proof", kind=UseCaseKind.COMMAND, keyless=True)
class ShowProof:
    """Open to whoever signs in, for their own session.

    Refuses, in this order: a token that belongs to no session; whoever is no principal. Records
    what a passkey is to sign, anew each time.
    """

    def __init__(self, proofs: SessionProofs) -> None:
        """Take what they can prove themselves by."""
        self._proofs = proofs

    async def __call__(self, _command: OwnSessions, act: Act) -> WaysToProve:
        """Give what will do."""
        session = current_session(act)
        owner = await self._proofs.owner(act)
        act.looked_at("session", session)
        return await self._proofs.ways(owner, session, act)


@use_case(action="session.prove", kind=UseCaseKind.COMMAND, keyless=True)
class ProveAgain:
    """Open to whoever signs in, for their own session.

    Refuses, in this order: a token that belongs to no session; who was wrong too often and has to
    wait (``SignInThrottled``); whoever is no principal; a proof that does not hold, or is less than
    a sign-in would ask (``ProofFailed``), whichever part of it, counting the failure in a lane of
    its own: whoever guesses within a session keeps nobody from signing in; a session that is over.
    Records the proof, which is used up; how surely it is known who acts (``Assurance``) stays as it
    was at the sign-in.
    """

    def __init__(self, proofs: SessionProofs, guard: SignInGuard, desk: SessionDesk) -> None:
        """Take what they can prove themselves by, what slows guessing, and who keeps sessions."""
        self._proofs = proofs
        self._guard = guard
        self._desk = desk

    async def __call__(self, command: NewProof, act: Act) -> ProvedSession:
        """Enter the lane, compare, note it."""
        session = current_session(act)
        lane = self._guard.lane_of_proof(act.actor.subject)
        entered = await self._guard.enter(lane, act.now)
        owner = await self._proofs.owner(act, lock=True)
        act.looked_at("session", session)
        if not await self._proofs.hold(owner, session, command, act):
            await self._guard.failed(lane, entered, owner.row, act.now)
            raise ProofFailed
        # It is they.
        await self._guard.passed(lane)
        proved = await self._desk.prove(session, act.now)
        how = command.kind or "password"
        act.changed(
            Change(
                object_kind="session",
                object_id=session,
                event="bank.session.proved.v1",
                after=f"{how} {proved.proved_at}",
            )
        )
        return proved
