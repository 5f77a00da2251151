"""Somebody signs in with a passkey alone, which says whose it is."""

from dataclasses import dataclass

from bank.application.identity.factors.passkey_factor import PasskeyFactor
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.sign_in.attempts import LIFETIME, SignInAttempt, SignInAttempts
from bank.application.identity.sign_in.second_step import FactorNeeded
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.ids import Ids
from bank.domain.factors import FactorKind
from bank.domain.sessions import SessionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeySignIn:
    """For which kind of session."""

    session_kind: SessionKind


@use_case(action="session.begin_with_passkey", kind=UseCaseKind.COMMAND, keyless=True)
class BeginPasskeySignIn:
    """Open to strangers. Refuses nothing. Records an attempt that waits for any passkey."""

    def __init__(self, passkeys: PasskeyFactor, attempts: SignInAttempts, ids: Ids) -> None:
        """Take who asks passkeys, and where attempts are kept."""
        self._passkeys = passkeys
        self._attempts = attempts
        self._ids = ids

    async def __call__(self, command: PasskeySignIn, act: Act) -> FactorNeeded:
        """Ask for a signature."""
        attempt = SignInAttempt(
            id=self._ids.new(),
            session_kind=command.session_kind,
            created_at=act.now,
            expires_at=act.now + LIFETIME,
        )
        await self._attempts.add(attempt)
        options = await self._passkeys.options(None, Purpose(attempt=attempt.id), act.now)
        act.changed(Change(object_kind="sign_in_attempt", object_id=attempt.id))
        return FactorNeeded(
            id=attempt.id,
            options={FactorKind.PASSKEY: options},
            expires_at=attempt.expires_at,
        )
