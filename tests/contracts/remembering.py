"""A bank of one process that remembers accounts, and how each of its batches was decided."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from tests.application.posting.batches import said
from tests.contracts.accounts import committed_account, ref, till
from tests.contracts.backend import EUR, NOW, named
from tests.contracts.postgresql_backend import BOOK, PostgresqlBackend
from tests.contracts.postings import request
from tests.contracts.processes import Process
from tests.contracts.wire import Wire

from bank.domain.customer_accounts import CustomerAccount
from bank.domain.ledger.entries import EntryKind
from bank.domain.ledger.limit_changes import LimitPlace
from bank.domain.ledger.limits import LimitKind
from bank.domain.ledger.requests import (
    HoldRequest,
    LedgerRequest,
    Leg,
    PostingRequest,
)
from bank.infrastructure.in_memory.tracer import SilentTracer
from bank.infrastructure.sql.postgresql import statements as sql
from bank.infrastructure.sql.postgresql.journal import PostgresqlJournal
from bank.infrastructure.sql.postgresql.occasions import RuleCache
from bank.infrastructure.sql.postgresql.round_trip import numbered

PROVE, ENTRIES, LOCK, ACCOUNTS = [
    numbered(each).decode()
    for each in (sql.LOCK_HEAD_AS_IT_WAS, sql.KNOWN_ENTRIES, sql.LOCK_HEAD, sql.LOCK_ACCOUNTS)
]
"""A batch over what is remembered sends the first, and before it the second if it refuses anything.

One that reads begins with the third and the fourth.
"""

_UNSOUND = """
SELECT a.id FROM ledger_account a
CROSS JOIN LATERAL (
    SELECT coalesce(sum(p.amount_minor), 0), count(*),
           coalesce(sum(p.amount_minor) FILTER (WHERE p.amount_minor > 0), 0),
           coalesce((array_agg(p.balance_minor ORDER BY p.sequence DESC))[1], 0)
    FROM posting p WHERE p.book = a.book AND p.account = a.id
) AS s (balance, postings, debits, last)
CROSS JOIN LATERAL (
    SELECT coalesce(sum(h.amount_minor - h.captured_minor), 0)
    FROM hold h WHERE h.book = a.book AND h.account = a.id AND h.status = 1
) AS h (held)
WHERE (a.balance_minor, a.balance_minor, a.sequence, a.debits_minor, a.held_minor)
      IS DISTINCT FROM (s.balance, s.last, s.postings, s.debits, h.held)
