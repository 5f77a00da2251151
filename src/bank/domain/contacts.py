"""Addresses at which somebody is reached: e-mail and phone."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from bank.domain.refusals import Kind, Refusal


class InvalidContact(Refusal):
    """Neither an e-mail address nor a phone number that a message could be sent to."""

    code = "invalid_contact"
    title = "This is no e-mail address, and no phone number with its country's code (+44…)."
    kind = Kind.INVALID


class Channel(StrEnum):
    """How a message goes."""

    EMAIL = "email"
    PHONE = "phone"


_UNSEEN = r"\x00-\x20\x7f-\xa0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_EMAIL = re.compile(rf"[^@{_UNSEEN}<>,;:\"\\]+@[^@{_UNSEEN}<>,;:\"\\]+")
_PHONE = re.compile(r"\+[1-9][0-9]{5,17}")
_BETWEEN_DIGITS = re.compile(r"[ ()./-]")
_ABROAD = re.compile(r"^00")
_EMAIL_LENGTH_MAX = 254
PERSONAL: Final = MappingProxyType({"personal": True})
"""Marks a field that no log shows as personal, not secret: who is to approve an act reads it."""


@dataclass(frozen=True, slots=True)
class Contact:
    """An address on its channel; its text is ``email:ada@example.com`` or ``phone:+4420…``."""

    channel: Channel
    value: str = field(repr=False, metadata=PERSONAL)

    def __str__(self) -> str:
        return f"{self.channel}:{self.value}"

    def is_like(self, other: "Contact") -> bool:
        """Whether two contacts read the same, but for case and width."""
        return self.channel is other.channel and _plain(self.value) == _plain(other.value)

    @classmethod
    def email(cls, value: str) -> Self:
        """Give the contact of an e-mail address; refuses what is none."""
        if len(value) > _EMAIL_LENGTH_MAX or not _EMAIL.fullmatch(value):
            raise InvalidContact
        return cls(Channel.EMAIL, value)

    @classmethod
    def phone(cls, value: str) -> Self:
        """Give the contact of a phone number, without what is written between its digits.

        ``00`` before the country's code is ``+``. Refuses a number without its country's code.
        """
        digits = _ABROAD.sub("+", _BETWEEN_DIGITS.sub("", value))
        if not _PHONE.fullmatch(digits):
            raise InvalidContact
        return cls(Channel.PHONE, digits)

    @classmethod
    def of(cls, text: str) -> Self:
        """Give the contact of its own text; refuses any other."""
        channel, _, value = text.partition(":")
        if channel == Channel.EMAIL:
            return cls.email(value)
        if channel == Channel.PHONE:
            return cls.phone(value)
        raise InvalidContact


def sign_in_name(written: str) -> str:
    """Give the form of a name for signing in: of a phone number its digits, else what is written.

    Whoever registers by a number and whoever signs in by it may write it in different ways.
    """
    try:
        return Contact.phone(unicodedata.normalize("NFKC", written)).value
    except InvalidContact:
        return written


def _plain(value: str) -> str:
    return unicodedata.normalize("NFKC", value).casefold()
