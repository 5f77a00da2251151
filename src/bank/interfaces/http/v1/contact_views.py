"""The shapes of addresses that codes go to, and of codes that come back."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from bank.application.identity.registration.register import CodeGivenBack, CodeSent
from bank.domain.contacts import Contact, InvalidContact
from bank.domain.passwords import LENGTH_MAX, LENGTH_MIN, SENT_MAX
from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import InvalidRequest
from bank.interfaces.http.v1.texts import Email, Phone

NewPassword = Annotated[
    str,
    Meta(
        max_length=SENT_MAX,
        description=f"{LENGTH_MIN} to {LENGTH_MAX} characters of any kind; none that is known to"
        " have been stolen, or that everybody thinks of.",
    ),
]
SentDigits = Annotated[
    str,
    Meta(
        pattern=r"^[0-9]{6}([0-9]{3})?\Z",
        description="The digits that were sent: six, or nine where many codes were asked for.",
        extra_json_schema={"pattern": "^[0-9]{6}([0-9]{3})?$"},
    ),
]


SentCode = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{6}([0-9]{3})?|[A-Za-z2-7]{16})\Z",
        description="The digits that were sent; or the letters, where many codes were asked for:"
        " any that the address was sent in the last ten minutes, whoever asked.",
        extra_json_schema={"pattern": "^([0-9]{6}([0-9]{3})?|[A-Za-z2-7]{16})$"},
    ),
]


class ContactShown(Struct, frozen=True, forbid_unknown_fields=True):
    """An address: e-mail or phone, and not both."""

    email: Email | None = None
    phone: Annotated[Phone | None, Meta(description="With its country's code: `+44…`.")] = None


class CodeShown(Struct, frozen=True, forbid_unknown_fields=True):
    """The code that was sent to an address."""

    code: SentDigits


class CodeSentView(Struct, frozen=True):
    """A message is on its way to the address."""

    id: UUID
    expires_at: datetime


def contact_of(email: str | None, phone: str | None) -> Contact:
    """Give the contact that a body names; refuses none and two."""
    if (email is None) == (phone is None):
        raise InvalidRequest(errors=[FieldError("body", "", "Give one of email and phone.")])
    try:
        return Contact.email(email) if email is not None else Contact.phone(phone or "")
    except InvalidContact:
        field = "email" if phone is None else "phone"
        raise InvalidRequest(errors=[FieldError("body", field, InvalidContact.title)]) from None


def code_of(number: UUID, shown: CodeShown) -> CodeGivenBack:
    """Give the command that a body asks for."""
    return CodeGivenBack(id=number, code=shown.code)


def sent_view(sent: CodeSent) -> CodeSentView:
    """Give what is shown of a code that was sent."""
    return CodeSentView(id=sent.id, expires_at=sent.expires_at)
