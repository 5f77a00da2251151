"""The daily upkeep."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import pytest
from tests.system.assembly import OpenBank, open_bank

from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.clock import Clock
from bank.application.ports.idempotency import IdempotencyRecord, IdempotencyRecords
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.audit import Outcome
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.interfaces.workers.upkeep import Upkeep

OLD, YOUNG = uuid5(NAMESPACE_OID, "old"), uuid5(NAMESPACE_OID, "young")


async def _keep(bank: OpenBank, **ages: timedelta) -> None:
    now = (await bank.container.get(Clock)).now()
    async with bank.container(context={UseCaseKind: UseCaseKind.COMMAND}) as scope:
        records = await scope.get(IdempotencyRecords)
        for name, age in ages.items():
            await records.claim(
                IdempotencyRecord(
                    key=uuid5(NAMESPACE_OID, name),
                    digest=b"0123456789abcdef",
                    outcome=Outcome.DONE,
                    created_at=now - age,
                    audit_event=uuid5(NAMESPACE_OID, "event"),
                )
            )
        await (await scope.get(UnitOfWork)).commit()


async def _kept(bank: OpenBank) -> list[str]:
    async with bank.container(context={UseCaseKind: UseCaseKind.QUERY}) as scope:
        records = await scope.get(IdempotencyRecords)
        return [str(key) for key in (OLD, YOUNG) if await records.find(key) is not None]


async def test_keys_are_forgotten_after_their_retention_and_only_once_a_day(tmp_path: Path) -> None:
    async with open_bank(tmp_path) as bank:
        await _keep(bank, old=timedelta(days=31), young=timedelta(days=29))
        clock = await bank.container.get(Clock)
        upkeep = Upkeep(bank.pipeline, clock, bank.digests, timedelta(days=30))
        await upkeep.once()
        assert await _kept(bank) == [str(YOUNG)]
        await _keep(bank, old=timedelta(days=31))
        await upkeep.once()
        assert await _kept(bank) == [str(OLD), str(YOUNG)]


class _FailsOnce(SettableClock):
    """Fails, then tells the time."""

    failures = 0

    def now(self) -> datetime:
        if not self.failures:
            self.failures += 1
            message = "the clock has stopped"
            raise RuntimeError(message)
        return super().now()


async def test_upkeep_that_fails_is_logged_and_tried_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_bank(tmp_path) as bank:
        await _keep(bank, old=timedelta(days=31))
        clock = _FailsOnce((await bank.container.get(Clock)).now())
        upkeep = Upkeep(bank.pipeline, clock, bank.digests, timedelta(days=30))
        running = asyncio.create_task(upkeep.run(pause_seconds=0.01))
        async with asyncio.timeout(10):
            while await _kept(bank):  # noqa: ASYNC110 - the database tells, not an event
                await asyncio.sleep(0.01)
        running.cancel()
    assert "upkeep failed" in caplog.messages
