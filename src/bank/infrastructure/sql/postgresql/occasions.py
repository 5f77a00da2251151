"""What few batches look up and write: holds, closed days, links, limits, messages."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any

from psycopg import AsyncConnection

from bank.application.ports.outbox import DomainEvent
from bank.application.posting.journal import Closing, LimitRules, Recorded, Recording
from bank.domain.identifiers import RowId
from bank.domain.ledger.accounts import LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.holds import Hold, HoldStatus
from bank.domain.ledger.limits import LimitKind, LimitRule
from bank.infrastructure.sql.postgresql import occasional_statements as sql
from bank.infrastructure.sql.postgresql.arrays import BigintArray

Connection = AsyncConnection[Any]


class RuleCache:
    """The limits of products, as one process knows them; the book's head says when they changed."""

    def __init__(self) -> None:
        """Start with nothing known."""
        self._version = 0
        self._rules: dict[tuple[str, str], list[LimitRule]] = {}

    async def of_products(
        self, connection: Connection, book: int, head: LedgerHead
    ) -> dict[tuple[str, str], list[LimitRule]]:
        """Give the rules of the head's version, read anew if it is another than the last."""
        if head.limits_version != self._version:
            wanted = (book, head.last_recorded_at)
            cursor = await connection.execute(sql.PRODUCT_RULES, wanted, binary=True)
            rules: dict[tuple[str, str], list[LimitRule]] = {}
            for product, currency, *rule in await cursor.fetchall():
                rules.setdefault((product, currency), []).append(_rule(rule))
            self._rules, self._version = rules, head.limits_version
        return self._rules


async def limit_rules(
    connection: Connection,
    book: int,
    cache: RuleCache,
    head: LedgerHead,
    limited: Collection[RowId],
) -> LimitRules:
    """Give the rules of all products, and of the accounts that have some of their own."""
    of_accounts: dict[RowId, list[LimitRule]] = {}
    if limited:
        wanted = (book, BigintArray.of(list(limited)), head.last_recorded_at)
        cursor = await connection.execute(sql.ACCOUNT_RULES, wanted, binary=True)
        for account, *rule in await cursor.fetchall():
            of_accounts.setdefault(RowId(account), []).append(_rule(rule))
    return LimitRules(await cache.of_products(connection, book, head), of_accounts)


async def holds_of(connection: Connection, book: int, rows: Collection[RowId]) -> dict[RowId, Hold]:
    """Give holds by their rows."""
    if not rows:
        return {}
    wanted = (book, BigintArray.of(list(rows)))
    cursor = await connection.execute(sql.HOLDS, wanted, binary=True)
    return {RowId(row[0]): _hold(row) for row in await cursor.fetchall()}


async def active_holds(
    connection: Connection, book: int, accounts: Collection[RowId]
) -> dict[RowId, list[Hold]]:
    """Give all active holds of accounts; an account without any has an empty list."""
    found: dict[RowId, list[Hold]] = {account: [] for account in accounts}
    if found:
        wanted = (book, BigintArray.of(list(accounts)), HoldStatus.ACTIVE)
        cursor = await connection.execute(sql.ACTIVE_HOLDS, wanted, binary=True)
        for row in await cursor.fetchall():
            hold = _hold(row)
            found[hold.account].append(hold)
    return found


async def reversed_entries(
    connection: Connection, book: int, entries: Collection[RowId]
) -> set[RowId]:
    """Give those of the entries that are reversed already."""
    if not entries:
        return set()
    wanted = (book, BigintArray.of(list(entries)))
    cursor = await connection.execute(sql.REVERSED, wanted, binary=True)
    return {RowId(row[0]) for row in await cursor.fetchall()}


