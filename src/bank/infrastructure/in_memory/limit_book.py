"""Limits in memory."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bank.application.limits.limit_book import LimitBook, Limited
from bank.application.ports.account_directory import AccountRef
from bank.domain.identifiers import RowId, public_id_at
from bank.domain.ledger.limit_changes import AgreedLimits, AgreedRule, LimitPlace
from bank.domain.ledger.limits import LimitKind, LimitRule, in_force
from bank.infrastructure.in_memory.holds import held_at
from bank.infrastructure.in_memory.rows import LedgerRow, LimitRow
from bank.infrastructure.in_memory.store import Tables
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork

_INSTANT = timedelta(microseconds=1)


class InMemoryLimitBook(LimitBook):
    """The limits as the unit sees them."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit
        self._tables = unit.tables

    async def begin(self, now: datetime) -> datetime:
        """Lock the head and move its time on."""
        await self._unit.lock("head")
        head = self._tables.head[None]
        moment = max(now, head.last_recorded_at + _INSTANT)
        self._tables.head[None] = replace(head, last_recorded_at=moment)
        return moment

    async def add(
        self,
        place: LimitPlace,
        amounts: Mapping[LimitKind, int | None],
        effective_from: datetime,
        agreed_at: datetime,
    ) -> AgreedLimits:
        """Write the rules, and count the change of a product's."""
        rules = [
            LimitRule(kind, amount_minor, effective_from, self._unit.store.next_row())
            for kind, amount_minor in sorted(amounts.items())
        ]
        for rule in rules:
            self._tables.limits[RowId(rule.row)] = LimitRow(
                account=place.account,
                product=place.product,
                currency=place.currency,
                rule=rule,
                created_at=agreed_at,
            )
        if place.account is None:
            head = self._tables.head[None]
            self._tables.head[None] = replace(head, limits_version=head.limits_version + 1)
        agreed = await self.agreed(RowId(rules[0].row))
        assert agreed is not None  # noqa: S101 - it was written just now
        return agreed

    async def agreed(self, row: RowId) -> AgreedLimits | None:
        """Give the rules of the same moment."""
        known = self._tables.limits.get(row)
        if known is None:
            return None
        rows = [each for each in self._sorted() if each.created_at == known.created_at]
        named = None
        if known.account is not None:
            named = public_id_at(
                self._tables.ledger_accounts[known.account].opened_ms, known.account
            )
        return AgreedLimits(
            place=_place(known),
            account_id=named,
            agreed_at=known.created_at,
            rules=tuple(each.rule for each in rows),
        )

    async def history(
        self, place: LimitPlace, *, before: RowId | None, limit: int
    ) -> Sequence[AgreedRule]:
        """Walk back from the newest rule."""
        found = [
            AgreedRule(rule=row.rule, agreed_at=row.created_at)
            for row in reversed(self._sorted())
            if _place(row) == place and (before is None or row.rule.row < before)
        ]
        return found[:limit]

    async def limited(self, account: AccountRef, now: datetime) -> Limited | None:
        """Give account, head and rules."""
        row = self._tables.ledger_accounts.get(account.row)
        if row is None or row.opened_ms != account.opened_ms:
            return None
        of_product = LimitPlace(row.currency, product=row.product)
        return Limited(
            account=replace(row.account(), held_minor=held_at(self._tables, row, now)),
            head=self._tables.head[None].head(),
            of_product=[each.rule for each in self._sorted() if _place(each) == of_product],
            of_account=_rules_of(self._tables, row.row),
        )

    def _sorted(self) -> list[LimitRow]:
        return [row for _, row in sorted(self._tables.limits.items())]


def overdraft_in_force(tables: Tables, row: LedgerRow, now: datetime) -> int | None:
    """Give an account's overdraft: of its own rules the newest in effect, else as opened."""
    at = max(now, tables.head[None].last_recorded_at)
    ruled = in_force((), _rules_of(tables, row.row), at).overdraft_minor
    return row.overdraft_minor if ruled is None else ruled


def _rules_of(tables: Tables, account: RowId) -> list[LimitRule]:
    return [each.rule for each in tables.limits.values() if each.account == account]


def _place(row: LimitRow) -> LimitPlace:
    return LimitPlace(row.currency, row.account, row.product)
