"""Codes that are sent to an address: whoever gives one back has read what was sent there."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId
from bank.domain.refusals import Refusal, Severity

FAILURES_MAX: Final = 5
SENT_IN_LANE: Final = 5
SENT_AT_MOST: Final = 10
SENT_WITHIN: Final = timedelta(minutes=15)
"""So many messages within this time go to one address: in one lane, and whoever asks for them."""

SILENT_AT_MOST: Final = timedelta(minutes=5)
"""After so long without any message one goes out all the same, whoever has asked for how many."""

SHORT_AT_MOST: Final = 3
SHORT_WITHIN: Final = timedelta(days=1)
"""So many codes within this time are short ones: each is five guesses, and guessing has time.

Codes are kept for as long.
"""


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
    PASSWORD_RESET_BY_ITSELF = "reset_by_itself"  # noqa: S105 - a purpose
    """Of a reset whose code is so long that it says by itself which one it is of."""

    CONTACT = "contact"

    @property
    def lifetime(self) -> timedelta:
        """How long a code of this purpose is good."""
        return timedelta(days=7) if self is CodePurpose.INVITATION else timedelta(minutes=10)

    @property
    def counted_with(self) -> frozenset["CodePurpose"]:
        """The purposes whose messages are counted together: what is asked for is the same."""
        return _RESETS if self in _RESETS else frozenset({self})


_RESETS: Final = frozenset({CodePurpose.PASSWORD_RESET, CodePurpose.PASSWORD_RESET_BY_ITSELF})
_MARK: Final = "password_mark"


def asked_under(password_mark: bytes | None) -> dict[str, str]:
    """Give what a code's data say of the password that somebody had when it was asked for."""
    return {_MARK: "" if password_mark is None else password_mark.hex()}


class Sent(NamedTuple):
    """What an address was sent within ``SENT_WITHIN``, and was not given back.

    By anybody, in one lane, and when the last message was; and by anybody within ``SHORT_WITHIN``.
    """

    by_anybody: int = 0
    in_lane: int = 0
    last_at: datetime | None = None
    in_a_day: int = 0

    def leaves_room(self, now: datetime, *, lane_of_owner: bool) -> bool:
        """Whether one more may go out; what the owner's own device asks for is not crowded out.

        Where there is no room, a message went out less than ``SILENT_AT_MOST`` ago, and before it
        more than ``SHORT_AT_MOST``.
        """
        if self.last_at is None or now >= self.last_at + SILENT_AT_MOST:
            return True
        return self.in_lane < SENT_IN_LANE and (lane_of_owner or self.by_anybody < SENT_AT_MOST)

    @property
    def are_many(self) -> bool:
        """Whether no further code may be a short one."""
        return self.in_a_day >= SHORT_AT_MOST


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

    def refuse_if_outlived(self, password_mark: bytes | None) -> None:
        """Refuse with ``CodeInvalid`` what was asked for under another password than there is."""
        if self.data.get(_MARK) != asked_under(password_mark)[_MARK]:
            raise CodeInvalid

    def failed(self) -> "AddressCode":
        """Count an attempt that failed."""
        return replace(self, failures=self.failures + 1)

    def spent(self, now: datetime) -> "AddressCode":
        """Use it up."""
        return replace(self, spent_at=now)