class OccasionalWriter:
    """Writes, in the round trip of a batch, what few batches have."""

    def __init__(self, add: Callable[[str, Sequence[Any]], object], book: int) -> None:
        """Take what adds a statement to the round trip, and the book."""
        self._add = add
        self._book = book

    def close_days(self, closings: Sequence[Closing]) -> None:
        """Freeze the closed days, before any balance moves: all of them stand at the same sums."""
        if closings:
            days = [day for day, _ in closings]
            values = (
                self._book,
                [day.day for day in days],
                BigintArray.of([day.last_entry for day in days]),
                [day.closed_at for day in days],
                [audit_event for _, audit_event in closings],
            )
            self._add(sql.INSERT_DAYS, values)
            self._add(sql.INSERT_DAY_TOTALS, (self._book, [day.day for day in days]))

    def holds(self, recording: Recording, references: dict[RowId, bytes | None]) -> None:
        """Add the holds that were placed, and change those that went on."""
        placed = [recording.holds[row] for row in recording.placed]
        if placed:
            self._add(
                sql.INSERT_HOLDS,
                (
                    self._book,
                    BigintArray.of([hold.row for hold in placed]),
                    BigintArray.of([hold.account for hold in placed]),
                    [hold.created_at for hold in placed],
                    [hold.expires_at for hold in placed],
                    [hold.ended_at for hold in placed],
                    BigintArray.of([hold.amount_minor for hold in placed]),
                    BigintArray.of([hold.captured_minor for hold in placed]),
                    [int(hold.status) for hold in placed],
                    [hold.audit_event for hold in placed],
                    [references[hold.row] for hold in placed],
                ),
            )
        changed = [hold for row, hold in recording.holds.items() if row not in recording.placed]
        if changed:
            self._add(
                sql.UPDATE_HOLDS,
                (
                    BigintArray.of([hold.row for hold in changed]),
                    BigintArray.of([hold.captured_minor for hold in changed]),
                    [int(hold.status) for hold in changed],
                    [hold.ended_at for hold in changed],
                    self._book,
                ),
            )

    def reserve(self, accounts: Sequence[LedgerAccount]) -> None:
        """Write what is held on accounts, and from when on a hold may have expired."""
        if accounts:
            self._add(
                sql.UPDATE_HELD,
                (
                    BigintArray.of([account.row for account in accounts]),
                    BigintArray.of([account.held_minor for account in accounts]),
                    [account.holds_expire_at for account in accounts],
                    [account.active_on for account in accounts],
                    self._book,
                ),
            )

    def links(self, entries: Sequence[Recorded]) -> None:
        """Link captures to holds, reversals to what they reverse, and note what is backdated."""
        captures, reversals, backdated = [], [], []
        for recorded in entries:
            entry, request, _ = recorded
            if request.captures is not None:
                captures.append((entry.row, request.captures.hold.row))
            if request.reverses is not None:
                reversals.append((request.reverses.entry, entry.row))
            if entry.value_date != entry.booking_date:
                backdated.append(recorded)
        self._link(sql.INSERT_CAPTURES, captures)
        self._link(sql.INSERT_REVERSALS, reversals)
        if backdated:
            self._backdate(backdated)

    def _link(self, statement: str, pairs: Sequence[tuple[RowId, RowId]]) -> None:
        if pairs:
            one, other = zip(*pairs, strict=True)
            values = (self._book, BigintArray.of(one), BigintArray.of(other))
            self._add(statement, values)

    def _backdate(self, entries: Sequence[Recorded]) -> None:
        postings = [(r.entry, posting) for r in entries for posting in r.entry.postings]
        accounts = BigintArray.of([p.account for _, p in postings])
        amounts = BigintArray.of([p.amount_minor for _, p in postings])
        value_dates = [entry.value_date for entry, _ in postings]
        self._add(
            sql.INSERT_BACKDATED,
            (
                self._book,
                postings[0][0].booking_date,
                accounts,
                BigintArray.of([p.sequence for _, p in postings]),
                BigintArray.of([entry.row for entry, _ in postings]),
                value_dates,
                amounts,
                self._book,
            ),
        )
        self._add(sql.ADD_BACKDATED, (self._book, accounts, value_dates, amounts))

    def messages(self, messages: Sequence[DomainEvent]) -> None:
        """Put events at the end of the feed, whose lock comes after all others."""
        if messages:
            self._add(
                sql.INSERT_MESSAGES,
                (
                    len(messages),
                    self._book,
                    self._book,
                    [message.id for message in messages],
                    [message.type for message in messages],
                    [message.at for message in messages],
                    [message.subject for message in messages],
                    [message.ordering_key for message in messages],
                    [message.traceparent for message in messages],
                ),
            )


def _rule(row: Sequence[Any]) -> LimitRule:
    kind, amount_minor, effective_from, number = row
    return LimitRule(LimitKind(kind), amount_minor, effective_from, number)


def _hold(row: Sequence[Any]) -> Hold:
    ended_at: datetime | None = row[9]
    return Hold(
        row=RowId(row[0]),
        created_at=row[1],
        account=RowId(row[2]),
        opened_ms=row[3],
        currency=row[4],
        amount_minor=row[5],
        captured_minor=row[6],
        expires_at=row[7],
        status=HoldStatus(row[8]),
        ended_at=ended_at,
        audit_event=row[10],
    )
