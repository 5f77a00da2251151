"""Somebody proves the second factor of a sign-in, or the passkey that is all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.carried_sessions import NOTHING, Carried
from bank.application.identity.sign_in.admission import Admission, Arrival, SignedIn
from bank.application.identity.sign_in.attempts import (
    TOLD_AGAIN_AFTER,
    SignInAttempt,
    SignInAttemptOver,
    SignInAttempts,
)
from bank.application.identity.sign_in.guard import SignInGuard
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factors import FactorKind
from bank.domain.identifiers import RowId, public_id
from bank.domain.principals import Assurance, Principal
from bank.domain.sign_in_guard import Lane, SignInFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class ProvedFactor:
    """Which attempt, by which kind of factor, what proves it, what is left of a session before."""

    attempt: UUID
    kind: FactorKind
    proof: Mapping[str, Any] = field(repr=False)
    remember_as: str | None = None
    carried: Carried = NOTHING


@use_case(action="session.finish", kind=UseCaseKind.COMMAND, keyless=True)
class FinishSignIn:
    """Open to strangers.

    Refuses, in this order: an attempt that is over (``SignInAttemptOver``); whoever has to wait
    (``SignInThrottled``); an attempt that was begun with a password that is theirs no more, which
    is over as well; ``SignInFailed``, whether the proof does not hold or its owner is not let in
    any more. A failure is counted in the attempt, which is over after five, and in the lane that
    the attempt came by; the owner of the password that began it is told, once in a quarter of an
    hour. Spends the attempt and records a session, which ends the one that the same
    browser or app had.
    """

    def __init__(
        self,
        attempts: SignInAttempts,
        principals: Principals,
        factors: EveryFactor,
        passwords: Passwords,
        guard: SignInGuard,
        admission: Admission,
    ) -> None:
        """Take the attempts, who is known and by what, and the steps behind."""
        self._attempts = attempts
        self._principals = principals
        self._factors = factors
        self._passwords = passwords
        self._guard = guard
        self._admission = admission

    async def __call__(self, command: ProvedFactor, act: Act) -> SignedIn:
        """Lock the attempt, enter its lane, prove; then spend it."""
        attempt = await self._attempts.lock(command.attempt)
        if attempt is None:
            raise SignInAttemptOver
        attempt.refuse_unless_open(act.now)
        entered = Lane() if attempt.lane is None else await self._guard.enter(attempt.lane, act.now)
        principal = await self._proved(command, attempt, act)
        if principal is None:
            await self._attempts.save(attempt.failed())
            if attempt.lane is not None:
                await self._guard.failed(attempt.lane, entered, attempt.principal, act.now)
            raise SignInFailed
        # The factor is theirs, and used up.
        await self._attempts.save(attempt.spent(act.now))
        if attempt.lane is not None:
            await self._guard.passed(attempt.lane)
        arrival = Arrival(
            principal=principal,
            session_kind=attempt.session_kind,
            assurance=Assurance.TWO_FACTORS,
            device=attempt.device,
            remember_as=command.remember_as,
            carried=command.carried,
        )
        return await self._admission.admit(arrival, act)

    async def _proved(
        self, command: ProvedFactor, attempt: SignInAttempt, act: Act
    ) -> Principal | None:
        """Give whose factor it is, locked, where the proof holds and they are let in."""
        owner = await self._owner(command, attempt)
        if owner is None:
            return None
        principal = await self._principals.find(owner, lock=True)
        if principal is None:
            return None
        act.looked_at("principal", public_id(principal.created_at, principal.row))
        if not principal.is_let_in:
            return None
        attempt.refuse_unless_begun_by(await self._passwords.mark(owner))
        factor, purpose = self._factors.of(command.kind), Purpose(attempt=attempt.id)
        if await factor.prove(owner, command.proof, purpose, act.now):
            return principal
        await self._tell_of_failure(attempt, act.now)
        return None

    async def _tell_of_failure(self, attempt: SignInAttempt, now: datetime) -> None:
        """Tell whose password began the attempt, unless they were told lately."""
        owner = attempt.principal
        if owner is None or await self._attempts.any_failed(owner, now - TOLD_AGAIN_AFTER):
            return
        await self._guard.failed_behind_password(owner)

    async def _owner(self, command: ProvedFactor, attempt: SignInAttempt) -> RowId | None:
        if attempt.principal is not None:
            return attempt.principal
        if command.kind is not FactorKind.PASSKEY:
            return None
        return await self._factors.owner_of_passkey(command.proof)
