"""Where codes are issued and come back."""

from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple, NoReturn
from uuid import UUID

from bank.application.identity.codes.address_codes import AddressCodes, Sent
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.secrets_source import SecretsSource
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.address_codes import AddressCode, CodeInvalid, CodePurpose
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId

SENT_IN_LANE: Final = 5
SENT_AT_MOST: Final = 20
SENT_WITHIN: Final = timedelta(minutes=15)
"""So many messages within this time go to one address: in one lane, and whoever asks for them."""

_DIGITS, _MORE_DIGITS = 6, 9
"""How long a code is, and how long where more are asked for than a lane has: each is a guess."""

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

    It does the same work for an address that it knows as for one that it does not.
    """

    def __init__(
        self,
        codes: AddressCodes,
        notices: Notices,
        secrets: SecretsSource,
        ids: Ids,
        digests: KeyedDigests,
    ) -> None:
        """Take the store, the way out, and what codes are made of."""
        self._codes = codes
        self._notices = notices
        self._secrets = secrets
        self._ids = ids
        self._digests = digests

    async def issue(self, order: CodeOrder, now: datetime) -> AddressCode:
        """Make a code of six digits, or nine, keep its digest, and leave it to be sent.

        An address that was sent too many lately is sent nothing, and nobody learns that; nothing
        matches what is kept then.
        """
        sent = await self._counted(order, now)
        short = sent.by_anybody < SENT_IN_LANE
        text = _digits(self._secrets.token(8), _DIGITS if short else _MORE_DIGITS)
        notice = order.instead or _notice(NoticeKind.CODE, order, text)
        message = _Message(self._ids.new(), None if order.instead else text, notice)
        return await self._kept(order, message, sent, now)

    async def invite(self, order: CodeOrder, now: datetime) -> AddressCode:
        """Make a long code, which says by itself whose it is, and leave it to be sent."""
        text = b32encode(self._secrets.token(15)).decode()
        notice = _notice(NoticeKind.INVITATION, order, text)
        message = _Message(self._of_invitation(text), text, notice)
        return await self._kept(order, message, await self._counted(order, now), now)

    async def _counted(self, order: CodeOrder, now: datetime) -> Sent:
        return await self._codes.sent_since(order.contact, self._lane(order), now - SENT_WITHIN)

    def _lane(self, order: CodeOrder) -> bytes:
        asked_by = order.asked_by if order.device is None else str(order.device)
        return self._digests.digest("address-code lane", asked_by)

    async def _kept(
        self, order: CodeOrder, message: _Message, sent: Sent, now: datetime
    ) -> AddressCode:
        may_fill = order.device is not None or sent.by_anybody < SENT_AT_MOST
        is_sent = may_fill and sent.in_lane < SENT_IN_LANE
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

    def _digest(self, number: UUID, text: str) -> bytes:
        return self._digests.digest("address-code", str(number), text)


def _notice(kind: NoticeKind, order: CodeOrder, text: str) -> Notice:
    return Notice(kind=kind, address=str(order.contact), code=text)


def _digits(token: bytes, length: int) -> str:
    return f"{int.from_bytes(token) % 10**length:0{length}d}"
