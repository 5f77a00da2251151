"""What the tables keep of somebody is deleted from each of them."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Table, delete, or_, select

from bank.application.identity.registration.personal_traces import PersonalTraces
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.contacts import Contact
from bank.domain.parties import Customer
from bank.domain.principals import Principal
from bank.infrastructure.sql import tables as t
from bank.infrastructure.sql.address_codes import CONTACT_INDEX
from bank.infrastructure.sql.faults import translated
from bank.infrastructure.sql.unit_of_work import SqlUnitOfWork

_OF_PRINCIPALS: Final[Sequence[Table]] = (
    t.sign_in_name,
    t.sign_in_attempt,
    t.session,
    t.device,
    t.passkey,
    t.passkey_challenge,
    t.password_credential,
    t.authenticator,
    t.recovery_code,
    t.principal_contact,
    t.notice,
    t.challenge,
    t.known_payee,
    t.payment_threshold,
)
_OF_CUSTOMERS: Final[Sequence[Table]] = (
    t.customer_due_diligence,
    t.organisation_data,
    t.principal_customer,
)


class SqlPersonalTraces(PersonalTraces):
    """The traces in the unit's book."""

    def __init__(self, unit: SqlUnitOfWork, digests: KeyedDigests) -> None:
        """Take the unit, and what makes blind indexes of addresses."""
        self._unit = unit
        self._digests = digests

    async def forget_principal(self, principal: Principal, contacts: Sequence[Contact]) -> None:
        """Delete rows by the principal, and those that hang on their sessions and addresses."""
        book, connection = self._unit.book, self._unit.connection
        sessions = select(t.session.c.id).where(
            t.session.c.book == book, t.session.c.principal == principal.row
        )
        token, code = t.refresh_token.c, t.address_code.c
        indexes = [self._digests.blind_index(CONTACT_INDEX, str(each)) for each in contacts]
        theirs = or_(code.principal == principal.row, code.index_contact.in_(indexes))
        with translated():
            await connection.execute(
                delete(t.refresh_token).where(token.book == book, token.session.in_(sessions))
            )
            await connection.execute(delete(t.address_code).where(code.book == book, theirs))
            for table in _OF_PRINCIPALS:
                columns = table.c
                await connection.execute(
                    delete(table).where(columns.book == book, columns.principal == principal.row)
                )

    async def forget_customer(self, customer: Customer) -> None:
        """Delete rows by the customer."""
        with translated():
            for table in _OF_CUSTOMERS:
                columns = table.c
                await self._unit.connection.execute(
                    delete(table).where(
                        columns.book == self._unit.book, columns.customer == customer.row
                    )
                )
