"""Who holds an account, in its table."""

from sqlalchemy import insert, select, update

from bank.application.ports.holders import Holders
from bank.domain.account_holders import AccountHolder, AccountHolders
from bank.domain.customer_accounts import CustomerAccount
from bank.domain.identifiers import RowId, public_id
from bank.domain.parties import HolderRole
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_HOLDER, _CUSTOMER = t.account_holder.c, t.customer.c


class SqlHolders(Holders):
    """The holders of the unit's book."""

    def __init__(self, unit: SqlUnitOfWork) -> None:
        """Take the unit."""
        self._unit = unit

    async def of_account(self, account: CustomerAccount) -> AccountHolders:
        """Read all rows of the account."""
        wanted = (
            select(t.account_holder, _CUSTOMER.created_at)
            .join(
                t.customer,
                (_CUSTOMER.book == _HOLDER.book) & (_CUSTOMER.id == _HOLDER.customer),
            )
            .where(_HOLDER.book == self._unit.book, _HOLDER.account == account.row)
            .order_by(_HOLDER.customer)
        )
        with translated():
            rows = (await self._unit.connection.execute(wanted)).all()
        holders = tuple(
            AccountHolder(
                customer=RowId(row.customer),
                customer_id=public_id(row.created_at, row.customer),
                role=HolderRole(row.role),
                ended_at=row.ended_at,
            )
            for row in rows
        )
        return AccountHolders(id=account.id, owner=account.owner, all=holders)

    async def put(self, account: CustomerAccount, holder: AccountHolder) -> None:
        """Change the customer's row, or add it: nobody else does under the account's lock."""
        here = {
            "book": self._unit.book,
            "account": account.row,
            "customer": holder.customer,
        }
        values = {"role": holder.role, "ended_at": holder.ended_at}
        change = update(t.account_holder).filter_by(**here).values(**values)
        with translated():
            if not (await self._unit.connection.execute(change)).rowcount:
                await self._unit.connection.execute(
                    insert(t.account_holder).values(**here, **values)
                )
