"""Challenges and known payees in their tables; what was ordered is sealed under the payer's key."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from bank.application.identity.challenges.challenges import Challenges, KnownPayees, OwnThresholds
from bank.domain.challenges import Challenge, Ordered
from bank.domain.factors import FactorKind
from bank.domain.identifiers import RowId
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.principal_rows import subject_of
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_ONE, _PAYEE, _OWN = t.challenge.c, t.known_payee.c, t.payment_threshold.c


class SqlChallenges(Challenges):
    """The challenges of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit and what sealing needs."""
        self._unit = unit
        self._sealing = sealing

    async def put(self, challenge: Challenge) -> None:
        """Insert a row in place of an earlier one."""
        earlier = delete(t.challenge).where(*self._request(challenge.principal, challenge.key))
        key = await self._sealing.principal_key(await subject_of(self._unit, challenge.principal))
        ordered = challenge.ordered
        text = f"{ordered.amount_minor} {ordered.currency} {ordered.payee or ''}"
        row = insert(t.challenge).values(
            book=self._unit.book,
            id=challenge.id,
            principal=challenge.principal,
            action=challenge.action,
            request_key=challenge.key,
            bound=challenge.bound,
            sealed_ordered=self._sealing.seal(key, text, _place(challenge.id)),
            created_at=challenge.created_at,
            expires_at=challenge.expires_at,
            **_moving(challenge),
        )
        with translated():
            await self._unit.connection.execute(earlier)
            await self._unit.connection.execute(row)

    async def find(self, challenge: UUID) -> Challenge | None:
        """Read a row by its id."""
        return await self._read(_ONE.book == self._unit.book, _ONE.id == challenge)

    async def of_request(self, principal: RowId, key: UUID) -> Challenge | None:
        """Read a row by its request."""
        return await self._read(*self._request(principal, key))

    async def save(self, challenge: Challenge) -> None:
        """Update a row."""
        change = (
            update(t.challenge)
            .where(_ONE.book == self._unit.book, _ONE.id == challenge.id)
            .values(**_moving(challenge))
        )
        with translated():
            await self._unit.connection.execute(change)

    async def forget(self, *, expired_at: datetime) -> int:
        """Delete by the index on expiry."""
        unwanted = delete(t.challenge).where(
            _ONE.book == self._unit.book, _ONE.expires_at <= expired_at
        )
        with translated():
            return (await self._unit.connection.execute(unwanted)).rowcount

    def _request(self, principal: RowId, key: UUID) -> tuple[ColumnElement[bool], ...]:
        mine = _ONE.principal == principal
        return _ONE.book == self._unit.book, mine, _ONE.request_key == key

    async def _read(self, *where: ColumnElement[bool]) -> Challenge | None:
        with translated():
            found = await self._unit.connection.execute(select(t.challenge).where(*where))
            row = found.one_or_none()
        if row is None:
            return None
        key = await self._sealing.kept_principal_key(await subject_of(self._unit, row.principal))
        if key is None:
            return None
        return _challenge(row, self._sealing.open(key, row.sealed_ordered, _place(row.id)))


class SqlKnownPayees(KnownPayees):
    """The known payees of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def knows(self, principal: RowId, account: RowId) -> bool:
        """Look for the row."""
        wanted = select(_PAYEE.account).where(
            _PAYEE.book == self._unit.book,
            _PAYEE.principal == principal,
            _PAYEE.account == account,
        )
        with translated():
            return await self._unit.connection.scalar(wanted) is not None

    async def add(self, principal: RowId, account: RowId) -> None:
        """Insert a row, unless it is there."""
        if await self.knows(principal, account):
            return
        row = insert(t.known_payee).values(
            book=self._unit.book, principal=principal, account=account
        )
        with translated():
            await self._unit.connection.execute(row)


class SqlOwnThresholds(OwnThresholds):
    """The payers' thresholds of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def of(self, principal: RowId) -> Mapping[str, int]:
        """Read a principal's rows."""
        wanted = select(_OWN.currency, _OWN.amount_minor).where(
            _OWN.book == self._unit.book, _OWN.principal == principal
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        return {row.currency: row.amount_minor for row in rows}

    async def put(self, principal: RowId, currency: str, amount_minor: int) -> None:
        """Update the row, or insert it."""
        values = {"book": self._unit.book, "principal": principal, "currency": currency}
        this = [t.payment_threshold.c[name] == value for name, value in values.items()]
        change = update(t.payment_threshold).where(*this).values(amount_minor=amount_minor)
        row = insert(t.payment_threshold).values(**values, amount_minor=amount_minor)
        with translated():
            if not (await self._unit.connection.execute(change)).rowcount:
                await self._unit.connection.execute(row)


def _moving(challenge: Challenge) -> dict[str, Any]:
    by = challenge.proved_by
    return {
        "failures": challenge.failures,
        "proved_at": challenge.proved_at,
        "proved_by": None if by is None else by.value,
        "spent_at": challenge.spent_at,
        "voided_at": challenge.voided_at,
    }


def _challenge(row: Row[Any], text: str) -> Challenge:
    amount_minor, code, payee = text.split(" ", 2)
    return Challenge(
        id=row.id,
        principal=RowId(row.principal),
        action=row.action,
        key=row.request_key,
        bound=row.bound,
        ordered=Ordered(amount_minor=int(amount_minor), currency=code, payee=payee or None),
        created_at=row.created_at,
        expires_at=row.expires_at,
        failures=row.failures,
        proved_at=row.proved_at,
        proved_by=None if row.proved_by is None else FactorKind(row.proved_by),
        spent_at=row.spent_at,
        voided_at=row.voided_at,
    )


def _place(challenge: UUID) -> tuple[str, str, str]:
    return ("challenge", "sealed_ordered", challenge.hex)
