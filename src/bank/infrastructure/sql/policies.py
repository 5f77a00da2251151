"""The bank's changes to the policy as they are kept, within a unit and outside of any."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Table, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bank.application.policies.policy_book import PolicyBook, PolicyDirectory
from bank.domain.approval_rules import ApprovalRule
from bank.domain.policies import (
    UNCHANGED,
    Effect,
    PolicyVersion,
    RoleLimit,
    Rule,
    RuleChange,
)
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.look import look
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_SET = t.policy_change_set.c
_PLAIN = ("approvers", "currency", "above_minor", "above_minor_a_day", "waived_while_alone")


class SqlPolicyBook(PolicyBook):
    """The versions of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def current(self) -> PolicyVersion:
        """Read the row of the highest number."""
        return await _last(self._unit.connection, self._unit.book)

    async def find(self, number: int) -> PolicyVersion | None:
        """Read a row by its number."""
        return await self._one(_versions(self._unit.book).where(_SET.number == number))

    async def made_by_act(self, act: UUID) -> PolicyVersion | None:
        """Read a row by its act."""
        return await self._one(_versions(self._unit.book).where(_SET.id == act))

    async def history(self, *, before: int | None, limit: int) -> Sequence[PolicyVersion]:
        """Read back from the highest number."""
        wanted = _versions(self._unit.book).order_by(_SET.number.desc()).limit(limit)
        if before is not None:
            wanted = wanted.where(_SET.number < before)
        return await _read(self._unit.connection, self._unit.book, wanted)

    async def add(self, version: PolicyVersion) -> None:
        """Insert the version; its number is its key, so that of two racing ones one is repeated."""
        of_version = {"book": self._unit.book, "number": version.number}
        made = {
            "id": version.id,
            "made_at": version.made_at,
            "made_by": version.made_by,
            "own_approvals": version.approvals is not None,
        }
        rules = [
            {**rule._asdict(), "effect": rule.effect.value, "withdrawn": withdrawn}
            for rule, withdrawn in version.changes
        ]
        limits = [limit._asdict() for limit in version.limits]
        approvals = [_approval(each, place) for place, each in enumerate(version.approvals or ())]
        parts: Iterable[tuple[Table, Sequence[Mapping[str, Any]]]] = (
            (t.policy_change_set, [made]),
            (t.policy_rule_change, rules),
            (t.policy_role_limit, limits),
            (t.policy_approval_rule, approvals),
        )
        with translated():
            for table, rows in parts:
                if rows:
                    values = [{**of_version, **row} for row in rows]
                    await self._unit.connection.execute(insert(table), values)

    async def _one(self, wanted: Select[Any]) -> PolicyVersion | None:
        found = await _read(self._unit.connection, self._unit.book, wanted)
        return found[0] if found else None


class SqlPolicyDirectory(PolicyDirectory):
    """The versions of a book, read on connections of their own."""

    def __init__(self, engine: AsyncEngine, book: int) -> None:
        """Take the engine that look-ups go to."""
        self._engine = engine
        self._book = book

    async def number(self) -> int:
        """Ask for the highest number."""
        wanted = select(func.max(_SET.number)).where(_SET.book == self._book)
        async with look(self._engine) as connection:
            return await connection.scalar(wanted) or 0

    async def current(self) -> PolicyVersion:
        """Read the row of the highest number; its parts stand for ever, and need no snapshot."""
        async with look(self._engine) as connection:
            return await _last(connection, self._book)


async def _last(connection: AsyncConnection, book: int) -> PolicyVersion:
    found = await _read(connection, book, _versions(book).order_by(_SET.number.desc()).limit(1))
    return found[0] if found else UNCHANGED


def _versions(book: int) -> Select[Any]:
    return select(t.policy_change_set).where(_SET.book == book)


async def _read(connection: AsyncConnection, book: int, wanted: Select[Any]) -> list[PolicyVersion]:
    with translated():
        rows = (await connection.execute(wanted)).all()
        numbers = [row.number for row in rows]
        rules = await _parts(connection, book, t.policy_rule_change, numbers)
        limits = await _parts(connection, book, t.policy_role_limit, numbers)
        approvals = await _parts(connection, book, t.policy_approval_rule, numbers)
    return [
        PolicyVersion(
            number=row.number,
            id=row.id,
            changes=tuple(sorted(_change(each) for each in rules if each.number == row.number)),
            limits=tuple(sorted(_limit(each) for each in limits if each.number == row.number)),
            approvals=_approvals(approvals, row.number) if row.own_approvals else None,
            made_at=row.made_at,
            made_by=row.made_by,
        )
        for row in rows
    ]


async def _parts(
    connection: AsyncConnection, book: int, table: Table, numbers: Sequence[int]
) -> Sequence[Row[Any]]:
    if not numbers:
        return []
    wanted = select(table).where(table.c.book == book, table.c.number.in_(numbers))
    return (await connection.execute(wanted)).all()


def _change(row: Row[Any]) -> RuleChange:
    rule = Rule(row.role, row.action, row.condition, Effect(row.effect))
    return RuleChange(rule, row.withdrawn)


def _limit(row: Row[Any]) -> RoleLimit:
    return RoleLimit(row.role, row.currency, row.amount_minor)


def _approval(rule: ApprovalRule, position: int) -> dict[str, Any]:
    return {name: getattr(rule, name) for name in _PLAIN} | {
        "position": position,
        "actions": " ".join(rule.actions),
        "roles": " ".join(sorted(rule.roles)),
        "exempt": " ".join(sorted(rule.exempt)) or None,
        "expires_after_s": rule.expires_after // timedelta(seconds=1),
    }


def _approvals(rows: Sequence[Row[Any]], number: int) -> tuple[ApprovalRule, ...]:
    of_version = [row for row in rows if row.number == number]
    return tuple(
        ApprovalRule(
            **{name: getattr(row, name) for name in _PLAIN},
            actions=tuple(row.actions.split()),
            roles=frozenset(row.roles.split()),
            exempt=frozenset((row.exempt or "").split()),
            expires_after=timedelta(seconds=row.expires_after_s),
        )
        for row in sorted(of_version, key=lambda row: row.position)
    )
