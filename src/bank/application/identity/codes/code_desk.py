"""Where codes are issued and come back."""

from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NoReturn
from uuid import UUID

from bank.application.identity.codes.address_codes import AddressCodes
from bank.application.identity.notices.notices import Notice, NoticeKind, Notices
from bank.application.identity.secrets_source import SecretsSource
from bank.application.ports.ids import Ids
from bank.application.ports.keyed_digests import KeyedDigests
from bank.domain.address_codes import AddressCode, CodeInvalid, CodePurpose
from bank.domain.contacts import Contact
from bank.domain.identifiers import RowId

SENT_AT_MOST: Final = 5
SENT_WITHIN: Final = timedelta(minutes=15)
"""So many messages within this time go to one address, whoever asks for them."""

_NONE: Final = "none"
"""No code has this form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeOrder:
    """What a code is for, and to which address it goes.

    ``instead`` is a notice that goes out instead of a code: then nothing matches what is kept.
    """

    purpose: CodePurpose
    contact: Contact
    principal: RowId | None = None
    data: Mapping[str, str] = field(default_factory=dict, repr=False)
    instead: Notice | None = None


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
        """Make a code of six digits, keep its digest, and leave it to be sent.

        An address that was sent too many lately is sent nothing, and nobody learns that; nothing
        matches what is kept then.
        """
        text = _digits(self._secrets.token(8))
        number = self._ids.new()
        notice = order.instead or _notice(NoticeKind.CODE, order, text)
        return await self._sent(order, number, None if order.instead else text, notice, now)

    async def invite(self, order: CodeOrder, now: datetime) -> AddressCode:
        """Make a long code, which says by itself whose it is, and leave it to be sent."""
        text = b32encode(self._secrets.token(15)).decode()
        notice = _notice(NoticeKind.INVITATION, order, text)
        return await self._sent(order, self._of_invitation(text), text, notice, now)

    async def _sent(
        self, order: CodeOrder, number: UUID, text: str | None, notice: Notice, now: datetime
    ) -> AddressCode:
        sent = await self._codes.sent_since(order.contact, now - SENT_WITHIN)
        is_sent = sent < SENT_AT_MOST
        code = AddressCode(
            id=number,
            purpose=order.purpose,
            # What nobody was sent is nobody's to give back: it could only be guessed.
            digest=self._digest(number, text if text and is_sent else _NONE),
            contact=order.contact,
            created_at=now,
            expires_at=now + order.purpose.lifetime,
            principal=order.principal,
            data=order.data,
        )
        await self._codes.add(code)
        if is_sent:
            await self._notices.tell(notice)
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


def _digits(token: bytes) -> str:
    return f"{int.from_bytes(token) % 1_000_000:06d}"
