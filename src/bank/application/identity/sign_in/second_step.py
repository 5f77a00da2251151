"""The second step of a sign-in: what is asked for after the password."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from bank.application.identity.factors.every_factor import EveryFactor
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.sign_in.attempts import LIFETIME, SignInAttempt, SignInAttempts
from bank.application.pipeline.act import Act, Change
from bank.application.ports.ids import Ids
from bank.domain.factors import STRONG, FactorKind
from bank.domain.identifiers import RowId
from bank.domain.sessions import SessionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FactorNeeded:
    """One of these factors is to be proved for the attempt until it expires.

    ``options`` are what a client needs to prove each, as JSON.
    """

    id: UUID
    options: Mapping[FactorKind, Mapping[str, Any]]
    expires_at: datetime


class SecondStep:
    """Begins the second step where a principal has factors for one."""

    def __init__(
        self, factors: EveryFactor, attempts: SignInAttempts, passwords: Passwords, ids: Ids
    ) -> None:
        """Take the factors, where attempts are kept, and what they are begun by."""
        self._factors = factors
        self._passwords = passwords
        self._attempts = attempts
        self._ids = ids

    async def begun(
        self,
        principal: RowId,
        *,
        lane: bytes,
        session_kind: SessionKind,
        device: UUID | None,
        act: Act,
    ) -> FactorNeeded | None:
        """Ask for a factor; nothing where the password is all that a principal has."""
        enrolled = await self._factors.enrolled(principal)
        if STRONG.isdisjoint(enrolled):
            return None
        attempt = SignInAttempt(
            id=self._ids.new(),
            session_kind=session_kind,
            created_at=act.now,
            expires_at=act.now + LIFETIME,
            principal=principal,
            lane=lane,
            device=device,
            password_mark=await self._passwords.mark(principal),
        )
        await self._attempts.add(attempt)
        purpose = Purpose(attempt=attempt.id)
        options = {
            kind: await self._factors.of(kind).options(principal, purpose, act.now)
            for kind in enrolled
        }
        act.changed(Change(object_kind="sign_in_attempt", object_id=attempt.id))
        return FactorNeeded(id=attempt.id, options=options, expires_at=attempt.expires_at)
