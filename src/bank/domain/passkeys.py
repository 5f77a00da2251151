"""Passkeys: key pairs by which principals prove themselves, and the challenges that they sign."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from bank.domain.identifiers import RowId
from bank.domain.refusals import Kind, Refusal

CHALLENGE_BYTES = 32
CHALLENGE_LIFETIME = timedelta(minutes=5)
PASSKEYS_MAX = 20
"""How many one principal may have: each is named to the browser whenever one is asked for."""


class PasskeyChallengeNotFound(Refusal):
    """Nothing was begun under this id, by this principal, in the last minutes."""

    code = "passkey_challenge_not_found"
    title = "There is no such passkey to confirm. It is used up, or its five minutes are over."
    kind = Kind.NOT_FOUND


class PasskeyNotVerified(Refusal):
    """What the browser sent does not prove what it should."""

    code = "passkey_not_verified"
    title = "The passkey could not be verified."


class PasskeyAlreadyRegistered(Refusal):
    """Somebody has this very passkey: the same principal, or by a miracle another."""

    code = "passkey_already_registered"
    title = "This passkey is registered already."
    kind = Kind.CONFLICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Passkey:
    """One passkey of a principal; ``public_key`` is in COSE form.

    ``is_synced`` is what its maker said when it was registered: it may be copied to other devices
    by their keyring; ``is_backed_up`` says whether it was, when it was used last. ``sign_count`` is
    what its signatures were counted to, 0 where its maker does not count.
    """

    id: UUID
    principal: RowId
    credential: bytes
    public_key: bytes
    sign_count: int
    aaguid: UUID
    is_synced: bool
    is_backed_up: bool
    name: str
    created_at: datetime
    last_used_at: datetime | None = None

    def counts_on(self, sign_count: int) -> bool:
        """Whether a signature's count lies behind the last; if not, there may be two of it.

        Where nobody counts, both are 0 for ever.
        """
        return sign_count > self.sign_count or sign_count == self.sign_count == 0

    def used(self, *, sign_count: int, is_backed_up: bool, now: datetime) -> "Passkey":
        """Give the passkey after a signature."""
        return replace(self, sign_count=sign_count, is_backed_up=is_backed_up, last_used_at=now)


@dataclass(frozen=True, slots=True, kw_only=True)
class PasskeyChallenge:
    """What is to be signed for one purpose, once, before it expires.

    ``attempt`` names the purpose: a registration, a sign-in, a payment. Without a ``principal``
    whoever answers says who they are.
    """

    attempt: UUID
    principal: RowId | None
    nonce: bytes
    expires_at: datetime

    def signed(self, bound: bytes = b"") -> bytes:
        """Give the bytes that are signed: the nonce, or its digest with what it is bound to.

        The signature then covers an amount and a payee as surely as the nonce.
        """
        return sha256(self.nonce + bound).digest() if bound else self.nonce

    def is_for(self, principal: RowId, now: datetime) -> bool:
        """Whether a principal may still answer it."""
        return self.principal in (None, principal) and now < self.expires_at
