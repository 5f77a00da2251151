"""Ada, who has a passkey, and whoever asks her for it."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from tests.application.scene import Desk, actor
from tests.software_authenticator import SoftwareAuthenticator

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.factors.enrol_passkey import (
    BegunPasskey,
    ConfirmPasskey,
    EnrolPasskey,
    MadePasskey,
    NewPasskey,
)
from bank.application.identity.factors.enrolled_factors import EnrolledFactor
from bank.application.identity.factors.passkey_factor import PasskeyFactor
from bank.application.identity.factors.second_factors import Purpose
from bank.application.identity.notices.notices import NoticeKind
from bank.application.identity.principals import Principals
from bank.application.pipeline.declaration import UseCaseKind
from bank.application.pipeline.scopes import Scope
from bank.application.ports.unit_of_work import UnitOfWork
from bank.domain.audit import Actor
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId


def purpose(name: str = "attempt", bound: bytes = b"") -> Purpose:
    return Purpose(attempt=_id(name), bound=bound)


def sure(who: Actor) -> Actor:
    """Give somebody who signed in with two factors."""
    return replace(who, assurance=2)


class Owner:
    """A customer with an address that is proved, and the units in which they are asked."""

    def __init__(self, desk: Desk, subject: str, row: RowId) -> None:
        self.desk, self.row = desk, row
        self.actor = actor("customer", subject)

    @classmethod
    async def come(cls, desk: Desk) -> "Owner":
        customer = await desk.customer()
        async with unit(desk) as scope:
            principal = await (await scope.get(Principals)).find(str(customer.id))
            assert principal is not None
            contacts = await scope.get(ProvedContacts)
            contact = Contact.of("email:ada@example.com")
            await contacts.put(principal, contact, desk.bank.clock.now())
        return cls(desk, principal.subject, principal.row)

    def told(self) -> list[NoticeKind]:
        """Give what they were told, oldest first."""
        notices = self.desk.bank.store.committed.notices
        return [each.kind for _, each in sorted(notices.items()) if each.principal == self.row]

    async def begin(self, who: Actor | None = None) -> BegunPasskey:
        order = NewPasskey(account_name="ada@example.com")
        begun: BegunPasskey = (await self.desk.ask(EnrolPasskey, order, who or self.actor)).result
        return begun

    async def confirm(
        self,
        begun: UUID,
        answer: Mapping[str, Any],
        who: Actor | None = None,
        key: str | None = None,
    ) -> EnrolledFactor:
        made = MadePasskey(passkey=begun, name="laptop", answer=answer)
        done = await self.desk.ask(ConfirmPasskey, made, who or self.actor, key=key)
        factor: EnrolledFactor = done.result
        return factor

    async def enrolled(self, authenticator: SoftwareAuthenticator) -> EnrolledFactor:
        begun = await self.begin()
        return await self.confirm(begun.id, authenticator.make(begun.options))

    async def options(self, wanted: Purpose, *, of_whoever: bool = False) -> Mapping[str, Any]:
        async with unit(self.desk) as scope:
            factor = await scope.get(PasskeyFactor)
            now = self.desk.bank.clock.now()
            return await factor.options(None if of_whoever else self.row, wanted, now)

    async def proves(self, answer: Mapping[str, Any], wanted: Purpose) -> bool:
        async with unit(self.desk) as scope:
            factor = await scope.get(PasskeyFactor)
            return await factor.prove(self.row, answer, wanted, self.desk.bank.clock.now())

    async def identified(self, answer: Mapping[str, Any]) -> RowId | None:
        async with unit(self.desk) as scope:
            return await (await scope.get(PasskeyFactor)).identify(answer)


@asynccontextmanager
async def unit(desk: Desk) -> AsyncIterator[Scope]:
    """Open a unit that is committed."""
    async with desk.bank.scopes.open(UseCaseKind.COMMAND) as scope:
        yield scope
        await (await scope.get(UnitOfWork)).commit()


def _id(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, name)
