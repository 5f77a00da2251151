"""Holds whose time is over are ended on accounts that nobody has asked about since."""

from dataclasses import dataclass
from uuid import UUID

from bank.application.holds.stored_holds import HoldDirectory
from bank.application.pipeline.act import Act
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.pipeline.jobs import key_of
from bank.application.ports.ledger import Ledger, PostingJob

AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class OverdueHolds:
    """At most how many to end."""

    limit: int = AT_ONCE


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many holds were ended; ``id`` is the act's own."""

    id: UUID
    holds: int
    replayed: bool = False


@use_case(action="hold.tidy", kind=UseCaseKind.POSTING)
class TidyHolds:
    """Open to the bank's own workers. Refuses nothing. Leaves nothing where nothing is overdue.

    An expired hold counts no longer from the first decision over its account; this has the ledger
    look at the accounts that nobody asks about. Records the holds, through the posting queue.
    """

    def __init__(self, ledger: Ledger, holds: HoldDirectory) -> None:
        """Take the ledger and the holds."""
        self._ledger = ledger
        self._holds = holds

    async def __call__(self, command: OverdueHolds, act: Act) -> Tidied:
        """End the holds that are overdue."""
        overdue = await self._holds.overdue(act.now, command.limit)
        if overdue:
            job = PostingJob(
                requests=(),
                touches=sorted({hold.account for hold in overdue}),
                act=act.for_posting(),
                key=key_of(act),
                bulk=act.audit_event,
                dry_run=act.dry_run,
            )
            await self._ledger.post(job)
        else:
            act.found_nothing()
        return Tidied(act.audit_event, len(overdue))
