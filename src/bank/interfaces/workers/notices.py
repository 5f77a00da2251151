"""Sends the notices that are due, in each server process."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from bank.application.identity.notices.messenger import MessageRefused, MessengerAway, Messengers
from bank.application.identity.notices.send_notices import (
    Claimed,
    ClaimNotices,
    GiveUpNotice,
    LookForNotices,
    NoticesToClaim,
    NoticesToSettle,
    NoticeToGiveUp,
    SettleNotices,
)
from bank.application.identity.notices.stored_notices import WaitingNotice
from bank.application.identity.notices.wording import message
from bank.application.pipeline.act import Caller
from bank.application.pipeline.pipeline import Pipeline
from bank.application.ports.clock import Clock
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.contacts import Channel
from bank.interfaces.workers.rounds import Worker, worker_named

SEND_SECONDS = 60.0
"""What a messenger is given at most; less than a claim lasts."""


class SendingNotices(Worker):
    """Claims, sends outside any unit of work, settles.

    A notice is claimed by one process at a time, and goes out twice only where a process ended, or
    lost the database, between sending it and settling it.
    """

    doing = "sending notices"
    pause_seconds = 2.0

    def __init__(
        self, pipeline: Pipeline, messengers: Messengers, clock: Clock, digests: KeyedDigests
    ) -> None:
        """Take the pipeline, who carries messages, and what names the worker's acts."""
        self._pipeline = pipeline
        self._messengers = messengers
        self._clock = clock
        self._actor = worker_named("notices", digests)

    async def once(self) -> int:
        """Send what is due, one portion of it, and say how many were tried."""
        if not await self._run(LookForNotices, None):
            return 0
        claimed: Claimed = await self._run(ClaimNotices, NoticesToClaim())
        tried = await asyncio.gather(*map(self._tried, claimed.notices))
        await self._settle(tuple(zip(claimed.notices, tried, strict=True)))
        return len(claimed.notices)

    async def _tried(self, notice: WaitingNotice) -> Exception | None:
        """Hand a notice over; what went wrong is given, for the other notices go on."""
        messengers = self._messengers
        carrier = messengers.email if notice.to.channel is Channel.EMAIL else messengers.sms
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await carrier.send(message(notice.kind, notice.to, notice.code, notice.about))
        except Exception as fault:  # noqa: BLE001 - a messenger's own mistake is as good as its absence
            return fault
        return None

    async def _settle(self, fates: Sequence[tuple[WaitingNotice, Exception | None]]) -> None:
        now = self._clock.now()
        sent, postponed = [], []
        for notice, fault in fates:
            again = None if isinstance(fault, MessageRefused) else notice.next_attempt(now)
            if fault is None:
                sent.append(notice.row)
                continue
            # Only the kind of a fault is told: its words may quote the address.
            told = {"kind": notice.kind, "fault": type(fault).__name__}
            if again is not None:
                expected = isinstance(fault, MessengerAway)
                self.log.log(
                    logging.INFO if expected else logging.WARNING, "a notice waits", extra=told
                )
                postponed.append((notice.row, again))
                continue
            self.log.warning("a notice was given up", extra=told)
            await self._run(GiveUpNotice, NoticeToGiveUp(notice.row))
        if sent or postponed:
            await self._run(SettleNotices, NoticesToSettle(sent=sent, postponed=postponed))

    async def _run(self, use_case: type[Any], command: Any) -> Any:
        done = await self._pipeline.run(use_case, command, Caller(actor=self._actor))
        return done.result
