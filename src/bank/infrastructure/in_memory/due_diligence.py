"""Due-diligence data in memory."""

from datetime import datetime

from bank.application.identity.registration.stored_organisation_data import (
    StoredOrganisationData,
)
from bank.application.ports.due_diligence import StoredDueDiligence
from bank.domain.due_diligence import DueDiligence
from bank.domain.organisation_data import OrganisationData
from bank.domain.parties import Customer
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryDueDiligence(StoredDueDiligence):
    """The data of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._rows = unit.tables.due_diligence

    async def of(self, customer: Customer) -> DueDiligence:
        """Look them up."""
        return self._rows.get(customer.row, DueDiligence())

    async def put(self, customer: Customer, known: DueDiligence, now: datetime) -> None:
        """Keep them."""
        del now
        self._rows[customer.row] = known


class InMemoryOrganisationData(StoredOrganisationData):
    """The data of organisations of the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._rows = unit.tables.organisation_data

    async def of(self, customer: Customer) -> OrganisationData:
        """Look them up."""
        return self._rows.get(customer.row, OrganisationData())

    async def put(self, customer: Customer, known: OrganisationData, now: datetime) -> None:
        """Keep them."""
        del now
        self._rows[customer.row] = known
