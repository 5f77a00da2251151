"""Due-diligence data in their table, sealed under the customer's data key."""

from datetime import datetime

from sqlalchemy import insert, select, update

from bank.application.identity.registration.stored_due_diligence import StoredDueDiligence
from bank.domain.due_diligence import Datum, DueDiligence
from bank.domain.parties import Customer
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.sealing import Sealing
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_DATA = t.customer_due_diligence.c


class SqlDueDiligence(StoredDueDiligence):
    """The data of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, sealing: Sealing) -> None:
        """Take the unit and its sealing."""
        self._unit = unit
        self._sealing = sealing

    async def of(self, customer: Customer) -> DueDiligence:
        """Read a row."""
        wanted = select(t.customer_due_diligence).where(
            _DATA.book == self._unit.book, _DATA.customer == customer.row
        )
        with translated():
            row = (await self._unit.connection.execute(wanted)).one_or_none()
        key = await self._sealing.kept_key_of(customer.id)
        if row is None or key is None:
            return DueDiligence()
        sealed = {datum: getattr(row, f"sealed_{datum}") for datum in Datum}
        return DueDiligence.of_texts(
            {
                datum: self._sealing.open(key, value, _place(datum, customer))
                for datum, value in sealed.items()
                if value is not None
            }
        )

    async def put(self, customer: Customer, known: DueDiligence, now: datetime) -> None:
        """Change the row, or add it: nobody else does under the customer's lock."""
        key = await self._sealing.key_of(customer.id)
        texts = known.texts()
        values = {"updated_at": now} | {
            f"sealed_{datum}": None
            if (text := texts.get(datum)) is None
            else self._sealing.seal(key, text, _place(datum, customer))
            for datum in Datum
        }
        here = {"book": self._unit.book, "customer": customer.row}
        change = update(t.customer_due_diligence).filter_by(**here).values(**values)
        with translated():
            if not (await self._unit.connection.execute(change)).rowcount:
                added = insert(t.customer_due_diligence).values(**here, **values)
                await self._unit.connection.execute(added)


def _place(datum: Datum, customer: Customer) -> tuple[str, str, int]:
    return ("customer_due_diligence", f"sealed_{datum}", customer.row)
