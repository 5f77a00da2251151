"""Invitations that are shown: whose they are, whether they count, and what taking one does."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from bank.application.identity.codes.code_desk import CodeDesk
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.principals import Principals
from bank.application.identity.registration.taking_in import TakingIn
from bank.application.identity.registration.ways_in import WaysIn
from bank.application.pipeline.act import Act, Change
from bank.domain.address_codes import AddressCode, CodeInvalid
from bank.domain.principals import Principal


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownInvitation:
    """An invitation that counts, locked, and whom it is for, locked as well.

    ``forgotten`` is whether they have a password that was moved here and that they forgot.
    """

    code: AddressCode = field(repr=False)
    principal: Principal
    forgotten: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LetIn:
    """Who can sign in from now on; ``id`` is the act's own."""

    id: UUID
    subject: str


class Invitations:
    """What every way to take an invitation begins and ends with, inside the unit of work."""

    def __init__(
        self,
        desk: CodeDesk,
        principals: Principals,
        taking_in: TakingIn,
        ways_in: WaysIn,
        notices: Notices,
    ) -> None:
        """Take the desk of codes, who there is, what they come to sign in by, what tells them."""
        self._desk = desk
        self._principals = principals
        self._taking_in = taking_in
        self._ways_in = ways_in
        self._notices = notices

    async def shown(self, text: str, now: datetime) -> ShownInvitation:
        """Give the invitation that a code is.

        Refuses, in this order: what is no invitation, or not any more, as one that went to an
        address that was wrong and has been mended; one of somebody who signs in by now, as when
        they were invited.
        """
        code = await self._desk.invitation(text, now)
        principal = code.principal and await self._principals.find(code.principal, lock=True)
        if not principal or not principal.is_let_in:
            raise CodeInvalid
        if not await self._taking_in.is_reached_by(principal, code.contact):
            raise CodeInvalid
        # The reset that opened the way is as old as it was when they were invited.
        forgotten = await self._ways_in.refuse_if_any(principal, code.created_at)
        return ShownInvitation(code=code, principal=principal, forgotten=forgotten)

    async def let_in(self, invitation: ShownInvitation, act: Act) -> LetIn:
        """Let them sign in by the address that it went to, use it up, and tell them there.

        Refuses an address by which somebody else signs in.
        """
        code, principal = invitation.code, invitation.principal
        await self._taking_in.let_in(principal, code.contact, act.now)
        await self._desk.spend(code, act.now)
        notice = Notice(kind=NoticeKind.INVITATION_TAKEN, principal=principal.row)
        await self._notices.tell(notice)
        act.changed(
            Change(
                object_kind="principal",
                object_id=act.audit_event,
                event="bank.principal.let-in.v1",
                after=principal.subject,
            )
        )
        return LetIn(id=act.audit_event, subject=principal.subject)
