"""Codes that are sent to an address: whoever gives one back has read what was sent there."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId
from bank.domain.refusals import Refusal, Severity

FAILURES_MAX: Final = 5


class CodeInvalid(Refusal):
    """Nobody learns which of these it is. What counts the attempt stays."""

    code = "code_invalid"
    title = "This code is wrong, was used already, or is good no more: ask for another."
    severity = Severity.WARNING
    leaves_traces = True


class CodePurpose(StrEnum):
    """What a code is good for, and nothing else."""

    REGISTRATION = "registration"
    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - a purpose
    CONTACT = "contact"

    @property
    def lifetime(self) -> timedelta:
        """How long a code of this purpose is good."""
        return timedelta(days=7) if self is CodePurpose.INVITATION else timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressCode:
    """A code on its way: only a keyed digest of it is kept, which may be one that nothing matches.

    ``data`` is what waits for the proof: it is secret, and forgotten with the code's use. ``lane``
    is the one in which its message was counted; one that nobody was sent is counted in none.
    """

    id: UUID
    purpose: CodePurpose
    digest: bytes = field(repr=False)
    contact: Contact
    created_at: datetime
    expires_at: datetime
    principal: RowId | None = None
    data: Mapping[str, str] = field(default_factory=dict, repr=False)
    failures: int = 0
    spent_at: datetime | None = None
    lane: bytes | None = field(default=None, repr=False)

    def is_good(self, now: datetime) -> bool:
        """Whether it may still be given back."""
        return self.spent_at is None and self.failures < FAILURES_MAX and now < self.expires_at

    def matches(self, digest: bytes) -> bool:
        """Whether a digest is this code's, in a time that tells nothing."""
        return hmac.compare_digest(self.digest, digest)

    def failed(self) -> "AddressCode":
        """Count an attempt that failed."""
        return replace(self, failures=self.failures + 1)

    def spent(self, now: datetime) -> "AddressCode":
        """Use it up."""
        return replace(self, spent_at=now)
