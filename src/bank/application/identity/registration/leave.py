"""Customers leave: first they are one no more, and after the law's time they are forgotten."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.factors.enrolled_factors import EnrolledFactors
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.principals import Principals
from bank.application.identity.sessions.session_desk import SessionDesk, SessionEnd
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customer_accounts import CustomerAccounts
from bank.application.ports.customers import Customers
from bank.domain.identifiers import RowId
from bank.domain.parties import Customer, CustomerHasAccounts, CustomerNotFound
from bank.domain.principals import Principal, PrincipalState

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
    """A customer with the principal who they are, for the two ends of their time."""

    def __init__(
        self,
        customers: Customers,
        principals: Principals,
        factors: EnrolledFactors,
        hashes: PasswordHashes,
    ) -> None:
        """Take the stores, and what principals sign in by."""
        self._customers = customers
        self._principals = principals
        self._factors = factors
        self._hashes = hashes

    async def customer(self, wanted: UUID, *, lock: bool = True) -> Customer:
        """Give the customer, locked. Refuses an unknown one."""
        found = await self._customers.find(wanted, lock=lock)
        if found is None:
            raise CustomerNotFound
        return found

    async def principal(self, customer: Customer) -> Principal | None:
        """Give the principal who the customer is, locked, unless they act for others as well."""
        found = await self._principals.find(str(customer.id), lock=True)
        if found is None or len(await self._principals.customers_of(found.row)) > 1:
            return None
        return found

    async def forget_credentials(self, principal: Principal) -> None:
        """Delete all that a principal signed in by."""
        await self._factors.remove_all(principal.row)
        await self._hashes.remove(principal.row)


@use_case(action="customer.deactivate", kind=UseCaseKind.COMMAND)
class DeactivateCustomer:
    """Open to branch managers and integrating systems.

    Refuses, in this order: an unknown customer; one who has left already; one who holds an account
    that is not closed, in whatever role. Records that they have left; they sign in no more, unless
    they act for others.
    """

    def __init__(
        self,
        leaver: Leaver,
        customers: Customers,
        accounts: CustomerAccounts,
        principals: Principals,
        sessions: SessionDesk,
    ) -> None:
        """Take who leaves, the stores, and what ends their sessions."""
        self._leaver = leaver
        self._customers = customers
        self._accounts = accounts
        self._principals = principals
        self._sessions = sessions

    async def __call__(self, command: CustomerToLeave, act: Act) -> Customer:
        """Let them go."""
        customer = await self._leaver.customer(command.customer)
        left = customer.left(act.now)
        await self._refuse_while_open(customer)
        await self._customers.save(left)
        principal = await self._leaver.principal(customer)
        if principal is not None:
            await self._principals.save(principal.changed(state=PrincipalState.DEACTIVATED))
            await self._sessions.end_all(principal.subject, SessionEnd.DEACTIVATED, act.now)
        act.changed(
            Change(
                object_kind="customer",
                object_id=customer.id,
                event="bank.customer.deactivated.v1",
                before=repr(customer),
                after=repr(left),
            )
        )
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
    the law has the bank keep still. Records that they are erased, and destroys the keys of what is
    known of them: nobody can read it again, in no backup either once their keys are gone from it.
    """

    def __init__(
        self,
        leaver: Leaver,
        customers: Customers,
        principals: Principals,
        contacts: ProvedContacts,
        terms: LeavingTerms,
    ) -> None:
        """Take who is erased, the stores, and how long the law wants."""
        self._leaver = leaver
        self._customers = customers
        self._principals = principals
        self._contacts = contacts
        self._terms = terms

    async def __call__(self, command: CustomerToLeave, act: Act) -> Customer:
        """Destroy the keys, names and blind indexes."""
        customer = await self._leaver.customer(command.customer)
        erased = customer.erased(act.now, self._terms.retention)
        await self._customers.erase(erased)
        principal = await self._leaver.principal(customer)
        if principal is not None:
            for contact in await self._contacts.of(principal.row):
                await self._principals.unname(principal.row, contact.value)
            await self._contacts.erase(principal)
            await self._leaver.forget_credentials(principal)
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
