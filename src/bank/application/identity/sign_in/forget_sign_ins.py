"""Attempts that are over and lanes that stood still are forgotten."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.sign_in.attempts import SignInAttempts
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.sign_in_guard import FORGOTTEN_AFTER


@dataclass(frozen=True, slots=True)
class OldSignIns:
    """There is nothing to say: what is old is the guard's own rule."""


@dataclass(frozen=True, slots=True)
class ForgottenSignIns:
    """How many attempts and lanes were forgotten; ``id`` is the act's own."""

    id: UUID
    attempts: int
    lanes: int


@use_case(action="session.forget_attempts", kind=UseCaseKind.COMMAND)
class ForgetSignIns:
    """Open to the bank's own workers. Refuses nothing.

    Whoever guesses at names leaves a lane for each, which nobody needs once it counts for nothing,
    and strangers begin as many attempts as they like: one that is over is answered as one that is
    not there.
    """

    def __init__(self, attempts: SignInAttempts, lanes: SignInLanes) -> None:
        """Take the stores."""
        self._attempts = attempts
        self._lanes = lanes

    async def __call__(self, command: OldSignIns, act: Act) -> ForgottenSignIns:
        """Forget what counts for nothing any more."""
        del command
        attempts = await self._attempts.forget(act.now)
        lanes = await self._lanes.forget(act.now - FORGOTTEN_AFTER)
        act.changed(
            Change(
                object_kind="sign_in",
                object_id=act.audit_event,
                after=f"{attempts} attempts and {lanes} lanes forgotten",
            )
        )
        return ForgottenSignIns(act.audit_event, attempts, lanes)

    async def recall(self, act_before: UUID, _act: Act) -> ForgottenSignIns:
        """Say that it was done before."""
        return ForgottenSignIns(act_before, 0, 0)
