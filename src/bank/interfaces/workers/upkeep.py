"""The daily upkeep of a server process."""

from datetime import date, timedelta
from itertools import count

from bank.application.accounts.mark_dormant import (
    AT_ONCE,
    BEFORE_ALL,
    DormancyRound,
    MarkDormant,
    Marked,
)
from bank.application.identity.challenges.forget_challenges import (
    ForgetChallenges,
    UnansweredChallenges,
)
from bank.application.identity.codes.forget_codes import ForgetCodes, OldCodes
from bank.application.identity.sessions.forget_sessions import ForgetSessions, SessionRetention
from bank.application.identity.sign_in.forget_sign_ins import (
    ForgetSignIns,
    ForgottenSignIns,
    OldSignIns,
)
from bank.application.identity.tokens.forget_tokens import ForgetTokens, TokenRound
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.clock import Clock
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.upkeep.destroy_passing_keys import (
    DestroyPassingKeys,
    PassingKeyRetention,
)
from bank.application.upkeep.forget_keys import ForgetKeys, KeyRetention
from bank.domain.identifiers import RowId
from bank.interfaces.workers.rounds import Worker, worker_named


class Upkeep(Worker):
    """Forgets and destroys what is old, and marks unused accounts, once a day.

    Whichever server process comes first does it: the day is the key, and the place of a portion.
    """

    doing = "upkeep"
    pause_seconds = 3600.0

    def __init__(
        self,
        pipeline: Pipeline,
        clock: Clock,
        digests: KeyedDigests,
        retention: timedelta,
        *,
        passing: PassingKeyRetention | None = None,
        portion: int = AT_ONCE,
    ) -> None:
        """Take how long keys are kept, and how many accounts are marked in one act."""
        self._pipeline = pipeline
        self._clock = clock
        self._retention = retention
        self._passing = passing or PassingKeyRetention()
        self._portion = portion
        self._done_on: date | None = None
        self._actor = worker_named("upkeep", digests)

    async def once(self) -> None:
        """Do the day's upkeep, unless it is done."""
        today = self._clock.now().date()
        if today == self._done_on:
            return
        key = f"upkeep-{today.isoformat()}"
        await self._pipeline.run(ForgetKeys, KeyRetention(self._retention), self._caller(key))
        await self._forget_sign_ins(key)
        sessions = self._caller(f"{key}-sessions")
        await self._pipeline.run(ForgetSessions, SessionRetention(), sessions)
        caller = self._caller(f"{key}-challenges")
        await self._pipeline.run(ForgetChallenges, UnansweredChallenges(), caller)
        await self._pipeline.run(ForgetCodes, OldCodes(), self._caller(f"{key}-codes"))
        await self._pipeline.run(
            DestroyPassingKeys, self._passing, self._caller(f"{key}-passing-keys")
        )
        await self._pipeline.run(ForgetTokens, TokenRound(), self._caller(f"{key}-tokens"))
        last: RowId | None = BEFORE_ALL
        while last is not None:
            caller = self._caller(f"{key}-dormancy-after-{last}")
            done = await self._pipeline.run(
                MarkDormant, DormancyRound(after=last, limit=self._portion), caller
            )
            marked: Marked = done.result
            last = marked.last
        self._done_on = today

    async def _forget_sign_ins(self, key: str) -> None:
        """Forget portion by portion, until there is nothing old."""
        for portion in count():
            caller = self._caller(f"{key}-sign-ins-{portion}")
            done = await self._pipeline.run(ForgetSignIns, OldSignIns(), caller)
            forgotten: ForgottenSignIns = done.result
            if not forgotten.attempts + forgotten.lanes:
                return

    def _caller(self, key: str) -> Caller:
        return Caller(actor=self._actor, idempotency_key=key)
