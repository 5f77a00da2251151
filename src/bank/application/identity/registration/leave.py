"""Customers leave: first they are one no more, and after the law's time they are forgotten."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.principals import Principals
from bank.application.identity.registration.personal_traces import PersonalTraces
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.identity.users.customer_users import CustomerUsers
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers
from bank.application.ports.customers_told import CustomerNews, CustomersTold
from bank.domain.identifiers import RowId
from bank.domain.parties import (
    GONE,
    Customer,
    CustomerHasAccounts,
    CustomerNotFound,
    CustomerState,
)
from bank.domain.principals import Principal, PrincipalKind, PrincipalState

_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class LeavingTerms:
    """How long the law has the bank keep what it knows of a customer who has left."""

    retention: timedelta


@dataclass(frozen=True, slots=True)
class CustomerToLeave:
    """Who leaves, or is to be forgotten."""

    customer: UUID


class Leaver:
    """A customer with those who act for them alone, for the two ends of their time."""

    def __init__(self, customers: Customers, users: CustomerUsers, principals: Principals) -> None:
        """Take the stores."""
        self._customers = customers
        self._users = users
        self._principals = principals

    async def customer(self, wanted: UUID, *, lock: bool = True) -> Customer:
        """Give the customer, locked. Refuses an unknown one."""
        found = await self._customers.find(wanted, lock=lock)
        if found is None:
            raise CustomerNotFound
        return found

    async def principals(
        self, customer: Customer, *, but_for: frozenset[CustomerState]
    ) -> list[Principal]:
        """Give those who act for the customer and nobody else, locked in the order of rows.

        Others in a state of ``but_for`` count for nobody; who they are is looked at behind the
        lock, so that of two customers who leave at once one sees the other. The customer's own
        principal is among them. Staff who act for them stay staff.
        """
        leaving = []
        for each in await self._users.of(customer.id):
            found = await self._principals.find(each.subject, lock=True)
            if found is None or found.kind is not PrincipalKind.CUSTOMER:
                continue
            if not await self._acts_for_others(found, customer, but_for):
                leaving.append(found)
        return leaving

    async def _acts_for_others(
        self, principal: Principal, customer: Customer, but_for: frozenset[CustomerState]
    ) -> bool:
        for other in await self._principals.customers_of(principal.row):
            found = None if other == customer.id else await self._customers.find(other)
            if found is not None and found.state not in but_for:
                return True
        return False


@use_case(action="customer.deactivate", kind=UseCaseKind.COMMAND)
class DeactivateCustomer:
    """Open to branch managers and integrating systems.

    Refuses, in this order: an unknown customer; one who has left already; one who holds an account
    that is not closed, in whatever role. Records that they have left; they sign in no more, nor
    does whoever acted for them, unless they act for others who have not left. Tells all of them.
    """

    def __init__(
        self,
        leaver: Leaver,
        customers: Customers,
        accounts: CustomerAccounts,
        principals: Principals,
        sessions: SessionDesk,
        told: CustomersTold,
    ) -> None:
        """Take who leaves, the stores, what ends their sessions, and what tells them."""
        self._leaver = leaver
        self._customers = customers
        self._accounts = accounts
        self._principals = principals
        self._sessions = sessions
        self._told = told

    async def __call__(self, command: CustomerToLeave, act: Act) -> Customer:
        """Let them go."""
        customer = await self._leaver.customer(command.customer)
        left = customer.left(act.now)
        await self._refuse_while_open(customer)
        await self._customers.save(left)
        for principal in await self._leaver.principals(customer, but_for=GONE):
            await self._principals.save(principal.changed(state=PrincipalState.DEACTIVATED))
            await self._sessions.end_all(principal.subject, SessionEnd.DEACTIVATED, act.now)
        await self._told.changed([customer.id], CustomerNews.CUSTOMER_LEFT)
        act.changed(Change.between("customer", "bank.customer.deactivated.v1", customer, left))
        return left

    async def recall(self, customer: UUID, _act: Act) -> Customer:
        """Give the customer as they are now."""
        return await self._leaver.customer(customer, lock=False)

    async def _refuse_while_open(self, customer: Customer) -> None:
        last: RowId | None = None
        while True:
            held = await self._accounts.of_customer(customer.id, after=last, limit=_AT_ONCE)
            if any(not account.is_closed for account in held):
                raise CustomerHasAccounts
            if len(held) < _AT_ONCE:
                return
            last = held[-1].row


@use_case(action="customer.erase", kind=UseCaseKind.COMMAND)
class EraseCustomer:
    """Open to branch managers.

    Refuses, in this order: an unknown customer; one who has not left, or is erased; one whose data
    the law has the bank keep still. Records that they are erased, destroys the keys of what is
    known of them, so that nobody can read it again, in no backup either once their keys are gone
    from it, and deletes what they signed in by, when, on what, and what was sent to them: theirs,
    and that of whoever acted for them, unless for others who are not erased.
    """

    def __init__(
        self,
        leaver: Leaver,
        customers: Customers,
        traces: PersonalTraces,
        contacts: ProvedContacts,
        terms: LeavingTerms,
    ) -> None:
        """Take who is erased, the stores, and how long the law wants."""
        self._leaver = leaver
        self._customers = customers
        self._traces = traces
        self._contacts = contacts
        self._terms = terms

    async def __call__(self, command: CustomerToLeave, act: Act) -> Customer:
        """Destroy the keys and blind indexes, delete the traces."""
        customer = await self._leaver.customer(command.customer)
        erased = customer.erased(act.now, self._terms.retention)
        forgotten = frozenset({CustomerState.ERASED})
        leaving = await self._leaver.principals(customer, but_for=forgotten)
        await self._customers.erase(erased)
        await self._traces.forget_customer(customer)
        for principal in leaving:
            addresses = [*customer.addresses(), *await self._contacts.of(principal.row)]
            await self._traces.forget_principal(principal, addresses)
            await self._contacts.erase(principal)
        act.changed(
            Change(
                object_kind="customer",
                object_id=customer.id,
                event="bank.customer.erased.v1",
            )
        )
        return erased

    async def recall(self, customer: UUID, _act: Act) -> Customer:
        """Give what is left of the customer."""
        return await self._leaver.customer(customer, lock=False)
