"""What every change among the staff looks at: who is known, and who administers."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bank.application.identity.contacts import ProvedContacts
from bank.application.identity.passwords.passwords import Passwords
from bank.application.identity.principals import Principals, everybody
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.contacts import Channel
from bank.domain.identifiers import RowId
from bank.domain.principals import Principal, PrincipalKind, PrincipalNotFound
from bank.domain.staff import LastAdministrator, administers


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A member of staff; ``id`` is the subject of their tokens.

    ``pseudonym`` stands for them in audit events; ``email`` is the address that they proved, none
    before they have taken their invitation.
    """

    id: UUID
    principal: Principal
    pseudonym: str
    email: str | None = field(default=None, repr=False)
    invitation_ends_at: datetime | None = None


class StaffBook:
    """Finds staff, inside the current unit of work."""

    def __init__(
        self,
        principals: Principals,
        passwords: Passwords,
        contacts: ProvedContacts,
        digests: KeyedDigests,
    ) -> None:
        """Take the stores, and what stands for somebody in the audit trail."""
        self._principals = principals
        self._passwords = passwords
        self._contacts = contacts
        self._digests = digests

    async def known(self, subject: str, *, lock: bool = False) -> Principal:
        """Give a member of staff. Refuses whoever is none."""
        found = await self._principals.find(subject, lock=lock)
        if found is None or found.kind is not PrincipalKind.STAFF:
            raise PrincipalNotFound
        return found

    async def member(
        self, principal: Principal, *, invitation_ends_at: datetime | None = None
    ) -> StaffMember:
        """Say who a member of staff is: by which address they are known, and as whom in audits."""
        contacts = await self._contacts.of(principal.row)
        emails = [each.value for each in contacts if each.channel is Channel.EMAIL]
        return StaffMember(
            id=UUID(principal.subject),
            principal=principal,
            pseudonym=self._digests.pseudonym(principal.subject),
            email=next(iter(emails), None),
            invitation_ends_at=invitation_ends_at,
        )

    async def administrators(self) -> list[Principal]:
        """Give those administrators who can sign in, locked in the order of their rows.

        So that two who let each other go at once do not leave the bank without any. One who has
        not taken their invitation yet does not count.
        """
        found = [
            each
            async for each in everybody(self._principals, PrincipalKind.STAFF)
            if administers(each) and await self._signs_in(each.row)
        ]
        locked = [await self._principals.find(each.subject, lock=True) for each in found]
        return [each for each in locked if each is not None and administers(each)]

    async def _signs_in(self, row: RowId) -> bool:
        """Whether somebody has a password, or a proved address: by a code there they set one."""
        return await self._passwords.has(row) or bool(await self._contacts.of(row))

    async def refuse_if_last(self, leaving: Principal) -> None:
        """Refuse to go on without an administrator."""
        if not [each for each in await self.administrators() if each.row != leaving.row]:
            raise LastAdministrator
