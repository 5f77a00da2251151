"""The daily upkeep."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import pytest
from dishka import Provider, Scope
from sqlalchemy import select
from tests import postgresql
from tests.system.assembly import AUDITOR, OpenBank, bank_over, clocked, open_bank, seeded

from bank.application.accounts.read_accounts import AccountByName, GetAccount
from bank.application.audit.read_audit_trail import AuditPage, ListAuditEvents
from bank.application.identity.notices.send_notices import ClaimNotices, NoticesToClaim
from bank.application.identity.notices.stored_notices import WaitingNotice
from bank.application.identity.registration.register import NewRegistration, Register
from bank.application.identity.sign_in.begin_sign_in import BeginSignIn, Credentials
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.audit_trail import AuditFilter
from bank.application.ports.clock import Clock
from bank.application.ports.idempotency import IdempotencyRecord, IdempotencyRecords
from bank.application.ports.unit_of_work import UnitOfWork
from bank.application.upkeep.destroy_passing_keys import PassingKeyRetention
from bank.domain.audit import Outcome
from bank.domain.contacts import Contact
from bank.domain.ledger.accounts import AccountStatus
from bank.domain.sessions import SessionKind
from bank.domain.sign_in_guard import SignInFailed, SignInThrottled
from bank.infrastructure.in_memory.time_and_ids import SettableClock
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork
from bank.infrastructure.system.clock import SystemClock
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


async def test_unused_accounts_are_marked_portion_by_portion_and_each_portion_once(
    tmp_path: Path,
) -> None:
    """Scenario: two processes do the day's upkeep, one after the other, in portions of two.

    Outcome: all five idle accounts sleep; the second process finds each portion done.
    """
    clock = SettableClock(SystemClock().now())
    provider = Provider(scope=Scope.APP)
    provider.provide(lambda: clock, provides=Clock, override=True)
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path, providers=(provider,)) as bank:
            accounts = [await bank.account() for _ in range(5)]
            clock.move(timedelta(days=800))
            for _ in range(2):
                upkeep = Upkeep(bank.pipeline, clock, bank.digests, timedelta(days=30), portion=2)
                await upkeep.once()
            for account in accounts:
                found = (await bank.run(GetAccount, AccountByName(str(account.id)))).result
                assert (found.status, found.version) == (AccountStatus.DORMANT, 2)
            page = AuditPage(wanted=AuditFilter(action="account.mark_dormant"))
            events = (await bank.run(ListAuditEvents, page, roles=AUDITOR)).result
    outcomes = [event.outcome for event in events]
    assert outcomes == [Outcome.DONE] * 3 + [Outcome.REPLAYED] * 3


async def test_guesses_at_names_are_forgotten_once_they_count_for_nothing(tmp_path: Path) -> None:
    clock = SettableClock(SystemClock().now())
    provider = Provider(scope=Scope.APP)
    provider.provide(lambda: clock, provides=Clock, override=True)
    guess = Credentials(name="nobody", password="guess", session_kind=SessionKind.APP)
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path, providers=(provider,)) as bank:
            for _ in range(6):
                with pytest.raises((SignInFailed, SignInThrottled)):
                    await bank.run(BeginSignIn, guess, roles=("anonymous",))
            clock.move(timedelta(days=1, seconds=1))
            upkeep = Upkeep(bank.pipeline, clock, bank.digests, timedelta(days=30))
            await upkeep.once()
            page = AuditPage(wanted=AuditFilter(action="session.forget_attempts"))
            events = (await bank.run(ListAuditEvents, page, roles=AUDITOR)).result
    (forgot, nothing_left) = events
    assert forgot.after != nothing_left.after


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


async def test_the_keys_of_what_was_kept_for_a_short_while_go_a_month_after_their_month(
    tmp_path: Path,
) -> None:
    """Scenario: somebody is sent a code; the upkeep of a month later, and of two, is done.

    Outcome: the month's key is there for a month more, and then it is destroyed, with it whatever
    was sealed and not sent; a notice that still waited is given up, and new ones are sent.
    """
    clock = SettableClock(datetime(2026, 11, 24, 9, 30, tzinfo=UTC))
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path, providers=(clocked(clock),)) as bank:
            begun = NewRegistration(full_name="Dora", contact=Contact.email("dora@example.com"))
            await bank.run(Register, begun, roles=("anonymous",))
            assert await _passing_keys(bank) == ["2026-11"]
            for moment, left in (
                (datetime(2026, 12, 31, 12, tzinfo=UTC), ["2026-11"]),
                (datetime(2027, 1, 2, 12, tzinfo=UTC), []),
            ):
                clock.set(moment)
                await Upkeep(bank.pipeline, clock, bank.digests, timedelta(days=30)).once()
                assert await _passing_keys(bank) == left
            assert not await _claimed(bank)
            await bank.run(Register, begun, roles=("anonymous",))
            assert await _passing_keys(bank) == ["2027-01"]
            assert len(await _claimed(bank)) == 1


async def test_keys_that_are_kept_for_ever_stay(tmp_path: Path) -> None:
    """Scenario: for ever is said as a thousand years and more, or as more than there have been."""
    clock = SettableClock(datetime(2026, 12, 24, 9, 30, tzinfo=UTC))
    with postgresql.database(seeded) as database:
        async with bank_over(database, tmp_path, providers=(clocked(clock),)) as bank:
            begun = NewRegistration(full_name="Dora", contact=Contact.email("dora@example.com"))
            await bank.run(Register, begun, roles=("anonymous",))
            for years in (1030, 2000, 3000):
                clock.move(timedelta(days=40))
                kept = PassingKeyRetention(retention=timedelta(days=366 * years))
                month = timedelta(days=30)
                await Upkeep(bank.pipeline, clock, bank.digests, month, passing=kept).once()
                assert await _passing_keys(bank) == ["2026-12"]


async def _claimed(bank: OpenBank) -> Sequence[WaitingNotice]:
    done = await bank.run(ClaimNotices, NoticesToClaim(), roles=("worker",))
    notices: Sequence[WaitingNotice] = done.result.notices
    return notices


async def _passing_keys(bank: OpenBank) -> list[str]:
    async with bank.container(context={UseCaseKind: UseCaseKind.QUERY}) as scope:
        connection = (await scope.get(SqlUnitOfWork)).connection
        wanted = select(t.data_key.c.owner).where(t.data_key.c.purpose == "passing")
        return sorted((await connection.scalars(wanted)).all())
