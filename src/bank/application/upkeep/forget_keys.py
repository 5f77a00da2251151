"""Idempotency keys are forgotten once their retention is over."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.idempotency import IdempotencyRecords


@dataclass(frozen=True, slots=True)
class KeyRetention:
    """How long a key is kept."""

    retention: timedelta


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How many keys were forgotten; ``id`` is the act's own."""

    id: UUID
    keys: int


@use_case(action="idempotency.forget", kind=UseCaseKind.COMMAND)
class ForgetKeys:
    """Open to the bank's own workers. Refuses nothing.

    Keys that stand on journal entries stay with their entries: an entry is for ever.
    """

    def __init__(self, records: IdempotencyRecords) -> None:
        """Take the records."""
        self._records = records

    async def __call__(self, command: KeyRetention, act: Act) -> Forgotten:
        """Forget the keys that are older than the retention."""
        keys = await self._records.forget_before(act.now - command.retention)
        act.changed(
            Change(object_kind="idempotency", object_id=act.audit_event, after=f"{keys} forgotten")
        )
        return Forgotten(act.audit_event, keys)

    async def recall(self, act_before: UUID, _act: Act) -> Forgotten:
        """Say that it was done before."""
        return Forgotten(act_before, 0)
