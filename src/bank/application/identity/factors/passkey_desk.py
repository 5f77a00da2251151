"""What registration and proof have in common: challenges, given out, and taken back once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from bank.application.identity.factors.passkey_ceremonies import (
    MadeCredential,
    PasskeyCeremonies,
    PasskeyUser,
    ShownCredential,
    Signature,
)
from bank.application.identity.factors.passkeys import PasskeyChallenges
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.secrets_source import SecretsSource
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.identifiers import RowId
from bank.domain.passkeys import (
    CHALLENGE_BYTES,
    CHALLENGE_LIFETIME,
    Passkey,
    PasskeyChallenge,
)


class PasskeyDesk:
    """Gives challenges out and verifies what comes back, inside the current unit of work."""

    def __init__(
        self,
        challenges: PasskeyChallenges,
        ceremonies: PasskeyCeremonies,
        secrets: SecretsSource,
        digests: KeyedDigests,
    ) -> None:
        """Take the store of challenges, the ceremonies, and what makes nonces and handles."""
        self._challenges = challenges
        self._ceremonies = ceremonies
        self._secrets = secrets
        self._digests = digests

    async def ask_to_register(
        self, principal: RowId, name: str, known: Sequence[Passkey], attempt: UUID, now: datetime
    ) -> Mapping[str, Any]:
        """Give the options of a registration; ``name`` is what the principal will know it by."""
        challenge = await self._given_out(attempt, principal, now)
        user = PasskeyUser(handle=self.handle_of(principal), name=name)
        credentials = [passkey.credential for passkey in known]
        return self._ceremonies.registration(challenge.signed(), user, credentials)

    def registered(
        self, challenge: PasskeyChallenge, answer: Mapping[str, Any]
    ) -> MadeCredential | None:
        """Verify the answer to a registration whose challenge was taken back."""
        return self._ceremonies.made(answer, challenge.signed())

    async def ask_to_sign(
        self, principal: RowId | None, known: Sequence[Passkey], purpose: Purpose, now: datetime
    ) -> Mapping[str, Any]:
        """Give the options of a signature."""
        challenge = await self._given_out(purpose.attempt, principal, now)
        credentials = [passkey.credential for passkey in known]
        return self._ceremonies.authentication(challenge.signed(purpose.bound), credentials)

    async def taken_back(
        self, attempt: UUID, principal: RowId, now: datetime
    ) -> PasskeyChallenge | None:
        """Take an attempt's challenge out; nothing if a principal may not answer it (any more)."""
        challenge = await self._challenges.take(attempt)
        if challenge is None or not challenge.is_for(principal, now):
            return None
        return challenge

    def shown(self, answer: Mapping[str, Any]) -> ShownCredential | None:
        """Read which credential answered."""
        return self._ceremonies.shown(answer)

    def signature(
        self,
        answer: Mapping[str, Any],
        challenge: PasskeyChallenge,
        purpose: Purpose,
        passkey: Passkey,
    ) -> Signature | None:
        """Verify a passkey's signature over a challenge and what the purpose binds it to."""
        signed = challenge.signed(purpose.bound)
        return self._ceremonies.signed(answer, signed, passkey.public_key)

    def handle_of(self, principal: RowId) -> bytes:
        """Give what passkeys know a principal by: nothing that says who it is."""
        return self._digests.digest("passkey-user", str(principal))

    async def _given_out(
        self, attempt: UUID, principal: RowId | None, now: datetime
    ) -> PasskeyChallenge:
        challenge = PasskeyChallenge(
            attempt=attempt,
            principal=principal,
            nonce=self._secrets.token(CHALLENGE_BYTES),
            expires_at=now + CHALLENGE_LIFETIME,
        )
        await self._challenges.put(challenge)
        return challenge
