"""Challenges: payments that wait until whoever ordered them has proved a second factor for them."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from bank.domain.factors import FactorKind
from bank.domain.identifiers import RowId
from bank.domain.refusals import Kind, Refusal, Severity

LIFETIME = timedelta(minutes=5)
FAILURES_MAX = 5


class MoreFactorsNeeded(Refusal):
    """Whoever loses their only factor cannot get in, and whoever finds it needs no other."""

    code = "more_factors_needed"
    title = (
        "Money leaves by your hand once you have an authenticator or a passkey, and besides it a"
        " second one or recovery codes: enrol them at /v1/me/factors."
    )
    kind = Kind.FORBIDDEN


class ChallengePending(Refusal):
    """Not done, and not refused: its owner is to confirm it first, by a second factor.

    ``context`` has the ``challenge``'s id and until when it waits (``expires_at``); both are
    missing where the payment was only tried.
    """

    code = "challenge_pending"
    title = "Confirm this payment by a second factor, then send the same request again."
    kind = Kind.WAITING


class ChallengeNotFound(Refusal):
    """No such challenge, or somebody else's."""

    code = "challenge_not_found"
    title = "There is no such challenge."
    kind = Kind.NOT_FOUND


class ChallengeOver(Refusal):
    """It was proved, spent or voided before, or its time is over."""

    code = "challenge_over"
    title = "This challenge is over: send the payment again."
    kind = Kind.CONFLICT


class ChallengeFailed(Refusal):
    """The proof does not hold for this payment, or not any more."""

    code = "challenge_failed"
    title = "That does not confirm the payment; after five failures it has to be sent again."
    severity = Severity.WARNING
    leaves_traces = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered:
    """What is to be paid, as it was ordered: the payee by the name that the payer gave, if any."""

    amount_minor: int
    currency: str
    payee: str | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge:
    """One payment that waits for a proof of its own.

    ``key`` is that of its request, and no other request can use it; ``bound`` digests the accounts
    and the amount, which the proof is for.
    """

    id: UUID
    principal: RowId
    action: str
    key: UUID
    bound: bytes
    ordered: Ordered
    created_at: datetime
    expires_at: datetime
    failures: int = 0
    proved_at: datetime | None = None
    proved_by: FactorKind | None = None
    spent_at: datetime | None = None
    voided_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether nothing can come of it any more."""
        failed = self.failures >= FAILURES_MAX
        return failed or self.voided_at is not None or now >= self.expires_at

    @property
    def is_proved(self) -> bool:
        """Whether its payment may go on."""
        return self.proved_at is not None

    def refuse_unless_open(self, now: datetime) -> None:
        """Refuse with ``ChallengeOver`` what nobody can prove any more, or has proved."""
        if self.is_proved or self.is_over(now):
            raise ChallengeOver

    def failed(self) -> "Challenge":
        """Give it after a proof that did not hold."""
        return replace(self, failures=self.failures + 1)

    def proved(self, by: FactorKind, now: datetime) -> "Challenge":
        """Give it after the proof that did."""
        return replace(self, proved_at=now, proved_by=by)

    def spent(self, now: datetime) -> "Challenge":
        """Give it as its payment goes on; again, as long as the payment is sent again."""
        return replace(self, spent_at=self.spent_at or now)

    def voided(self, now: datetime) -> "Challenge":
        """Give it after another payment was sent under its key."""
        return replace(self, voided_at=now)