"""

OWN_NAME = "a journal under test"
_END = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = :name"


class _BrokenOff(Exception):
    """What a unit is left with."""


@dataclass
class Scene:
    """A bank of one process, and what it sends to its database."""

    backend: PostgresqlBackend
    bank: Process
    wire: Wire
    opened: int = 0

    async def known(self, minor: int = 100) -> tuple[CustomerAccount, CustomerAccount]:
        """Open two accounts, the first with money, and have the bank remember them."""
        one, other = [await committed_account(self.backend) for _ in range(2)]
        await self.know(one, other, minor=minor)
        return one, other

    async def know(self, one: CustomerAccount, other: CustomerAccount, *, minor: int) -> None:
        self.opened += 1
        cash, name = await till(self.backend), f"known {self.opened}"
        answers = [
            *await self.bank.ask(request(f"{name} in", cash, ref(one), amount_minor=minor)),
            *await self.bank.ask(pays(f"{name} to", one, other)),
            *await self.bank.ask(pays(f"{name} and", other, one)),
        ]
        assert said(answers) == ["posted"] * 3
        assert await self.at_once(pays(f"{name} fro", one, other)) == ["posted"]
        assert await self.at_once(pays(f"{name} again", other, one)) == ["posted"]

    async def at_once(self, *requests: LedgerRequest) -> list[str]:
        """Ask, and make sure that nothing was read for it, and all proved."""
        return await self._asked(requests, tried=True, read=False)

    async def at_last(self, *requests: LedgerRequest) -> list[str]:
        """Ask, and make sure that it was tried over what is remembered, and then read."""
        return await self._asked(requests, tried=True, read=True)

    async def after_reading(self, *requests: LedgerRequest) -> list[str]:
        """Ask, and make sure that it was read at once."""
        return await self._asked(requests, tried=False, read=True)

    async def _asked(
        self, requests: Sequence[LedgerRequest], *, tried: bool, read: bool
    ) -> list[str]:
        self.wire.statements()
        answers = said(await self.bank.ask(*requests))
        told = self.wire.statements()
        begun = next(each for each in told if each in {PROVE, ENTRIES, LOCK})
        assert (begun != LOCK, LOCK in told, ACCOUNTS in told) == (tried, read, read)
        assert PROVE in told or read
        assert told.count(LOCK) == read
        return answers

    async def break_off(self, *requests: LedgerRequest) -> None:
        """Have requests decided and recorded in a unit that is left by an exception."""
        jobs = [self.bank.job(each) for each in requests]
        with suppress(_BrokenOff):
            async with self.bank.journal.begin() as unit:
                now = self.backend.clock.now()
                outcomes = await self.bank.runner.run(unit, jobs, now, guessing=True)
                assert all(said(each) == ["posted"] for each in outcomes)
                raise _BrokenOff

    async def command(
        self, account: CustomerAccount, change: Callable[[CustomerAccount], CustomerAccount]
    ) -> None:
        """Change an account in a unit of work, as commands do."""
        async with self.backend.unit() as unit:
            found = await unit.accounts.find(ref(account), lock=True)
            assert found is not None
            await unit.accounts.save(change(found), NOW)
            await unit.work.commit()

    async def agree(
        self,
        place: LimitPlace,
        kind: LimitKind,
        minor: int | None,
        *,
        after: timedelta = timedelta(),
    ) -> None:
        """Agree a limit that is in force from now on, or after a while."""
        async with self.backend.unit() as unit:
            moment = await unit.limits.begin(self.backend.clock.now())
            await unit.limits.add(place, {kind: minor}, moment + after, moment)
            await unit.work.commit()

    async def end_back_ends(self, name: str = OWN_NAME) -> None:
        """Have the server end a journal's connections, and wait until they are gone."""
        async with self.backend.engine.connect() as connection:
            await connection.execute(text(_END), {"name": name})

    async def balances(self, *accounts: CustomerAccount) -> list[int]:
        """Give balances as the database has them; all of it has to be sound."""
        async with self.backend.engine.connect() as connection:
            assert (await connection.execute(text(_UNSOUND))).all() == []
        async with self.backend.unit(read_only=True) as unit:
            found = [await unit.accounts.find(ref(account)) for account in accounts]
        return [each.balance_minor for each in found if each is not None]

    async def entries(self) -> int:
        async with self.backend.engine.connect() as connection:
            return int(await connection.scalar(text("SELECT count(*) FROM journal_entry")) or 0)


def pays(
    key: str, one: CustomerAccount, other: CustomerAccount, minor: int = 1, **given: Any
) -> PostingRequest:
    given = {"kind": EntryKind.TRANSFER, "amount_minor": minor, **given}
    return request(key, ref(one), ref(other), **given)


def sets_aside(key: str, account: CustomerAccount, minor: int) -> HoldRequest:
    leg = Leg(*ref(account), minor, EUR.code)
    return HoldRequest(named(key), named(f"digest of {key}").bytes, leg, NOW + timedelta(hours=1))


def journal_over(
    backend: PostgresqlBackend, connections: int, *, name: str = OWN_NAME
) -> PostgresqlJournal:
    """Give another journal over the backend's database, whose pool is still closed.

    By its name the server knows its connections.
    """
    assert isinstance(backend.journal, PostgresqlJournal)
    own = backend.journal._pool
    pool = AsyncConnectionPool(
        own.conninfo,
        kwargs=cast("dict[str, Any]", own.kwargs) | {"application_name": name},
        min_size=1,
        max_size=connections,
        open=False,
        timeout=3,
    )
    return PostgresqlJournal(pool, BOOK, backend.sealer, RuleCache(), SilentTracer())
