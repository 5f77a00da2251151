"""Notices on their way out: by one worker, by two, to a server that is away, to nobody."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from dishka import Provider, Scope
from tests import postgresql
from tests.application.scene import Desk, a_bank
from tests.smtp_server import HOST, LetterBox, free_port, smtp_server
from tests.system.assembly import OpenBank, bank_over, seeded

from bank.application.identity.notices.messenger import (
    EmailMessenger,
    Message,
    MessageRefused,
    MessengerAway,
    Messengers,
    SmsMessenger,
)
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.ports.clock import Clock
from bank.application.ports.keyed_digests import KeyedDigests
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.audit import Outcome
from bank.infrastructure.in_memory.bank import InMemoryBank
from bank.infrastructure.messaging.smtp_messenger import SmtpMessenger, SmtpSecurity, SmtpServer
from bank.infrastructure.system.clock import SystemClock
from bank.interfaces.workers.notices import SendingNotices

ADA, PHONE = "email:ada@example.com", "phone:+442079460000"
A_CODE = Notice(kind=NoticeKind.CODE, address=ADA, code="123456")
CHANGED = Notice(kind=NoticeKind.PASSWORD_CHANGED, address=ADA)


@dataclass
class Postman(EmailMessenger, SmsMessenger):
    """Carries nothing further; ``fault`` is what goes wrong."""

    sent: list[Message] = field(default_factory=list)
    fault: Exception | None = None

    async def send(self, message: Message) -> None:
        if self.fault is not None:
            raise self.fault
        self.sent.append(message)


@dataclass
class Office:
    """A worker over a bank in memory."""

    bank: InMemoryBank
    email: Postman = field(default_factory=Postman)
    sms: Postman = field(default_factory=Postman)

    def worker(self) -> SendingNotices:
        messengers = Messengers(self.email, self.sms)
        return SendingNotices(self.bank.pipeline, messengers, self.bank.clock, self.bank.digests)

    async def tell(self, *notices: Notice) -> None:
        async with self.bank.scopes.open(UseCaseKind.COMMAND) as scope:
            for notice in notices:
                await (await scope.get(Notices)).tell(notice)
            await (await scope.get(UnitOfWork)).commit()


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    async with a_bank().open() as bank:
        yield Office(bank)


async def test_each_goes_out_once_by_its_channel_in_words_that_hold_its_code(
    office: Office,
) -> None:
    await office.tell(A_CODE, replace(A_CODE, address=PHONE))
    assert await office.worker().once() == 2
    assert await office.worker().once() == 0
    (letter,), (short,) = office.email.sent, office.sms.sent
    assert letter.subject == "Your code"
    assert "123456" in letter.text
    assert short.text.startswith("Your code. Your code is 123456.")


@pytest.mark.parametrize("kind", list(NoticeKind))
async def test_every_kind_of_notice_has_words(office: Office, kind: NoticeKind) -> None:
    await office.tell(Notice(kind=kind, address=ADA, code="123456"))
    await office.worker().once()
    (letter,) = office.email.sent
    has_code = kind in {NoticeKind.CODE, NoticeKind.INVITATION}
    assert ("123456" in letter.text) == has_code
    assert "{" not in letter.subject + letter.text


async def test_looking_leaves_no_audit_event(office: Office) -> None:
    await office.worker().once()
    assert not office.bank.store.committed.audit_events


async def test_who_is_away_gets_it_later_after_ever_longer_waits(office: Office) -> None:
    office.email.fault = MessengerAway()
    await office.tell(CHANGED)
    waited = []
    for _ in range(4):
        assert await office.worker().once() == 1
        (row,) = office.bank.store.committed.notices.values()
        assert row.next_at is not None
        waited.append((row.next_at - office.bank.clock.now()).total_seconds())
        office.bank.clock.set(row.next_at)
    assert waited == [15, 30, 60, 120]
    office.email.fault = None
    await office.worker().once()
    assert len(office.email.sent) == 1


@pytest.mark.parametrize(
    ("notice", "within"), [(A_CODE, timedelta(minutes=10)), (CHANGED, timedelta(hours=24))]
)
async def test_what_comes_too_late_is_given_up_and_audited(
    office: Office, notice: Notice, within: timedelta
) -> None:
    office.email.fault = MessengerAway()
    began = office.bank.clock.now()
    await office.tell(notice)
    while True:
        await office.worker().once()
        (row,) = office.bank.store.committed.notices.values()
        if row.next_at is None:
            break
        assert row.next_at < began + within
        office.bank.clock.set(row.next_at)
    assert (row.given_up_at, row.to, row.code) == (office.bank.clock.now(), None, None)
    (event,) = Desk(office.bank).events("notice.give_up")
    assert event.outcome is Outcome.DONE


@pytest.mark.parametrize(
    ("fault", "given_up"), [(MessageRefused(), True), (RuntimeError("a bug"), False)]
)
async def test_one_that_fails_holds_no_other_up(
    office: Office, fault: Exception, given_up: bool, caplog: pytest.LogCaptureFixture
) -> None:
    office.email.fault = fault
    await office.tell(A_CODE, replace(A_CODE, address=PHONE))
    await office.worker().once()
    assert len(office.sms.sent) == 1
    failed, _ = office.bank.store.committed.notices.values()
    assert (failed.given_up_at is not None) == given_up
    assert "ada@example.com" not in caplog.text
    assert "123456" not in caplog.text


async def test_a_notice_that_was_lost_with_its_process_is_sent_by_another(office: Office) -> None:
    """Scenario: a process claims a notice and ends before it is sent.

    Outcome: nobody sends it while its lease lasts; then another does.
    """
    await office.tell(CHANGED)
    lost = asyncio.create_task(_never(office))
    await asyncio.wait({lost}, timeout=0.05)
    lost.cancel()
    assert await office.worker().once() == 0
    office.bank.clock.move(timedelta(minutes=2))
    assert await office.worker().once() == 1
    assert len(office.email.sent) == 1


async def _never(office: Office) -> None:
    class Stuck(Postman):
        async def send(self, message: Message) -> None:
            await asyncio.Event().wait()

    await Office(office.bank, Stuck()).worker().once()


def _carried_by(messenger: EmailMessenger) -> Callable[[], Provider]:
    def provider() -> Provider:
        provided = Provider(scope=Scope.APP)
        provided.provide(lambda: messenger, provides=EmailMessenger)
        return provided

    return provider


async def _worker(bank: OpenBank) -> SendingNotices:
    container = bank.container
    return SendingNotices(
        bank.pipeline,
        await container.get(Messengers),
        await container.get(Clock),
        await container.get(KeyedDigests),
    )


async def _told(bank: OpenBank, *notices: Notice) -> None:
    async with bank.container(context={UseCaseKind: UseCaseKind.COMMAND}) as scope:
        for notice in notices:
            await (await scope.get(Notices)).tell(notice)
        await (await scope.get(UnitOfWork)).commit()


async def test_two_processes_send_each_notice_once_to_a_server_that_comes_back(
    tmp_path: Path,
) -> None:
    """Scenario: 30 notices wait for a server that is away; two processes send at the same time.

    Outcome: while it is away none is lost; once it is back each arrives, and none twice.
    """
    box, port = LetterBox(), free_port()
    server = SmtpServer(
        host=HOST, port=port, security=SmtpSecurity.NONE, sender="bank@bank.example"
    )
    clock = _Later()
    carried = _carried_by(SmtpMessenger(server))
    with postgresql.database(seeded) as database:
        async with (
            bank_over(database, tmp_path, providers=[carried(), clock.provider()]) as one,
            bank_over(database, tmp_path, providers=[carried(), clock.provider()]) as other,
        ):
            addresses = [f"email:person-{number}@example.com" for number in range(30)]
            await _told(one, *[replace(CHANGED, address=address) for address in addresses])
            workers = [await _worker(bank) for bank in (one, other)]
            assert sum(await asyncio.gather(*(worker.once() for worker in workers))) > 0
            assert not box.letters
            clock.by = timedelta(minutes=1)
            with smtp_server(box, port):
                while sum(await asyncio.gather(*(worker.once() for worker in workers))):
                    pass
    assert sorted(f"email:{letter['To']}" for letter in box.letters) == sorted(addresses)


class _Later(Clock):
    """The machine's clock, put forward."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def now(self) -> datetime:
        return SystemClock().now() + self.by

    def provider(self) -> Provider:
        provided = Provider(scope=Scope.APP)
        provided.provide(lambda: self, provides=Clock)
        return provided
