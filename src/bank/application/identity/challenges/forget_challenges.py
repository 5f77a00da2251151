"""Challenges that nobody answered in time are forgotten."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.challenges.challenges import Challenges
from bank.application.identity.factors.passkeys import PasskeyChallenges
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case


@dataclass(frozen=True, slots=True)
class UnansweredChallenges:
    """There is nothing to say: they say themselves when they expire."""


@dataclass(frozen=True, slots=True)
class ChallengesForgotten:
    """How many challenges were forgotten; ``id`` is the act's own."""

    id: UUID
    challenges: int


@use_case(action="factor.forget_challenges", kind=UseCaseKind.COMMAND)
class ForgetChallenges:
    """Open to the bank's own workers. Refuses nothing.

    Strangers may ask for a passkey's challenge as often as they like, and leave it there; so may
    payers with payments.
    """

    def __init__(self, challenges: PasskeyChallenges, payments: Challenges) -> None:
        """Take the stores."""
        self._challenges = challenges
        self._payments = payments

    async def __call__(self, command: UnansweredChallenges, act: Act) -> ChallengesForgotten:
        """Forget what has expired."""
        del command
        number = await self._challenges.forget(expired_at=act.now)
        number += await self._payments.forget(expired_at=act.now)
        act.changed(
            Change(
                object_kind="passkey_challenge",
                object_id=act.audit_event,
                after=f"{number} forgotten",
            )
        )
        return ChallengesForgotten(act.audit_event, number)

    async def recall(self, act_before: UUID, _act: Act) -> ChallengesForgotten:
        """Say that it was done before."""
        return ChallengesForgotten(act_before, 0)
