"""Limits in their table, and the overdraft in force where one of them rules it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    case,
    func,
    insert,
    or_,
    select,
    update,
)

from bank.application.limits.limit_book import LimitBook, Limited
from bank.application.ports.account_directory import AccountRef
from bank.domain.identifiers import RowId, public_id_at
from bank.domain.ledger.accounts import AccountKind, LedgerAccount
from bank.domain.ledger.days import LedgerHead
from bank.domain.ledger.limit_changes import AgreedLimits, AgreedRule, LimitPlace
from bank.domain.ledger.limits import LimitKind, LimitRule
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.holds import held_at
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_LIMIT, _LEDGER, _HEAD = t.ledger_limit.c, t.ledger_account.c, t.ledger_head.c
_INSTANT = timedelta(microseconds=1)
_AS_THEY_ARE = (
    "opened_ms",
    "status",
    "currency",
    "overdraft_minor",
    "balance_minor",
    "held_minor",
    "sequence",
    "debits_minor",
    "counted_on",
    "day_debits_minor",
    "day_balance_minor",
    "month_debits_minor",
    "month_balance_minor",
    "blocked",
    "product",
    "active_on",
    "holds_expire_at",
)


class SqlLimitBook(LimitBook):
    """The limits of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def begin(self, now: datetime) -> datetime:
        """Lock the head and move its time on."""
        here = _HEAD.book == self._unit.book
        tip = select(_HEAD.last_recorded_at).where(here).with_for_update()
        with translated():
            last: datetime = (await self._unit.connection.execute(tip)).scalar_one()
            moment = max(now, last + _INSTANT)
            await self._unit.connection.execute(
                update(t.ledger_head).where(here).values(last_recorded_at=moment)
            )
        return moment

    async def add(
        self,
        place: LimitPlace,
        amounts: Mapping[LimitKind, int | None],
        effective_from: datetime,
        agreed_at: datetime,
    ) -> AgreedLimits:
        """Insert the rules, and have batches look for them."""
        rules = []
        for kind, amount_minor in sorted(amounts.items()):
            with translated():
                row = await self._unit.connection.scalar(select(t.row_numbers.next_value()))
            rules.append(LimitRule(kind, amount_minor, effective_from, int(row or 0)))
        values = [
            {
                "book": self._unit.book,
                "id": rule.row,
                "account": place.account,
                "product": place.product,
                "currency": place.currency,
                "kind": rule.kind,
                "amount_minor": rule.amount_minor,
                "effective_from": rule.effective_from,
                "created_at": agreed_at,
            }
            for rule in rules
        ]
        with translated():
            await self._unit.connection.execute(insert(t.ledger_limit), values)
            await self._unit.connection.execute(self._announcement(place))
        agreed = await self.agreed(RowId(rules[0].row))
        assert agreed is not None  # noqa: S101 - it was inserted just now
        return agreed

    async def agreed(self, row: RowId) -> AgreedLimits | None:
        """Read the rules of the same moment; no two changes share one."""
        moment = select(_LIMIT.created_at).where(_LIMIT.book == self._unit.book, _LIMIT.id == row)
        wanted = (
            select(t.ledger_limit, _LEDGER.opened_ms)
            .outerjoin(
                t.ledger_account, (_LEDGER.book == _LIMIT.book) & (_LEDGER.id == _LIMIT.account)
            )
            .where(
                _LIMIT.book == self._unit.book,
                _LIMIT.created_at == moment.scalar_subquery(),
            )
            .order_by(_LIMIT.id)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        if not rows:
            return None
        first = rows[0]
        named = None if first.account is None else public_id_at(first.opened_ms, first.account)
        return AgreedLimits(
            place=LimitPlace(first.currency, first.account, first.product),
            account_id=named,
            agreed_at=first.created_at,
            rules=tuple(_rule(each) for each in rows),
        )

    async def history(
        self, place: LimitPlace, *, before: RowId | None, limit: int
    ) -> Sequence[AgreedRule]:
        """Read back from the newest rule."""
        wanted = self._of(place).order_by(_LIMIT.id.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(_LIMIT.id < before)
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return [AgreedRule(rule=_rule(row), agreed_at=row.created_at) for row in rows]

    async def limited(self, account: AccountRef, now: datetime) -> Limited | None:
        """Read account, head and rules."""
        execute = self._unit.connection.execute
        stored = [each for each in _LEDGER if each is not _LEDGER.held_minor]
        wanted = select(*stored, held_at(now).label("held_minor")).where(
            _LEDGER.book == self._unit.book,
            _LEDGER.id == account.row,
            _LEDGER.opened_ms == account.opened_ms,
        )
        tip = select(
            _HEAD.last_entry,
            _HEAD.last_recorded_at,
            _HEAD.booking_date,
            _HEAD.last_hold,
            _HEAD.limits_version,
        ).where(_HEAD.book == self._unit.book)
        with translated():
            row = (await execute(wanted)).one_or_none()
            if row is None:
                return None
            head = LedgerHead(*(await execute(tip)).one())
            places = (
                LimitPlace(row.currency, product=row.product),
                LimitPlace(row.currency, account=row.id),
            )
            of_product, of_account = [
                [_rule(each) for each in await execute(self._of(place))] for place in places
            ]
        return Limited(
            account=_account(row), head=head, of_product=of_product, of_account=of_account
        )

    def _of(self, place: LimitPlace) -> Select[Any]:
        wanted = select(t.ledger_limit).where(_LIMIT.book == self._unit.book)
        if place.account is not None:
            return wanted.where(_LIMIT.account == place.account)
        return wanted.where(_LIMIT.product == place.product, _LIMIT.currency == place.currency)

    def _announcement(self, place: LimitPlace) -> Any:
        if place.account is None:
            changed = update(t.ledger_head).where(_HEAD.book == self._unit.book)
            return changed.values(limits_version=_HEAD.limits_version + 1)
        account = (_LEDGER.book == self._unit.book) & (_LEDGER.id == place.account)
        return update(t.ledger_account).where(account).values(limited=True)


def overdraft_in_force(now: datetime | BindParameter[datetime]) -> ColumnElement[int | None]:
    """Give a ledger account's overdraft: of its own rules the newest in effect, else as opened.

    It is what the next decision over the account would take.
    """
    moment = (
        select(_HEAD.last_recorded_at)
        .where(_HEAD.book == _LIMIT.book)
        .correlate(t.ledger_limit)
        .scalar_subquery()
    )
    ruled = (
        select(_LIMIT.amount_minor)
        .where(
            _LIMIT.book == _LEDGER.book,
            _LIMIT.account == _LEDGER.id,
            _LIMIT.kind == LimitKind.OVERDRAFT,
            or_(_LIMIT.effective_from <= now, _LIMIT.effective_from <= moment),
        )
        .order_by(_LIMIT.effective_from.desc(), _LIMIT.id.desc())
        .limit(1)
        .correlate(t.ledger_account)
        .scalar_subquery()
    )
    as_opened = _LEDGER.overdraft_minor
    return case((_LEDGER.limited, func.coalesce(ruled, as_opened)), else_=as_opened)


def _rule(row: Row[Any]) -> LimitRule:
    return LimitRule(LimitKind(row.kind), row.amount_minor, row.effective_from, row.id)


def _account(row: Row[Any]) -> LedgerAccount:
    return LedgerAccount(
        row=RowId(row.id),
        sign=AccountKind(row.kind).normal_sign,
        **{name: getattr(row, name) for name in _AS_THEY_ARE},
    )
