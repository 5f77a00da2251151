"""Where codes are issued and come back."""

from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, NamedTuple, NoReturn
from uuid import UUID

from bank.application.identity.codes.address_codes import AddressCodes
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.secrets_source import SecretsSource
from bank.application.identity.sign_in.lanes import SignInLanes
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.address_codes import (
    AddressCode,
    CodeInvalid,
    CodePurpose,
    Sent,
)
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId

_DIGITS, _MORE_DIGITS = 6, 9
"""How long a code is, and how long where many are asked for."""

_LETTERS: Final = 16
"""How long a code is that says by itself what it is of: 80 bits."""

_NONE: Final = "none"
"""No code has this form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOrder:
    """What a code is for, and to which address it goes.

    ``instead`` is a notice that goes out instead of a code: then nothing matches what is kept.
    ``asked_by`` is who asks, and has a lane: a principal, the place that a stranger comes from, or
    the owner's ``device``, whose lane nobody else's requests fill.
    """

    purpose: CodePurpose
    contact: Contact
    asked_by: str
    device: UUID | None = None
    principal: RowId | None = None
    data: Mapping[str, str] = field(default_factory=dict, repr=False)
    instead: Notice | None = None


class _Message(NamedTuple):
    """What is to be sent: the code's number, its text, if it has one, and the notice around it."""

    number: UUID
    text: str | None
    notice: Notice


class CodeDesk:
    """Issues codes and takes them back, inside the current unit of work.

    It does the same work for an address that it knows as for one that it does not. Whoever issues
    for an address is alone in that until the unit ends, so that messages are counted one by one.
    """

    def __init__(
        self,
        codes: AddressCodes,
        notices: Notices,
        secrets: SecretsSource,
        ids: Ids,
        digests: KeyedDigests,
        lanes: SignInLanes,
    ) -> None:
        """Take the store, the way out, what codes are made of, and what one can be alone in."""
        self._codes = codes
        self._notices = notices
        self._secrets = secrets
        self._ids = ids
        self._digests = digests
        self._lanes = lanes

    async def issue(self, order: CodeOrder, now: datetime) -> AddressCode:
        """Make a code of six digits, or nine, keep its digest, and leave it to be sent.

        Of resets that are asked for often all but the first have letters, by which they are found:
        strangers who ask for them without end give the owner what lets the owner in. An address
        that was sent too many lately is sent nothing, and nobody learns that; nothing matches what
        is kept then.
        """
        sent = await self._counted(order, now)
        if sent.are_many and order.purpose is CodePurpose.PASSWORD_RESET:
            order = replace(order, purpose=CodePurpose.PASSWORD_RESET_BY_ITSELF)
            text = b32encode(self._secrets.token(_LETTERS * 5 // 8)).decode()
            number = self._of_reset(text)
        else:
            length = _MORE_DIGITS if sent.are_many else _DIGITS
            text, number = _digits(self._secrets.token(8), length), self._ids.new()
        notice = order.instead or _notice(NoticeKind.CODE, order, text)
        message = _Message(number, None if order.instead else text, notice)
        return await self._kept(order, message, sent, now)

    async def invite(self, order: CodeOrder, now: datetime) -> AddressCode:
        """Make a long code, which says by itself whose it is, and leave it to be sent."""
        text = b32encode(self._secrets.token(15)).decode()
        notice = _notice(NoticeKind.INVITATION, order, text)
        message = _Message(self._of_invitation(text), text, notice)
        return await self._kept(order, message, await self._counted(order, now), now)

    async def _counted(self, order: CodeOrder, now: datetime) -> Sent:
        """Count what the address was sent, alone: nobody else is sent anything meanwhile."""
        contact, purposes = order.contact, order.purpose.counted_with
        address = self._digests.blind_index("address_code.contact", str(contact))
        names = " ".join(sorted(purposes))
        await self._lanes.lock(self._digests.digest("address-code address", names, address))
        return await self._codes.sent(contact, purposes, self._lane(order), now)

    def _lane(self, order: CodeOrder) -> bytes:
        asked_by = order.asked_by if order.device is None else str(order.device)
        return self._digests.digest("address-code lane", asked_by)

    async def _kept(
        self, order: CodeOrder, message: _Message, sent: Sent, now: datetime
    ) -> AddressCode:
        is_sent = sent.leaves_room(now, lane_of_owner=order.device is not None)
        code = AddressCode(
            id=message.number,
            purpose=order.purpose,
            # What nobody was sent is nobody's to give back: it could only be guessed.
            digest=self._digest(message.number, (message.text if is_sent else None) or _NONE),
            contact=order.contact,
            created_at=now,
            expires_at=now + order.purpose.lifetime,
            principal=order.principal,
            data=order.data,
            lane=self._lane(order) if is_sent else None,
        )
        await self._codes.add(code)
        if is_sent:
            await self._notices.tell(message.notice)
        return code

    async def taken_back(
        self, number: UUID, purpose: CodePurpose, text: str, now: datetime
    ) -> AddressCode:
        """Give the code that was given back, locked and not used up yet.

        Refuses with ``CodeInvalid``: one that is not there, is of another purpose, was used, has
        expired or failed too often, or another. Counts the failure.
        """
        code = await self._codes.find(number)
        if code is None or code.purpose is not purpose or not code.is_good(now):
            raise CodeInvalid
        if not code.matches(self._digest(number, text)):
            await self.fail(code)
        return code

    async def reset(self, number: UUID, text: str, now: datetime) -> AddressCode:
        """Give the code of a reset that was given back, as ``taken_back`` does.

        Letters find their own reset, whatever number is named beside them: whoever asked for it,
        the address alone has read them. There wrong digits count for nothing, lest strangers use up
        the tries of a reset that they asked for.
        """
        letters = text.strip().upper()
        if len(letters) != _LETTERS:
            return await self.taken_back(number, CodePurpose.PASSWORD_RESET, text, now)
        found, purpose = self._of_reset(letters), CodePurpose.PASSWORD_RESET_BY_ITSELF
        return await self.taken_back(found, purpose, letters, now)

    async def invitation(self, text: str, now: datetime) -> AddressCode:
        """Give the invitation that was given back, as ``taken_back`` does."""
        plain = text.strip().upper()
        return await self.taken_back(self._of_invitation(plain), CodePurpose.INVITATION, plain, now)

    async def fail(self, code: AddressCode) -> NoReturn:
        """Count a failure, and refuse."""
        await self._codes.save(code.failed())
        raise CodeInvalid

    async def spend(self, code: AddressCode, now: datetime) -> None:
        """Use a code up."""
        await self._codes.save(code.spent(now))

    def _of_invitation(self, text: str) -> UUID:
        return UUID(bytes=self._digests.digest("invitation", text)[:16])

    def _of_reset(self, text: str) -> UUID:
        return UUID(bytes=self._digests.digest("password reset", text)[:16])

    def _digest(self, number: UUID, text: str) -> bytes:
        return self._digests.digest("address-code", str(number), text)


def _notice(kind: NoticeKind, order: CodeOrder, text: str) -> Notice:
    return Notice(kind=kind, address=str(order.contact), code=text)


def _digits(token: bytes, length: int) -> str:
    return f"{int.from_bytes(token) % 10**length:0{length}d}"
