"""How long whoever guesses has to wait: failures are counted in lanes, and each has its own wait.

A lane is a name, or a name on a device that has signed in by it before: whoever fills the first
keeps nobody waiting in the second. Names that nobody has are counted like all others.
"""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from bank.domain.refusals import Kind, Refusal, Severity

FREE_FAILURES = 5
"""So many failures in a row are free; from the last of them on there is a wait."""

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)
"""A lane in which nothing failed for so long begins anew."""


class SignInFailed(Refusal):
    """Who it is was not proved; nothing says what was wrong, or whether there is such a person."""

    code = "sign_in_failed"
    title = "That is not right: the name, the password or the second factor."
    kind = Kind.UNAUTHENTICATED
    severity = Severity.WARNING
    leaves_traces = True


class SignInThrottled(Refusal):
    """Too much failed in a row; ``retry_after`` are the seconds to wait, whoever asks."""

    code = "sign_in_throttled"
    title = "Signing in failed too often; wait as long as Retry-After says, then try again."
    kind = Kind.UNAVAILABLE
    severity = Severity.WARNING
    retryable = True


@dataclass(frozen=True, slots=True)
class Lane:
    """The failures in a row, and when the last was."""

    failures: int = 0
    failed_at: datetime | None = None

    @property
    def wait(self) -> timedelta:
        """How long the next try has to wait after the last failure."""
        further = self.failures - FREE_FAILURES
        if further < 0:
            return timedelta()
        doublings = min(further, math.ceil(math.log2(LONGEST_WAIT / FIRST_WAIT)))
        return min(LONGEST_WAIT, FIRST_WAIT * (1 << doublings))

    def entered(self, now: datetime) -> "Lane":
        """Give the lane as it counts now.

        Refuses with ``SignInThrottled`` whoever has to wait.
        """
        if self.failed_at is None or now >= self.failed_at + FORGOTTEN_AFTER:
            return Lane()
        left = self.failed_at + self.wait - now
        if left > timedelta():
            raise SignInThrottled(retry_after=math.ceil(left.total_seconds()))
        return self

    def failed(self, now: datetime) -> "Lane":
        """Give the lane after one more failure."""
        return Lane(self.failures + 1, now)

    @property
    def begins_to_wait(self) -> bool:
        """Whether its last failure was the first that has to be waited for."""
        return self.failures == FREE_FAILURES
