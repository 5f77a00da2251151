"""The factors of those whose wait is over are removed."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.identity.factors.enrolled_factors import EnrolledFactors
from bank.application.identity.factors.factor_resets import FactorResets
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.domain.factor_resets import FactorReset

AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class OverdueFactorResets:
    """At most how many to finish."""

    limit: int = AT_ONCE


@dataclass(frozen=True, slots=True)
class FactorResetsFinished:
    """How many were finished; ``id`` is the act's own."""

    id: UUID
    resets: int


@use_case(action="factor_reset.finish", kind=UseCaseKind.COMMAND, keyless=True)
class FinishFactorResets:
    """Open to the bank's own workers. Refuses nothing. Leaves nothing where nothing is due.

    Removes every factor but the password, ends all sessions, and tells the owner.
    """

    def __init__(
        self,
        resets: FactorResets,
        factors: EnrolledFactors,
        sessions: SessionDesk,
        notices: Notices,
    ) -> None:
        """Take the store, and what is to go."""
        self._resets = resets
        self._factors = factors
        self._sessions = sessions
        self._notices = notices

    async def __call__(self, command: OverdueFactorResets, act: Act) -> FactorResetsFinished:
        """Finish what is due and was not stopped in the meantime."""
        finished: list[UUID] = []
        for each in await self._resets.due(act.now, command.limit):
            reset = await self._resets.find(each, lock=True)
            if reset is not None and reset.is_open(act.now):
                await self._finish(reset, act)
                finished.append(reset.id)
        if finished:
            act.changed(
                Change(
                    object_kind="act",
                    object_id=act.audit_event,
                    event="bank.factor-reset.done.v1",
                    subjects=tuple(finished),
                )
            )
        else:
            act.found_nothing()
        return FactorResetsFinished(act.audit_event, len(finished))

    async def _finish(self, reset: FactorReset, act: Act) -> None:
        done = reset.done(act.now)
        for factor in await self._factors.of(reset.principal):
            await self._factors.remove(reset.principal, factor.id)
        await self._sessions.end_all(reset.owner, SessionEnd.FACTORS_CHANGED, act.now)
        await self._notices.tell(Notice(kind=NoticeKind.FACTORS_RESET, principal=reset.principal))
        await self._resets.save(done)
