"""The data keys of months are destroyed once nobody may need what is sealed under them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.data_keys import DataKeyPurpose, DataKeys

KEPT_AFTER_THE_MONTH: Final = timedelta(days=31)
"""Invitations are good for a week, and nothing else of a month waits for as long."""

_BEFORE_ALL: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassingKeyRetention:
    """How long after its month a key is kept.

    ``approvals`` says so of acts that waited, ``references`` of the free text of entries and holds;
    without it they are kept for ever.
    """

    retention: timedelta = KEPT_AFTER_THE_MONTH
    approvals: timedelta | None = None
    references: timedelta | None = None

    def by_purpose(self) -> Iterator[tuple[DataKeyPurpose, timedelta]]:
        """Give what is destroyed at all, and how long after its month."""
        yield DataKeyPurpose.PASSING, self.retention
        if self.approvals is not None:
            yield DataKeyPurpose.APPROVAL, self.approvals
        if self.references is not None:
            yield DataKeyPurpose.REFERENCE, self.references


@dataclass(frozen=True, slots=True)
class PassingKeysDestroyed:
    """How many keys were destroyed; ``id`` is the act's own."""

    id: UUID
    keys: int


@use_case(action="data_key.destroy_passing", kind=UseCaseKind.COMMAND)
class DestroyPassingKeys:
    """Open to the bank's own workers. Refuses nothing.

    Addresses, codes and what waited for a proof can be read by nobody after that, in no backup
    either once the keys are gone from it; nor what was asked to be approved, in which there are
    names of customers who are erased; nor what somebody wrote on an entry or a hold.
    """

    def __init__(self, keys: DataKeys) -> None:
        """Take the store of keys."""
        self._keys = keys

    async def __call__(self, command: PassingKeyRetention, act: Act) -> PassingKeysDestroyed:
        """Destroy the keys of months that have been over for the retention."""
        keys = 0
        for purpose, kept in command.by_purpose():
            if kept < act.now - _BEFORE_ALL:  # What is kept for longer than there are years, stays.
                keys += await self._keys.destroy_months(purpose, over_at=act.now - kept)
        act.changed(
            Change(object_kind="data_key", object_id=act.audit_event, after=f"{keys} destroyed")
        )
        return PassingKeysDestroyed(act.audit_event, keys)

    async def recall(self, act_before: UUID, _act: Act) -> PassingKeysDestroyed:
        """Say that it was done before."""
        return PassingKeysDestroyed(act_before, 0)
