"""The forms of text and names that bodies and addresses take."""

import re
from typing import Annotated

from litestar.params import PathParameter
from msgspec import Meta

from bank.interfaces.http.explanations import FieldError
from bank.interfaces.http.refusals import AccountNumberInUrl, InvalidRequest

_WITHOUT_CONTROLS = r"^[^\x00-\x1f\x7f]*$"
REFERENCE_MAX = 140
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}")

FullName = Annotated[str, Meta(min_length=1, max_length=200, pattern=_WITHOUT_CONTROLS)]
Email = Annotated[str, Meta(max_length=254, pattern=r"^[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+$")]
Phone = Annotated[str, Meta(max_length=32, pattern=r"^\+?[0-9][0-9 ()./-]{2,30}$")]
Code = Annotated[str, Meta(max_length=64, pattern=r"^[A-Za-z0-9._-]+$")]
Till = Annotated[
    str, Meta(max_length=64, pattern=r"^[A-Za-z0-9._-]+$", description="The till's name.")
]
AccountName = Annotated[str, Meta(min_length=1, max_length=140, pattern=_WITHOUT_CONTROLS)]
Reference = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=REFERENCE_MAX,
        pattern=_WITHOUT_CONTROLS,
        description="Free text for the people concerned; stored encrypted.",
    ),
]
ExternalReference = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9._~-]{1,64}$",
        description="The name of the account in your system; no account number.",
    ),
]
NamedAccount = Annotated[
    str,
    Meta(
        min_length=1,
        max_length=64,
        description="The account's id, its number, or its external reference.",
    ),
]
PathAccount = Annotated[
    str,
    PathParameter(
        description="The account's id or its external reference; never its number, because"
        " addresses are logged.",
        max_length=64,
    ),
]


def is_account_number(name: str) -> bool:
    """Whether a name is an IBAN, by form and check digits."""
    if not _IBAN.fullmatch(name):
        return False
    turned = name[4:] + name[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def addressed(account: str) -> str:
    """Give the name of an account that an address may carry; refuses its number."""
    if is_account_number(account):
        raise AccountNumberInUrl
    return account


def refuse_number_as_reference(reference: str | None) -> None:
    """Refuse an external reference that is an account number: it would end up in addresses."""
    if reference is not None and is_account_number(reference):
        detail = "This is an account number: it must not be used as a name in addresses."
        raise InvalidRequest(errors=[FieldError("body", "/external_reference", detail)])


def has_controls(text: str) -> bool:
    """Whether a text has control characters."""
    return _CONTROLS.search(text) is not None
