"""The password of somebody who moves in from another user store, as it was kept there."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.passwords.password_hasher import PasswordHasher
from bank.application.identity.passwords.password_hashes import PasswordHashes
from bank.application.identity.principals import Principals
from bank.application.pipeline.act import Act, Change
from bank.application.pipeline.declaration import UseCaseKind, use_case
from bank.application.ports.customers import Customers
from bank.domain.contacts import Contact, InvalidContact
from bank.domain.identifiers import public_id
from bank.domain.passwords import PasswordHashUnknown, PasswordInPlace
from bank.domain.principals import Principal, PrincipalNotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordToImport:
    """Whose, by which name they sign in from now on, and what was kept: ``{id}`` and value."""

    subject: str
    kept: str = field(repr=False)
    sign_in_name: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ImportedPassword:
    """Whose password was imported; ``id`` is the principal's."""

    id: UUID


@use_case(action="password.import", kind=UseCaseKind.COMMAND, keyless=True)
class ImportPassword:
    """Open to operators, on the machine.

    Refuses, in this order: an unknown principal; one who has a password, which may be newer than
    what is brought; a hash of a kind that is not read here; a name that somebody signs in by.
    Records hash and name; a name that is the customer's own e-mail address is one where they are
    told what happens, and where they can be sent a code when the password is forgotten.
    """

    def __init__(
        self,
        principals: Principals,
        hashes: PasswordHashes,
        hasher: PasswordHasher,
        customers: Customers,
        contacts: ProvedContacts,
    ) -> None:
        """Take the stores, and what knows which hashes are read."""
        self._principals = principals
        self._hashes = hashes
        self._hasher = hasher
        self._customers = customers
        self._contacts = contacts

    async def __call__(self, command: PasswordToImport, act: Act) -> ImportedPassword:
        """Keep the hash as it is; the first sign-in makes it anew."""
        owner = await self._principals.find(command.subject, lock=True)
        if owner is None:
            raise PrincipalNotFound
        if await self._hashes.find(owner.row) is not None:
            raise PasswordInPlace
        if not self._hasher.reads(command.kept):
            raise PasswordHashUnknown
        if command.sign_in_name is not None:
            await self._principals.name(owner.row, command.sign_in_name)
            await self._keep_address(owner, command.sign_in_name, act.now)
        await self._hashes.put(owner.row, command.kept, act.now)
        whose = public_id(owner.created_at, owner.row)
        act.changed(Change(object_kind="principal", object_id=whose))
        return ImportedPassword(whose)

    async def _keep_address(self, owner: Principal, name: str, now: datetime) -> None:
        try:
            contact = Contact.email(name)
            customer = await self._customers.find(UUID(owner.subject))
        except (InvalidContact, ValueError):
            return
        if customer is not None and customer.is_reached_by(contact):
            await self._contacts.put(owner, contact, now)
