"""What the tables in memory keep of somebody."""

from collections.abc import MutableMapping, Sequence
from typing import Any

from bank.application.identity.registration.personal_traces import PersonalTraces
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId
from bank.domain.parties import Customer
from bank.domain.principals import Principal
from bank.infrastructure.in_memory.unit_of_work import InMemoryUnitOfWork


class InMemoryPersonalTraces(PersonalTraces):
    """The traces in the unit's bank."""

    def __init__(self, unit: InMemoryUnitOfWork) -> None:
        """Take the unit."""
        self._tables = unit.tables

    async def forget_principal(self, principal: Principal, contacts: Sequence[Contact]) -> None:
        """Drop the rows."""
        tables, row = self._tables, principal.row
        sessions = {each for each, kept in tables.sessions.items() if _of(kept.session) == row}
        _drop(tables.refresh_tokens, lambda _, token: token.session in sessions)
        _drop(tables.sessions, lambda session, _: session in sessions)
        _drop(tables.sign_in_names, lambda _, owner: owner == row)
        for by_value in (
            tables.sign_in_attempts,
            tables.passkeys,
            tables.passkey_challenges,
            tables.authenticators,
            tables.notices,
            tables.challenges,
        ):
            _drop(by_value, lambda _, kept: _of(kept) == row)
        _drop(tables.devices, lambda _, kept: _of(kept.device) == row)
        for by_pair in (
            tables.recovery_codes,
            tables.contacts,
            tables.known_payees,
            tables.payment_thresholds,
        ):
            _drop(by_pair, lambda place, _: place[0] == row)
        tables.password_hashes.pop(row, None)
        _drop(
            tables.address_codes,
            lambda _, code: _of(code) == row or code.contact in contacts,
        )

    async def forget_customer(self, customer: Customer) -> None:
        """Drop the rows."""
        self._tables.due_diligence.pop(customer.row, None)
        self._tables.organisation_data.pop(customer.row, None)
        self._tables.subjects[customer.row] = frozenset()


def _of(kept: Any) -> RowId | None:
    owner: RowId | None = kept.principal
    return owner


def _drop(rows: MutableMapping[Any, Any], unwanted: Any) -> None:
    for key in [key for key, kept in rows.items() if unwanted(key, kept)]:
        del rows[key]
