"""Due-diligence data in their tables, sealed under the customer's data key."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Table, insert, select, update

from bank.application.identity.registration.stored_organisation_data import (
    StoredOrganisationData,
)
from bank.application.ports.due_diligence import StoredDueDiligence
from bank.domain.due_diligence import Datum, DueDiligence
from bank.domain.organisation_data import OrganisationData, OrganisationDatum
from bank.domain.parties import Customer
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork


class SqlDueDiligence(StoredDueDiligence):
    """The data of people of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit and its sealing."""
        self._rows = _SealedRows(unit, sealing, t.customer_due_diligence)

    async def of(self, customer: Customer) -> DueDiligence:
        """Read a row."""
        texts = await self._rows.texts(customer, Datum)
        return DueDiligence.of_texts({Datum(name): text for name, text in texts.items()})

    async def put(self, customer: Customer, known: DueDiligence, now: datetime) -> None:
        """Write a row."""
        texts = known.texts()
        await self._rows.put(customer, {datum.value: texts.get(datum) for datum in Datum}, now)


class SqlOrganisationData(StoredOrganisationData):
    """The data of organisations of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit and its sealing."""
        self._rows = _SealedRows(unit, sealing, t.organisation_data)

    async def of(self, customer: Customer) -> OrganisationData:
        """Read a row."""
        texts = await self._rows.texts(customer, OrganisationDatum)
        return OrganisationData.of_texts(
            {OrganisationDatum(name): text for name, text in texts.items()}
        )

    async def put(self, customer: Customer, known: OrganisationData, now: datetime) -> None:
        """Write a row."""
        texts = known.texts()
        given = {datum.value: texts.get(datum) for datum in OrganisationDatum}
        await self._rows.put(customer, given, now)


class _SealedRows:
    """A table with a row for a customer, and a sealed column for each of its texts."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing, table: Table) -> None:
        self._unit = unit
        self._sealing = sealing
        self._table = table

    async def texts(self, customer: Customer, names: Iterable[str]) -> dict[str, str]:
        """Open a row; nothing where there is none, or its key is destroyed."""
        columns = self._table.c
        wanted = select(self._table).where(
            columns.book == self._unit.book, columns.customer == customer.row
        )
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        key = await self._sealing.kept_key_of(customer.id)
        if row is None or key is None:
            return {}
        sealed = {name: getattr(row, f"sealed_{name}") for name in names}
        return {
            name: self._sealing.open(key, value, self._place(name, customer))
            for name, value in sealed.items()
            if value is not None
        }

    async def put(self, customer: Customer, texts: Mapping[str, str | None], now: datetime) -> None:
        """Change the row, or add it: nobody else does under the customer's lock."""
        key = await self._sealing.key_of(customer.id)
        values = {"updated_at": now} | {
            f"sealed_{name}": None
            if text is None
            else self._sealing.seal(key, text, self._place(name, customer))
            for name, text in texts.items()
        }
        here = {"book": self._unit.book, "customer": customer.row}
        change = update(self._table).filter_by(**here).values(**values)
        with translated():
            if not (await self._unit.connection.execute(change)).rowcount:
                added = insert(self._table).values(**here, **values)
                await self._unit.connection.execute(added)

    def _place(self, name: str, customer: Customer) -> tuple[str, str, int]:
        return (self._table.name, f"sealed_{name}", customer.row)
